"""What a fishbone holds: its bones, which causes stand on each, and who voted for what."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from hub.problem_board import Analysis
from hub.problem_board.causes import below
from hub.problem_board.entries import Entry
from hub.snapshot.views import CauseView

TOOL = "fishbone"
MOST_BONES = 8
LOOSE = "loose"  # what is looked at where it is the causes that are on no bone yet
DEFAULT = (
    Entry("people", "People"),
    Entry("methods", "Methods"),
    Entry("equipment", "Equipment"),
    Entry("materials", "Materials"),
    Entry("environment", "Environment"),
    Entry("measurement", "Measurement"),
)


@dataclass(frozen=True)
class Twig:
    """A cause on a bone, or (``under``) one that explains it; ``deeper`` whys are not drawn.

    One without a cause stands for ``more`` causes that are not drawn. ``hides_root`` says that
    there is a root cause among those.
    """

    cause: CauseView | None
    votes: int = 0
    under: bool = False
    deeper: int = 0
    more: int = 0
    hides_root: bool = False

    @property
    def agreed(self) -> bool:
        """Whether it is a root cause that was confirmed."""
        return self.cause is not None and self.cause.root and self.cause.state == "confirmed"

    @property
    def out(self) -> bool:
        return self.cause is not None and self.cause.state == "ruled_out"

    @property
    def holds_root(self) -> bool:
        """Whether a root cause goes with it where it is not drawn."""
        return self.hides_root or (self.cause is not None and self.cause.root)


@dataclass(frozen=True)
class Fish:
    """An analysis as a fishbone sees it. ``limit`` is how many votes a person has.

    The layout keeps ``bones``: those that were added or renamed, and ``without``: which of the
    usual ones were removed; ``of``: bone by cause; ``votes``: counts by cause and person;
    ``focus``: the bone or the cause that is looked at, and ``page`` of it.
    """

    analysis: Analysis
    limit: int = field(default=3)

    @cached_property
    def bones(self) -> tuple[Entry, ...]:
        changed = map(Entry.of, self.analysis.layout.get("bones", ()))
        kept = {bone.id: bone for bone in (*DEFAULT, *changed)}
        gone = {each["id"] for each in self.analysis.layout.get("without", ())}
        return tuple(bone for id, bone in kept.items() if id not in gone) or DEFAULT

    @property
    def of(self) -> Mapping[str, str]:
        found: Mapping[str, str] = self.analysis.layout.get("of", {})
        return found

    @property
    def votes(self) -> Mapping[str, Mapping[str, int]]:
        found: Mapping[str, Mapping[str, int]] = self.analysis.layout.get("votes", {})
        return found

    @cached_property
    def children(self) -> Mapping[str | None, list[CauseView]]:
        return below(self.analysis.causes)

    @cached_property
    def bone(self) -> Entry | None:
        """The bone that is looked at."""
        return next((each for each in self.bones if each.id == self._focus), None)

    @cached_property
    def cause(self) -> CauseView | None:
        """The cause that is looked at."""
        return next((each for each in self.analysis.causes if each.id == self._focus), None)

    @property
    def loose(self) -> bool:
        """Whether it is the causes on no bone that are looked at."""
        return self._focus == LOOSE

    @property
    def page(self) -> int:
        """Which of its pages, from 0 on."""
        return int(self.analysis.look.get("page", 0))

    @property
    def _focus(self) -> object:
        return self.analysis.look.get("about")

    def on(self, bone: str | None) -> list[CauseView]:
        """The causes on a bone in the order they were named; None: on none yet."""
        known = {each.id for each in self.bones}
        tops = self.children.get(None, [])
        if bone is None:
            return [each for each in tops if self.of.get(each.id) not in known]
        return [each for each in tops if self.of.get(each.id) == bone]

    def top(self, cause: CauseView) -> bool:
        """Whether a cause explains the problem itself: only those are put on a bone."""
        return any(each.id == cause.id for each in self.children.get(None, []))

    def stands_on(self, cause: CauseView) -> Entry | None:
        return next((each for each in self.bones if each.id == self.of.get(cause.id)), None)

    def count(self, cause: CauseView) -> int:
        return sum(self.votes.get(cause.id, {}).values())

    def given(self, person: str) -> Mapping[str, int]:
        """The votes of one person by cause, of the causes that there are."""
        known = {cause.id for cause in self.analysis.causes}
        return Counter(
            {id: each[person] for id, each in self.votes.items() if id in known and person in each}
        )

    def twigs(self, causes: Iterable[CauseView]) -> list[tuple[Twig, ...]]:
        """For each cause its twig and those of what explains it, two levels in all."""
        return [
            (self._twig(cause, False), *(self._twig(one, True) for one in self._below(cause)))
            for cause in causes
        ]

    def _below(self, cause: CauseView) -> list[CauseView]:
        return self.children.get(cause.id, [])

    def _twig(self, cause: CauseView, under: bool) -> Twig:
        if not under:
            return Twig(cause, self.count(cause))
        deeper, hides_root = self._size(cause), self.leads_to_root(cause)
        return Twig(cause, self.count(cause), True, deeper, hides_root=hides_root)

    def leads_to_root(self, cause: CauseView) -> bool:
        """Whether a root cause explains it."""
        return any(each.root or self.leads_to_root(each) for each in self._below(cause))

    def _size(self, cause: CauseView) -> int:
        """How many causes explain one, and each other."""
        return sum(1 + self._size(each) for each in self._below(cause))


def cropped(groups: list[tuple[Twig, ...]], most: int) -> tuple[Twig, ...]:
    """At most so many twigs in their order; what was voted for is the last to be left out."""
    every = [twig for group in groups for twig in group]
    if len(every) <= most:
        return tuple(every)
    room, kept = most - 1, [0] * len(groups)
    for index in sorted(range(len(groups)), key=lambda each: _weight(groups[each]), reverse=True):
        kept[index] = min(room, len(groups[index]))
        room -= kept[index]
    shown = [twig for group, many in zip(groups, kept, strict=True) for twig in group[:many]]
    hidden = [twig for group, many in zip(groups, kept, strict=True) for twig in group[many:]]
    roots = any(twig.holds_root for twig in hidden)
    return (*shown, Twig(None, more=_all(hidden), hides_root=roots))


def _weight(group: tuple[Twig, ...]) -> tuple[bool, int]:
    return any(twig.agreed for twig in group), sum(twig.votes for twig in group)


def _all(twigs: Iterable[Twig]) -> int:
    return sum(1 + twig.deeper for twig in twigs)
