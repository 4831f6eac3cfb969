"""Icons for what a process does and whether it will meet its target: our own drawings, with the
meanings of the NHS "Making Data Count" icons (domain.md section 5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hub.domain.periods import Frequency
from hub.domain.status import Status
from hub.drawing.marks.badge import BOX, line
from hub.drawing.nodes import Node, group, label, node
from hub.drawing.theme import Theme
from hub.snapshot.views import KpiView

Draw = Callable[[Theme, str], tuple[Node, ...]]
RISING = ((11, 31), (20, 23), (29, 14))
FALLING = ((11, 13), (20, 21), (29, 30))
WANDERING = ((9, 24), (15, 17), (22, 27), (29, 17), (35, 24))
LETTER = 14.0


@dataclass(frozen=True)
class Icon:
    """``token`` is the colour; ``word`` is what stands beside it and what a screen reader says;
    ``brief`` is what the one line of a legend has room for."""

    token: str
    word: str
    brief: str
    draw: Draw


def signs(kpi: KpiView) -> tuple[str, str]:
    """The icons of variation and of assurance that are shown of ``kpi``; empty for none.

    They speak of the last figure, so a late one has none, nor has one that is hidden or missing.
    """
    bare = kpi.status is Status.SUPPRESSED or kpi.value is None
    if bare or kpi.late or kpi.frequency is Frequency.LIVE:
        return "", ""
    return kpi.variation, kpi.assurance


def sign_words(kpi: KpiView) -> list[str]:
    """What the icons say of ``kpi``, in words."""
    return [ICONS[name].word for name in signs(kpi) if name]


def sign_pair(
    kpi: KpiView,
    theme: Theme,
    x: float,
    y: float,
    size: float,
    *,
    across: float = 0.0,
    down: float = 0.0,
) -> Node | None:
    """The icon of variation around ``(x, y)``, and so many px ``across`` and ``down`` from it that
    of assurance; each has its place, whether the other is there or not."""
    variation, assurance = signs(kpi)
    if not (variation or assurance):
        return None
    return group(
        None,
        icon(variation, theme, x, y, size) if variation else None,
        icon(assurance, theme, x + across, y + down, size) if assurance else None,
    )


def icon(name: str, theme: Theme, x: float, y: float, size: float = 40) -> Node:
    """The icon called ``name`` (a key of ``ICONS``), ``size`` wide around ``(x, y)``."""
    chosen = ICONS[name]
    ink = theme[chosen.token]
    return group(
        None,
        _disc(theme, ink),
        *chosen.draw(theme, ink),
        x=x - size / 2,
        y=y - size / 2,
        scale=size / BOX,
        role="img",
        aria_label=chosen.word,
    )


def _disc(theme: Theme, ink: str) -> Node:
    return node("circle", cx=22, cy=22, r=20.2, fill=theme["surface"], stroke=ink, stroke_width=3.2)


def _letter(words: str, x: float, y: float, ink: str) -> Node:
    return label(words, x, y, LETTER, 600, "sans", ink, "middle", aria_hidden="true")


def _joined(places: tuple[tuple[float, float], ...], ink: str) -> Node:
    return line("M" + "L".join(f"{x:g} {y:g}" for x, y in places), ink, 2.4)


def _dots(places: tuple[tuple[float, float], ...], fill: str, ink: str) -> tuple[Node, ...]:
    return tuple(
        node("circle", cx=x, cy=y, r=3.4, fill=fill, stroke=ink, stroke_width=2) for x, y in places
    )


def _high(theme: Theme, ink: str) -> tuple[Node, ...]:
    first, *rest = RISING
    return (
        _joined(RISING, ink),
        *_dots((first,), theme["surface"], ink),
        *_dots(tuple(rest), ink, ink),
        _letter("H", 32, 35, ink),
    )


def _low(theme: Theme, ink: str) -> tuple[Node, ...]:
    first, *rest = FALLING
    return (
        _joined(FALLING, ink),
        *_dots((first,), theme["surface"], ink),
        *_dots(tuple(rest), ink, ink),
        _letter("L", 32, 19, ink),
    )


def _usual(theme: Theme, ink: str) -> tuple[Node, ...]:
    return (_joined(WANDERING, ink), *_dots(WANDERING, theme["surface"], ink))


def _wave(y: float, ink: str, half: float = 3) -> Node:
    low, high = f"{y + half:g}", f"{y - half:g}"
    return line(f"M8 {low}L15 {high}L22 {low}L29 {high}L36 {low}", ink, 2.4)


def _pass(_theme: Theme, ink: str) -> tuple[Node, ...]:
    return (_letter("P", 22, 17, ink), _wave(23, ink), line("M8.5 32H35.5", ink, 2.6, "5 3"))


def _fail(_theme: Theme, ink: str) -> tuple[Node, ...]:
    return (line("M8.5 12.5H35.5", ink, 2.6, "5 3"), _wave(21, ink), _letter("F", 22, 37.5, ink))


def _hit_or_miss(_theme: Theme, ink: str) -> tuple[Node, ...]:
    return (line("M5 18H39", ink, 2.6, "5 3"), _wave(18, ink, 5), _letter("?", 22, 37, ink))


ICONS: Mapping[str, Icon] = MappingProxyType(
    {
        "improvement_high": Icon(
            "improving", "Improving: unusually high", "Improving, high", _high
        ),
        "improvement_low": Icon("improving", "Improving: unusually low", "Improving, low", _low),
        "concern_high": Icon(
            "concern", "Getting worse: unusually high", "Getting worse, high", _high
        ),
        "concern_low": Icon("concern", "Getting worse: unusually low", "Getting worse, low", _low),
        "neutral_high": Icon("changed", "Changed: unusually high", "Changed, high", _high),
        "neutral_low": Icon("changed", "Changed: unusually low", "Changed, low", _low),
        "common_cause": Icon("usual", "Usual variation", "Usual variation", _usual),
        "pass": Icon("improving", "Will meet the target", "Will meet target", _pass),
        "fail": Icon("concern", "Will miss the target as things are", "Will miss target", _fail),
        "inconsistent": Icon(
            "usual", "May meet or miss the target", "May meet or miss", _hit_or_miss
        ),
    }
)
