"""Parts of unlike height in columns and on pages, in their order."""

from collections.abc import Sequence

from hub.problem_board.keys import Key
from hub.problem_board.touch import looking

MOST = (2.0, 1400.0)  # times the room, and px, that a page is high before the next one begins


def paged(heights: Sequence[float], many: int, room: float) -> list[range]:
    """Which parts stand on each page, so that ``many`` columns do not grow too long."""
    most = many * max(MOST[0] * room, MOST[1])
    starts, taken = [0], 0.0
    for index, high in enumerate(heights):
        if index > starts[-1] and taken + high > most:
            starts.append(index)
            taken = 0.0
        taken += high
    return [range(*ends) for ends in zip(starts, [*starts[1:], len(heights)], strict=True)]


def placed(
    heights: Sequence[float], many: int, top: float
) -> tuple[list[tuple[int, float]], float]:
    """Each part in the column that is shortest so far, from ``top`` on, and where all end."""
    ends, found = [top] * many, []
    for high in heights:
        column = ends.index(min(ends))
        found.append((column, ends[column]))
        ends[column] += high
    return found, max(ends)


def turns(about: object, number: int, pages: int) -> list[Key]:
    """The ways to the page before and after of what is looked at."""
    keys = [Key("page", f"Page {number + 1} of {pages}")]
    for word, to in (("Before", number - 1), ("Next", number + 1)):
        if 0 <= to < pages:
            touch = looking(f"Page {to + 1} of {pages}", about=about, page=to)
            keys.append(Key(word.lower(), word, touch))
    return keys
