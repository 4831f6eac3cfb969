"""A sheet of ink: strokes as the outlines that fingers and pens left, and the sheet's caption."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from hub.errors import Conflict, Invalid
from hub.problem_board import Analysis, Changes
from hub.problem_board.entries import Entry

TOOL = "ink"
WIDE, HIGH = 1600, 900  # units of a sheet, whatever board it is drawn on
MOST = 600  # strokes on a sheet
POINTS = 2_000  # of the outline of a stroke
ALL_POINTS = 40_000  # of all outlines on a sheet: half a megabyte
ColourName = Literal["ink", "blue", "orange", "purple"]
WidthName = Literal["thin", "thick"]
COLOURS: Mapping[ColourName, str] = {
    "ink": "ink",
    "blue": "improving",
    "orange": "concern",
    "purple": "changed",
}  # tokens of the theme
WIDTHS: Mapping[WidthName, float] = {"thin": 7.0, "thick": 17.0}  # units
FULL = "The sheet is full: erase what is of no use any more, or clear it."


@dataclass(frozen=True)
class Stroke:
    """What one finger drew from its touch to its lift: ``outline`` has x and y by turns."""

    id: str
    colour: ColourName
    width: WidthName
    outline: tuple[float, ...]

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Stroke":
        """As it lies in the layout."""
        return cls(kept["id"], kept["colour"], kept["width"], tuple(kept["outline"]))

    @property
    def kept(self) -> dict[str, Any]:
        said = {"id": self.id, "colour": self.colour, "width": self.width}
        return {**said, "outline": list(self.outline)}

    @property
    def points(self) -> int:
        return len(self.outline) // 2

    @property
    def path(self) -> str:
        """The outline as the data of a path."""
        x, y = self.outline[::2], self.outline[1::2]
        return "M" + "L".join(f"{a:g} {b:g}" for a, b in zip(x, y, strict=True)) + "Z"


@dataclass(frozen=True)
class Sheet:
    """An analysis as the sheet sees it; the layout keeps ``strokes`` and the ``caption``."""

    analysis: Analysis

    @cached_property
    def strokes(self) -> tuple[Stroke, ...]:
        return tuple(Stroke.of(each) for each in self.analysis.layout.get("strokes", ()))

    @property
    def caption(self) -> Entry:
        """What the sketch shows in words; without text until somebody has said it."""
        kept = self.analysis.layout.get("caption")
        return Entry.of(kept) if kept else Entry("caption", "", 0)

    def with_stroke(self, new: Stroke) -> "Sheet":
        """Raises Conflict where its identity is taken, and Invalid where the sheet is full."""
        if any(each.id == new.id for each in self.strokes):
            raise Conflict("There is a stroke with this id already.")
        points = new.points + sum(each.points for each in self.strokes)
        if len(self.strokes) >= MOST or points > ALL_POINTS:
            raise Invalid(FULL)
        return self.holding((*self.strokes, new))

    def up_to(self, id: str) -> set[str]:
        """The strokes that were drawn before one, and that one: what somebody saw who saw it last.
        Raises Invalid where it is gone."""
        ids = [each.id for each in self.strokes]
        if id not in ids:
            raise Invalid("Somebody has erased on this sheet meanwhile: look at it again.")
        return set(ids[: ids.index(id) + 1])

    def without(self, ids: Iterable[str]) -> "Sheet":
        gone = set(ids)
        return self.holding(each for each in self.strokes if each.id not in gone)

    def holding(self, strokes: Iterable[Stroke]) -> "Sheet":
        return self._with("strokes", [each.kept for each in strokes])

    def captioned(self, caption: Entry) -> "Sheet":
        return self._with("caption", caption.kept)

    def _with(self, name: str, value: object) -> "Sheet":
        return Sheet(replace(self.analysis, layout={**self.analysis.layout, name: value}))

    @property
    def changes(self) -> Changes:
        return Changes(layout=self.analysis.layout)
