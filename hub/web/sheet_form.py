"""The form in which a definition sheet is edited: the fields of the paper form, group by group."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.domain.definition import OFTEN
from hub.domain.figures import Measure
from hub.domain.formulas import RULES
from hub.domain.periods import Frequency
from hub.domain.sheet_words import AUDIENCES, BEST, MEASURED_IN, PRESETS, REQUIRED_BY
from hub.domain.status import Preset

Choices = tuple[tuple[str, str], ...]
AIMED = "hmrc tolerance"


@dataclass(frozen=True)
class Field:
    """One field. ``kind`` says how it is entered: words, prose, number, share, whole, flag, choice,
    keys, day, steps, targets. ``empty`` is what an empty one means: "" or null. ``presets`` are
    those that have a use for it; empty: all."""

    name: str
    label: str
    kind: str
    value: Any
    choices: Choices = ()
    empty: str = ""
    hint: str = ""
    presets: str = ""
    locked: bool = False

    @property
    def id(self) -> str:
        return f"field-{self.name.replace('.', '-')}"


@dataclass(frozen=True)
class Form:
    """What a KPI's sheet says now (``fields`` as a scorecard file writes them), and what there is
    to choose from."""

    fields: Mapping[str, Any]
    objectives: Choices
    lenses: Choices
    locked: frozenset[str] = field(default_factory=frozenset)

    def groups(self) -> dict[str, tuple[Field, ...]]:
        """The fields by the keys of ``hub.domain.sheet_words.groups``."""
        return {
            "why": tuple(self._why()),
            "how": tuple(self._how()),
            "who": tuple(self._who()),
            "target": tuple(self._target()),
            "trigger": tuple(self._trigger()),
            "use": tuple(self._use()),
        }

    def _field(self, name: str, label: str, kind: str, **more: Any) -> Field:
        top, _, inner = name.partition(".")
        value = self.fields[top]
        if inner:
            value = (value or {}).get(inner)
        return Field(name, label, kind, _entered(kind, value), locked=top in self.locked, **more)

    def _why(self) -> Iterator[Field]:
        yield self._field("title", "Title", "words")
        yield self._field("short", "Short title, for tiles", "words", empty="null")
        yield self._field("purpose", "Purpose: the question it answers", "prose")
        yield self._field("objectives", "Relates to", "keys", choices=self.objectives)
        yield self._field("lenses", "Perspectives", "keys", choices=self.lenses)
        yield self._field(
            "required_by", "Whose requirement", "choice", choices=tuple(REQUIRED_BY.items())
        )
        yield self._field("audience", "Shown in", "choice", choices=tuple(AUDIENCES.items()))

    def _how(self) -> Iterator[Field]:
        measures = tuple((m.value, MEASURED_IN[m]) for m in Measure)
        often = tuple((f.value, OFTEN[f]) for f in Frequency)
        yield self._field("measure", "Unit of measurement", "choice", choices=measures)
        yield self._field("decimals", "Decimals", "whole")
        yield self._field(
            "polarity", "Direction", "choice", choices=tuple((p.value, w) for p, w in BEST.items())
        )
        yield self._field("signed", "A plus before gains", "flag")
        yield self._field("formula", "Formula, in words", "prose")
        rules = (("", "as handed in"), *((name.value, r.words) for name, r in RULES.items()))
        yield self._field("named_formula", "Worked out as", "choice", choices=rules, empty="null")
        yield self._field("numerator", "Numerator, of a rate", "prose")
        yield self._field("denominator", "Denominator, of a rate", "prose")
        yield self._field("frequency", "How often measured", "choice", choices=often)
        none = (("", "not said"),)
        yield self._field(
            "review", "How often reviewed", "choice", choices=none + often, empty="null"
        )
        if self.fields["frequency"] == Frequency.LIVE:
            yield self._field("every_seconds", "Every so many seconds", "whole", empty="null")
        yield self._field("source", "Source of data", "prose")
        yield self._field("collection", "How collected", "prose")
        yield self._field("coverage", "Covers, if not the unit", "words", empty="null")

    def _who(self) -> Iterator[Field]:
        inside = "One role inside the house: never a supplier, never a team."
        yield self._field("owner", "Accountable owner", "words", hint=inside)
        yield self._field("measured_by", "Who measures", "words", empty="null")
        yield self._field("delivered_by", "Delivered by", "words", empty="null")
        yield self._field("data_provider", "Data provider", "words", empty="null")

    def _target(self) -> Iterator[Field]:
        presets = tuple((p.value, PRESETS[p]) for p in Preset)
        yield self._field("thresholds.preset", "Judged", "choice", choices=presets)
        yield self._field(
            "thresholds.tolerance",
            "Tolerance",
            "share",
            empty="null",
            presets=AIMED,
            hint="Missed, met or beaten: in its own unit. With a tolerance: a share, 0.1.",
        )
        for name, label, useful in LEVELS:
            yield self._field(f"thresholds.{name}", label, "number", empty="null", presets=useful)
        yield self._field(
            "thresholds.at_bound_is_green",
            "Meeting a target at the end of the scale is green",
            "flag",
            presets=Preset.HMRC,
        )
        yield self._field(
            "thresholds.scale",
            "Steps",
            "steps",
            presets=Preset.SCALE,
            hint="One a line: up to, label, status. 3 | Amber/red | amber",
        )
        yield self._field("targets", "Targets", "targets")
        yield self._field("baseline", "Baseline", "number", empty="null")
        yield self._field("scale_min", "Scale from", "number", empty="null")
        yield self._field("scale_max", "Scale to", "number", empty="null")

    def _trigger(self) -> Iterator[Field]:
        yield self._field("trigger.value", "The value that triggers action", "number")
        yield self._field("trigger.who", "Who acts", "words")
        yield self._field("trigger.what", "What they do", "prose")
        yield self._field("trigger.by_when", "By when", "words")

    def _use(self) -> Iterator[Field]:
        yield self._field("use", "How it will and will not be used", "prose")
        yield self._field("unintended", "Unintended effects", "prose")
        yield self._field("expires", "Revision date", "day", empty="null")
        yield self._field("remarks", "Notes", "prose")


LEVELS = (
    ("absolute", "Tolerance in its own unit", Preset.TOLERANCE),
    ("bound", "End of the scale that cannot be passed", Preset.HMRC),
    ("goal", "Goal", Preset.GOAL_REDFLAG),
    ("red_flag", "Red flag", Preset.GOAL_REDFLAG),
    ("low_red", "Red below", Preset.RANGE),
    ("low_amber", "Amber below", Preset.RANGE),
    ("high_amber", "Amber above", Preset.RANGE),
    ("high_red", "Red above", Preset.RANGE),
)


def _entered(kind: str, value: Any) -> Any:
    """A value as it stands in its input."""
    if kind == "steps":
        return _steps(value or ())
    if kind == "targets":
        return [{"since": t["since"], "value": number(t["value"])} for t in value]
    if kind in ("number", "share"):
        return number(value)
    return value if kind in ("keys", "flag") else "" if value is None else value


def _steps(steps: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(f"{number(s['up_to'])} | {s['label']} | {s['status']}" for s in steps)


def number(value: float | None) -> str:
    """A number in full, without a decimal point where it has none."""
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() else repr(float(value))
