"""A definition sheet in words: its fields in the groups of the paper form, as people say them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hub.domain.definition import OFTEN, Definition
from hub.domain.explanation import exact, since_words
from hub.domain.figures import Measure
from hub.domain.status import Polarity, Preset

MEASURED_IN = {
    Measure.PERCENT: "percent",
    Measure.COUNT: "a number",
    Measure.SCORE: "a score",
    Measure.SECONDS: "minutes and seconds",
    Measure.MINUTES: "minutes",
    Measure.DAYS: "days",
    Measure.GBP: "pounds",
    Measure.GBP_M: "million pounds",
    Measure.GBP_BN: "billion pounds",
}
BEST = {
    Polarity.HIGHER: "higher is better",
    Polarity.LOWER: "lower is better",
    Polarity.RANGE: "best within a range",
}
PRESETS = {
    Preset.HMRC: "against the target: missed, met or beaten",
    Preset.TOLERANCE: "against the target, with a tolerance",
    Preset.GOAL_REDFLAG: "scored between a red flag and a goal",
    Preset.RANGE: "within a range",
    Preset.SCALE: "by the steps of a scale",
}
AUDIENCES = {
    "public": "everybody, in public areas too",
    "staff": "staff areas",
    "restricted": "restricted rooms only",
}
REQUIRED_BY = {
    "internal": "our own",
    "external": "somebody outside requires it",
    "both": "our own, and required from outside",
}


@dataclass(frozen=True)
class Row:
    """One field: its name as a scorecard file writes it, its label, and what it says."""

    name: str
    label: str
    words: str


@dataclass(frozen=True)
class Group:
    key: str
    title: str
    rows: tuple[Row, ...]


def groups(sheet: Definition) -> tuple[Group, ...]:
    """All fields of the sheet, those that are empty with no words."""
    return (
        Group("why", "What it is for", tuple(_why(sheet))),
        Group("how", "How it is measured", tuple(_how(sheet))),
        Group("who", "Who answers for it", tuple(_who(sheet))),
        Group("target", "Target and status", tuple(_target(sheet))),
        Group("trigger", "Action trigger", tuple(_trigger(sheet))),
        Group("use", "Use and limits", tuple(_use(sheet))),
    )


def day(moment: date) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _why(sheet: Definition) -> Iterator[Row]:
    yield Row("purpose", "Purpose", sheet.purpose)
    yield Row("objectives", "Relates to", "; ".join(sheet.objectives))
    yield Row("lenses", "Perspectives", ", ".join(sheet.lenses))
    yield Row("required_by", "Whose requirement", REQUIRED_BY[sheet.required_by])
    yield Row("audience", "Shown in", AUDIENCES[sheet.audience])


def _how(sheet: Definition) -> Iterator[Row]:
    decimals = sheet.format.decimals
    fine = f", {decimals} decimal{'' if decimals == 1 else 's'}" if decimals else ""
    yield Row("measure", "Unit of measurement", MEASURED_IN[sheet.format.measure] + fine)
    yield Row("polarity", "Direction", BEST[sheet.polarity])
    yield Row("formula", "Formula", sheet.formula)
    if sheet.rule:
        yield Row("named_formula", "Worked out as", sheet.rule.words)
    if sheet.rate:
        yield Row("numerator", "Numerator", sheet.numerator)
        yield Row("denominator", "Denominator", sheet.denominator)
    yield Row("frequency", "How often measured", OFTEN[sheet.frequency])
    yield Row("review", "How often reviewed", OFTEN[sheet.review] if sheet.review else "")
    yield Row("source", "Source of data", sheet.source)
    yield Row("collection", "How collected", sheet.collection)
    yield Row("coverage", "Covers", sheet.coverage)


def _who(sheet: Definition) -> Iterator[Row]:
    yield Row("owner", "Accountable owner", sheet.owner)
    yield Row("measured_by", "Who measures", sheet.measured_by)
    yield Row("delivered_by", "Delivered by", sheet.delivered_by)
    yield Row("data_provider", "Data provider", sheet.data_provider)


def _target(sheet: Definition) -> Iterator[Row]:
    yield Row("thresholds", "Judged", PRESETS[sheet.thresholds.preset])
    yield Row("targets", "Targets", targets(sheet))
    yield Row("baseline", "Baseline", _number(sheet, sheet.baseline))
    ends = (_number(sheet, sheet.scale_min), _number(sheet, sheet.scale_max))
    yield Row("scale_min", "Scale", f"{ends[0] or '…'} to {ends[1] or '…'}" if any(ends) else "")


def targets(sheet: Definition) -> str:
    """``90% from April 2025; 92% from April 2026``."""
    return "; ".join(
        f"{exact(sheet.format, t.value)} from {since_words(t.since, sheet.frequency)}"
        for t in sheet.targets
    )


def _trigger(sheet: Definition) -> Iterator[Row]:
    found = sheet.trigger
    yield Row("trigger.value", "At", _number(sheet, found.value) if found else "")
    yield Row("trigger.who", "Who acts", found.who if found else "")
    yield Row("trigger.what", "What they do", found.what if found else "")
    yield Row("trigger.by_when", "By when", found.by_when if found else "")


def _use(sheet: Definition) -> Iterator[Row]:
    yield Row("use", "How it is used", sheet.use)
    yield Row("unintended", "Unintended effects", sheet.unintended)
    yield Row("expires", "Revision date", day(sheet.expires) if sheet.expires else "")
    yield Row("remarks", "Notes", sheet.remarks)


def _number(sheet: Definition, value: float | None) -> str:
    return "" if value is None else exact(sheet.format, value)
