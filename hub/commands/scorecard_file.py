"""The form of a scorecard file: what a person writes in ``config/scorecards/*.yaml``.

A key without a dot belongs to the file's unit (``insight`` in the file of ``ims`` is
``ims.insight``); a key with a dot is taken as it stands, so one file can point into another.
Lens keys are shared by the whole hub and never get a prefix.
"""

from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from hub.domain.definition import review_fault
from hub.domain.figures import LARGEST, Measure
from hub.domain.formulas import Formula
from hub.domain.initiatives import Kind, State
from hub.domain.periods import Frequency
from hub.domain.questions import key_of
from hub.domain.rollup import Method
from hub.domain.status import Polarity, Preset, Status
from hub.domain.totals import Totalling

Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)*$", max_length=80)]
Words = Annotated[str, Field(min_length=1, max_length=300)]
Prose = Annotated[str, Field(max_length=4000)]
Number = Annotated[float, Field(ge=-LARGEST, le=LARGEST)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class UnitPart(Part):
    key: Key
    title: Words
    short: Words
    parent: Key | None = None
    director: Words | None = Field(None, description="The role that owns the unit's scorecard.")


class LegendPart(Part):
    """Words for the three levels, since what a colour means differs between houses."""

    green: Words = "Above target"
    amber: Words = "On target"
    red: Words = "Below target"


class DuePart(Part):
    """When figures are due: the n-th working day of the month after the period."""

    working_day: int = Field(8, ge=1, le=23)
    division: Literal["ENG", "NIR", "SCT", "WLS"] = "ENG"
    time_zone: Words = "Europe/London"

    @field_validator("time_zone")
    @classmethod
    def _on_earth(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError(f"{name!r} is not a time zone such as Europe/London")
        return name


class PerspectivePart(Part):
    key: Key
    title: Words
    question: Prose = ""


class LensPart(Part):
    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: Words


class NodePart(Part):
    """A node of the strategy map. Objectives name their perspective; the others have none."""

    key: Key
    kind: Literal["vision", "plan_goal", "programme", "objective", "enabler"]
    title: Words
    perspective: Key | None = None
    subtitle: Words | None = None
    source: Prose = ""
    illustrative: bool = False

    @model_validator(mode="after")
    def _in_a_band(self) -> "NodePart":
        if (self.kind in ("objective", "enabler")) != (self.perspective is not None):
            raise ValueError(
                "objectives and enablers name a perspective, other kinds of node do not"
            )
        return self


class LinkPart(Part):
    source: Key = Field(alias="from")
    target: Key = Field(alias="to")
    sign: Annotated[Literal["+", "-"], BeforeValidator(str)] = "+"
    strength: Literal["strong", "normal", "weak"] = "normal"
    rationale: Prose = ""
    lag: int = Field(0, ge=0, description="Periods until the effect shows.")
    evidence: Prose = ""
    illustrative: bool = False


class KpqPart(Part):
    """A key performance question and the KPIs that answer it; the question alone will do.

    A question without a key gets one made of its words, so one that is put in other words is
    another question: give the key where the answers are to stay with it.
    """

    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=80)]
    question: Words
    kpis: tuple[Key, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _in_full(cls, said: Any) -> Any:
        said = {"question": said} if isinstance(said, str) else said
        if not isinstance(said, dict) or not isinstance(said.get("question"), str):
            return said
        return {"key": key_of(said["question"]), **said}


class MethodPart(Part):
    """How an objective comes by its status; set by hand it takes the status and the reason."""

    way: Method = Method.WEIGHTED_AVERAGE
    status: Literal["green", "amber", "red"] | None = None
    reason: Prose = ""

    @model_validator(mode="after")
    def _told(self) -> "MethodPart":
        if (self.way is Method.MANUAL) != (self.status is not None and bool(self.reason.strip())):
            raise ValueError("a status and a reason go with the way manual, and only with it")
        if self.way is Method.SELF_STANDING:
            raise ValueError("an objective has no figure of its own to be self_standing with")
        return self


class ServesPart(Part):
    """The parent unit's objective that this one serves; a local one serves none, and says why."""

    kind: Literal["shared", "contributory", "local"]
    objective: Key | None = None
    reason: Prose = ""

    @model_validator(mode="after")
    def _whole(self) -> "ServesPart":
        if (self.kind == "local") != (self.objective is None):
            raise ValueError("shared and contributory name the parent's objective, local does not")
        if self.kind == "local" and not self.reason.strip():
            raise ValueError("a local objective needs a reason")
        return self


class ObjectivePart(Part):
    """A scorecard objective: what it rolls up to on the map, and the questions it asks (KPQs)."""

    key: Key
    title: Words
    perspective: Key
    rolls_up_to: tuple[Key, ...] = ()
    kpqs: tuple[KpqPart, ...] = ()
    method: MethodPart = MethodPart()
    serves: tuple[ServesPart, ...] = ()
    source: Prose = ""
    illustrative: bool = False


class TargetPart(Part):
    """From the period that contains ``since`` on, the target is ``value``."""

    since: date
    value: Number


class StepPart(Part):
    up_to: Number
    label: Words
    status: Status


class ThresholdsPart(Part):
    preset: Preset = Preset.HMRC
    tolerance: Number | None = None
    absolute: Number | None = None
    bound: Number | None = None
    at_bound_is_green: bool = True
    goal: Number | None = None
    red_flag: Number | None = None
    low_red: Number | None = None
    low_amber: Number | None = None
    high_amber: Number | None = None
    high_red: Number | None = None
    scale: tuple[StepPart, ...] = ()


class TriggerPart(Part):
    """The value that triggers corrective action, who acts, what they do, by when."""

    value: Number
    who: Words
    what: Words
    by_when: Words


class RebasePart(Part):
    """From this period on the process is another one: limits are measured anew."""

    period: Words
    reason: Words
    by: Words


class KpiPart(Part):
    """A KPI's definition sheet (domain.md section 2)."""

    key: Key
    unit: Key | None = Field(None, description="Whose KPI it is, if not the file's unit's.")
    mandated_by: Key | None = Field(
        None, description="The KPI that this one has its definition from; it is locked here."
    )
    title: Words
    short: Words | None = Field(None, description="What a tile says where the title is long.")
    objectives: tuple[Key, ...] = Field(min_length=1)
    purpose: Prose = ""
    measure: Measure | None = Field(None, description="Needed unless it is mandated.")
    decimals: int = Field(1, ge=0, le=6)
    signed: bool = False
    polarity: Polarity = Polarity.HIGHER
    formula: Prose = ""
    numerator: Prose = ""
    denominator: Prose = ""
    named_formula: Formula | None = Field(
        None, description="The rule that works its figures out of numerator and denominator."
    )
    frequency: Frequency | None = Field(None, description="Needed unless it is mandated.")
    review: Frequency | None = None
    every_seconds: int | None = Field(
        None,
        ge=1,
        description="How often a live KPI is measured; late after three times that.",
    )
    source: Prose = ""
    collection: Prose = ""
    measured_by: Words | None = None
    owner: Words = Field(description="One role inside the house; never a supplier or a team.")
    delivered_by: Words | None = None
    data_provider: Words | None = None
    trigger: TriggerPart | None = None
    baseline: Number | None = None
    scale_min: Number | None = None
    scale_max: Number | None = None
    targets: tuple[TargetPart, ...] = ()
    thresholds: ThresholdsPart = ThresholdsPart()
    lenses: tuple[str, ...] = ()
    audience: Literal["public", "staff", "restricted"] = "staff"
    required_by: Literal["internal", "external", "both"] = "internal"
    use: Prose = Field("", description="How it will and will not be used.")
    unintended: Prose = ""
    expires: date | None = None
    coverage: Words | None = Field(
        None, description="Whom the figure covers where that is not the unit: England, say."
    )
    remarks: Prose = ""
    weight: float = Field(1.0, ge=0, le=1e9)
    totalling: Totalling | None = Field(
        None, description="How its value comes from the KPIs that it mandates."
    )
    over_periods: Totalling | None = Field(
        None, description="How months come to a quarter and to a year to date."
    )
    depends_on: tuple[Key, ...] = Field(
        (), description="KPIs of a shared service; red there, it is marked as caused upstream."
    )
    outcome: Key | None = Field(
        None, description="The KPI that shows what this supplier's service level brings."
    )
    about_people: bool = Field(False, description="Hidden where it is about too few persons.")
    least_people: int = Field(10, ge=2, le=1000)
    rebases: tuple[RebasePart, ...] = ()
    chart_points: int = Field(
        36, ge=13, le=36, description="Figures on its chart; its limits rest on these."
    )
    illustrative: bool = False

    @field_validator("review")
    @classmethod
    def _of_new_figures(cls, review: Frequency | None, info: ValidationInfo) -> Frequency | None:
        frequency = info.data.get("frequency")
        if frequency is not None and (fault := review_fault(frequency, review)):
            raise ValueError(fault)
        return review

    @model_validator(mode="after")
    def _defined(self) -> "KpiPart":
        for name in ("measure", "frequency"):
            if getattr(self, name) is None and self.mandated_by is None:
                raise ValueError(f"{name} is missing")
        if self.totalling is Totalling.MEAN and self.measure is Measure.PERCENT:
            raise ValueError("percentages are not averaged: totalling is ratio or weighted_mean")
        if self.totalling is Totalling.LAST:
            raise ValueError("totalling: units have no last one; use sum, mean, ratio, max or min")
        return self


class MilestonePart(Part):
    """A milestone; without a key it gets one made of its title."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=80)]
    title: Words
    due: date
    done: date | None = None

    @model_validator(mode="before")
    @classmethod
    def _in_full(cls, said: Any) -> Any:
        if not isinstance(said, dict) or not isinstance(said.get("title"), str):
            return said
        return {"key": key_of(said["title"]), **said}


class ProgressPart(Part):
    """How far an initiative is, as somebody in this role reported on that day."""

    complete: float = Field(ge=0, le=100, description="In %.")
    reported: date
    by: Words
    words: Prose = ""
    illustrative: bool = False


class InitiativePart(Part):
    """A programme or project: when, whose, what it delivers, and how far it is said to be."""

    key: Key
    kind: Kind
    title: Words
    owner: Words = Field(description="The one role that answers for it.")
    starts: date
    ends: date
    state: State = State.PROPOSED
    node: Key | None = Field(None, description="The node of the map that it is, or delivers.")
    objectives: tuple[Key, ...] = ()
    milestones: tuple[MilestonePart, ...] = Field((), max_length=60)
    progress: ProgressPart | None = None
    audience: Literal["public", "staff", "restricted"] = "staff"
    source: Prose = ""
    illustrative: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> "InitiativePart":
        if self.ends <= self.starts:
            raise ValueError("ends: it ends after it starts")
        keys = [milestone.key for milestone in self.milestones]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise ValueError(f"milestones: {', '.join(twice)} stands here twice")
        return self


class FiguresPart(Part):
    """A CSV of figures in long form that `hub demo` brings in: its own columns, mapped."""

    file: str = Field(pattern=r"^[a-z0-9_-]+\.csv$", description="A name, not a path.")
    kpis: dict[str, Key] = Field(description="Value of the measure column -> KPI key.")
    measure: str = "measure"
    where: dict[str, str] = {}


class ScorecardFile(Part):
    """One unit's scorecard, map and units in one file."""

    unit: Key
    title: Words
    vision: Prose = Field("", description="The unit's own vision, in words.")
    source: Prose = ""
    legend: LegendPart = LegendPart()
    due: DuePart = DuePart()
    units: tuple[UnitPart, ...] = ()
    perspectives: tuple[PerspectivePart, ...] = ()
    lenses: tuple[LensPart, ...] = ()
    map: tuple[NodePart, ...] = ()
    links: tuple[LinkPart, ...] = ()
    objectives: tuple[ObjectivePart, ...] = ()
    kpis: tuple[KpiPart, ...] = ()
    initiatives: tuple[InitiativePart, ...] = ()
    figures: tuple[FiguresPart, ...] = ()
