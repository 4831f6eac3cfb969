"""The names beside a strategy map: of its rows and bands, and how many KPIs of each stand how."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hub.drawing import Node, Theme, fit, fits, group, label, tally, width
from hub.drawing.map_layout import MapPlan
from hub.drawing.map_page import Box
from hub.drawing.marks.map_plate import question_plate
from hub.drawing.theme import STATES
from hub.snapshot.views import MapView

LABEL_SIZES = (29.0, 28.0, 27.0, 26.0, 25.0, 24.0, 23.0, 22.0, 21.0, 20.0, 19.0, 18.0, 17.0, 16.0)


@dataclass(frozen=True)
class MapLabels:
    """What stands at the left of a map, and what is said in a band without objectives."""

    view: MapView
    plan: MapPlan
    theme: Theme

    def drawn(self) -> Iterator[Node]:
        page = self.plan.page
        yield from self._row_labels()
        for index, band in enumerate(self.plan.bands):
            box = Box(page.label_x, band.box.y, page.label_width, band.box.height)
            counts = band.perspective.counts
            name = band.perspective.key or str(index)
            yield self._label(f"label-{name}", band.perspective.title, box, counts)
            if not any(line.row.band == index and line.row.cells for line in self.plan.lines):
                words = band.perspective.question or "No objective yet"
                wide = page.right - page.left
                place = (page.left, box.y + 6, wide, box.height - 12)
                yield question_plate(words, self.theme, place, f"question-{name}")

    def _row_labels(self) -> Iterator[Node]:
        page, own, plan = self.plan.page, self.view.unit_short, self.view.parent_title
        if self.plan.titled and self.view.vision:
            head = Box(page.label_x, page.head.y, page.label_width, page.head.height)
            yield self._label("label-heading", f"{own} vision", head)
        words = {
            "vision": f"{plan} vision" if self.plan.titled else "Vision",
            "goals": f"{plan} objectives",
            "programmes": "Flagship programmes",
        }
        for kind, text in words.items():
            lines = [line for line in self.plan.lines if line.row.kind == kind]
            if lines:
                top, bottom = lines[0].y, lines[-1].y + lines[-1].height
                box = Box(page.label_x, top, page.label_width, bottom - top)
                yield self._label(f"label-{kind}", text, box)

    def _label(
        self, id: str, words: str, box: Box, counts: Mapping[str, int] | None = None
    ) -> Node:
        """A name around the middle of its row, and below it how many KPIs stand how."""
        small = 22.0 if box.height > 108 or not counts else 18.0
        rows = _tally_rows(counts or {}, box.width, small)
        tallied = len(rows) * small * 1.35
        room = box.height - tallied + (10 if counts is None else -6)
        size, lines = _name(words, box.width, room, self.plan.page.label_size)
        block = len(lines) * size * 1.1 + tallied
        start = box.y + (box.height - block) / 2 + 0.85 * size
        drawn = [
            label(line, box.x, start + i * size * 1.1, size, 600, fill=self.theme["ink"])
            for i, line in enumerate(lines)
        ]
        base = start + (len(lines) - 1) * size * 1.1 if lines else box.y + 4
        for row in rows:
            base += small * 1.35
            drawn.append(tally(row, self.theme, box.x, base, small, list(row)))
        return group(id, *drawn)


def _name(words: str, across: float, down: float, largest: float) -> tuple[float, Sequence[str]]:
    """A label as large as it goes in its field."""
    sizes = [size for size in LABEL_SIZES if size <= largest]
    for size in sizes:
        lines = int(down / (1.1 * size))
        if lines and fits(words, size, across, min(lines, 5)):
            return fit(words, across, min(lines, 5), [size])
    return fit(words, across, max(1, int(down / (1.1 * sizes[-1]))), sizes[-1:])


def _tally_rows(counts: Mapping[str, int], across: float, size: float) -> list[dict[str, int]]:
    """The counts by state in rows no wider than the label."""
    rows: list[dict[str, int]] = []
    used = across
    for state in STATES:
        if not counts.get(state):
            continue
        wide = size * 1.9 + width(str(counts[state]), size, "sans", 600)
        if used + wide - 0.67 * size > across:
            rows.append({})
            used = 0.0
        rows[-1][state] = counts[state]
        used += wide
    return rows
