"""Who holds the problems, what was left lying, and which have waited longest: lists of a few."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from hub.displays.bottleneck_flow import in_days
from hub.displays.surround import Box
from hub.domain.bottleneck import Wait, held, lying
from hub.domain.problem import STATE_WORDS
from hub.domain.staleness import OVERDUE, SILENT, UNASSIGNED, Stale
from hub.drawing import Node, Theme, fit, group, label, node
from hub.snapshot.bottlenecks import BottlenecksView

HEAD, ROW, WORDS = 30.0, 44.0, 24.0  # px at zoom 1
DEEP, NEAR = 70.0, 20.0  # px: a row with near text, and that
PAD, GAP = 20.0, 16.0
RULES = {
    Stale.UNASSIGNED: f"No owner for {UNASSIGNED} days",
    Stale.SILENT: f"Nothing done for {SILENT} days",
    Stale.OVERDUE: f"Overdue for {OVERDUE} days",
}


@dataclass(frozen=True)
class Line:
    """Words at the left, a figure at the right, ``near`` below; ``href`` is where it leads."""

    words: str
    figure: str
    id: str
    href: str = ""
    near: str = ""


@dataclass(frozen=True)
class Panel:
    """A list with its name; ``none`` is said where it is empty."""

    title: str
    lines: tuple[Line, ...]
    none: str
    share: float = 1.0  # of the width, beside the others


def panels(view: BottlenecksView) -> tuple[Panel, ...]:
    waits = [problem.wait for problem in view.problems]
    return (
        Panel("Waiting longest", _longest(view), "Nothing waits.", 1.7),
        Panel("Left lying", tuple(_lying(waits)), "Nothing was left lying."),
        Panel("Held by", _held(waits), "Nobody holds any."),
        Panel("In units and tiers", _where(waits), "None."),
    )


def _longest(view: BottlenecksView) -> tuple[Line, ...]:
    return tuple(
        Line(
            f"{problem.number} \u00b7 {problem.title}",
            in_days(problem.wait.days),
            f"stuck-{problem.id}",
            f"../board?{urlencode({'issue': problem.id})}",
            f"{STATE_WORDS[problem.wait.state]} \u00b7 {problem.wait.owner or 'no owner yet'}",
        )
        for problem in view.problems
    )


def _lying(waits: Sequence[Wait]) -> Iterator[Line]:
    waiting = [wait.unanswered for wait in waits if wait.unanswered is not None]
    if waiting:
        figure = f"{len(waiting)} \u00b7 {in_days(max(waiting))}"
        yield Line("Handed up, no answer", figure, "lying-unanswered")
    for rule, count in lying(waits).items():
        yield Line(RULES[rule], str(count), f"lying-{rule}")


def _held(waits: Sequence[Wait]) -> tuple[Line, ...]:
    named = held(waits, lambda wait: wait.owner or "No owner yet")
    return tuple(Line(name, str(count), f"held-{at}") for at, (name, count) in enumerate(named))


def _where(waits: Sequence[Wait]) -> tuple[Line, ...]:
    places = (*held(waits, lambda wait: f"Tier {wait.tier}"), *held(waits, lambda wait: wait.unit))
    return tuple(Line(name, str(count), f"where-{at}") for at, (name, count) in enumerate(places))


def drawn(panels: Sequence[Panel], theme: Theme, box: Box, zoom: float, across: int) -> list[Node]:
    """The panels, ``across`` of them beside each other."""
    rows = [panels[at : at + across] for at in range(0, len(panels), across)]
    high = (box.height - GAP * (len(rows) - 1)) / len(rows)
    found = []
    for down, row in enumerate(rows):
        shares = [each.share if across > 1 else 1.0 for each in row]
        free, x = box.width - GAP * (len(row) - 1), box.x
        for each, share in zip(row, shares, strict=True):
            wide = free * share / sum(shares)
            field = Box(x, box.y + down * (high + GAP), wide, high)
            found.append(_panel(each, theme, field, zoom))
            x += wide + GAP
    return found


def _panel(panel: Panel, theme: Theme, box: Box, zoom: float) -> Node:
    room, head = box.width - 2 * PAD, PAD + HEAD * zoom
    size, lines = fit(panel.title, room, 1, [HEAD * zoom, 26 * zoom, 22 * zoom])
    row = (DEEP if any(each.near for each in panel.lines) else ROW) * zoom
    most = max(1, int((box.height - head - PAD) // row))
    shown, rest = panel.lines[:most], len(panel.lines) - most
    if rest > 0:
        shown = panel.lines[: most - 1]
    parts = [label(lines[0], PAD, head - 4, size, fill=theme["ink-2"])]
    parts += [
        _line(each, theme, head + at * row + 0.9 * ROW * zoom, room, zoom, row)
        for at, each in enumerate(shown)
    ]
    last = head + len(shown) * row + 0.9 * ROW * zoom
    said = panel.none if not panel.lines else f"and {rest + 1} more" if rest > 0 else ""
    if said:
        small, words = fit(said, room, 1, [WORDS * zoom, 20 * zoom, 18 * zoom], weight=500)
        parts.append(label(words[0], PAD, last, small, fill=theme["ink-2"]))
    field = node("rect", x=0, y=0, width=box.width, height=box.height, rx=10, fill=theme["surface"])
    name = panel.title.lower().replace(" ", "-")
    return group(f"panel-{name}", field, *parts, x=box.x, y=box.y)


def _line(each: Line, theme: Theme, base: float, room: float, zoom: float, high: float) -> Node:
    size = WORDS * zoom
    figure = max(0.55 * size * (len(each.figure) + 1), 2 * size)
    smaller, words = fit(each.words, room - figure, 1, [size, 0.92 * size, 0.84 * size], weight=500)
    top = base - 0.74 * ROW * zoom
    parts = [
        node("rect", x=PAD, y=top, width=room, height=high, fill="none"),
        label(words[0], PAD, base, smaller, fill=theme["ink"]),
        label(each.figure, PAD + room, base, size, 600, fill=theme["ink"], anchor="end"),
    ]
    if each.near:
        near, said = fit(each.near, room, 1, [NEAR * zoom, 18 * zoom], weight=500)
        parts.append(label(said[0], PAD, base + 1.25 * NEAR * zoom, near, fill=theme["ink-2"]))
    spoken = ", ".join(words for words in (f"{each.words}: {each.figure}", each.near) if words)
    if not each.href:
        return group(each.id, *parts, role="img", aria_label=spoken)
    return group(
        each.id,
        *parts,
        role="link",
        tabindex="0",
        pointer_events="all",
        data_href=each.href,
        aria_label=spoken,
    )
