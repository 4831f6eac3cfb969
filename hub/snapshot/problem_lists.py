"""Problems as a page lists them: sought by words, place, state, owner and age, a page at a time."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, exists, func, or_, select
from sqlalchemy.orm import Session

from hub.domain.problem import OPEN, Severity, State
from hub.domain.staleness import stale
from hub.errors import Invalid
from hub.model import Cause, Countermeasure, Issue, IssueCause, IssueKpi, IssueStep, Kpi, Unit
from hub.snapshot.below import below
from hub.snapshot.briefs import OPEN_STATES, briefs
from hub.snapshot.calendars import Calendar, calendars
from hub.snapshot.issues import care_of
from hub.snapshot.kpis import kpi_views
from hub.snapshot.open_problems import worst_of
from hub.snapshot.sight import demand_staff, known
from hub.snapshot.views import IssueBrief, KpiView

ON_A_PAGE = 50
ALL = "all"  # states
NOBODY = "-"  # as the owner
AGES = ("7", "30", "90")  # days
SORTS = ("", "age", "severity")  # the first is by number, the newest first
STALE = ("", "yes")
LONGEST = 200  # characters of what is sought
_GRAVEST_FIRST = (Severity.HIGH, Severity.MEDIUM, Severity.LOW)


@dataclass(frozen=True)
class Sought:
    """What problems are looked for; what is empty does not matter. ``unit`` takes in all below it.
    ``state`` is one, or ``ALL``, or empty for those that are open; ``age`` is in days, at least."""

    text: str = ""
    unit: str = ""
    kpi: str = ""
    state: str = ""
    owner: str = ""
    age: str = ""
    stale: str = ""
    sort: str = ""

    def demand_sense(self) -> None:
        """Raises Invalid where a word is none of those that there are."""
        offered = {
            "state": ("", ALL, *State),
            "age": ("", *AGES),
            "stale": STALE,
            "sort": SORTS,
        }
        for name, words in offered.items():
            if (word := getattr(self, name)) not in words:
                raise Invalid(f"{name}: {word!r} is not one of {', '.join(filter(None, words))}")
        if len(self.text) > LONGEST:
            raise Invalid(f"text: at most {LONGEST} characters")


@dataclass(frozen=True)
class ListedProblem:
    """``days_open`` is None of one that is closed, which was at ``closed_at``."""

    brief: IssueBrief
    owner: str  # empty where it has none yet
    unit_title: str
    severity: str
    tier: int
    due: date | None
    overdue: bool
    days_open: int | None
    closed_at: datetime | None
    stale: tuple[str, ...]
    kpis: tuple[KpiView, ...]

    @property
    def worst(self) -> KpiView | None:
        """The KPI that it is worst about."""
        return worst_of(self.kpis)


@dataclass(frozen=True)
class ProblemPage:
    """One page, from 1 to ``pages``, of the ``of`` problems that were found."""

    problems: tuple[ListedProblem, ...]
    of: int
    page: int
    pages: int
    owners: tuple[str, ...]  # that there are to choose from


@dataclass(frozen=True)
class ProblemList:
    """Asks for a page of problems, or the last one where there are fewer. They are for staff, and
    only for those who may see all KPIs that a problem is about."""

    sought: Sought = Sought()
    page: int = 1

    def topics(self) -> frozenset[str]:
        return frozenset({f"issues:{self.sought.unit or '*'}"})

    def take(self, session: Session, as_of: datetime) -> ProblemPage:
        """Raises Invalid."""
        demand_staff(session)
        self.sought.demand_sense()
        days = calendars(session)
        chosen = select(Issue).where(known(session), *_conditions(self.sought, as_of))
        if self.sought.stale:  # which the days of each unit's own calendar decide
            found = [row for row in session.scalars(chosen) if _stale(row, days, as_of)]
            chosen = select(Issue).where(Issue.id.in_([row.id for row in found]))
        of = session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
        pages = max(1, -(-of // ON_A_PAGE))
        page = min(max(1, self.page), pages)
        part = chosen.order_by(*_order(self.sought)).offset((page - 1) * ON_A_PAGE)
        rows = session.scalars(part.limit(ON_A_PAGE)).all()
        return ProblemPage(_listed(session, rows, days, as_of), of, page, pages, owners(session))


def owners(session: Session) -> tuple[str, ...]:
    """Whoever owns a problem."""
    named = select(Issue.owner).where(known(session), Issue.owner.is_not(None)).distinct()
    return tuple(owner for owner in session.scalars(named.order_by(Issue.owner)) if owner)


def _conditions(sought: Sought, as_of: datetime) -> Iterator[ColumnElement[bool]]:
    if sought.state != ALL:
        yield Issue.state.in_([sought.state] if sought.state else OPEN_STATES)
    if sought.unit:
        yield Issue.unit_key.in_(below(sought.unit))
    if sought.owner:
        yield Issue.owner.is_(None) if sought.owner == NOBODY else Issue.owner == sought.owner
    if sought.age:
        yield Issue.raised_at <= as_of - timedelta(days=int(sought.age))
    if sought.kpi:
        of_kpi = select(IssueKpi.issue_id).join(Kpi, Kpi.id == IssueKpi.kpi_id)
        yield Issue.id.in_(of_kpi.where(Kpi.key == sought.kpi))
    yield from (_says(word) for word in sought.text.split())


def _says(word: str) -> ColumnElement[bool]:
    """The word is in what is said of a problem, of its causes or its countermeasures; or is its
    number."""
    causes = exists().where(
        IssueCause.issue_id == Issue.id,
        Cause.id == IssueCause.cause_id,
        Cause.text.icontains(word, autoescape=True),
    )
    measures = exists().where(
        Countermeasure.issue_id == Issue.id, Countermeasure.text.icontains(word, autoescape=True)
    )
    own = (field.icontains(word, autoescape=True) for field in (Issue.title, Issue.statement))
    numbered = [Issue.number == int(word)] if re.fullmatch(r"[0-9]{1,9}", word) else []
    return or_(*own, causes, measures, *numbered)


def _order(sought: Sought) -> tuple[ColumnElement[Any], ...]:
    if sought.sort == "severity":
        graver = {severity.value: place for place, severity in enumerate(_GRAVEST_FIRST)}
        grave = case(graver, value=Issue.severity, else_=len(graver))
        return grave.asc(), Issue.raised_at.asc(), Issue.number.asc()
    if sought.sort == "age":
        return Issue.raised_at.asc(), Issue.number.asc()
    return (Issue.number.desc(),)


def _stale(row: Issue, days: Mapping[str, Calendar], as_of: datetime) -> tuple[str, ...]:
    calendar = days[row.unit_key]
    care = care_of(row, ZoneInfo(calendar.time_zone))
    return tuple(words for _, words in stale(care, calendar.today(as_of)))


def _listed(
    session: Session, rows: Sequence[Issue], days: Mapping[str, Calendar], as_of: datetime
) -> tuple[ListedProblem, ...]:
    known_by = briefs(session, rows)
    keys = {key for brief in known_by for key in brief.kpis}
    kpis = kpi_views(session, Kpi.key.in_(keys), as_of) if keys else {}
    titles = _titles(session, {row.unit_key for row in rows})
    closed = _closed(session, [row.id for row in rows if row.state not in OPEN])
    return tuple(
        ListedProblem(
            brief=brief,
            owner=row.owner or "",
            unit_title=titles[row.unit_key],
            severity=row.severity,
            tier=row.tier,
            due=row.due,
            overdue=_overdue(row, days[row.unit_key].today(as_of)),
            days_open=max(0, (as_of - row.raised_at).days) if row.state in OPEN else None,
            closed_at=closed.get(row.id),
            stale=_stale(row, days, as_of),
            kpis=tuple(kpis[key] for key in brief.kpis if key in kpis),
        )
        for row, brief in zip(rows, known_by, strict=True)
    )


def _overdue(row: Issue, today: date) -> bool:
    return row.state in OPEN and row.due is not None and row.due < today


def _titles(session: Session, units: Iterable[str]) -> dict[str, str]:
    rows = session.execute(select(Unit.key, Unit.title).where(Unit.key.in_(sorted(units))))
    return {key: title for key, title in rows}  # noqa: C416 - rows, not pairs, to a type checker


def _closed(session: Session, ids: Sequence[str]) -> dict[str, datetime]:
    """When each of these was closed."""
    steps = select(IssueStep.issue_id, func.max(IssueStep.at)).where(
        IssueStep.issue_id.in_(ids), IssueStep.state == State.CLOSED
    )
    rows = session.execute(steps.group_by(IssueStep.issue_id)) if ids else ()
    return {id: at for id, at in rows}  # noqa: C416 - rows, not pairs, to a type checker
