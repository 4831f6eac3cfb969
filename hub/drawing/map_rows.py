"""The rows of a strategy map: vision, goals, programmes and bands, each node with its place in one.

Places are counted in columns, not px. The order inside a row is chosen so that few links cross.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil
from types import MappingProxyType

import igraph

from hub.domain.status import Status
from hub.snapshot.views import LinkView, MapNodeView, MapView, PerspectiveView

TOP_KINDS = MappingProxyType({"vision": "vision", "plan_goal": "goals", "programme": "programmes"})
WIDEST_WISH = 3
Order = list[list[str]]


@dataclass(frozen=True)
class Cell:
    """What stands in a row: a node, a note about one, or the question of the band."""

    kind: str  # node | note | question
    key: str  # of the node, or of the perspective whose question it is
    offset: float = 0.0  # columns from the left
    span: float = 1.0  # columns
    points: str = ""  # where the card of a note lies: up | left


@dataclass(frozen=True)
class Row:
    """One line of cells; ``band`` is the place of its perspective among the bands."""

    kind: str  # vision | goals | programmes | band
    band: int | None
    cells: tuple[Cell, ...]


def bands_of(view: MapView) -> tuple[PerspectiveView, ...]:
    """The bands, and one without a name where an objective belongs to none of them."""
    known = {p.key for p in view.perspectives}
    stray = any(n.kind not in TOP_KINDS and n.perspective not in known for n in view.nodes)
    return (*view.perspectives, PerspectiveView("", "")) if stray else view.perspectives


def shown_links(view: MapView) -> tuple[LinkView, ...]:
    """The links whose two ends are different nodes of the map."""
    keys = {n.key for n in view.nodes}
    return tuple(
        k for k in view.links if k.source in keys and k.target in keys and k.source != k.target
    )


def rows_of(view: MapView, columns: int) -> tuple[Row, ...]:
    """The map's rows from the top, at most ``columns`` nodes in each, every node in a cell."""
    kinds, keys = _split(view, columns)
    links = [(link.source, link.target) for link in shown_links(view)]
    ordered = fewest_crossings(keys, links)
    nodes = {n.key: n for n in view.nodes}
    rows: list[Row] = []
    noted: set[str] = set()
    for (kind, band, perspective), row in zip(kinds, ordered, strict=True):
        members = [nodes[key] for key in row]
        above = rows[-1] if rows else None
        cells = (
            _band_cells(members, perspective, above, nodes, columns, noted)
            if kind == "band"
            else _evenly(members, columns)
        )
        noted |= {cell.key for cell in cells if cell.kind != "node"}
        rows.append(Row(kind, band, cells))
    return tuple(rows)


Place = tuple[str, int | None, PerspectiveView | None]


def _split(view: MapView, columns: int) -> tuple[list[Place], Order]:
    places: list[Place] = []
    keys: Order = []
    for kind, row in TOP_KINDS.items():
        members = [n.key for n in view.nodes if n.kind == kind]
        for part in _parts(members, columns):
            places.append((row, None, None))
            keys.append(part)
    for band, perspective in enumerate(bands_of(view)):
        members = _deepest_last(view, _members(view, perspective.key))
        for part in _parts(members, columns) or [[]]:
            places.append(("band", band, perspective))
            keys.append(part)
    return places, keys


def _members(view: MapView, perspective: str) -> list[str]:
    known = {p.key for p in view.perspectives}
    return [
        n.key
        for n in view.nodes
        if n.kind not in TOP_KINDS
        and (n.perspective if n.perspective in known else "") == perspective
    ]


def _parts(members: Sequence[str], columns: int) -> Order:
    """``members`` in as few rows as ``columns`` allow, the rows of like length."""
    if not members:
        return []
    count = ceil(len(members) / columns)
    size = ceil(len(members) / count)
    return [list(members[i : i + size]) for i in range(0, len(members), size)]


def _deepest_last(view: MapView, members: Sequence[str]) -> list[str]:
    """Nodes that others of their band lead to come first, for theirs is the upper row."""
    inside = set(members)
    up = {k: [m.target for m in view.links if m.source == k and m.target in inside] for k in inside}
    depth = dict.fromkeys(members, 0)
    for _ in members:
        for key in members:
            longest = max((depth[t] + 1 for t in up[key] if t != key), default=0)
            depth[key] = min(len(members), max(depth[key], longest))
    return sorted(members, key=lambda key: depth[key])


def fewest_crossings(rows: Order, links: Sequence[tuple[str, str]]) -> Order:
    """The rows as they came or, where fewer links cross then, as Sugiyama's layout orders them."""
    candidates = [rows, layered(rows, links)]
    return min(candidates, key=lambda order: _tangle(order, links))


def layered(rows: Order, links: Sequence[tuple[str, str]]) -> Order:
    """Each row in the order that igraph's layered layout (Sugiyama) gives it.

    Links are cut into steps of one layer beforehand: igraph 1.0.0 ends the whole process where a
    graph in several parts has an edge over more than one layer.
    """
    filled = [row for row in rows if row]
    layer = {key: index for index, row in enumerate(filled) for key in row}
    if len(layer) < 2:
        return rows
    number = {key: index for index, key in enumerate(layer)}
    ends = sorted({(a, b) if layer[a] < layer[b] else (b, a) for a, b in links})
    layers, edges = _steps(list(layer.values()), [(number[a], number[b]) for a, b in ends])
    graph = igraph.Graph(n=len(layers), edges=edges, directed=True)
    placed = graph.layout_sugiyama(layers=layers, maxiter=200)
    across = {key: placed[index][0] for key, index in number.items()}
    return [sorted(row, key=lambda key: (round(across[key], 3), number[key])) for row in rows]


def _steps(
    layers: list[int], edges: Sequence[tuple[int, int]]
) -> tuple[list[int], list[tuple[int, int]]]:
    """The graph with a vertex wherever an edge passes a layer, and no edge inside a layer."""
    steps: list[tuple[int, int]] = []
    for start, end in edges:
        at = start
        for level in range(layers[start] + 1, layers[end]):
            layers.append(level)
            steps.append((at, len(layers) - 1))
            at = len(layers) - 1
        if layers[at] < layers[end]:
            steps.append((at, end))
    return layers, steps


def _tangle(order: Order, links: Sequence[tuple[str, str]]) -> tuple[int, float]:
    """How many links cross when drawn straight, and how far they run sideways."""
    places = {
        key: ((index + 0.5) / len(row), float(level))
        for level, row in enumerate(order)
        for index, key in enumerate(row)
    }
    strokes = [(places[a], places[b]) for a, b in links]
    crossed = sum(_cross(p, q) for p, q in combinations(strokes, 2))
    return crossed, round(sum(abs(a[0] - b[0]) for a, b in strokes), 6)


Spot = tuple[float, float]


def _cross(p: tuple[Spot, Spot], q: tuple[Spot, Spot]) -> bool:
    if {*p} & {*q}:
        return False
    return _turn(p, q[0]) * _turn(p, q[1]) < 0 and _turn(q, p[0]) * _turn(q, p[1]) < 0


def _turn(stroke: tuple[Spot, Spot], spot: Spot) -> float:
    (ax, ay), (bx, by) = stroke
    return (bx - ax) * (spot[1] - ay) - (by - ay) * (spot[0] - ax)


def _evenly(members: Sequence[MapNodeView], columns: int) -> tuple[Cell, ...]:
    span = columns / max(1, len(members))
    return tuple(Cell("node", n.key, i * span, span) for i, n in enumerate(members))


def _band_cells(
    members: Sequence[MapNodeView],
    perspective: PerspectiveView | None,
    above: Row | None,
    nodes: Mapping[str, MapNodeView],
    columns: int,
    noted: set[str],
) -> tuple[Cell, ...]:
    """Cards as wide as their KPIs wish, and something to read in a cell that stays free."""
    wishes = [_wish(n) for n in members]
    if not members:
        return ()
    if len(members) < columns:
        spans = spread(wishes, columns - 1)
        found = (
            _note_beneath(spans, above, nodes, noted)
            or _note_beside(members, noted)
            or _question(len(members), perspective, noted)
        )
        if found:
            index, spare = found
            return _placed([n.key for n in members], spans, index, spare)
    return _placed([n.key for n in members], spread(wishes, columns), None, None)


def _wish(node: MapNodeView) -> int:
    return max(1, min(WIDEST_WISH, len(node.kpis)))


def spread(wishes: Sequence[int], room: int) -> list[float]:
    """``room`` columns over cards that wish for one to three; the rest is shared evenly."""
    spans = [1.0] * len(wishes)
    spare = room - len(wishes)
    while spare > 0 and any(w > s for w, s in zip(wishes, spans, strict=True)):
        lack = [w - s for w, s in zip(wishes, spans, strict=True)]
        spans[lack.index(max(lack))] += 1
        spare -= 1
    if spare and len(set(spans)) == 1:
        return [room / len(wishes)] * len(wishes)
    for _ in range(spare):
        spans[spans.index(min(spans))] += 1
    return spans


def _note_beneath(
    spans: Sequence[float],
    above: Row | None,
    nodes: Mapping[str, MapNodeView],
    noted: set[str],
) -> tuple[int, Cell] | None:
    """A free cell right under a missed objective that somebody wrote a note about."""
    for cell in above.cells if above and above.kind == "band" else ():
        node = nodes.get(cell.key)
        if cell.kind != "node" or node is None or not _telling(node, noted) or cell.span > 1.01:
            continue
        for index in range(len(spans) + 1):
            if abs(sum(spans[:index]) - cell.offset) < 0.01:
                return index, Cell("note", node.key, points="up")
    return None


def _note_beside(members: Sequence[MapNodeView], noted: set[str]) -> tuple[int, Cell] | None:
    telling = [i for i, n in enumerate(members) if _telling(n, noted)]
    return next(((i + 1, Cell("note", members[i].key, points="left")) for i in telling), None)


def _telling(node: MapNodeView, noted: set[str]) -> bool:
    return node.status is Status.RED and node.latest_note is not None and node.key not in noted


def _question(
    count: int, perspective: PerspectiveView | None, noted: set[str]
) -> tuple[int, Cell] | None:
    if perspective is None or not perspective.question or perspective.key in noted:
        return None
    return count, Cell("question", perspective.key)


def _placed(
    keys: Iterable[str], spans: Sequence[float], index: int | None, spare: Cell | None
) -> tuple[Cell, ...]:
    cells = [Cell("node", key, 0, span) for key, span in zip(keys, spans, strict=True)]
    if index is not None and spare is not None:
        cells.insert(index, spare)
    placed: list[Cell] = []
    offset = 0.0
    for cell in cells:
        placed.append(Cell(cell.kind, cell.key, offset, cell.span, cell.points))
        offset += cell.span
    return tuple(placed)
