"""What things look like: the colours of both themes, and the one table of states.

Hex colours live in this module only. Hue means status; blue means the line of sight on a wall and
"you can act here" on a board.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from hub.domain.status import Status
from hub.errors import NotFound
from hub.snapshot.views import KpiView, Legend


@dataclass(frozen=True)
class Theme:
    """Colours by token: ``theme["ink-2"]``."""

    name: str
    colours: Mapping[str, str]

    def __getitem__(self, token: str) -> str:
        return self.colours[token]


LIGHT = Theme(
    "light",
    MappingProxyType(
        {
            "bg": "#E9EDF1",
            "band": "#DCE2E8",
            "surface": "#FFFFFF",
            "surface-2": "#F5F7F9",
            "sunken": "#D8DEE4",
            "ink": "#0F1C2A",
            "ink-2": "#475465",
            "ink-3": "#6B7786",
            "line": "#C5CDD6",
            "link": "#718096",
            "accent": "#1A4FB4",
            "accent-soft": "#E3ECFB",
            "accent-glyph": "#FFFFFF",
            "above": "#0B7F68",
            "above-ink": "#07604F",
            "above-soft": "#DFF1EC",
            "above-glyph": "#FFFFFF",
            "on": "#F2B11D",
            "on-edge": "#7A5200",
            "on-soft": "#FDF1D3",
            "on-glyph": "#3A2700",
            "below": "#A81E22",
            "below-ink": "#A81E22",
            "below-soft": "#FBE4E2",
            "below-glyph": "#FFFFFF",
            "late": "#6B7786",
            "improving": "#0069A8",
            "concern": "#B84A00",
            "changed": "#4B0092",
            "usual": "#5B6775",
        }
    ),
)

DARK = Theme(
    "dark",
    MappingProxyType(
        {
            "bg": "#0A121B",
            "band": "#101C28",
            "surface": "#1A2735",
            "surface-2": "#203040",
            "sunken": "#0F1A26",
            "ink": "#F1F4F7",
            "ink-2": "#B4C0CC",
            "ink-3": "#8C9AA8",
            "line": "#33445A",
            "link": "#70849A",
            "accent": "#7DB4FF",
            "accent-soft": "#1B3352",
            "accent-glyph": "#0A121B",
            "above": "#35C7A5",
            "above-ink": "#35C7A5",
            "above-soft": "#12322E",
            "above-glyph": "#06231C",
            "on": "#FFC94A",
            "on-edge": "#FFC94A",
            "on-soft": "#3A2F10",
            "on-glyph": "#3A2700",
            "below": "#F0483E",
            "below-ink": "#F1F4F7",  # red on the red tint is only 4.1:1; badge and tint carry it
            "below-soft": "#411A1C",
            "below-glyph": "#FFFFFF",
            "late": "#8C9AA8",
            "improving": "#56B4F0",
            "concern": "#FF9A3C",
            "changed": "#C79BFF",
            "usual": "#A9B5C1",
        }
    ),
)

THEMES = MappingProxyType({LIGHT.name: LIGHT, DARK.name: DARK})


def theme(name: str) -> Theme:
    """The theme called ``light`` or ``dark``. Raises NotFound for any other name."""
    if name not in THEMES:
        raise NotFound(f"there is no theme {name!r}: use {' or '.join(THEMES)}")
    return THEMES[name]


class Look(StrEnum):
    """What a state does to its card."""

    CALM = "calm"  # a plain card
    LOUD = "loud"  # tinted: only a missed target is
    HOLLOW = "hollow"  # dashed outline, no fill, second ink: the figure is not to be relied on
    HATCHED = "hatched"  # diagonal lines: somebody doubts the figure


@dataclass(frozen=True)
class State:
    """One line of the table: every status and flag has a badge, a word and a look."""

    badge: str
    word: str
    look: Look = Look.CALM
    ink: str = "ink"  # token of the value's colour
    dot: str = "surface"  # token of the last point's fill
    edge: str = "ink-3"  # token of the last point's edge


STATES: Mapping[str, State] = MappingProxyType(
    {
        Status.GREEN.value: State("above", "Above target", dot="above", edge="surface"),
        Status.AMBER.value: State("on", "On target", dot="on", edge="on-edge"),
        Status.RED.value: State(
            "below", "Below target", Look.LOUD, ink="below-ink", dot="below", edge="surface"
        ),
        Status.NO_DATA.value: State("no_data", "No data yet", Look.HOLLOW, ink="ink-2"),
        Status.NOT_DUE.value: State("not_due", "Not due yet", ink="ink-2"),
        Status.NO_TARGET.value: State("no_target", "No target"),
        Status.SUPPRESSED.value: State("suppressed", "Not shown", ink="ink-2"),
        "late": State("late", "Data late", Look.HOLLOW, ink="ink-2"),
        "challenged": State("challenged", "Challenged", Look.HATCHED),
        "overridden": State("overridden", "Set by hand"),
        "restated": State("restated", "Restated"),
        "masked": State("masked", "Red below"),
        "toothless": State("toothless", "No action trigger"),
        "upstream": State("upstream", "Caused upstream"),
        "closed": State("closed", "Closed", ink="ink-2"),
        "stopped": State("stopped", "Stopped", ink="ink-2"),
    }
)
LEVELS = (Status.GREEN.value, Status.AMBER.value, Status.RED.value)


def state_of(kpi: KpiView) -> str:
    """The line of the table that a KPI's card follows: lateness wins over any status but a
    suppressed one, since a figure that is hidden stays hidden."""
    if kpi.late and kpi.status is not Status.SUPPRESSED:
        return "late"
    return kpi.status.value


def look_of(kpi: KpiView) -> Look:
    """What the state of a KPI does to its card; one that is challenged is hatched."""
    return Look.HATCHED if kpi.challenged else STATES[state_of(kpi)].look


def legend(words: Legend, states: Iterable[str] = (*LEVELS, "late")) -> tuple[tuple[str, str], ...]:
    """(state, word) pairs for a legend; the scheme has its own words for the three levels, and
    where it is not about figures for others too."""
    own = {"green": words.green, "amber": words.amber, "red": words.red, **dict(words.others)}
    return tuple((state, own.get(state, STATES[state].word)) for state in states)
