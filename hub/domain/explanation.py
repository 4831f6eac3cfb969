"""Status explained with a KPI's own numbers: plain sentences, and the zones they speak of as data.

Every zone claims the status of the values in it, just as ``hub.domain.status.judge`` gives it; a
picture of the zones (``hub.drawing.marks.status_scale``) can therefore not say anything else.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from hub.domain.definition import DatedTarget, Definition
from hub.domain.figures import Format, Measure
from hub.domain.periods import Frequency
from hub.domain.status import Polarity, Preset, Status, Thresholds

GREEN, AMBER, RED = Status.GREEN, Status.AMBER, Status.RED
WORDS: Mapping[Status, str] = MappingProxyType(
    {GREEN: "above target", AMBER: "on target", RED: "below target"}
)
PLAIN = Format(Measure.COUNT, 0)
EPSILON = 1e-9  # as ``judge`` takes two numbers for one
FINEST = 6
# ``goal_redflag`` rounds its score to two decimals, so a status begins a little before its level
GOAL_FROM, FLAG_TO = (6.665 - 10 / 3) * 0.3, (3.335 - 10 / 3) * 0.3


@dataclass(frozen=True)
class Zone:
    """Values from ``low`` to ``high`` (None: without an end) have this status.

    ``with_low`` and ``with_high`` say whether the ends belong to it. ``words`` name the values:
    "above 90%".
    """

    low: float | None
    high: float | None
    status: Status
    words: str = ""
    with_low: bool = True
    with_high: bool = True

    @property
    def point(self) -> bool:
        """Whether it is a single value."""
        return self.low is not None and self.low == self.high

    def holds(self, value: float) -> bool:
        above = self.low is None or value > self.low + EPSILON
        below = self.high is None or value < self.high - EPSILON
        at_low = self.low is not None and abs(value - self.low) <= EPSILON
        at_high = self.high is not None and abs(value - self.high) <= EPSILON
        return (above and below) or (at_low and self.with_low) or (at_high and self.with_high)


@dataclass(frozen=True)
class Explanation:
    """``sentences`` for people, ``zones`` from low to high for a picture.

    Zones are of values rounded to ``decimals`` where that is not None; ``zone_of`` rounds.
    """

    sentences: tuple[str, ...]
    zones: tuple[Zone, ...] = ()
    target: float | None = None
    decimals: int | None = None
    later: tuple[DatedTarget, ...] = ()

    def zone_of(self, value: float) -> Zone | None:
        """The zone that a figure falls into; None beyond what can be reached."""
        kept = value if self.decimals is None else round(value, self.decimals)
        return next((zone for zone in self.zones if zone.holds(kept)), None)

    def span(self, *values: float | None) -> tuple[float, float]:
        """From where to where a picture of the zones goes, ``values`` included."""
        ends = [e for zone in self.zones for e in (zone.low, zone.high)]
        marks = [m for m in (*ends, self.target, *values) if m is not None]
        low, high = min(marks, default=0.0), max(marks, default=1.0)
        room = 0.3 * (high - low) or 0.3 * abs(high) or 1.0
        first, last = (self.zones[0].low, self.zones[-1].high) if self.zones else (None, None)
        return (
            low if first is not None and low >= first else low - room,
            high if last is not None and high <= last else high + room,
        )


@dataclass(frozen=True)
class _Teller:
    """What one explanation is made from."""

    sheet: Definition
    target: float | None
    words: Mapping[Status, str]

    @property
    def rule(self) -> Thresholds:
        return self.sheet.thresholds

    @property
    def lower(self) -> bool:
        return self.sheet.polarity is Polarity.LOWER

    def show(self, value: float) -> str:
        """The value with as many decimals as it takes to be told from its neighbours."""
        return exact(self.sheet.format, value)

    def said(self, zones: Sequence[Zone]) -> tuple[Zone, ...]:
        """The zones with their values in words, those that touch and agree made one."""
        joined: list[Zone] = []
        for zone in zones:
            if joined and joined[-1].status is zone.status:
                joined[-1] = replace(joined[-1], high=zone.high, with_high=zone.with_high)
            else:
                joined.append(zone)
        return tuple(replace(zone, words=zone.words or self._named(zone)) for zone in joined)

    def _named(self, zone: Zone) -> str:
        low, high = zone.low, zone.high
        if low is None and high is None:
            return "every figure"
        if low is None:
            return self._up_to(zone)
        if high is None:
            return self._from(zone)
        if zone.point:
            return f"at {self.show(low)}"
        if zone.with_low and zone.with_high:
            return f"from {self.show(low)} to {self.show(high)}"
        if zone.with_low:
            return f"from {self.show(low)} to under {self.show(high)}"
        if zone.with_high:
            return f"over {self.show(low)} up to {self.show(high)}"
        return f"between {self.show(low)} and {self.show(high)}"

    def _up_to(self, zone: Zone) -> str:
        end = self.show(zone.high or 0.0)
        return f"{end} or below" if zone.with_high else f"below {end}"

    def _from(self, zone: Zone) -> str:
        end = self.show(zone.low or 0.0)
        return f"{end} or above" if zone.with_low else f"above {end}"

    def sentence(self, zone: Zone) -> str:
        """``Below 90%: below target (red).``"""
        word, colour = self.words.get(zone.status, ""), zone.status.value
        said = f"{word} ({colour})" if word and word.casefold() != colour else colour
        return f"{zone.words[:1].upper()}{zone.words[1:]}: {said}."


def explain(
    sheet: Definition,
    today: date,
    words: Mapping[Status, str] = WORDS,
    target: float | None = None,
) -> Explanation:
    """How ``sheet`` comes to a status on ``today``.

    ``words`` are the house's words for the three levels. ``target`` is the one that the figure
    shown was judged by, where that is known; else it is the one in force.
    """
    aim = sheet.target_on(today) if target is None else target
    teller = _Teller(sheet, aim, words)
    zones, spoken = TOLD[sheet.thresholds.preset](teller)
    placed = teller.said(zones)
    rounded = sheet.thresholds.preset in (Preset.HMRC, Preset.TOLERANCE) and bool(placed)
    return Explanation(
        (
            *spoken,
            *(teller.sentence(z) for z in placed if z.status in words),
            *(_rounding(teller) if rounded else ()),
            *_dated(teller, today),
        ),
        placed,
        aim if sheet.thresholds.preset in (Preset.HMRC, Preset.TOLERANCE) else None,
        sheet.format.decimals if rounded else None,
        tuple(t for t in sheet.targets if t.since > today),
    )


def exact(format: Format, value: float) -> str:
    """``value`` as the KPI writes its figures, with more decimals where it has more."""
    enough = next(
        (d for d in range(format.decimals, FINEST) if abs(round(value, d) - value) < EPSILON),
        max(format.decimals, FINEST if abs(value) < 1 else 3),
    )
    plain = replace(format, decimals=enough).show(value)
    unit = {Measure.SECONDS: " min:s", Measure.MINUTES: " minutes", Measure.DAYS: " days"}
    return plain + unit.get(format.measure, "")


def since_words(since: date, frequency: Frequency) -> str:
    """``April 2026``; with its day where that is not the first, or figures come by the day."""
    often = frequency in (Frequency.LIVE, Frequency.DAY, Frequency.WEEK)
    return f"{since:%B %Y}" if since.day == 1 and not often else f"{since.day} {since:%B %Y}"


# -- the presets ---------------------------------------------------------------------------

Told = tuple[Sequence[Zone], Sequence[str]]


def _hmrc(t: _Teller) -> Told:
    if t.target is None:
        return _aimless(t)
    aim = round(t.target, t.sheet.format.decimals)
    slack = t.rule.tolerance or 0.0
    bounded = t.rule.bound is not None and t.rule.bound == t.target
    met = GREEN if bounded and t.rule.at_bound_is_green else AMBER
    zones = [
        Zone(None, aim - slack, RED, with_high=False),
        Zone(aim - slack, aim, AMBER, with_high=False),
        Zone(aim, aim, met),
        Zone(aim, aim + slack, AMBER, with_low=False),
        Zone(aim + slack, None, GREEN, with_low=False),
    ]
    if not slack:
        zones = [zones[0], zones[2], zones[4]]
    if bounded:
        zones = zones[: 1 + zones.index(next(z for z in zones if z.point))]
    spoken = [f"Target {t.show(t.target)}; {_towards(t)}."]
    if slack:
        spoken.append(f"Figures up to {_amount(t, slack)} away from it count as on target.")
    if bounded:
        spoken.append(_cannot_be_beaten(t, met))
    elif t.lower and dict(t.words) == WORDS:
        spoken.append("“Above target” means better than target, so below it in number.")
    return _mirrored(t, aim, zones), spoken


def _cannot_be_beaten(t: _Teller, met: Status) -> str:
    target = t.show(t.target or 0.0)
    said = f"A target of {target} cannot be beaten"
    return f"{said}, so meeting it is green." if met is GREEN else f"{said}; meeting it is amber."


def _tolerance(t: _Teller) -> Told:
    if t.target is None:
        return _aimless(t)
    slack, share = t.rule.absolute, 0.10 if t.rule.tolerance is None else t.rule.tolerance
    if slack is None and t.target == 0:
        return (), (
            "The target is zero, and no share of zero can be tolerated: the sheet needs an "
            "absolute tolerance before there is a status.",
        )
    slack = share * abs(t.target) if slack is None else slack
    aim = round(t.target, t.sheet.format.decimals)
    zones = [
        Zone(None, aim - slack, RED, with_high=False),
        Zone(aim - slack, aim, AMBER, with_high=False),
        Zone(aim, None, GREEN),
    ]
    if slack <= 0:
        del zones[1]
    how = "" if t.rule.absolute is not None else f" ({exact(PLAIN, 100 * share)}% of it)"
    return _mirrored(t, aim, zones), (
        f"Target {t.show(t.target)}; {_towards(t)}. Meeting it is green.",
        f"Missing it by {_amount(t, slack)}{how} or less is amber, by more is red.",
    )


def _goal_redflag(t: _Teller) -> Told:
    goal, flag = t.rule.goal or 0.0, t.rule.red_flag or 0.0
    green, red = flag + GOAL_FROM * (goal - flag), flag + FLAG_TO * (goal - flag)
    up = goal > flag
    zones = [
        Zone(None, red, RED, f"{t.show(flag)} or {'below' if up else 'above'}", True, False),
        Zone(red, green, AMBER, f"between {t.show(flag)} and {t.show(goal)}", True, False),
        Zone(green, None, GREEN, f"{t.show(goal)} or {'above' if up else 'below'}"),
    ]
    if not up:
        zones = [
            Zone(z.high, z.low, z.status, z.words, z.with_high, z.with_low) for z in zones[::-1]
        ]
    return zones, (
        f"Goal {t.show(goal)}, red flag {t.show(flag)}: the figure is scored from 0 to 10, with "
        "3.33 at the red flag and 6.67 at the goal.",
        "The score is rounded to two decimals, so the last 0.05% of the way counts as there.",
    )


def _range(t: _Teller) -> Told:
    low_red, low_amber, high_amber, high_red = (
        float(b or 0)
        for b in (t.rule.low_red, t.rule.low_amber, t.rule.high_amber, t.rule.high_red)
    )
    zones = [
        Zone(None, low_red, RED, with_high=False),
        Zone(low_red, low_amber, AMBER, with_high=False),
        Zone(low_amber, high_amber, GREEN),
        Zone(high_amber, high_red, AMBER, with_low=False),
        Zone(high_red, None, RED, with_low=False),
    ]
    kept = [
        z for z in zones if z.low is None or z.high is None or z.low < z.high or z.status is GREEN
    ]
    return kept, (
        f"Best from {t.show(low_amber)} to {t.show(high_amber)}: neither higher nor lower is "
        "better.",
    )


def _scale(t: _Teller) -> Told:
    zones: list[Zone] = []
    low: float | None = None
    steps = t.rule.scale
    for step in steps[:-1]:
        if low is None or step.up_to > low:
            zones.append(Zone(low, step.up_to, step.status, with_low=False))
            low = step.up_to
    zones.append(Zone(low, None, steps[-1].status, with_low=False))
    named = ", ".join(f"up to {t.show(s.up_to)} {s.label} ({s.status.value})" for s in steps[:-1])
    last = f"above that {steps[-1].label} ({steps[-1].status.value})"
    return zones, (f"The figure is a step of a scale: {named + ', ' if named else ''}{last}.",)


TOLD: Mapping[Preset, Callable[[_Teller], Told]] = MappingProxyType(
    {
        Preset.HMRC: _hmrc,
        Preset.TOLERANCE: _tolerance,
        Preset.GOAL_REDFLAG: _goal_redflag,
        Preset.RANGE: _range,
        Preset.SCALE: _scale,
    }
)


def _aimless(t: _Teller) -> Told:
    everything = Zone(None, None, Status.NO_TARGET, "every figure")
    return (everything,), (
        "There is no target yet, so a figure has no status: it is shown without a colour.",
    )


def _mirrored(t: _Teller, aim: float, zones: Sequence[Zone]) -> Sequence[Zone]:
    """The zones of a KPI of which higher is better, turned round the target where lower is."""
    if not t.lower:
        return zones

    def across(end: float | None) -> float | None:
        return None if end is None else 2 * aim - end

    return [
        Zone(across(z.high), across(z.low), z.status, z.words, z.with_high, z.with_low)
        for z in reversed(zones)
    ]


def _towards(t: _Teller) -> str:
    return "lower is better" if t.lower else "higher is better"


def _amount(t: _Teller, size: float) -> str:
    """A distance between two figures: of percentages, points."""
    format = replace(t.sheet.format, signed=False)
    if format.measure is Measure.PERCENT:
        points = exact(Format(Measure.COUNT, format.decimals), size)
        return f"{points} percentage points"
    return exact(format, size)


def _rounding(t: _Teller) -> Iterator[str]:
    decimals = t.sheet.format.decimals
    if t.sheet.format.measure is Measure.SECONDS:
        return
    how = "whole numbers" if not decimals else f"{decimals} decimal{'s' if decimals > 1 else ''}"
    yield f"Figure and target are rounded to {how} before they are compared."


def _dated(t: _Teller, today: date) -> Iterator[str]:
    """What the target was before, and what it will be."""
    if t.rule.preset not in (Preset.HMRC, Preset.TOLERANCE):
        return
    for later in sorted(t.sheet.targets, key=lambda target: target.since):
        if later.since > today:
            when = since_words(later.since, t.sheet.frequency)
            yield f"From {when}: {t.show(later.value)}."
