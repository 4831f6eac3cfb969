"""What a KPI says when a problem is raised on it; and which KPIs call for action themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.domain.definition import Trigger
from hub.domain.periods import Frequency
from hub.domain.status import Polarity
from hub.domain.triggers import episode
from hub.errors import Invalid
from hub.model import Issue, IssueKpi, Kpi, Verdict
from hub.snapshot.briefs import OPEN_STATES
from hub.snapshot.sheets import trigger
from hub.store.verdicts import thresholds


def signal_of(session: Session, kpi: Kpi, period: str = "") -> dict[str, Any] | None:
    """The figure of a period (the newest if none is given) and what the process does then; None of
    a KPI without figures. Raises Invalid for a period of which nothing is kept at hand."""
    verdict = session.get(Verdict, kpi.id)
    if verdict is None or verdict.period is None:
        if period:
            raise Invalid(f"{kpi.title} has no figure of {period}.")
        return None
    newest = not period or period == verdict.period
    point = next((p for p in verdict.points if p[0] == (period or verdict.period)), None)
    if point is None:
        raise Invalid(f"{kpi.title} has no figure of {period} on its chart.")
    said = {"kpi": kpi.key, "period": point[0]}
    if kpi.about_people:
        return said  # a figure may be hidden later that is not hidden now
    said |= {"value": point[2], "target": point[3]}
    if newest:
        said |= {"status": verdict.status, "variation": verdict.variation}
    return said


@dataclass(frozen=True)
class Call:
    """A KPI whose figures have come to its action trigger; ``episode`` began with that period."""

    kpi: Kpi
    trigger: Trigger
    episode: str


def calls(session: Session) -> Iterator[Call]:
    """KPIs that call for action and have no open problem, and none of this episode at all. Figures
    of a live KPI come and go too fast for episodes."""
    rows = session.execute(
        select(Kpi, Verdict)
        .join(Verdict, Verdict.kpi_id == Kpi.id)
        .where(
            Kpi.trigger.is_not(None),
            Kpi.retired.is_(False),
            Kpi.about_people.is_(False),  # that a problem was raised would tell of a hidden figure
            Kpi.frequency != Frequency.LIVE.value,
            Verdict.value.is_not(None),
        )
        .order_by(Kpi.id)
    ).all()
    for kpi, verdict in rows:
        found, began = trigger(kpi), _began(kpi, verdict.points)
        if found is None or found.missing or began is None:
            continue
        call = Call(kpi, found, f"{kpi.key} {began}")
        if not _known(session, call):
            yield call


def _began(kpi: Kpi, points: Sequence[Sequence[Any]]) -> str | None:
    found = trigger(kpi)
    if found is None or found.value is None:
        return None
    figures = [(point[0], point[2]) for point in points if point[2] is not None]
    return episode(found.value, figures, Polarity(kpi.polarity), thresholds(kpi).target_range)


def _known(session: Session, call: Call) -> bool:
    of_episode = select(Issue.id).where(Issue.episode == call.episode)
    on_kpi = (
        select(Issue.id)
        .join(IssueKpi, IssueKpi.issue_id == Issue.id)
        .where(IssueKpi.kpi_id == call.kpi.id, Issue.state.in_(OPEN_STATES))
    )
    return session.scalar(of_episode) is not None or session.scalar(on_kpi) is not None
