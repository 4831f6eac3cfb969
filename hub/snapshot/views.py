"""What a scene may know: frozen views of one moment. Nothing here has a database behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar, cast

from hub.domain.cure import Result
from hub.domain.definition import Definition
from hub.domain.figures import Format
from hub.domain.periods import Frequency
from hub.domain.status import Polarity, Status
from hub.snapshot.asks import Ask
from hub.snapshot.course import Point as Point
from hub.snapshot.course import Process as Process
from hub.snapshot.course import Rebase as Rebase
from hub.snapshot.dated import EventView
from hub.snapshot.packs import ReturnsView
from hub.snapshot.parts import PartView, SpanView, restated_among
from hub.snapshot.said import AnswerView as AnswerView
from hub.snapshot.said import EarlierText as EarlierText
from hub.snapshot.said import NoteView as NoteView
from hub.snapshot.said import OverrideView as OverrideView
from hub.snapshot.said import ReviewView as ReviewView

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Need:
    """What a scene wants to be told; the snapshot takes just that.

    ``maps`` are units whose strategy map is drawn, ``scorecards`` units whose scorecard is,
    ``questions`` units whose key performance questions are asked, ``submissions`` units with the
    month (or "" for the last one) whose packs are looked at,
    ``lenses`` keys of lenses whose KPIs are, ``kpis`` keys of KPIs wanted in full (notes and
    issues too), ``issues`` ids of issues wanted whole and ``issue_lists`` units whose open issues
    are listed (``*`` for all). ``asks`` are what else they want (``hub.snapshot.asks``).
    """

    maps: frozenset[str] = frozenset()
    scorecards: frozenset[str] = frozenset()
    questions: frozenset[str] = frozenset()
    submissions: frozenset[tuple[str, str]] = frozenset()
    lenses: frozenset[str] = frozenset()
    kpis: frozenset[str] = frozenset()
    issues: frozenset[str] = frozenset()
    issue_lists: frozenset[str] = frozenset()
    asks: frozenset[Ask[object]] = frozenset()

    def topics(self) -> frozenset[str]:
        """The names whose version says whether the picture is out of date."""
        return frozenset(
            {f"map:{u}" for u in self.maps}
            | {f"unit:{u}" for u in self.maps | self.scorecards | self.questions}
            | {f"{kind}:{u}" for u, _ in self.submissions for kind in ("submissions", "unit")}
            | {f"lens:{key}" for key in self.lenses}
            | {f"kpi:{key}" for key in self.kpis}
            | {f"issue:{id}" for id in self.issues}
            | {f"issues:{u}" for u in self.issue_lists}
        ).union(*(ask.topics() for ask in self.asks))


@dataclass(frozen=True)
class IssueBrief:
    """An issue as far as a tile or a list needs it; ``number`` is what people say aloud."""

    id: str
    number: int
    title: str
    state: str
    raised_by: str
    raised_at: datetime
    kpis: tuple[str, ...]
    unit: str
    actions: int = 0
    actions_done: int = 0
    stage: str = ""  # of the PDCA wheel: the quarter that all its countermeasures have reached


@dataclass(frozen=True)
class KpiView:
    """One KPI at the snapshot's moment. Texts come from people: they may be long or odd."""

    key: str
    title: str
    unit: str
    unit_title: str
    owner: str
    format: Format
    polarity: Polarity
    frequency: Frequency
    status: Status
    value: float | None = None
    previous: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    period: str | None = None
    period_title: str = ""
    target: float | None = None
    target_range: tuple[float, float] | None = None  # where it is judged by a range, not a target
    late_days: int = 0  # working days, at least 1 where the figure is late; of a live one days
    late_words: str = ""  # "9 working days late", "silent for 2 minutes"; empty where it is not
    due: date | None = None
    question: str = ""
    delivered_by: str = ""
    coverage: str = ""  # whom the figure covers, where that is not the unit itself: "England"
    illustrative: bool = False
    restated: bool = False
    toothless: bool = False
    source: str = ""
    weight: float = 1.0
    objective: str | None = None
    lenses: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    note_count: int = 0  # threads that are open
    latest_note: NoteView | None = None  # in one of them
    notes: tuple[NoteView, ...] = ()  # threads, open ones first; for KPIs asked for by key
    reviews: tuple[ReviewView, ...] = ()  # the last few, newest first; likewise
    issues: tuple[IssueBrief, ...] = ()
    events: tuple[EventView, ...] = ()  # dated events, oldest first; for KPIs asked for by key
    short: str = ""
    variation: str = ""  # a key of hub.drawing.marks.variation.ICONS, empty before 13 points
    assurance: str = ""
    process: Process | None = None  # filled for KPIs asked for by key
    parts: tuple[PartView, ...] = ()  # of a total: the units behind it
    reds: tuple[float, ...] = ()  # the shares of red ones among them, from a tenth on
    upstream: tuple[str, ...] = ()  # red KPIs of a shared service that this one depends on
    contradiction: str = ""  # a supplier's figure is green, and what it brings is red
    year_to_date: SpanView | None = None  # filled for KPIs asked for by key, as is
    last_quarter: SpanView | None = None  # the last one that is over
    challenged: bool = False  # somebody doubts the figure, and waits for an answer to
    challenge: str = ""  # this question
    override: OverrideView | None = None  # ``status`` is the one that was set by hand
    serves: str = ""  # the title of the objective that it is for; likewise
    sheet: Definition | None = None  # filled for KPIs asked for by key

    @property
    def name(self) -> str:
        """What a tile says: the short title where there is one."""
        return self.short or self.title

    @property
    def late(self) -> bool:
        return self.late_days > 0

    @property
    def masked(self) -> int:
        """How many red units a green total covers up."""
        return len(self.reds) if self.status is Status.GREEN else 0

    @property
    def restated_parts(self) -> tuple[str, ...]:
        """The units whose restated figures are in this total, as far as they may be told."""
        return tuple(part.unit_title for part in self.parts if part.restated)

    @property
    def restated_words(self) -> str:
        """``restated``, of a total with the units that did: ``restated part: Live services``."""
        if not self.restated:
            return ""
        return restated_among(self.restated_parts) or "restated"

    @property
    def spread_shown(self) -> str:
        """From where to where the units behind a total lie: ``4 units, 62-91%``."""
        values = [part.value for part in self.parts if part.value is not None]
        if not values:
            return ""
        count = f"{len(self.parts)} unit" + "s" * (len(self.parts) > 1)
        hidden = any(part.status is Status.SUPPRESSED for part in self.parts)
        span = "" if hidden else f", {self.format.show_range(min(values), max(values))}"
        return count + span

    @property
    def shown(self) -> str:
        return self.format.show(self.value)

    @property
    def targeted(self) -> bool:
        """Whether there is a target to tell, or a range in its place."""
        return self.aim is not None

    @property
    def aim(self) -> float | tuple[float, float] | None:
        """What a drawing marks as the target: a level, or a range in its place."""
        return self.target if self.target_range is None else self.target_range

    @property
    def target_shown(self) -> str:
        """The target, or from where to where it ranges."""
        if self.target_range is not None:
            return self.format.show_range(*self.target_range)
        return self.format.show(self.target)


@dataclass(frozen=True)
class MapNodeView:
    """A node of the strategy map; ``status`` is rolled up and None where nothing measures it."""

    key: str
    kind: str  # vision | plan_goal | programme | objective | enabler
    title: str
    unit: str
    perspective: str | None = None
    subtitle: str = ""
    illustrative: bool = False
    status: Status | None = None
    masked: int = 0
    kpis: tuple[KpiView, ...] = ()  # headline KPIs, three at the most
    note_count: int = 0
    latest_note: NoteView | None = None
    issues: tuple[IssueBrief, ...] = ()


@dataclass(frozen=True)
class LinkView:
    """A cause-effect arrow: ``source`` helps (or, with sign -1, trades off against) ``target``."""

    source: str
    target: str
    sign: int = 1
    strength: str = "normal"  # strong | normal | weak
    rationale: str = ""
    illustrative: bool = False


@dataclass(frozen=True)
class PerspectiveView:
    """A band. ``counts`` are the KPIs by status, late ones under ``late``."""

    key: str
    title: str
    question: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class MapView:
    """The strategy map of one unit, with the parent's nodes that it leads up to."""

    unit: str
    unit_title: str
    unit_short: str
    parent_title: str  # short name of the unit that the plan goals belong to
    vision: str  # the unit's own vision in words; the vision node on top may be its parent's
    perspectives: tuple[PerspectiveView, ...]
    nodes: tuple[MapNodeView, ...]  # in the order of the file
    links: tuple[LinkView, ...]


@dataclass(frozen=True)
class QuestionView:
    """A key performance question (KPQ) about an objective, the KPIs that answer it, and what
    people have answered, newest first."""

    key: str
    question: str
    objective: str
    objective_title: str
    perspective: str
    kpis: tuple[KpiView, ...] = ()
    answers: tuple[AnswerView, ...] = ()

    @property
    def answer(self) -> AnswerView | None:
        """The one that stands."""
        return next(iter(self.answers), None)


@dataclass(frozen=True)
class QuestionsView:
    """What a unit asks about its objectives, in the order of its scorecard."""

    unit: str
    unit_title: str
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True)
class ObjectiveView:
    key: str
    title: str
    perspective: str
    status: Status
    kpqs: tuple[str, ...] = ()
    rolls_up_to: tuple[str, ...] = ()  # titles of map objectives
    illustrative: bool = False
    masked: int = 0
    kpis: tuple[KpiView, ...] = ()


@dataclass(frozen=True)
class ScorecardView:
    unit: str
    unit_title: str
    unit_short: str
    director: str
    title: str
    perspectives: tuple[PerspectiveView, ...]
    objectives: tuple[ObjectiveView, ...]


@dataclass(frozen=True)
class LensView:
    key: str
    title: str
    kpis: tuple[KpiView, ...]


@dataclass(frozen=True)
class CauseView:
    """A cause of an issue; the five whys hang together by ``parent``."""

    id: str
    text: str
    parent: str | None
    state: str  # suspected | confirmed | ruled_out
    root: bool
    evidence: str
    by: str
    version: int


@dataclass(frozen=True)
class StageView:
    """A quarter of a PDCA wheel that was reached."""

    stage: str
    by: str
    at: datetime
    evidence: str


@dataclass(frozen=True)
class CountermeasureView:
    """``effect_kpi`` is to come to ``predicted`` by ``check_on``; both are optional."""

    id: str
    text: str
    cause: str | None
    cause_text: str
    owner: str
    due: date
    stage: str  # plan | do | check | act
    version: int
    overdue_days: int = 0
    strength: str = ""  # strong | medium | weak
    effect_kpi: str = ""
    predicted: float | None = None
    check_on: date | None = None
    result: str = ""  # improved | no_change | worse | too_early
    result_at: datetime | None = None
    decision: str = ""  # standardise | adjust | abandon
    decided_because: str = ""
    reached: tuple[StageView, ...] = ()


@dataclass(frozen=True)
class EffectView:
    """What the figures of a KPI say of a countermeasure that is done ``since`` a day (None: not
    yet). From period ``rebase`` on the process is another one; empty where it is not."""

    kpi: str
    title: str
    since: date | None
    result: Result
    words: str
    reached: bool | None = None
    rebase: str = ""
    later: int = 0  # figures


@dataclass(frozen=True)
class StepView:
    """Something that was done about an issue as a whole."""

    step: str
    state: str  # that it led to
    words: str
    by: str
    entered_by: str
    at: datetime


@dataclass(frozen=True)
class EscalationView:
    """``accepted`` is None while nobody has answered."""

    id: str
    tier: int
    reason: str
    by: str
    at: datetime
    accepted: bool | None
    answer: str
    answered_by: str
    answered_at: datetime | None


@dataclass(frozen=True)
class IssueView:
    brief: IssueBrief
    statement: str
    unit_title: str
    owner: str
    version: int
    kpis: tuple[KpiView, ...]
    causes: tuple[CauseView, ...]
    countermeasures: tuple[CountermeasureView, ...]
    layouts: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    category: str = ""
    severity: str = ""
    containment: str = ""
    tier: int = 1
    due: date | None = None
    place: str = ""  # where it was raised
    signal: Mapping[str, object] = field(default_factory=dict)  # what the KPI said then
    addressed: str = ""  # to whom, where an action trigger raised it
    entered_by: str = ""
    review_on: date | None = None  # of a parked one
    waiver: str = ""
    merged_into: int | None = None  # the number of the problem that it went into
    stale: tuple[str, ...] = ()
    steps: tuple[StepView, ...] = ()
    escalations: tuple[EscalationView, ...] = ()
    effects: Mapping[str, EffectView] = field(default_factory=dict)  # by countermeasure

    @property
    def escalated(self) -> EscalationView | None:
        """The escalation that waits for an answer."""
        return next((e for e in self.escalations if e.accepted is None), None)


@dataclass(frozen=True)
class Legend:
    """Words for the three levels; the badge shape belongs to the level, the word to the scheme."""

    green: str = "Above target"
    amber: str = "On target"
    red: str = "Below target"
    others: tuple[tuple[str, str], ...] = ()  # words for further states, where they differ

    def of(self, kpi: KpiView) -> "Legend":
        """The words for ``kpi``: nothing is above or below a target that ranges."""
        return self if kpi.target_range is None else OF_RANGES


OF_RANGES = Legend("In target range", "Just out of range", "Out of target range")


@dataclass(frozen=True)
class Snapshot:
    """The hub at ``as_of``. It stays true until a topic moves on or the local day turns."""

    as_of: datetime
    time_zone: str = "Europe/London"
    legend: Legend = Legend()
    data_to: datetime | None = None  # when the newest figure shown was recorded
    maps: Mapping[str, MapView] = field(default_factory=dict)
    scorecards: Mapping[str, ScorecardView] = field(default_factory=dict)
    questions: Mapping[str, QuestionsView] = field(default_factory=dict)
    submissions: Mapping[tuple[str, str], ReturnsView] = field(default_factory=dict)
    lenses: Mapping[str, LensView] = field(default_factory=dict)
    kpis: Mapping[str, KpiView] = field(default_factory=dict)
    issues: Mapping[str, IssueView] = field(default_factory=dict)
    issue_lists: Mapping[str, tuple[IssueBrief, ...]] = field(default_factory=dict)
    answers: Mapping[Ask[object], object] = field(default_factory=dict)

    def answer(self, ask: Ask[Answer]) -> Answer:
        """What was asked for by ``ask``."""
        return cast(Answer, self.answers[ask])
