"""The definition sheet of a KPI: what it says, how complete it is, and whether it has teeth.

domain.md section 2, after the NHS performance measures sheet, Neely et al. 1997 ("Designing
performance measures: a structured approach") and Marr's KPI template.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from hub.domain.figures import Format
from hub.domain.formulas import Rule
from hub.domain.periods import Frequency
from hub.domain.status import Polarity, Preset, Thresholds

DAYS = {
    Frequency.LIVE: 0,
    Frequency.DAY: 1,
    Frequency.WEEK: 7,
    Frequency.MONTH: 30,
    Frequency.ROLLING_YEAR: 30,  # twelve months, told anew every month
    Frequency.QUARTER: 91,
    Frequency.YEAR: 365,
    Frequency.CALENDAR_YEAR: 365,
}
OFTEN = {
    Frequency.LIVE: "all the time",
    Frequency.DAY: "every day",
    Frequency.WEEK: "every week",
    Frequency.MONTH: "every month",
    Frequency.QUARTER: "every quarter",
    Frequency.YEAR: "every financial year",
    Frequency.CALENDAR_YEAR: "every calendar year",
    Frequency.ROLLING_YEAR: "every month, for twelve months",
}


@dataclass(frozen=True)
class Trigger:
    """The value that triggers corrective action, who acts, what they do, by when."""

    value: float | None = None
    who: str = ""
    what: str = ""
    by_when: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that are not filled, in words."""
        parts = {
            "the value that triggers action": self.value is not None,
            "who acts": bool(self.who.strip()),
            "what they do": bool(self.what.strip()),
            "by when": bool(self.by_when.strip()),
        }
        return tuple(words for words, filled in parts.items() if not filled)


@dataclass(frozen=True)
class DatedTarget:
    """From the period that contains ``since`` on, the target is ``value``."""

    since: date
    value: float


@dataclass(frozen=True)
class Definition:
    """One sheet. Texts are empty, and the rest None, where nothing was filled in."""

    key: str
    title: str
    format: Format
    polarity: Polarity
    frequency: Frequency
    owner: str
    version: int = 1
    short: str = ""
    purpose: str = ""
    objectives: tuple[str, ...] = ()  # titles
    formula: str = ""
    numerator: str = ""
    denominator: str = ""
    rate: bool = False  # whether its figures are a numerator over a denominator
    rule: Rule | None = None  # the named formula that works its figures out
    review: Frequency | None = None
    source: str = ""
    collection: str = ""
    measured_by: str = ""
    delivered_by: str = ""
    data_provider: str = ""
    trigger: Trigger | None = None
    baseline: float | None = None
    scale_min: float | None = None
    scale_max: float | None = None
    targets: tuple[DatedTarget, ...] = ()
    thresholds: Thresholds = field(default_factory=Thresholds)
    lenses: tuple[str, ...] = ()  # titles
    audience: str = "staff"
    required_by: str = "internal"
    use: str = ""
    unintended: str = ""
    expires: date | None = None
    coverage: str = ""
    remarks: str = ""
    mandated_by: str | None = None
    illustrative: bool = False

    @property
    def toothless(self) -> bool:
        """Without a complete trigger nobody has to act, whatever the figure says."""
        return self.trigger is None or bool(self.trigger.missing)

    def target_on(self, day: date) -> float | None:
        """The target in force for a period that ends on ``day``."""
        dated = [t for t in self.targets if t.since <= day]
        return max(dated, key=lambda t: t.since).value if dated else None


@dataclass(frozen=True)
class Requirement:
    """A field that has to be filled: ``why`` says what goes wrong without it."""

    name: str
    label: str
    why: str
    filled: Callable[[Definition], bool]
    asked: Callable[[Definition], bool] = lambda sheet: True


def _text(name: str) -> Callable[[Definition], bool]:
    return lambda sheet: bool(str(getattr(sheet, name) or "").strip())


def _aimed(sheet: Definition) -> bool:
    """Presets with levels of their own need no target beside them."""
    return bool(sheet.targets) or sheet.thresholds.preset not in (Preset.HMRC, Preset.TOLERANCE)


REQUIRED: tuple[Requirement, ...] = (
    Requirement("title", "Title", "nobody knows what is measured", _text("title")),
    Requirement("purpose", "Purpose", "nobody knows which question it answers", _text("purpose")),
    Requirement(
        "objectives",
        "Relates to",
        "it measures nothing that was set out to be done",
        lambda sheet: bool(sheet.objectives),
    ),
    Requirement("formula", "Formula", "two people reckon two figures", _text("formula")),
    Requirement(
        "numerator",
        "Numerator",
        "a rate cannot be checked or added up over units",
        _text("numerator"),
        lambda sheet: sheet.rate,
    ),
    Requirement(
        "denominator",
        "Denominator",
        "a rate cannot be checked or added up over units",
        _text("denominator"),
        lambda sheet: sheet.rate,
    ),
    Requirement(
        "frequency", "How often measured", "nobody knows when it is late", _text("frequency")
    ),
    Requirement("review", "How often reviewed", "nobody is to look at it", _text("review")),
    Requirement("source", "Source of data", "a figure cannot be traced", _text("source")),
    Requirement(
        "collection", "How collected", "a change of method goes unseen", _text("collection")
    ),
    Requirement("measured_by", "Who measures", "nobody fetches the figure", _text("measured_by")),
    Requirement("owner", "Accountable owner", "nobody answers for it", _text("owner")),
    Requirement("targets", "Target", "good cannot be told from bad", _aimed),
    Requirement(
        "trigger",
        "Action trigger",
        "it is toothless: no figure, however bad, makes anybody act",
        lambda sheet: not sheet.toothless,
    ),
    Requirement("use", "Use", "it drifts into uses it was not made for", _text("use")),
    Requirement(
        "expires",
        "Revision date",
        "it is measured long after it has stopped to matter",
        _text("expires"),
    ),
)


@dataclass(frozen=True)
class Completeness:
    """Filled required fields of those required; ``missing`` in the order of the sheet."""

    filled: int
    required: int
    missing: tuple[Requirement, ...]

    @property
    def share(self) -> float:
        return self.filled / self.required

    @property
    def percent(self) -> int:
        """Rounded down: only a whole sheet is 100 %."""
        return 100 * self.filled // self.required

    @property
    def words(self) -> tuple[str, ...]:
        """What is missing, a sentence for each."""
        return tuple(f"{r.label} is missing: {r.why}." for r in self.missing)


def completeness(sheet: Definition) -> Completeness:
    """Filled required / required (domain.md section 2).

    Required is what a figure cannot be understood, checked or acted on without: Neely's record
    sheet (title, purpose, relates to, target, formula, two frequencies, who measures, source, who
    acts and what they do) with owner, use and revision date. Left free is what not every KPI has:
    a baseline, a supplier, an end of its scale, known side effects, remarks.
    """
    asked = [r for r in REQUIRED if r.asked(sheet)]
    missing = tuple(r for r in asked if not r.filled(sheet))
    return Completeness(len(asked) - len(missing), len(asked), missing)


def teeth(sheet: Definition) -> str:
    """What is wrong with the trigger, as a sentence; empty where the KPI has teeth."""
    if sheet.trigger is None:
        return "Toothless: no value is agreed at which somebody must act."
    if lacking := sheet.trigger.missing:
        return f"Toothless: the trigger does not say {_listed(lacking)}."
    return ""


def _listed(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def review_fault(frequency: Frequency, review: Frequency | None) -> str:
    """What is wrong where a KPI is reviewed more often than there is a new figure; else empty."""
    if review is None or DAYS[review] >= DAYS[frequency]:
        return ""
    return (
        f"reviewed {OFTEN[review]}, but measured {OFTEN[frequency]}: a review needs a new figure, "
        "so it cannot come more often than the measurement"
    )
