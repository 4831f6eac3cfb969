"""What all cards of a strategy map have in common, measured on the cards themselves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from hub.drawing import Theme
from hub.drawing.map_layout import MapPlan
from hub.drawing.map_page import Box
from hub.drawing.marks.card_style import CardStyle, Course, footing_of
from hub.drawing.marks.map_card import ObjectiveCard
from hub.snapshot.views import Legend, MapNodeView, MapView

LOW = 180.0  # px: values on lower cards give height to the lines above and below them
SMALLEST_VALUE = 36.0  # px at scale 1 down to which the longest value decides for all
WHOLE = 0.68  # of the largest title, down to which the longest title decides for all
MOSTLY = 0.75  # share of the titles that decides further down


@dataclass(frozen=True)
class MapCards:
    """The cards of ``view`` where ``plan`` has them: titles, values and sparklines of one size."""

    view: MapView
    plan: MapPlan
    theme: Theme
    legend: Legend
    told: frozenset[str] = frozenset()  # on the line of sight

    def card(self, objective: MapNodeView, box: Box) -> ObjectiveCard:
        return self._set(objective, box, self.style)

    def _set(self, objective: MapNodeView, box: Box, style: CardStyle) -> ObjectiveCard:
        ids = self._value_ids[objective.key]
        told = objective.key in self.told
        return ObjectiveCard(objective, self.theme, box.width, box.height, style, ids, told=told)

    def _all(self, style: CardStyle) -> Iterator[ObjectiveCard]:
        return (self._set(objective, box, style) for objective, box in self._objectives)

    @cached_property
    def _objectives(self) -> Sequence[tuple[MapNodeView, Box]]:
        nodes = {n.key: n for n in self.view.nodes}
        return [
            (nodes[cell.key], box)
            for line in self.plan.lines
            if line.row.kind == "band"
            for cell, box in zip(line.row.cells, line.boxes, strict=True)
            if cell.kind == "node"
        ]

    @cached_property
    def style(self) -> CardStyle:
        """Sparklines are large where every card has the room for that, else small."""
        style = replace(self._plain, title=self._title)
        rooms = self._courses(style)
        large = bool(rooms) and all(room.large for room in rooms)
        style = self._with_value(replace(style, course=Course(0, 0, large)))
        rooms = self._courses(style)
        if not rooms:
            return style
        wide, high = min(room.width for room in rooms), min(room.height for room in rooms)
        return replace(style, course=Course(wide, high, large))

    @cached_property
    def _plain(self) -> CardStyle:
        low = min((box.height for _, box in self._objectives), default=LOW) < LOW
        return CardStyle(
            self.plan.scale,
            self._footed,
            self.plan.column,
            words=self.legend,
            value=41.0 if self._footed and low else 45.0,
        )

    @property
    def _title(self) -> float:
        """One size for all titles: the largest at which all fit, or most where that is small."""
        full = 33 * self.plan.lettering
        sizes = [size for size in (full * 0.97**step for step in range(24)) if size >= 20]
        for least, share in ((WHOLE * full, 1.0), (20.0, MOSTLY)):
            for size in sizes:
                if size >= least and self._fitting(size) >= share:
                    return size
        return 20.0

    def _fitting(self, size: float) -> float:
        """The share of the cards that take their title whole in that size."""
        fitting = [card.fits_title(size) for card in self._all(replace(self._plain, title=size))]
        return sum(fitting) / len(fitting) if fitting else 1.0

    def _with_value(self, style: CardStyle) -> CardStyle:
        sizes = [row.size / style.scale for card in self._all(style) for row in card.rows]
        least = min(sizes, default=style.value)
        return replace(style, value=max(SMALLEST_VALUE, min(least, style.value)))

    def _courses(self, style: CardStyle) -> list[Course]:
        return [room for card in self._all(style) for room in card.courses()]

    @cached_property
    def _footed(self) -> bool:
        """Whether some card has remarks or flags, or KPIs that it has no room to show."""
        plain = CardStyle(self.plan.scale, False, self.plan.column)
        return any(
            not footing_of(card.objective).empty
            or (len(card.objective.kpis) > 1 and card.form == "single")
            for card in self._all(plain)
        )

    @cached_property
    def _value_ids(self) -> Mapping[str, Mapping[str, str]]:
        """The id of each value: ``v-<kpi>``, and where a KPI comes again also its node's key."""
        taken: set[str] = set()
        ids: dict[str, dict[str, str]] = {}
        for objective in self.view.nodes:
            own = ids.setdefault(objective.key, {})
            for kpi in objective.kpis:
                again = f"v-{kpi.key}" in taken
                own[kpi.key] = f"v-{kpi.key}--{objective.key}" if again else f"v-{kpi.key}"
                taken.add(f"v-{kpi.key}")
        return ids
