"""What people wrote on the KPIs of a unit lately: threads and challenges, by KPI."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from hub.model import Challenge, Kpi, Note
from hub.snapshot.below import below, unit_of
from hub.snapshot.house import PLAIN_HOUSE, House, house
from hub.snapshot.kpis import kpi_views
from hub.snapshot.notes import with_replies
from hub.snapshot.said import NoteView
from hub.snapshot.sight import demand_staff, visible
from hub.snapshot.views import KpiView

MOST = 300  # threads in one answer, and challenges; the newest


@dataclass(frozen=True)
class ChallengeView:
    """A question to a figure; ``answer`` is empty while it waits for one."""

    question: str
    by: str
    at: datetime
    period: str
    answer: str = ""
    answered_by: str = ""

    @property
    def open(self) -> bool:
        return not self.answered_by


@dataclass(frozen=True)
class NotedKpi:
    """A KPI with what was said of it: challenges and threads that are open first, newest first."""

    kpi: KpiView
    challenges: tuple[ChallengeView, ...] = ()
    threads: tuple[NoteView, ...] = ()

    @property
    def asked(self) -> int:
        """How many challenges wait for an answer."""
        return sum(challenge.open for challenge in self.challenges)

    @property
    def unsettled(self) -> int:
        return sum(not thread.resolved for thread in self.threads)

    @property
    def newest(self) -> datetime:
        said = [note.at for thread in self.threads for note in (thread, *thread.replies)]
        return max([*said, *(challenge.at for challenge in self.challenges)])


@dataclass(frozen=True)
class WeekView:
    unit_title: str
    days: int
    kpis: tuple[NotedKpi, ...]
    house: House = PLAIN_HOUSE


@dataclass(frozen=True)
class WeekNotes:
    """Asks what was written in the last ``days`` on KPIs of the unit and all below it, and for the
    challenges that are still open. It is for staff."""

    unit: str
    days: int = 7

    def topics(self) -> frozenset[str]:
        return frozenset({f"unit:{self.unit}"})

    def take(self, session: Session, as_of: datetime) -> WeekView:
        demand_staff(session)
        unit, since = unit_of(session, self.unit), as_of - timedelta(days=self.days)
        threads = _threads(session, self.unit, since)
        challenges = _challenges(session, self.unit, since)
        ids = threads.keys() | challenges.keys()
        views = kpi_views(session, Kpi.id.in_(ids), as_of) if ids else {}
        keys = session.execute(select(Kpi.key, Kpi.id).where(Kpi.id.in_(ids)))
        found = [
            NotedKpi(views[key], tuple(challenges.get(id, ())), tuple(threads.get(id, ())))
            for key, id in keys
            if key in views
        ]
        return WeekView(
            unit.title,
            self.days,
            tuple(sorted(found, key=_pressing)),
            house(session, self.unit, views),
        )


def _pressing(noted: NotedKpi) -> tuple[bool, bool, float, str]:
    """Open challenges, then open threads, then the newest."""
    newest = -noted.newest.timestamp()
    return not noted.asked, not noted.unsettled, newest, noted.kpi.key


def _threads(session: Session, unit: str, since: datetime) -> Mapping[int, Sequence[NoteView]]:
    """The threads in which something was written since then, by KPI."""
    first = func.coalesce(Note.parent_id, Note.id)
    lately = (
        select(first)
        .join(Kpi, Kpi.id == Note.kpi_id)
        .where(
            Kpi.unit_key.in_(below(unit)), Kpi.retired.is_(False), visible(session), Note.at > since
        )
    )
    rows = session.scalars(
        select(Note)
        .where(Note.id.in_(lately))
        .order_by(Note.resolved_at.is_not(None), Note.at.desc(), Note.id)
        .limit(MOST)
    ).all()
    found: dict[int, list[NoteView]] = defaultdict(list)
    for row, note in zip(rows, with_replies(session, rows), strict=True):
        found[row.kpi_id].append(note)
    return found


def _challenges(
    session: Session, unit: str, since: datetime
) -> Mapping[int, Sequence[ChallengeView]]:
    rows = session.scalars(
        select(Challenge)
        .join(Kpi, Kpi.id == Challenge.kpi_id)
        .where(
            Kpi.unit_key.in_(below(unit)),
            Kpi.retired.is_(False),
            visible(session),
            or_(Challenge.at > since, Challenge.answered_at.is_(None)),
        )
        .order_by(Challenge.answered_at.is_not(None), Challenge.at.desc(), Challenge.id)
        .limit(MOST)
    )
    found: dict[int, list[ChallengeView]] = defaultdict(list)
    for row in rows:
        found[row.kpi_id].append(
            ChallengeView(
                row.question, row.by, row.at, row.period, row.answer, row.answered_by or ""
            )
        )
    return found
