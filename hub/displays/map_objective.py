"""The KPIs of one objective of a map in large type: what a card of several opens."""

from dataclasses import replace

from hub.displays import Frame
from hub.displays.grid import best_grid
from hub.displays.surround import Surround, leading, notice, without_secrets, word_of
from hub.drawing import Node, kpi_panel, panel_type, state_of
from hub.errors import NotFound
from hub.snapshot.views import MapNodeView, MapView, Snapshot

PANEL = (898.0, 418.0)  # px of a panel at its own scale


def objective_panels(snapshot: Snapshot, frame: Frame, view: MapView, key: str) -> Node:
    """A panel for each KPI of the node ``key`` of a map. Raises NotFound where it is not on it."""
    found = next((node for node in view.nodes if node.key == key), None)
    if found is None:
        raise NotFound(f"There is no objective {key!r} on the map of {view.unit_title}.")
    kpis = [replace(without_secrets(kpi), question="") for kpi in found.kpis]
    surround = Surround(snapshot, frame, found.title, _where(view, found), kpis)
    if not kpis:
        words = notice("No KPI measures this yet.", frame, surround.box)
        return surround.scene(words)
    grid = best_grid(len(kpis), surround.box, lambda w, h: min(w / PANEL[0], h / PANEL[1]))
    first = grid.cell(0)
    letters = panel_type(kpis, frame.theme, first.width, first.height)
    panels = []
    for index, kpi in enumerate(kpis):
        cell = grid.cell(index)
        word = word_of(state_of(kpi), surround.words.of(kpi))
        place = (cell.x, cell.y, cell.width, cell.height)
        drawn = kpi_panel(kpi, frame.theme, *place, word=word, letters=letters)
        panels.append(leading(drawn, kpi, surround.words))
    return surround.scene(*panels)


def _where(view: MapView, node: MapNodeView) -> str:
    """The unit and the perspective that an objective belongs to."""
    bands = [band.title for band in view.perspectives if band.key == node.perspective]
    return ": ".join([view.unit_title, *bands])
