"""Fishbone: causes by category on the bones of a fish whose head is the problem, and dot votes."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from hub.drawing import Node
from hub.errors import Invalid
from hub.plugins import Settings
from hub.problem_board import Analysis, Arguments, Canvas, Changes
from hub.problem_board.causes import CauseTool, Text, named
from hub.problem_board.entries import Entry, entry, found
from hub.problem_board.fish_bones import DEFAULT, MOST_BONES, TOOL, Fish
from hub.problem_board.fish_picture import picture

Category = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=40),
    AfterValidator(lambda text: " ".join(text.split())),
]


class Fishbone(CauseTool):
    """Where to look for causes: a bone for each category, and on it what may be the cause.

    Its causes are those of the 5 whys: what explains the problem itself stands on a bone, and what
    explains that below it. People vote for what to look into first.
    """

    name = TOOL
    title = "Fishbone"
    icon = "M2 12H17M17 8L22 12L17 16ZM6 12L3 5M12 12L9 5M6 12L3 19M12 12L9 19"
    hint = "Collect causes by category, and vote for the likely ones"

    class Config(Settings):
        votes: int = Field(3, ge=1, le=20)  # that each person has for one problem

    class Cause(Arguments):
        text: Text
        bone: str | None = None  # that it is put on
        parent: str | None = None  # the cause that it explains, instead
        id: UUID | None = None

    class Place(Arguments):
        id: str
        bone: str | None = None  # None for no bone

    class Bone(Arguments):
        text: Category
        id: UUID | None = None

    class Name(Arguments):
        id: str
        text: Category

    class Look(Settings):
        about: str | None = None  # a bone, a cause, what is on no bone; None for the whole fish
        page: int = Field(0, ge=0, le=200)  # where there is more on it than a page holds

    def on_add(self, analysis: Analysis, arguments: Cause) -> Changes:
        """Name a cause: on a bone, below another cause, or on no bone yet."""
        new = named(analysis, arguments.text, arguments.parent, arguments.id)
        if arguments.bone is None or arguments.parent is not None:
            return Changes(add=(new,))
        fish = self._fish(analysis)
        bone = found(arguments.bone, fish.bones).id
        return Changes(add=(new,), layout={**analysis.layout, "of": {**fish.of, new.id: bone}})

    def on_put(self, analysis: Analysis, arguments: Place) -> Changes:
        """Put a cause on a bone, or take it off."""
        fish = self._fish(analysis)
        if not fish.top(analysis.cause(arguments.id)):
            raise Invalid("This cause explains another one, so it stands on the same bone as that.")
        of = {id: bone for id, bone in fish.of.items() if id != arguments.id}
        if arguments.bone is not None:
            of[arguments.id] = found(arguments.bone, fish.bones).id
        return Changes(layout={**analysis.layout, "of": of})

    def on_vote(self, analysis: Analysis, arguments: CauseTool.Which) -> Changes:
        """Give a cause one of one's votes; it may get several."""
        fish, cause = self._fish(analysis), analysis.cause(arguments.id)
        if not analysis.by:
            raise Invalid("A vote is somebody's: say who you are first.")
        if cause.state == "ruled_out":
            raise Invalid("This cause is ruled out: vote for another one.")
        if sum(fish.given(analysis.by).values()) >= fish.limit:
            raise Invalid(
                f"You have given all {_votes(fish.limit)} that you have for this problem: "
                "take one back first, or say who you are if you are somebody else."
            )
        return _voted(analysis, fish, cause.id, 1)

    def on_take_back(self, analysis: Analysis, arguments: CauseTool.Which) -> Changes:
        """Take one of one's own votes back."""
        fish, cause = self._fish(analysis), analysis.cause(arguments.id)
        if not fish.given(analysis.by).get(cause.id):
            raise Invalid("You have given this cause no vote that you could take back.")
        return _voted(analysis, fish, cause.id, -1)

    def on_add_bone(self, analysis: Analysis, arguments: Bone) -> Changes:
        fish = self._fish(analysis)
        if len(fish.bones) >= MOST_BONES:
            raise Invalid(f"A fish has {MOST_BONES} bones at most: rename one, or remove one.")
        _only(arguments.text, fish.bones)
        return _boned(analysis, (*fish.bones, entry(arguments.text, arguments.id, fish.bones)))

    def on_rename_bone(self, analysis: Analysis, arguments: Name) -> Changes:
        """Call a bone something else. Raises Conflict where somebody renamed it first."""
        fish = self._fish(analysis)
        bone = found(arguments.id, fish.bones)
        new = bone.reworded(arguments.text, analysis.seen)
        _only(arguments.text, (each for each in fish.bones if each != bone))
        return _boned(analysis, tuple(new if each == bone else each for each in fish.bones))

    def on_remove_bone(self, analysis: Analysis, arguments: CauseTool.Which) -> Changes:
        """Take a bone away on which nothing stands."""
        fish = self._fish(analysis)
        bone = found(arguments.id, fish.bones)
        bone.agree(analysis.seen)
        if fish.on(bone.id):
            raise Invalid(f"There are causes on “{bone.text}”: put them on another bone first.")
        if len(fish.bones) == 1:
            raise Invalid("This is the last bone: rename it instead.")
        return _boned(analysis, tuple(each for each in fish.bones if each != bone))

    def draw(self, analysis: Analysis, canvas: Canvas) -> Node:
        return picture(self._fish(analysis), canvas)

    def _fish(self, analysis: Analysis) -> Fish:
        return Fish(analysis, self.config.votes)


def _voted(analysis: Analysis, fish: Fish, cause: str, more: int) -> Changes:
    """The layout with one vote more or less of whoever acts."""
    counts = dict(fish.votes.get(cause, {}))
    counts[analysis.by] = counts.get(analysis.by, 0) + more
    left = {person: count for person, count in counts.items() if count > 0}
    votes = {id: each for id, each in {**fish.votes, cause: left}.items() if each}
    return Changes(layout={**analysis.layout, "votes": votes})


def _boned(analysis: Analysis, bones: tuple[Entry, ...]) -> Changes:
    """The layout with what is unlike the usual bones, so that each change is one of its own."""
    ids = {bone.id for bone in bones}
    changed = [bone.kept for bone in bones if bone not in DEFAULT]
    without = [{"id": bone.id} for bone in DEFAULT if bone.id not in ids]
    return Changes(layout={**analysis.layout, "bones": changed, "without": without})


def _only(text: str, others: Iterable[Entry]) -> None:
    """Raises Invalid where another bone has that name."""
    if any(each.text.casefold() == text.casefold() for each in others):
        raise Invalid(f"There is a bone called “{text}” already.")


def _votes(count: int) -> str:
    return f"{count} vote" + "s" * (count > 1)
