"""What a countermeasure has brought: the later figures of the KPI that was to move."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.domain.cure import Result, judge
from hub.domain.periods import Frequency, parse
from hub.domain.problem import Stage
from hub.domain.status import Polarity
from hub.model import Countermeasure, Issue, Kpi, Measurement, StageReached
from hub.snapshot.calendars import calendars
from hub.snapshot.views import EffectView
from hub.store.process import TOWARDS

MOST = 120  # figures that are looked back on


def effect_of(session: Session, row: Countermeasure, as_of: datetime) -> EffectView | None:
    """What the figures say by ``as_of``; None where nobody has said which KPI is to move."""
    if row.effect_kpi_id is None:
        return None
    kpi = session.get_one(Kpi, row.effect_kpi_id)
    issue = session.get_one(Issue, row.issue_id)
    since = _in_place(session, row, ZoneInfo(calendars(session)[issue.unit_key].time_zone))
    told = partial(EffectView, kpi.key, kpi.title, since)
    if since is None:
        return told(Result.TOO_EARLY, "It is not being done yet.")
    if kpi.frequency == Frequency.LIVE:
        words = "Figures of a live KPI follow each other too closely to be judged."
        return told(Result.TOO_EARLY, words)
    rows = _figures(session, kpi, as_of)
    starts = [parse(row.period).starts for row in rows]
    begins = next((at for at, day in enumerate(starts) if day >= since), len(rows))
    found = judge(
        [row.value for row in rows],
        [row.ends.date() for row in rows],
        begins,
        TOWARDS[Polarity(kpi.polarity)],
        row.predicted,
    )
    anew = "" if found.shift is None else rows[found.shift].period
    known = {rebase["period"] for rebase in kpi.rebases}
    return told(
        found.result,
        found.words,
        reached=found.reached,
        rebase="" if anew in known else anew,
        later=found.later,
    )


def due_for_check(session: Session, as_of: datetime) -> Sequence[Countermeasure]:
    """Countermeasures whose day of checking has come, and of which nothing is known yet."""
    days = calendars(session)
    rows = session.execute(
        select(Countermeasure, Issue.unit_key)
        .join(Issue, Issue.id == Countermeasure.issue_id)
        .where(
            Countermeasure.check_on.is_not(None),
            Countermeasure.effect_kpi_id.is_not(None),
            Countermeasure.result.in_(("", Result.TOO_EARLY)),
            Countermeasure.decision == "",
            Issue.state != "closed",
        )
        .order_by(Countermeasure.check_on, Countermeasure.id)
    ).all()
    return [
        row.Countermeasure
        for row in rows
        if row.Countermeasure.check_on <= days[row.unit_key].today(as_of)
    ]


def _in_place(session: Session, row: Countermeasure, zone: ZoneInfo) -> date | None:
    """The day since which it is done, or else being done; None where it is only planned."""
    reached = {
        each.stage: each.at
        for each in session.scalars(
            select(StageReached).where(StageReached.countermeasure_id == row.id)
        )
    }
    moment = reached.get(Stage.CHECK) or reached.get(Stage.DO) or reached.get(Stage.ACT)
    return moment.astimezone(zone).date() if moment else None


def _figures(session: Session, kpi: Kpi, as_of: datetime) -> Sequence[Measurement]:
    """Current figures since the last time the limits were measured anew, oldest first."""
    rows = session.scalars(
        select(Measurement)
        .where(
            Measurement.kpi_id == kpi.id,
            Measurement.current.is_(True),
            Measurement.ends <= as_of,
        )
        .order_by(Measurement.ends.desc())
        .limit(MOST)
    ).all()
    figures = list(reversed(rows))
    anew = [parse(rebase["period"]).starts for rebase in kpi.rebases]
    return figures if not anew else [f for f in figures if parse(f.period).starts >= max(anew)]
