"""Who looks: the viewers that a snapshot is taken for, kept with its session, so that no query of
KPIs can forget to ask."""

from dataclasses import replace

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from hub.domain.visibility import Visibility, seen_by
from hub.errors import NotFound
from hub.model import Issue, IssueKpi, Kpi
from hub.snapshot.views import KpiView

VIEWERS = "viewers"


def look(session: Session, viewers: str) -> None:
    """From now on the session reads for these viewers."""
    session.info[VIEWERS] = viewers


def viewers(session: Session) -> str:
    """Whoever asks without a screen is let in by name, and sees everything."""
    return str(session.info.get(VIEWERS, Visibility.RESTRICTED.value))


def visible(session: Session) -> ColumnElement[bool]:
    """The KPIs that the viewers may see."""
    return Kpi.audience.in_(seen_by(viewers(session)))


def known(session: Session) -> ColumnElement[bool]:
    """The problems that the viewers may know of: they may see all KPIs that it is about."""
    secret = (
        select(IssueKpi.issue_id)
        .join(Kpi, Kpi.id == IssueKpi.kpi_id)
        .where(IssueKpi.issue_id == Issue.id, ~visible(session))
        .exists()
    )
    return ~secret


def outsiders(session: Session) -> bool:
    """Whether the viewers are no staff: what people say among themselves is not for them."""
    return Visibility.STAFF not in seen_by(viewers(session))


def demand_staff(session: Session) -> None:
    """Raises NotFound for a scene that is all about what staff say among themselves."""
    if outsiders(session):
        raise NotFound("This is not shown on screens in public areas.")


def discreet(session: Session, view: KpiView) -> KpiView:
    """The view as the viewers may have it: notes, problems and doubts are for staff."""
    if not outsiders(session):
        return view
    override = view.override and replace(view.override, reason="", by="")
    return replace(
        view,
        notes=(),
        note_count=0,
        latest_note=None,
        reviews=(),
        issues=(),
        challenge="",
        override=override,
        owner="",
    )
