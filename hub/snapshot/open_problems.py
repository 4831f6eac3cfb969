"""The open problems of a unit and all below it, those first that have waited longest and worst."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from hub.domain.problem import Stage
from hub.domain.status import Status
from hub.model import Countermeasure, Issue, Kpi, Unit
from hub.snapshot.below import below, unit_of
from hub.snapshot.briefs import OPEN_STATES, briefs
from hub.snapshot.calendars import calendars
from hub.snapshot.house import PLAIN_HOUSE, House, house
from hub.snapshot.kpis import kpi_views
from hub.snapshot.sight import demand_staff, known
from hub.snapshot.views import CountermeasureView, IssueBrief, KpiView

MOST = 200  # problems in one answer; the oldest


@dataclass(frozen=True)
class OpenProblem:
    """``countermeasures`` that are overdue come first, those that are done last."""

    brief: IssueBrief
    owner: str  # empty where it has none yet
    unit_title: str
    days_open: int
    kpis: tuple[KpiView, ...]
    countermeasures: tuple[CountermeasureView, ...]

    @property
    def overdue_days(self) -> int:
        """Of the countermeasure that waits longest."""
        return max((c.overdue_days for c in self.countermeasures), default=0)

    @property
    def worst(self) -> KpiView | None:
        """The KPI that it is worst about."""
        return worst_of(self.kpis)


@dataclass(frozen=True)
class ProblemsView:
    """``of`` counts all that are open, also where there are too many to list."""

    unit_title: str
    problems: tuple[OpenProblem, ...]
    of: int
    house: House = PLAIN_HOUSE

    @property
    def unowned(self) -> int:
        return sum(not problem.owner for problem in self.problems)

    @property
    def overdue(self) -> int:
        """How many countermeasures are."""
        return sum(c.overdue_days > 0 for p in self.problems for c in p.countermeasures)


@dataclass(frozen=True)
class OpenProblems:
    """Asks for the open problems of a unit. They are for staff, and only for those who may see all
    KPIs that a problem is about."""

    unit: str

    def topics(self) -> frozenset[str]:
        return frozenset({f"issues:{self.unit}", f"unit:{self.unit}"})

    def take(self, session: Session, as_of: datetime) -> ProblemsView:
        demand_staff(session)
        unit = unit_of(session, self.unit)
        conditions = of_unit(session, self.unit)
        conditions = (*conditions, Issue.state.in_(OPEN_STATES))
        count = session.scalar(select(func.count()).select_from(Issue).where(*conditions)) or 0
        chosen = select(Issue).where(*conditions).order_by(Issue.raised_at, Issue.number)
        rows = session.scalars(chosen.limit(MOST)).all()
        problems = _problems(session, rows, as_of)
        shown = {kpi.key for problem in problems for kpi in problem.kpis}
        return ProblemsView(unit.title, problems, count, house(session, self.unit, shown))


def of_unit(session: Session, unit: str) -> tuple[ColumnElement[bool], ...]:
    """The problems of the unit and below that the viewers may know of."""
    return Issue.unit_key.in_(below(unit)), known(session)


def _problems(session: Session, rows: Sequence[Issue], as_of: datetime) -> tuple[OpenProblem, ...]:
    listed = briefs(session, rows)
    keys = {key for brief in listed for key in brief.kpis}
    kpis = kpi_views(session, Kpi.key.in_(keys), as_of) if keys else {}
    days = calendars(session) if rows else {}
    today = {row.id: days[row.unit_key].today(as_of) for row in rows}
    measures = _measures(session, today)
    units = {row.unit_key for row in rows}
    titles = session.execute(select(Unit.key, Unit.title).where(Unit.key.in_(units)))
    named = {key: title for key, title in titles}  # noqa: C416 - rows, not pairs
    found = [
        OpenProblem(
            brief=brief,
            owner=row.owner or "",
            unit_title=named[row.unit_key],
            days_open=max(0, (as_of - row.raised_at).days),
            kpis=tuple(kpis[key] for key in brief.kpis if key in kpis),
            countermeasures=measures.get(row.id, ()),
        )
        for row, brief in zip(rows, listed, strict=True)
    ]
    return tuple(sorted(found, key=_urgency))


def _urgency(problem: OpenProblem) -> tuple[int, int, int, int]:
    """The worst KPI first, then the longest overdue, then the oldest."""
    worst = problem.worst
    badness = _badness(worst) if worst is not None else len(WORST_FIRST)
    return badness, -problem.overdue_days, -problem.days_open, problem.brief.number


WORST_FIRST = (Status.RED, Status.NO_DATA, Status.AMBER, Status.GREEN)


def worst_of(kpis: Iterable[KpiView]) -> KpiView | None:
    """The KPI that a problem is worst about."""
    return min(kpis, key=_badness, default=None)


def _badness(kpi: KpiView) -> int:
    """A figure that is late is no better than none."""
    status = Status.NO_DATA if kpi.late and kpi.status is not Status.RED else kpi.status
    return WORST_FIRST.index(status) if status in WORST_FIRST else len(WORST_FIRST)


def _measures(
    session: Session, today: Mapping[str, date]
) -> dict[str, tuple[CountermeasureView, ...]]:
    found: dict[str, list[CountermeasureView]] = defaultdict(list)
    ids = list(today)
    chosen = select(Countermeasure).where(Countermeasure.issue_id.in_(ids))
    for row in session.scalars(chosen) if ids else ():
        late = (today[row.issue_id] - row.due).days if row.stage != Stage.ACT else 0
        found[row.issue_id].append(
            CountermeasureView(
                id=row.id,
                text=row.text,
                cause=row.cause_id,
                cause_text="",
                owner=row.owner,
                due=row.due,
                stage=row.stage,
                version=row.version,
                overdue_days=max(0, late),
            )
        )
    return {id: tuple(sorted(measures, key=_pressing)) for id, measures in found.items()}


def _pressing(measure: CountermeasureView) -> tuple[bool, int, date, str]:
    return measure.stage == Stage.ACT, -measure.overdue_days, measure.due, measure.id
