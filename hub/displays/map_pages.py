"""Pages of a strategy map: one with more objectives than can be read together goes on.

It goes on band by band; every page has the vision and the goals on top, so that each says what its
objectives lead up to.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil

from hub.displays import Frame
from hub.displays.map_cards import MapCards
from hub.displays.paging import Page
from hub.domain.legibility import LARGE
from hub.drawing.map_layout import plan_map
from hub.drawing.map_rows import TOP_KINDS, bands_of
from hub.errors import NotFound
from hub.snapshot.views import Legend, MapNodeView, MapView, PerspectiveView

MOST = 25  # objectives on a full-HD picture
FEWEST = 4
TITLE = 33.0  # px of a title at scale 1
Part = tuple[PerspectiveView, Sequence[MapNodeView]]
CARD = (330.0, 150.0)  # px that a card takes whose title is of that size, with the gaps around it
NEARLY = 0.9  # of the size that letters should have: nobody sees the difference
BESIDE, ABOVE = 260.0, 330.0  # px that names of bands take, and the vision and the goals


def page_of_map(view: MapView, frame: Frame, number: int) -> tuple[MapView, Page]:
    """Page ``number`` of a map, and of how many it is. Raises NotFound where there is no such."""
    pages = legible_pages(view, frame)
    if number > len(pages):
        raise NotFound(f"There is no page {number}: the last one is {len(pages)}.")
    return pages[number - 1], Page(number, len(pages))


def legible_pages(view: MapView, frame: Frame) -> list[MapView]:
    """The map in as few pages as have titles that can be read from where people stand, or in the
    most there may be; where nobody said where they stand, just not too many on one."""
    most = most_on(frame)
    pages = pages_of_map(view, most)
    while frame.least and most > FEWEST and not all(_legible(page, frame) for page in pages):
        most = max(FEWEST, int(0.75 * most))
        pages = pages_of_map(view, most)
    return pages


def _legible(page: MapView, frame: Frame) -> bool:
    plan = plan_map(page, frame.width, frame.height, frame.least)
    title = MapCards(page, plan, frame.theme, Legend()).style.title
    return title >= NEARLY * min(frame.least, LARGE)


def most_on(frame: Frame) -> int:
    """How many objectives have the room for titles that can be read from where people stand."""
    most = int(MOST * frame.room)
    if frame.least <= TITLE:
        return most
    larger = min(frame.least, LARGE) / TITLE
    across = (frame.width - BESIDE) // (CARD[0] * larger)
    down = (frame.height - ABOVE) // (CARD[1] * larger)
    return max(FEWEST, min(most, int(across * down)))


def pages_of_map(view: MapView, most: int) -> list[MapView]:
    """The map in as few pages as hold at ``most`` so many objectives each, and as many on each as
    on the others; whole bands together where they fit, and one that alone has more over several."""
    parts = [
        (band, part) for band in bands_of(view) for part in _parts(list(_in_band(view, band)), most)
    ]
    count = len(_filled(parts, most))
    if count == 1:
        return [view]
    pages = next(p for n in range(1, most + 1) if len(p := _filled(parts, n)) == count)
    tops = [n for n in view.nodes if n.kind in TOP_KINDS]
    return [_page(view, tops, bands) for bands in pages]


def _filled(parts: Sequence[Part], most: int) -> list[list[Part]]:
    """Pages of at ``most`` so many objectives, or of one part that has more."""
    pages: list[list[Part]] = [[]]
    room = most
    for band, members in parts:
        if len(members) > room and pages[-1]:
            pages.append([])
            room = most
        pages[-1].append((band, members))
        room -= len(members)
    return pages


def _in_band(view: MapView, band: PerspectiveView) -> Iterator[MapNodeView]:
    known = {p.key for p in view.perspectives}
    for each in view.nodes:
        place = each.perspective if each.perspective in known else ""
        if each.kind not in TOP_KINDS and place == band.key:
            yield each


def _parts(members: Sequence[MapNodeView], most: int) -> list[Sequence[MapNodeView]]:
    """In like parts; an empty band is one of none."""
    count = max(1, ceil(len(members) / most))
    each = ceil(len(members) / count)
    return [members[each * n : each * (n + 1)] for n in range(count)]


def _page(
    view: MapView,
    tops: Sequence[MapNodeView],
    bands: Sequence[Part],
) -> MapView:
    shown = {n.key for n in tops}.union(*({n.key for n in members} for _, members in bands))
    return replace(
        view,
        perspectives=tuple(band for band, _ in bands if band.key),
        nodes=tuple(n for n in view.nodes if n.key in shown),
    )


__all__ = ["most_on", "page_of_map", "pages_of_map"]
