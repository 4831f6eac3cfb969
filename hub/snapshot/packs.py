"""What a scene or a page may know of submissions: frozen views of packs and their figures."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from hub.domain.figures import Format
from hub.domain.formulas import Rule
from hub.domain.punctuality import Outcome, Punctual
from hub.domain.submission import (
    OUTSTANDING,
    REASON_WORDS,
    Reason,
    Stage,
    Standing,
    State,
    Step,
    stage,
    steps,
    worst,
)


@dataclass(frozen=True)
class LastFigure:
    """A figure before the one that is due, as far as it may be seen."""

    period: str
    title: str
    shown: str
    restated: bool = False


@dataclass(frozen=True)
class RevisionView:
    """One revision of the figure: who said it, when, and from where."""

    revision: int
    value: float | None  # None where it must not be seen
    shown: str
    current: bool
    by: str
    at: datetime
    source: str
    remark: str
    published: date | None = None


@dataclass(frozen=True)
class StepView:
    """One step that was taken; ``words`` are those that it came with."""

    step: str
    state: str
    by: str
    at: datetime
    words: Mapping[str, str]
    revision: int | None = None


@dataclass(frozen=True)
class ChallengeView:
    """A question to the figure, and its answer where there is one."""

    id: str
    question: str
    code: Reason
    due: date
    by: str
    at: datetime
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    overdue: bool = False

    @property
    def reason(self) -> str:
        return REASON_WORDS[self.code]


@dataclass(frozen=True)
class SubmissionView:
    """One figure of a pack. ``owner`` is accountable for it, whoever delivers it.

    ``limits`` are those of the process before this figure; ``hidden`` says that the figure is
    about too few people to be seen.
    """

    kpi: str
    title: str
    unit: str
    unit_title: str
    owner: str
    format: Format
    period: str
    period_title: str
    due: date
    standing: Standing
    days_left: int
    version: int
    short: str = ""
    delivered_by: str = ""
    fraction: bool = False
    rule: Rule | None = None  # which works the figure out of its two parts
    about_people: bool = False
    least_people: int = 0  # a figure about fewer is hidden
    illustrative: bool = False
    hidden: bool = False
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    people: int | None = None
    revision: int | None = None
    by: str = ""
    at: datetime | None = None
    source: str = ""
    draft: Mapping[str, float] = field(default_factory=dict)
    veiled: bool = False  # there is a draft that must not be seen
    narrative: str = ""
    returned: str = ""  # why it was given back, where it was
    last: tuple[LastFigure, ...] = ()  # newest first
    limits: tuple[float, float] | None = None
    challenge: ChallengeView | None = None  # the open one
    awaiting: str = ""  # who is accountable, which supplier is awaited, and for how long
    history: tuple[StepView, ...] = ()  # newest first; in full only
    revisions: tuple[RevisionView, ...] = ()  # likewise
    challenges: tuple[ChallengeView, ...] = ()  # likewise

    @property
    def name(self) -> str:
        """What a wall says: the short title where there is one."""
        return self.short or self.title

    @property
    def state(self) -> State:
        return self.standing.state

    @property
    def shown(self) -> str:
        """The figure as it may be seen."""
        if self.hidden and self.revision is not None:
            return "hidden"
        return self.format.show(self.value)

    @property
    def limits_shown(self) -> str:
        return self.format.show_limits(*self.limits) if self.limits else ""

    @property
    def beyond(self) -> bool:
        """Whether the figure is outside of what the process does, as far as both may be seen."""
        if self.limits is None or self.value is None:
            return False
        return not self.limits[0] <= self.value <= self.limits[1]

    @property
    def possible(self) -> tuple[Step, ...]:
        return steps(self.state)

    @property
    def typed(self) -> Mapping[str, float]:
        """What an entry field begins with: the draft, or the figure that was given back."""
        if self.draft or self.value is None:
            return self.draft
        people = {} if self.people is None else {"people": self.people}
        if self.numerator is not None and self.denominator is not None:
            return {"numerator": self.numerator, "denominator": self.denominator, **people}
        return {"value": self.value, **people}

    @property
    def outstanding(self) -> bool:
        return self.state in OUTSTANDING


@dataclass(frozen=True)
class MonthView:
    """How punctual a unit was in one of the last months."""

    period: str
    label: str
    punctual: Punctual


@dataclass(frozen=True)
class PackView:
    """What one unit hands in for a month."""

    unit: str
    title: str
    short: str
    director: str
    due: date
    days_left: int
    figures: tuple[SubmissionView, ...]
    months: tuple[MonthView, ...] = ()  # oldest first

    @cached_property
    def counts(self) -> Mapping[State, int]:
        return Counter(figure.state for figure in self.figures)

    @property
    def stage(self) -> Stage:
        return stage(figure.state for figure in self.figures)

    @property
    def worst(self) -> Standing:
        return worst(figure.standing for figure in self.figures)

    @property
    def days_late(self) -> int:
        return max((figure.standing.days_late for figure in self.figures), default=0)

    @property
    def outstanding(self) -> tuple[SubmissionView, ...]:
        """What has not been sent."""
        return tuple(figure for figure in self.figures if figure.outstanding)

    @property
    def sent(self) -> int:
        return len(self.figures) - len(self.outstanding) - self.counts[State.NOT_DUE]

    @property
    def punctual_months(self) -> tuple[int, int]:
        """How many months were in time, of those that are known and were due."""
        known = [
            month.punctual.outcome
            for month in self.months
            if month.punctual.outcome not in (Outcome.UNKNOWN, Outcome.NOT_DUE)
        ]
        return known.count(Outcome.ON_TIME), len(known)


@dataclass(frozen=True)
class ReturnsView:
    """The packs of a unit and of all below it, for a month. ``due`` and ``days_left`` are those
    of the unit itself."""

    unit: str
    title: str
    period: str
    period_title: str
    today: date
    due: date
    days_left: int
    packs: tuple[PackView, ...]

    @cached_property
    def figures(self) -> tuple[SubmissionView, ...]:
        return tuple(figure for pack in self.packs for figure in pack.figures)

    @cached_property
    def counts(self) -> Mapping[State, int]:
        return Counter(figure.state for figure in self.figures)
