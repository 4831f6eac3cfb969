"""Taking a snapshot: what a scene needs, all from one moment of the database."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from hub.errors import NotFound
from hub.model import Kpi, KpiLens, Lens, Scorecard, Verdict
from hub.snapshot.issues import issue_view, open_issues
from hub.snapshot.kpis import kpi_views
from hub.snapshot.questions import questions_view
from hub.snapshot.sight import demand_staff
from hub.snapshot.strategy import map_view, scorecard_view
from hub.snapshot.submissions import returns_view
from hub.snapshot.views import KpiView, Legend, LensView, Need, Snapshot


def take(session: Session, need: Need, as_of: datetime) -> Snapshot:
    """The snapshot that ``need`` asks for. Raises NotFound for a unit, lens, KPI or issue that is
    not there. Cost is bounded by what is shown, not by what is stored."""
    if need.issues or need.issue_lists or need.submissions or need.questions:
        demand_staff(session)
    legend, zone = _house(session, need)
    return Snapshot(
        as_of=as_of,
        time_zone=zone,
        legend=legend,
        data_to=_data_to(session, need),
        maps={key: map_view(session, key, as_of) for key in sorted(need.maps)},
        scorecards={key: scorecard_view(session, key, as_of) for key in sorted(need.scorecards)},
        submissions={
            (unit, month): returns_view(session, unit, month, as_of, in_full=False)
            for unit, month in sorted(need.submissions)
        },
        questions={key: questions_view(session, key, as_of) for key in sorted(need.questions)},
        lenses={key: _lens(session, key, as_of) for key in sorted(need.lenses)},
        kpis=_kpis(session, need.kpis, as_of),
        issues={key: issue_view(session, key, as_of) for key in sorted(need.issues)},
        issue_lists={key: open_issues(session, key) for key in sorted(need.issue_lists)},
        answers={ask: ask.take(session, as_of) for ask in need.asks},
    )


def _lens(session: Session, key: str, as_of: datetime) -> LensView:
    lens = session.get(Lens, key)
    if lens is None or lens.retired:
        known = ", ".join(session.scalars(select(Lens.key).order_by(Lens.position)))
        raise NotFound(f"There is no perspective called {key!r}; there are: {known or 'none'}.")
    in_it = Kpi.id.in_(select(KpiLens.kpi_id).where(KpiLens.lens_key == key))
    return LensView(lens.key, lens.title, tuple(kpi_views(session, in_it, as_of).values()))


def _kpis(session: Session, keys: Iterable[str], as_of: datetime) -> dict[str, KpiView]:
    wanted = sorted(keys)
    views = kpi_views(session, Kpi.key.in_(wanted), as_of, in_full=True) if wanted else {}
    for key in wanted:
        if key not in views:
            raise NotFound(f"There is no KPI called {key!r}.")
    return views


def _house(session: Session, need: Need) -> tuple[Legend, str]:
    """The words for the levels and the time zone: of the unit shown, else of the first unit."""
    packs = {unit for unit, _ in need.submissions}
    shown = sorted(need.maps | need.scorecards | need.questions | packs)
    card = session.scalar(
        select(Scorecard).where(Scorecard.unit_key.in_(shown)).limit(1)
        if shown
        else select(Scorecard).order_by(Scorecard.unit_key).limit(1)
    )
    if card is None:
        return Legend(), "Europe/London"
    return Legend(**card.legend), str(card.due.get("time_zone", "Europe/London"))


def _data_to(session: Session, need: Need) -> datetime | None:
    """When the newest figure of the KPIs in view was recorded."""
    chosen = select(func.max(Verdict.recorded_at)).join(Kpi, Kpi.id == Verdict.kpi_id)
    units = need.maps | need.scorecards | need.questions
    conditions: list[ColumnElement[bool]] = []
    if units:
        conditions.append(Kpi.unit_key.in_(units))
    if need.lenses:
        lensed = select(KpiLens.kpi_id).where(KpiLens.lens_key.in_(need.lenses))
        conditions.append(Kpi.id.in_(lensed))
    if need.kpis:
        conditions.append(Kpi.key.in_(need.kpis))
    if not conditions:
        return None
    return session.scalar(chosen.where(or_(*conditions)))
