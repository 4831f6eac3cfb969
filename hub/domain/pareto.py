"""Pareto: counts by cause or category, most first, and the vital few that make most of it."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

MOST_OF_IT = 0.8  # the share that the vital few make
ENOUGH = 30  # observations from which an order says something
MOST_LINES = 200
LONGEST = 200  # characters of a name
LARGEST = 1_000_000
NAMED_OTHER = frozenset({"other", "others", "all other", "all others"})
WHOLE = re.compile(r"\d+|\d{1,3}(?:[,\u0020\u00a0\u202f]\d{3})+")
SIGN = re.compile(r"[-+.\d]")


@dataclass(frozen=True)
class Count:
    """How often something was seen; ``id`` says whose count it is, where there is one."""

    name: str
    n: int
    id: str = ""

    @property
    def other(self) -> bool:
        """Whether it is what is left over and no category of its own."""
        return plain(self.name) in NAMED_OTHER


@dataclass(frozen=True)
class Line:
    """A count in its place: its share of all, that of it and all before it, and whether it is one
    of the vital few."""

    count: Count
    share: float
    cumulative: float
    vital: bool = False


@dataclass(frozen=True)
class Pareto:
    """Lines with most first; what is called other comes last."""

    lines: tuple[Line, ...]
    total: int

    @property
    def few(self) -> int:
        """How many lines the vital few are: the fewest from the top that make 80 % of all."""
        return sum(line.vital for line in self.lines)

    @property
    def enough(self) -> bool:
        return self.total >= ENOUGH


class Unclear(ValueError):
    """A table that is not understood, with a sentence for a person."""


def pareto(counts: Iterable[Count]) -> Pareto:
    """Ties keep the order they come in; what nobody has seen makes no line."""
    seen = [count for count in counts if count.n > 0]
    ordered = sorted(seen, key=lambda count: (count.other, -count.n))
    total = sum(count.n for count in ordered)
    reached = list(accumulate(count.n for count in ordered))
    return Pareto(
        tuple(
            Line(count, count.n / total, sum_ / total, sum_ - count.n < _least(total))
            for count, sum_ in zip(ordered, reached, strict=True)
        ),
        total,
    )


def _least(total: int) -> int:
    """The least sum that is 80 % of the total; in whole numbers, so that it is exact."""
    return -(-total * 4 // 5)


def folded(counts: Sequence[Count], most: int) -> tuple[Sequence[Count], Sequence[Count]]:
    """The first that fit in ``most`` places, and those that share the last place if not all do."""
    return (counts, ()) if len(counts) <= most else (counts[: most - 1], counts[most - 1 :])


def plain(name: str) -> str:
    """A name as it is compared: without case and odd spaces."""
    return " ".join(name.split()).casefold()


# -- a table that somebody pastes ----------------------------------------------------------


def table(text: str) -> tuple[str, tuple[Count, ...]]:
    """The heading of a table's counts, if it has one, and its counts in the order of the lines.

    A line is a name and a count, parted by a tab, a semicolon or a comma. The counts of a name that
    comes twice are added up. Raises Unclear, naming the line.
    """
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise Unclear(f"The table has {len(lines)} lines: {MOST_LINES} are the most.")
    heading = _heading(lines[0][1]) if lines else ""
    counts = tuple(_added_up(_count(n, line) for n, line in lines[bool(heading) :]))
    if not any(count.n for count in counts):
        raise Unclear("The table counts nothing: give a name and a count in each line.")
    return heading, counts


def _heading(line: str) -> str:
    """The words over the counts, where the first line is made of words: "12 May" is, "12o" not."""
    cells = _cells(line)
    over = cells[-1] if len(cells) > 1 else ""
    wordy = any(map(str.isalpha, over)) and (" " in over or not SIGN.match(over))
    return over if wordy else ""


def _cells(line: str) -> list[str]:
    """A spreadsheet parts by tabs, others by semicolons or commas; quotes hold those together."""
    mark = next((mark for mark in "\t;" if mark in line), ",")
    return [" ".join(cell.split()) for cell in next(csv.reader([line], delimiter=mark))]


def _count(number: int, line: str) -> Count:
    shown = " ".join(line.split())
    where = f"Line {number} (“{shown[:60]}{'…' if len(shown) > 60 else ''}”)"
    cells = _cells(line)
    while len(cells) > 2 and not cells[-1]:  # empty cells at the right of a spreadsheet
        cells.pop()
    name, count = ", ".join(cells[:-1]), cells[-1]
    if len(cells) < 2 or not name:
        raise Unclear(f"{where} needs a name and a count, parted by a tab, a semicolon or a comma.")
    if not WHOLE.fullmatch(count):
        raise Unclear(f"{where}: “{count[:20]}” is not a whole number.")
    if "," in line and "\t" not in line and ";" not in line and _in_two(cells):
        raise Unclear(f"{where}: is that {cells[-2]},{count} or {count}? Put a tab before it.")
    if len(name) > LONGEST:
        raise Unclear(f"{where}: a name has {LONGEST} characters at the most.")
    n = int(re.sub(r"\D", "", count))
    if n > LARGEST:
        raise Unclear(f"{where}: {LARGEST:,} is the most that is counted.")
    return Count(name, n)


def _in_two(cells: Sequence[str]) -> bool:
    """Whether the last two cells may be one number that its own comma parts."""
    return re.fullmatch(r"\d{1,3}", cells[-2]) is not None and len(cells[-1]) == 3


def _added_up(counts: Iterable[Count]) -> Iterable[Count]:
    found: dict[str, Count] = {}
    for count in counts:
        first = found.get(plain(count.name), Count(count.name, 0))
        found[plain(count.name)] = Count(first.name, first.n + count.n)
    return found.values()
