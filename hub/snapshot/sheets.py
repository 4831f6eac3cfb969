"""Definition sheets as scenes and pages see them, and the status that somebody set by hand."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.domain.definition import DatedTarget, Definition, Trigger
from hub.domain.explanation import Explanation, explain
from hub.domain.figures import Format, Measure
from hub.domain.formulas import rule_of
from hub.domain.periods import Frequency
from hub.domain.status import Polarity, Status
from hub.domain.totals import Totalling
from hub.model import Kpi, KpiLens, KpiObjective, Lens, Objective
from hub.snapshot.views import KpiView, OverrideView, Snapshot
from hub.store.verdicts import thresholds


def sheet(session: Session, kpi: Kpi) -> Definition:
    """The definition sheet of ``kpi``, with what it relates to by title. A formula that is named
    says what the sheet leaves unsaid."""
    rule = rule_of(kpi.named_formula)
    return Definition(
        key=kpi.key,
        title=kpi.title,
        format=Format(Measure(kpi.measure), kpi.decimals, kpi.signed),
        polarity=Polarity(kpi.polarity),
        frequency=Frequency(kpi.frequency),
        owner=kpi.owner,
        version=kpi.version,
        short=kpi.short or "",
        purpose=kpi.purpose,
        objectives=_objectives(session, kpi),
        formula=kpi.formula or (rule.words if rule else ""),
        numerator=kpi.numerator or (rule.numerator if rule else ""),
        denominator=kpi.denominator or (rule.denominator if rule else ""),
        rate=bool(rule or kpi.numerator or kpi.denominator) or kpi.over_periods == Totalling.RATIO,
        rule=rule,
        review=Frequency(kpi.review) if kpi.review else None,
        source=kpi.source,
        collection=kpi.collection,
        measured_by=kpi.measured_by or "",
        delivered_by=kpi.delivered_by or "",
        data_provider=kpi.data_provider or "",
        trigger=trigger(kpi),
        baseline=kpi.baseline,
        scale_min=kpi.scale_min,
        scale_max=kpi.scale_max,
        targets=tuple(
            sorted(
                (DatedTarget(date.fromisoformat(t["since"]), t["value"]) for t in kpi.targets),
                key=lambda target: target.since,
            )
        ),
        thresholds=thresholds(kpi),
        lenses=_lenses(session, kpi),
        audience=kpi.audience,
        required_by=kpi.required_by,
        use=kpi.use,
        unintended=kpi.unintended,
        expires=kpi.expires,
        coverage=kpi.coverage or "",
        remarks=kpi.remarks,
        mandated_by=kpi.mandated_by,
        illustrative=kpi.illustrative,
    )


def trigger(kpi: Kpi) -> Trigger | None:
    return Trigger(**kpi.trigger) if kpi.trigger is not None else None


def toothless(kpi: Kpi) -> bool:
    """Whether ``kpi`` has no complete trigger."""
    found = trigger(kpi)
    return found is None or bool(found.missing)


def _objectives(session: Session, kpi: Kpi) -> tuple[str, ...]:
    return tuple(
        session.scalars(
            select(Objective.title)
            .join(KpiObjective, KpiObjective.objective_key == Objective.key)
            .where(KpiObjective.kpi_id == kpi.id)
            .order_by(KpiObjective.position)
        )
    )


def _lenses(session: Session, kpi: Kpi) -> tuple[str, ...]:
    return tuple(
        session.scalars(
            select(Lens.title)
            .join(KpiLens, KpiLens.lens_key == Lens.key)
            .where(KpiLens.kpi_id == kpi.id)
            .order_by(KpiLens.position)
        )
    )


def by_hand(kept: Mapping[str, Any] | None, underlying: Status, today: date) -> dict[str, Any]:
    """The fields of a ``KpiView`` that an override in force changes.

    A suppressed status stays hidden: what people set must not speak of what may not be shown.
    """
    if kept is None or underlying is Status.SUPPRESSED:
        return {}
    until = date.fromisoformat(kept["until"]) if kept["until"] else None
    if until is not None and until < today:
        return {}
    at = datetime.fromisoformat(kept["at"])
    status = Status(kept["status"])
    view = OverrideView(status, underlying, kept["reason"], kept["by"], at, until)
    return {"status": status, "override": view}


def explained(kpi: KpiView, snapshot: Snapshot) -> Explanation:
    """How the status of ``kpi`` comes about, by the target that its latest figure is judged by.

    Raises ValueError for a KPI that was not asked for by key: it has no sheet.
    """
    if kpi.sheet is None:
        raise ValueError(f"{kpi.key} was not taken in full")
    legend = snapshot.legend.of(kpi)
    words = {
        Status.GREEN: _inside(legend.green),
        Status.AMBER: _inside(legend.amber),
        Status.RED: _inside(legend.red),
    }
    local = snapshot.as_of.astimezone(ZoneInfo(snapshot.time_zone)).date()
    return explain(kpi.sheet, kpi.points[-1].ends.date() if kpi.points else local, words)


def _inside(word: str) -> str:
    """A word of the legend as it stands inside a sentence; an abbreviation stays as it is."""
    return word if word[1:2].isupper() else word[:1].lower() + word[1:]
