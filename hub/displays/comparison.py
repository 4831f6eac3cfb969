"""Comparison: units side by side in the KPIs that they measure by one definition.

Beside the spread, which holds the units behind one total against a scale, this has several KPIs at
once; with ``kpi`` one of them as bars from zero, each with the figure before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import Field

from hub.displays import Audience, Display, Frame, Need, Settings, Snapshot
from hub.displays.comparison_bars import LEAST as BAR
from hub.displays.comparison_bars import Bars, in_order
from hub.displays.comparison_table import CELL, NAMES, Table
from hub.displays.paging import part_of
from hub.displays.surround import Surround, flags_of, notice, without_secrets
from hub.drawing import Node, state_of
from hub.snapshot.comparison import ComparisonView, SharedView, UnitRow, UnitsOf

HEAD = 176.0  # px above and below the box of a scene


class Comparison(Display):
    """Rows of units, columns of KPIs that all of them measure alike."""

    name = "comparison"
    title = "Units side by side"

    class Config(Settings):
        unit: str
        kpi: str = ""  # this one alone, as bars
        page: int = Field(1, ge=1)

    @property
    def _ask(self) -> UnitsOf:
        return UnitsOf(self.config.unit, self.config.kpi)

    def needs(self, frame: Frame, audience: Audience) -> Need:
        return Need(asks=frozenset({self._ask}))

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        view = _told(snapshot.answer(self._ask))
        told = replace(snapshot, legend=view.legend, data_to=view.data_to)
        if self.config.kpi and view.shared:
            return self._bars(told, frame, view)
        return self._table(told, frame, view)

    def _bars(self, snapshot: Snapshot, frame: Frame, view: ComparisonView) -> Node:
        shared = view.shared[0]
        kpis = in_order([row.kpis[shared.key] for row in view.rows if shared.key in row.kpis])
        most = max(1, int((frame.height - 330) / (BAR * frame.zoom)))
        part = part_of(kpis, most, self.config.page)
        surround = Surround(
            replace(snapshot, legend=snapshot.legend.of(shared.total)),
            frame,
            shared.total.title,
            _joined(f"Units of {view.unit_title}, the worst first", part.page.words),
            kpis,
            "Upright line: the target. Dashed line: the figure before",
            signed=False,
            also=frozenset({state_of(shared.total)}),
            page=part.page,
        )
        bars = Bars(surround, shared.total, tuple(part.items), tuple(kpis))
        return surround.scene(*bars.drawn())

    def _table(self, snapshot: Snapshot, frame: Frame, view: ComparisonView) -> Node:
        blocks = _blocks(view, frame)
        part = part_of(blocks, 1, self.config.page)
        cells = [kpi for row in view.rows for kpi in row.kpis.values()]
        totals = [shared.total for shared in view.shared]
        surround = Surround(
            snapshot,
            frame,
            self.title,
            _joined(view.unit_title, _apart(view), part.page.words),
            cells,
            signed=False,
            also=frozenset(state_of(kpi) for kpi in totals) | flags_of(totals),
            page=part.page,
        )
        if not part.items:
            words = notice(_nothing(view), frame, surround.box)
            return surround.scene(words)
        (block,) = part.items
        return surround.scene(*Table(surround, view.unit, block.shared, block.rows).drawn())


@dataclass(frozen=True)
class _Block:
    """The part of a table that one picture holds."""

    shared: tuple[SharedView, ...]
    rows: tuple[UnitRow, ...]


def _blocks(view: ComparisonView, frame: Frame) -> list[_Block]:
    """The table in parts: first all units in the first KPIs, then in the next."""
    wide = frame.width - 96 - NAMES * (frame.width - 96)
    across = max(1, int(wide / (CELL[0] * frame.zoom)))
    down = max(1, int((frame.height - HEAD - 150 * frame.zoom) / (CELL[1] * frame.zoom)))
    return [
        _Block(tuple(shared), tuple(rows))
        for shared in _shares(view.shared, across)
        for rows in _shares(view.rows, down)
    ]


def _shares(items: Sequence[object], most: int) -> list[Sequence]:  # type: ignore[type-arg]
    of = -(-len(items) // most)
    each = -(-len(items) // of) if of else 1
    return [items[start : start + each] for start in range(0, len(items), each)]


def _told(view: ComparisonView) -> ComparisonView:
    """The view without what suppression hides."""
    return replace(
        view,
        shared=tuple(replace(s, total=without_secrets(s.total)) for s in view.shared),
        rows=tuple(
            replace(row, kpis={key: without_secrets(kpi) for key, kpi in row.kpis.items()})
            for row in view.rows
        ),
    )


def _apart(view: ComparisonView) -> str:
    """What is not compared, and why."""
    if not view.others or not view.shared:
        return ""
    if view.others == 1:
        return "not compared: 1 other KPI, defined by its unit alone"
    return f"not compared: {view.others} other KPIs, whose definitions differ"


def _nothing(view: ComparisonView) -> str:
    if view.others:
        return (
            f"No comparison: the units of {view.unit_title} measure {view.others} KPIs, and no two "
            "by the same definition."
        )
    return f"No KPI is measured by units of {view.unit_title} that could be compared."


def _joined(*words: str) -> str:
    return " \u00b7 ".join(word for word in words if word)
