"""The mark of a dated event: a shape for each kind, in neutral ink, since hue means status."""

from hub.domain.events import EventKind
from hub.drawing.marks.badge import line
from hub.drawing.nodes import Node, group, node
from hub.drawing.theme import Theme

BOX = 32.0  # px that the shapes are drawn in
FILLED = {
    EventKind.RELEASE: "M16 2L29 14V27Q29 30 26 30H6Q3 30 3 27V14Z",
    EventKind.INCIDENT: "M19.500 1L5 18.500H14L11.500 31L27 12.500H17.500Z",
    EventKind.CAMPAIGN: "M3 12Q3 10 5 10H12L26 3V27L12 20H5Q3 20 3 18Z",
}
STROKED = {
    EventKind.RELEASE: "M16 25V12M10 17.500L16 11.500L22 17.500",  # cut out of its shape
    EventKind.CAMPAIGN: "M8 20.500L10.500 29H15L12.500 20.500",
    EventKind.CHANGE: "M4 10.500H25M18.500 4L25 10.500L18.500 17"
    "M28 21.500H7M13.500 15L7 21.500L13.500 28",
}


def event_mark(
    kind: EventKind,
    theme: Theme,
    x: float,
    y: float,
    size: float,
    *,
    surface: str = "surface",
    ink: str = "ink-2",
) -> Node:
    """The shape of ``kind``, ``size`` wide around ``(x, y)``, on a card of the token ``surface``:
    a parcel on its way up, a flash, a loudhailer, a turn, or a ring."""
    unit = size / BOX
    return group(None, *_shape(kind, theme, theme[ink], theme[surface]), x=x - size / 2,
                 y=y - size / 2, scale=unit)  # fmt: skip


def _shape(kind: EventKind, theme: Theme, ink: str, cut: str) -> list[Node]:
    if kind is EventKind.OTHER:
        ring = node("circle", cx=16, cy=16, r=11.5, fill="none", stroke=ink, stroke_width=4)
        return [ring, node("circle", cx=16, cy=16, r=4.5, fill=ink)]
    drawn: list[Node] = []
    if kind in FILLED:
        drawn.append(node("path", d=FILLED[kind], fill=ink))
    if kind in STROKED:
        drawn.append(line(STROKED[kind], cut if kind is EventKind.RELEASE else ink, 3.5))
    return drawn
