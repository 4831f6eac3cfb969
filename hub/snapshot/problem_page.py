"""One problem with all that its page offers: its steps, and what can be chosen in their forms."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.domain.figures import Format, Measure
from hub.domain.problem import OPEN, Standing
from hub.errors import NotFound
from hub.model import Issue, Kpi
from hub.snapshot import desk
from hub.snapshot.briefs import OPEN_STATES, briefs
from hub.snapshot.calendars import calendars
from hub.snapshot.issues import issue_view, standing
from hub.snapshot.sight import demand_staff, known, visible
from hub.snapshot.views import IssueBrief, IssueView

MOST = 500  # problems that one can go into; the newest


@dataclass(frozen=True)
class Figure:
    """A KPI that a countermeasure can be to move."""

    key: str
    title: str
    format: Format


@dataclass(frozen=True)
class ProblemView:
    """``days_open`` is None of one that is closed; ``into`` are the problems it can go into."""

    issue: IssueView
    standing: Standing
    today: date
    time_zone: str
    days_open: int | None
    figures: tuple[Figure, ...]
    owners: tuple[str, ...]
    into: tuple[IssueBrief, ...]

    @property
    def overdue(self) -> bool:
        due = self.issue.due
        return self.days_open is not None and due is not None and due < self.today


@dataclass(frozen=True)
class OneProblem:
    """Asks for a problem by its id. It is for staff who may see all KPIs that it is about."""

    id: str

    def topics(self) -> frozenset[str]:
        return frozenset({f"issue:{self.id}"})

    def take(self, session: Session, as_of: datetime) -> ProblemView:
        """Raises NotFound."""
        demand_staff(session)
        view = issue_view(session, self.id, as_of)
        row = session.get_one(Issue, self.id)
        calendar = calendars(session)[row.unit_key]
        return ProblemView(
            issue=view,
            standing=standing(session, row),
            today=calendar.today(as_of),
            time_zone=calendar.time_zone,
            days_open=max(0, (as_of - row.raised_at).days) if row.state in OPEN else None,
            figures=_figures(session, view),
            owners=_owners(session, view),
            into=_into(session, self.id),
        )


def numbered(session: Session, number: int) -> str:
    """The id of the problem with that number, which is what people say. Raises NotFound."""
    id = session.scalar(select(Issue.id).where(Issue.number == number, known(session)))
    if id is None:
        raise NotFound(f"There is no problem {number}.")
    return id


def _figures(session: Session, view: IssueView) -> tuple[Figure, ...]:
    """The problem's own KPIs first, then those of its unit and the ones that were chosen."""
    own = view.brief.kpis
    chosen = {measure.effect_kpi for measure in view.countermeasures}
    rows = session.scalars(
        select(Kpi)
        .where((Kpi.unit_key == view.brief.unit) | Kpi.key.in_({*own, *chosen}))
        .where(Kpi.retired.is_(False), visible(session))
        .order_by(Kpi.key.in_(own).desc(), Kpi.position, Kpi.id)
    )
    return tuple(
        Figure(kpi.key, kpi.title, Format(Measure(kpi.measure), kpi.decimals, kpi.signed))
        for kpi in rows
    )


def _owners(session: Session, view: IssueView) -> tuple[str, ...]:
    """Whoever can be chosen, and whoever was."""
    named = {view.owner, *(measure.owner for measure in view.countermeasures)}
    return tuple(sorted({*desk.owners(session), *named} - {""}))


def _into(session: Session, id: str) -> tuple[IssueBrief, ...]:
    others = select(Issue).where(known(session), Issue.id != id, Issue.state.in_(OPEN_STATES))
    return briefs(session, session.scalars(others.order_by(Issue.number.desc()).limit(MOST)).all())
