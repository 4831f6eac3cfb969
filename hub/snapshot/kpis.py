"""KPIs as scenes see them: the definition, the verdict, and what the clock adds to it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from hub.domain.figures import Format, Measure
from hub.domain.periods import Frequency, due_date, following, parse
from hub.domain.status import Polarity, Status
from hub.domain.submission import days_late, late_words
from hub.model import Kpi, KpiLens, KpiObjective, Objective, Unit, Verdict
from hub.snapshot.briefs import by_kpi
from hub.snapshot.calendars import Calendar, calendars
from hub.snapshot.challenges import doubted, open_questions
from hub.snapshot.discretion import discretion
from hub.snapshot.events import events_of_kpi
from hub.snapshot.notes import reviews_of, threads_of
from hub.snapshot.relations import relations
from hub.snapshot.sheets import by_hand, sheet, toothless
from hub.snapshot.sight import discreet, visible
from hub.snapshot.spans import spans
from hub.snapshot.views import KpiView, NoteView, Point, Process, Rebase
from hub.store.process import process, shown
from hub.store.verdicts import thresholds

PATIENCE = 3  # a live KPI is late after this many of its intervals without a figure


def kpi_views(
    session: Session, chosen: ColumnElement[bool], as_of: datetime, in_full: bool = False
) -> dict[str, KpiView]:
    """The KPIs that ``chosen`` picks, by key, in the order of their files."""
    rows = session.execute(
        select(Kpi, Verdict, Unit)
        .join(Unit, Unit.key == Kpi.unit_key)
        .outerjoin(Verdict, Verdict.kpi_id == Kpi.id)
        .where(chosen, Kpi.retired.is_(False), visible(session))
        .order_by(Unit.position, Kpi.position, Kpi.id)
    ).all()
    ids = [row.Kpi.id for row in rows]
    lenses, objectives = _lenses(session, ids), _objectives(session, ids)
    issues = by_kpi(session, ids) if ids else {}
    known = calendars(session) if ids else {}
    doubts = open_questions(session, ids)
    closed = discretion(session, (row.Kpi for row in rows))
    related = relations(
        session,
        [(row.Kpi, row.Verdict) for row in rows],
        closed,
        lambda unit: known[unit].today(as_of),
    )
    views = {
        row.Kpi.key: _view(
            row.Kpi,
            row.Verdict,
            row.Unit,
            known[row.Unit.key],
            as_of,
            lenses=tuple(lenses[row.Kpi.id]),
            objective=objectives.get(row.Kpi.id),
            issues=issues.get(row.Kpi.id, ()),
            **related.of(row.Kpi, row.Verdict),
            **doubted(doubts, row.Verdict),
            notes=threads_of(session, row.Kpi.id) if in_full else (),
            reviews=reviews_of(session, row.Kpi) if in_full else (),
            events=events_of_kpi(session, row.Kpi.id) if in_full else (),
            process=_process(row.Kpi, row.Verdict) if in_full and row.Verdict else None,
            sheet=sheet(session, row.Kpi) if in_full else None,
            serves=_served(session, objectives.get(row.Kpi.id)) if in_full else "",
            **(spans(session, row.Kpi, row.Verdict, closed) if in_full else {}),
        )
        for row in rows
    }
    return {key: discreet(session, closed.veiled(view)) for key, view in views.items()}


def _lenses(session: Session, ids: Sequence[int]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for kpi, lens in session.execute(
        select(KpiLens.kpi_id, KpiLens.lens_key)
        .where(KpiLens.kpi_id.in_(ids))
        .order_by(KpiLens.position)
    ):
        found[kpi].append(lens)
    return found


def _objectives(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """The objective that each KPI stands under."""
    rows = session.execute(
        select(KpiObjective.kpi_id, KpiObjective.objective_key).where(
            KpiObjective.kpi_id.in_(ids), KpiObjective.position == 0
        )
    )
    return {kpi: objective for kpi, objective in rows}  # noqa: C416 - rows, not pairs


def _view(
    kpi: Kpi, verdict: Verdict | None, unit: Unit, calendar: Calendar, as_of: datetime, **more: Any
) -> KpiView:
    frequency = Frequency(kpi.frequency)
    return KpiView(
        key=kpi.key,
        title=kpi.title,
        short=kpi.short or "",
        unit=unit.key,
        unit_title=unit.title,
        owner=kpi.owner,
        format=Format(Measure(kpi.measure), kpi.decimals, kpi.signed),
        polarity=Polarity(kpi.polarity),
        frequency=frequency,
        question=kpi.purpose,
        delivered_by=kpi.delivered_by or "",
        coverage=kpi.coverage or "",
        illustrative=kpi.illustrative,
        toothless=toothless(kpi),
        weight=kpi.weight,
        target_range=thresholds(kpi).target_range,
        **(_standing(kpi, verdict, calendar, as_of) if verdict else {"status": Status.NO_DATA}),
        **_lateness(kpi, verdict, calendar, as_of),
        **more,
    )


def _standing(kpi: Kpi, verdict: Verdict, calendar: Calendar, as_of: datetime) -> dict[str, Any]:
    latest, frequency = verdict.latest_note, Frequency(kpi.frequency)
    return {
        "status": Status(verdict.status),
        "value": verdict.value,
        "previous": verdict.previous,
        "numerator": verdict.numerator,
        "denominator": verdict.denominator,
        "period": verdict.period,
        "period_title": _title(verdict, frequency),
        "target": verdict.target,
        "restated": verdict.restated,
        "variation": verdict.variation or "",
        "assurance": verdict.assurance or "",
        "source": verdict.source or kpi.source,
        "points": _points(shown(kpi, verdict.points), kpi, calendar),
        "note_count": verdict.note_count,
        "latest_note": _note(latest) if latest else None,
        **by_hand(verdict.override, Status(verdict.status), calendar.today(as_of)),
    }


def _title(verdict: Verdict, frequency: Frequency) -> str:
    if verdict.period is None:
        return ""
    return "live" if frequency is Frequency.LIVE else parse(verdict.period).title


def _points(kept: Sequence[Sequence[Any]], kpi: Kpi, calendar: Calendar) -> tuple[Point, ...]:
    """The kept figures, each told whether it comes right after the one before."""
    zone = ZoneInfo(calendar.time_zone)
    before = (None, *kept[:-1])
    return tuple(_point(p, prior, kpi, zone) for p, prior in zip(kept, before, strict=False))


def _point(kept: Sequence[Any], prior: Sequence[Any] | None, kpi: Kpi, zone: ZoneInfo) -> Point:
    period, ends, value, target, restated = kept[:5]
    moment = datetime.fromisoformat(ends)
    if kpi.frequency == Frequency.LIVE:
        local = moment.astimezone(zone)
        label, year = f"{local:%H:%M:%S}", f"{local.day} {local:%b}"
        patience = timedelta(seconds=_patience(kpi))
        follows = prior is None or moment - datetime.fromisoformat(prior[1]) <= patience
    else:
        label, year = _named(period)
        follows = prior is None or period == _next(prior[0])
    return Point(period, label, moment, value, target, restated, year, follows)


@lru_cache(maxsize=8192)
def _named(period: str) -> tuple[str, str]:
    """Label and year; kept, since the same few periods stand in every KPI that is shown."""
    known = parse(period)
    return known.label, known.year


@lru_cache(maxsize=8192)
def _next(period: str) -> str:
    """Kept for the same reason."""
    return following(parse(period)).text


def _served(session: Session, objective: str | None) -> str:
    """The title of the objective that a KPI is for."""
    return session.get_one(Objective, objective).title if objective else ""


def _process(kpi: Kpi, verdict: Verdict) -> Process | None:
    found = process(kpi, verdict.points)
    if found is None:
        return None
    return Process(
        mean=tuple(found["mean"]),
        lower=tuple(found["lpl"]),
        upper=tuple(found["upl"]),
        kinds=tuple(found["point_type"]),
        causes=tuple(found["special_cause_type"]),
        group=tuple(found["group"]),
        provisional=tuple(found["provisional"]),
        rebases=tuple(Rebase(**rebase) for rebase in kpi.rebases),
    )


def _note(kept: Mapping[str, Any]) -> NoteView:
    at = datetime.fromisoformat(kept["at"])
    return NoteView(kept["id"], kept["author"], at, kept["text"], kept["period"])


def _lateness(
    kpi: Kpi, verdict: Verdict | None, calendar: Calendar, as_of: datetime
) -> dict[str, Any]:
    """What the clock says: when the next figure is due, and how late it is."""
    if verdict is None or verdict.ends is None or verdict.period is None:
        return {}
    if kpi.frequency == Frequency.LIVE:
        return _silence(as_of - verdict.ends, _patience(kpi))
    after = following(parse(verdict.period))
    due = due_date(after.text, calendar.working_day, calendar.division)
    days = days_late(due, calendar.today(as_of), calendar.division)
    return {"due": due, "late_days": days, "late_words": late_words(days)} if days else {"due": due}


def _patience(kpi: Kpi) -> int:
    """The seconds that a live KPI may be silent."""
    return PATIENCE * (kpi.every_seconds or 60)


def _silence(silent: timedelta, allowed: int) -> dict[str, Any]:
    if silent <= timedelta(seconds=allowed):
        return {}
    seconds = int(silent.total_seconds())
    words = (
        _count(silent.days, "day")
        if silent.days
        else _count(seconds // 3600, "hour")
        if seconds >= 3600
        else _count(seconds // 60, "minute")
        if seconds >= 60
        else "a minute"
    )
    return {"late_days": max(1, silent.days), "late_words": f"silent for {words}"}


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
