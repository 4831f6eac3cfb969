"""How KPIs stood at an earlier moment, as the hub showed it then.

Worked out from what was recorded by then: revisions of figures, the definition that was in force,
statuses set by hand. It reads only what was touched since: a KPI that nobody touched stands as it
did, but for what the clock adds.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from hub.domain.figures import Measure
from hub.domain.periods import Frequency, due_date, following, parse
from hub.domain.status import Polarity, Status, judge
from hub.domain.submission import days_late
from hub.domain.totals import Part, Totalling, total
from hub.model import Kpi, Measurement, Override, Redefinition, Verdict
from hub.snapshot.calendars import Calendar
from hub.store.verdicts import judged_by, target_on

LEVELS = 32
SOME = 400  # KPIs in one query
Cell = tuple[int, str]  # a KPI by id, and a period


@dataclass(frozen=True)
class Figure:
    """The figure that stood for a period."""

    period: str
    ends: datetime
    value: float
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True)
class Standing:
    """How a KPI stood; ``by_hand`` where somebody had set its status."""

    status: Status
    value: float | None = None
    target: float | None = None
    period: str | None = None
    late: bool = False
    by_hand: bool = False

    @property
    def state(self) -> str:
        """The badge that it had."""
        return "late" if self.late else self.status.value


def stood(
    session: Session,
    kpis: Sequence[tuple[Kpi, Verdict | None]],
    calendars: Mapping[str, Calendar],
    then: datetime,
) -> dict[str, Standing]:
    """How each KPI stood ``then``, by its key."""
    past = _Past(session, [kpi for kpi, _ in kpis], then)
    figures = past.figures({kpi.id: (kpi, verdict) for kpi, verdict in kpis})
    return {
        kpi.key: past.standing(kpi, figures.get(kpi.id), calendars[kpi.unit_key]) for kpi, _ in kpis
    }


class _Past:
    def __init__(self, session: Session, kpis: Sequence[Kpi], then: datetime) -> None:
        self._session, self._then = session, then
        self._definitions = former_definitions(session, [kpi.id for kpi in kpis], then)
        self._overrides = _overrides(session, [kpi.id for kpi in kpis], then)

    def standing(self, kpi: Kpi, figure: Figure | None, calendar: Calendar) -> Standing:
        today = calendar.today(self._then)
        fields = _in_force(kpi, self._definitions.get(kpi.id, {}))
        target = target_on(fields["targets"], figure.ends.date()) if figure else None
        status = judge(
            figure.value if figure else None,
            target,
            Polarity(fields["polarity"]),
            judged_by(fields["thresholds"]),
            fields["decimals"],
        )
        by_hand = self._override(kpi, today)
        return Standing(
            status=by_hand or status,
            value=figure.value if figure else None,
            target=target,
            period=figure.period if figure else None,
            late=_late(kpi, figure, calendar, today),
            by_hand=by_hand is not None,
        )

    def _override(self, kpi: Kpi, today: date) -> Status | None:
        row = self._overrides.get(kpi.id)
        if row is None or (row.until is not None and row.until < today):
            return None
        return Status(row.status)

    # -- figures ---------------------------------------------------------------------------------

    def figures(self, kpis: Mapping[int, tuple[Kpi, Verdict | None]]) -> dict[int, Figure]:
        """The newest figure of each KPI as it was then; none where there was no figure yet."""
        found: dict[int, Figure] = {}
        own: list[Kpi] = []
        made: list[Kpi] = []
        for id, (kpi, verdict) in kpis.items():
            if verdict is None or verdict.period is None or verdict.recorded_at is None:
                continue
            if verdict.recorded_at <= self._then:
                found[id] = _shown(verdict)
            else:
                (made if kpi.totalling is not None else own).append(kpi)
        return found | self._newest(own) | self._totals(made)

    def _newest(self, kpis: Sequence[Kpi]) -> dict[int, Figure]:
        """Of KPIs with figures of their own that have had a newer one since."""
        periods: dict[int, str] = {}
        for live in (False, True):
            ids = [kpi.id for kpi in kpis if (kpi.frequency == Frequency.LIVE) == live]
            for some in (ids[i : i + SOME] for i in range(0, len(ids), SOME)):
                periods |= self._last_periods(some, live)
        cells = self.at(periods.items())
        return {id: cells[id, period] for id, period in periods.items() if (id, period) in cells}

    def _last_periods(self, ids: Sequence[int], live: bool) -> dict[int, str]:
        """The last period that each had a figure of; walks back from the newest, past what came
        since, which of live figures is known by their own time."""
        first, row = aliased(Measurement), aliased(Measurement)
        known = exists().where(
            first.kpi_id == row.kpi_id,
            first.period == row.period,
            first.revision == 1,
            first.recorded_at <= self._then,
        )
        chosen = select(row.period).where(row.kpi_id == Kpi.id, row.current, known)
        if live:
            chosen = chosen.where(row.ends <= self._then)
        last = chosen.order_by(row.ends.desc()).limit(1).correlate(Kpi).scalar_subquery()
        rows = self._session.execute(select(Kpi.id, last).where(Kpi.id.in_(ids)))
        return {id: period for id, period in rows if period is not None}

    def at(self, cells: Collection[Cell]) -> dict[Cell, Figure]:
        """The figure of each KPI and period, as it stood then."""
        revisions: dict[Cell, list[Measurement]] = defaultdict(list)
        every = list(cells)
        for some in (every[i : i + SOME] for i in range(0, len(every), SOME)):
            for row in self._session.scalars(
                select(Measurement)
                .where(
                    tuple_(Measurement.kpi_id, Measurement.period).in_(some),
                    Measurement.recorded_at <= self._then,
                )
                .order_by(Measurement.revision)
            ):
                revisions[row.kpi_id, row.period].append(row)
        return {cell: _figure(_holding(rows)) for cell, rows in revisions.items()}

    # -- totals: their own rows are rewritten, so they are made anew from what stood below ---------

    def _totals(self, kpis: Sequence[Kpi]) -> dict[int, Figure]:
        if not kpis:
            return {}
        tree = _Tree(self._session, kpis)
        newest = self._newest([kpi for kpi in tree.leaves if kpi.frequency != Frequency.LIVE])
        ends = {figure.period: figure.ends for figure in newest.values()}
        found: dict[int, Figure] = {}
        for kpi in kpis:
            below = {leaf.id for leaf in tree.leaves_of(kpi)}
            periods = {f.period for id, f in newest.items() if id in below}
            for period in sorted(periods, key=lambda p: ends[p], reverse=True)[:1]:
                cells = self.at([(id, period) for id in below])
                made = tree.total(kpi, period, cells)
                if made is not None:
                    found[kpi.id] = made
        return found


class _Tree:
    """Totals with all that makes them up."""

    def __init__(self, session: Session, totals: Sequence[Kpi]) -> None:
        self._below: dict[str, list[Kpi]] = defaultdict(list)
        level = list(totals)
        seen = {kpi.id for kpi in level}
        for _ in range(LEVELS):
            keys = [kpi.key for kpi in level if kpi.totalling is not None]
            if not keys:
                break
            rows = session.scalars(
                select(Kpi)
                .where(Kpi.mandated_by.in_(keys), Kpi.retired.is_(False))
                .order_by(Kpi.position, Kpi.id)
            )
            level = []
            for kpi in rows:
                self._below[kpi.mandated_by or ""].append(kpi)
                if kpi.id not in seen:
                    level.append(kpi)
                    seen.add(kpi.id)
        self.leaves = [k for some in self._below.values() for k in some if k.totalling is None]

    def leaves_of(self, kpi: Kpi) -> list[Kpi]:
        found: list[Kpi] = []
        for part in self._below[kpi.key]:
            found += [part] if part.totalling is None else self.leaves_of(part)
        return found

    def total(self, kpi: Kpi, period: str, cells: Mapping[Cell, Figure]) -> Figure | None:
        parts = self._below[kpi.key]
        figures = [
            cells.get((part.id, period))
            if part.totalling is None
            else self.total(part, period, cells)
            for part in parts
        ]
        known = [figure for figure in figures if figure is not None]
        if not known:
            return None
        made = total(
            [_part(part, figure) for part, figure in zip(parts, figures, strict=True)],
            Totalling(kpi.totalling or ""),
            Measure(kpi.measure),
            kpi.key,
        )
        if made.value is None:
            return None
        return Figure(period, known[0].ends, made.value, made.numerator, made.denominator)


def _part(kpi: Kpi, figure: Figure | None) -> Part:
    if figure is None:
        return Part(kpi.key, weight=kpi.weight)
    return Part(
        kpi.key,
        figure.value,
        figure.numerator,
        figure.denominator,
        kpi.weight,
        figure.ends.date(),
    )


def _shown(verdict: Verdict) -> Figure:
    assert verdict.period is not None and verdict.ends is not None and verdict.value is not None
    return Figure(verdict.period, verdict.ends, verdict.value)


def _figure(row: Measurement) -> Figure:
    return Figure(row.period, row.ends, row.value, row.numerator, row.denominator)


def _holding(rows: Sequence[Measurement]) -> Measurement:
    """The revision that stood: the one published last, else the one that came last."""
    held = rows[0]
    for row in rows[1:]:
        if row.published is None or held.published is None or row.published >= held.published:
            held = row
    return held


def _late(kpi: Kpi, figure: Figure | None, calendar: Calendar, today: date) -> bool:
    """Whether the next figure was overdue; a live KPI's silence is not told of the past."""
    if figure is None or kpi.frequency == Frequency.LIVE:
        return False
    after = following(parse(figure.period)).text
    due = due_date(after, calendar.working_day, calendar.division)
    return bool(days_late(due, today, calendar.division))


def former_definitions(
    session: Session, ids: Sequence[int], then: datetime
) -> dict[int, Mapping[str, Any]]:
    """What KPIs were judged by then, where that has been changed since: by id."""
    found: dict[int, Mapping[str, Any]] = {}
    for some in (ids[i : i + SOME] for i in range(0, len(ids), SOME)):
        rows = session.scalars(
            select(Redefinition)
            .where(Redefinition.kpi_id.in_(some), Redefinition.at > then)
            .order_by(Redefinition.at.desc(), Redefinition.id.desc())
        )
        found |= {row.kpi_id: row.before for row in rows}  # the earliest change has the last word
    return found


def _in_force(kpi: Kpi, former: Mapping[str, Any]) -> Mapping[str, Any]:
    names = ("targets", "thresholds", "polarity", "decimals")
    return {name: getattr(kpi, name) for name in names} | dict(former)


def _overrides(session: Session, ids: Sequence[int], then: datetime) -> dict[int, Override]:
    found: dict[int, Override] = {}
    for some in (ids[i : i + SOME] for i in range(0, len(ids), SOME)):
        rows = session.scalars(
            select(Override)
            .where(
                Override.kpi_id.in_(some),
                Override.at <= then,
                or_(Override.lifted_at.is_(None), Override.lifted_at > then),
            )
            .order_by(Override.at, Override.id)
        )
        found |= {row.kpi_id: row for row in rows}
    return found
