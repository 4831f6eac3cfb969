"""One bone, or one cause, seen from close: all its words, and all that can be done with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from hub.drawing import Node, Theme, label, node, wrap
from hub.problem_board.columns import paged, placed, turns
from hub.problem_board.entries import Entry
from hub.problem_board.fish_bones import LOOSE, TOOL, Fish, Twig
from hub.problem_board.fish_head import CAPTION
from hub.problem_board.fish_twig import Row, stacked
from hub.problem_board.keys import BACK, BIN, VOTE, Key
from hub.problem_board.keys import Row as Keys
from hub.problem_board.lettering import LEADING, set_in
from hub.problem_board.touch import (
    CROSS,
    EDIT,
    PLUS,
    ROOT,
    SHEET,
    STATES,
    TICK,
    Touch,
    looking,
    name,
)
from hub.snapshot.views import CauseView

EDGE = 14.0
COLUMN = 400.0  # px of a column of causes, at least
APART = 8.0  # px between two rows
GUTTER = 28.0
PART = 6  # causes that stay together on a page
SIZES = ((34.0, 2), (30.0, 3), (26.0, 5), (22.0, 8), (20.0, 24))
NAME = ((30.0, 1), (26.0, 2), (22.0, 3))


@dataclass(frozen=True)
class Close:
    """What is looked at, on ``wide`` px and as high as it needs, ``room`` px at least."""

    fish: Fish
    theme: Theme
    wide: float
    room: float

    @property
    def issue(self) -> str:
        return self.fish.analysis.issue.id

    @property
    def across(self) -> float:
        return self.wide - 2 * EDGE

    @cached_property
    def _parts(self) -> tuple[tuple[Node, ...], float]:
        """All that is drawn, and where it ends."""
        cause = self.fish.cause
        page = _Page(self, [], EDGE)
        if cause is not None:
            page.cause(cause)
        else:
            page.bone(self.fish.bone)
        return tuple(page.drawn), page.y + EDGE

    @property
    def high(self) -> float:
        return max(self.room, self._parts[1])

    def drawn(self) -> Iterator[Node]:
        yield from self._parts[0]


@dataclass
class _Page:
    """Parts one below the other; ``y`` is where the next one begins."""

    close: Close
    drawn: list[Node]
    y: float

    @property
    def fish(self) -> Fish:
        return self.close.fish

    @property
    def theme(self) -> Theme:
        return self.close.theme

    # -- a bone ----------------------------------------------------------------------------

    def bone(self, bone: Entry | None) -> None:
        """A bone with every cause on it, or the causes that are on none."""
        causes = self.fish.on(bone.id if bone else None)
        self._keys(_bone_keys(bone, len(causes)))
        self._words(bone.text if bone else CAPTION, NAME, "ink")
        if causes:
            self._columns(self.fish.twigs(causes))
        else:
            empty = "Nothing stands on this bone yet." if bone else "Every cause is on a bone."
            self._words(empty, ((22.0, 3),), "ink-2")

    def _columns(self, groups: Sequence[tuple[Twig, ...]]) -> None:
        """Causes with what explains them, each in the column that is shortest so far."""
        many = max(1, int((self.close.across + GUTTER) / (COLUMN + GUTTER)))
        wide = (self.close.across + GUTTER) / many - GUTTER
        parts = [[Row.whole(twig, wide) for twig in group] for group in _parted(groups)]
        heights = [stacked(rows, APART) + APART for rows in parts]
        pages = paged(heights, many, self.close.room)
        number = min(self.fish.page, len(pages) - 1)
        if len(pages) > 1:
            about = self.fish.analysis.look.get("about")
            self._keys(turns(about, number, len(pages)))
        shown = pages[number]
        places, self.y = placed([heights[each] for each in shown], many, self.y)
        for each, (column, y) in zip(shown, places, strict=True):
            self._stack(parts[each], EDGE + column * (wide + GUTTER), y)

    def _stack(self, rows: Sequence[Row], x: float, y: float) -> None:
        for row in rows:
            foot, agreed = y + row.high, row.twig.agreed
            self.drawn.append(
                node("path", d=f"M{x + row.left:.1f} {foot:.1f}H{x + row.wide:.1f}", fill="none",
                     stroke=self.theme["ink" if agreed else "link"],
                     stroke_width=4 if agreed else 2.5)
            )  # fmt: skip
            self.drawn.append(row.drawn(self.close.issue, self.theme, x, y))
            y = foot + APART

    # -- a cause ---------------------------------------------------------------------------

    def cause(self, cause: CauseView) -> None:
        """A cause: its words and standing, what can be said of it, where it stands, and why."""
        fish = self.fish
        self._keys(_ways(fish, cause))
        self._words(cause.text, SIZES, "ink-2" if cause.state == "ruled_out" else "ink")
        self._words(_standing(fish, cause), ((20.0, 4),), "ink-2", 500)
        if cause.evidence:
            self._words(f"Evidence: {cause.evidence}", ((20.0, 20),), "ink-2", 500)
        self._keys(_verdicts(fish, cause))
        if fish.top(cause):
            self._keys(_places(fish, cause))
        whys = fish.children.get(cause.id, [])
        if whys:
            self._words("Because", ((20.0, 1),), "ink-2")
            self._columns([group[:1] for group in fish.twigs(whys)])

    # -- parts -----------------------------------------------------------------------------

    def _keys(self, keys: Sequence[Key]) -> None:
        row = Keys(keys, self.close.across)
        self.drawn += row.drawn(TOOL, self.close.issue, self.theme, EDGE, self.y)
        self.y += row.height + 12

    def _words(
        self, text: str, sizes: Sequence[tuple[float, int]], ink: str, weight: int = 600
    ) -> None:
        words = set_in(text, self.close.across, sizes)
        for line in words.lines:
            self.y += LEADING * words.size
            self.drawn.append(
                label(line, EDGE, self.y - 0.28 * words.size, words.size, weight,
                      fill=self.theme[ink])
            )  # fmt: skip
        self.y += 10


def _parted(groups: Sequence[tuple[Twig, ...]]) -> Iterator[tuple[Twig, ...]]:
    """The groups, those with very much below one cause in parts."""
    for group in groups:
        for start in range(0, len(group), PART):
            yield group[start : start + PART]


def _whole() -> Key:
    return Key("whole", "Fishbone", looking("Back to the whole fishbone"), BACK)


def _bone_keys(bone: Entry | None, causes: int) -> list[Key]:
    if bone is None:
        add = Touch("add", {}, "Add a cause", "What may be the cause?", new="id", recall=True)
        return [_whole(), Key("add", "Cause", add, PLUS)]
    about = {"id": bone.id}
    add = Touch("add", {"bone": bone.id}, f"Add a cause: {bone.text}",
                f"{bone.text}: what may be the cause?", new="id", recall=True)  # fmt: skip
    rename = Touch("rename_bone", about, f"Rename {bone.text}", "What shall it be called?",
                   bone.text, bone.version)  # fmt: skip
    remove = Touch("remove_bone", about, f"Remove {bone.text}", version=bone.version, look={})
    keys = [_whole(), Key("add", "Cause", add, PLUS, inviting=not causes)]
    keys.append(Key("rename", "Rename", rename, EDIT))
    return keys if causes else [*keys, Key("remove", "Remove", remove, BIN)]


def _ways(fish: Fish, cause: CauseView) -> list[Key]:
    """From a cause back to the fish, to its bone, or to what it explains."""
    keys, bone = [_whole()], fish.stands_on(cause)
    if not fish.top(cause):
        parent = fish.analysis.cause(cause.parent or "")
        to = looking(f"Look at what it explains: {parent.text}", about=parent.id)
        return [*keys, Key("parent", _short(f"Explains: {parent.text}"), to)]
    if bone is not None:
        return [*keys, Key("bone", bone.text, looking(bone.text, about=bone.id))]
    loose = looking("Show all causes that are on no bone yet", about=LOOSE)
    return [*keys, Key("loose", CAPTION, loose)]


def _short(text: str) -> str:
    return wrap(text, 21, 520, 1)[0]


def _standing(fish: Fish, cause: CauseView) -> str:
    votes = fish.count(cause)
    said = [STATES[cause.state], *(["Root cause"] if cause.root else [])]
    return ", ".join([*said, f"{votes} vote" + "s" * (votes != 1), f"named by {cause.by}"])


def _verdicts(fish: Fish, cause: CauseView) -> list[Key]:
    """All that can be said of a cause."""
    about, text, version = {"id": cause.id}, cause.text, cause.version
    sure, out = cause.state == "confirmed", cause.state == "ruled_out"
    keys = []
    if not out:
        keys.append(Key("vote", "Vote", Touch("vote", about, f"Vote for: {text}"), VOTE))
    if fish.count(cause):
        back = Touch("take_back", about, f"Take a vote back from: {text}")
        keys.append(Key("take-back", "Take vote back", back))
    why = Touch("add", {"parent": cause.id}, f"Why? Ask what brought about: {text}",
                "Why did this happen?", new="id", recall=True)  # fmt: skip
    reword = Touch("reword", about, f"Edit: {text}", "Say it in other words", text, version)
    evidence = Touch("evidence", about, f"Evidence for: {text}", "How do we know?",
                     cause.evidence, version, phrases="evidence")  # fmt: skip
    return [
        *keys,
        *([] if out else [Key("why", "Why?", why, PLUS)]),
        Key("reword", "Words", reword, EDIT),
        Key("evidence", "Evidence", evidence, SHEET, bool(cause.evidence)),
        _set(cause, "confirm", "suspect", "Confirm", TICK, sure),
        _set(cause, "rule_out", "suspect", "Rule out", CROSS, out),
        *([] if out else [_set(cause, "mark_root", "unmark_root", "Root", ROOT, cause.root)]),
    ]


def _set(cause: CauseView, do: str, undo: str, word: str, icon: str, on: bool) -> Key:
    spoken = f"{word}{', not after all' if on else ''}: {cause.text}"
    touch = Touch(undo if on else do, {"id": cause.id}, spoken, version=cause.version)
    return Key(do.replace("_", "-"), word, touch, icon, on)


def _places(fish: Fish, cause: CauseView) -> list[Key]:
    """The bones that it can be put on; the one that it is on takes it off again."""
    here = fish.stands_on(cause)
    keys = [Key("put", "It is on" if here else "Put on")]
    for bone in fish.bones:
        on = here is not None and bone.id == here.id
        to = {"id": cause.id, "bone": None if on else bone.id}
        spoken = f"Take off {bone.text}" if on else f"Put on {bone.text}"
        keys.append(Key(name("put", bone.id), bone.text, Touch("put", to, spoken), on=on))
    return keys
