"""Overriding a status: somebody sets it by hand, says why, and it is shown as set by hand."""

from datetime import date
from typing import Any, ClassVar, Literal

from pydantic import AwareDatetime
from sqlalchemy import update

from hub.commands import topics
from hub.commands.command import Answer, Command, Context, Route, command
from hub.commands.notes import Id, Line
from hub.domain.rights import Right
from hub.errors import Conflict, Invalid, NotFound
from hub.model import Kpi, Override
from hub.snapshot.calendars import calendars
from hub.store import verdicts


class Overridden(Answer):
    id: str
    kpi: str
    status: str
    reason: str
    by: str
    at: AwareDatetime
    until: date | None


class Lifted(Answer):
    kpi: str


@command
class OverrideStatus(Command):
    """Set the status of a KPI by hand, for a reason; it ends when it is lifted, or by itself after
    ``until``. One that is in force gives way to it. The status underneath is kept and shown."""

    route: ClassVar[Route] = Route("/kpis/{kpi}/override")
    right: ClassVar[Right] = Right.EDIT

    kpi: str
    status: Literal["green", "amber", "red"]
    reason: Line
    until: date | None = None
    id: Id

    def unit(self, context: Context) -> str:
        return context.kpi(self.kpi).unit_key

    def apply(self, context: Context) -> Overridden:
        kpi = context.kpi(self.kpi)
        today = calendars(context.session)[kpi.unit_key].today(context.now)
        if self.until is not None and self.until < today:
            raise Invalid(f"until: {self.until} is past, so it would never be in force")
        if context.session.get(Override, str(self.id)) is not None:
            raise Conflict("There is an override with this id already.")
        lift(context, kpi)
        row = Override(
            id=str(self.id),
            kpi_id=kpi.id,
            status=self.status,
            reason=self.reason,
            until=self.until,
            by_id=context.actor.id,
            by=context.actor.name,
            at=context.now,
        )
        context.session.add(row)
        context.session.flush()
        verdicts.rewrite_override(context.session, kpi, _kept(row))
        context.tell("status_overridden", *topics.of_kpis(context.session, [kpi]))
        return Overridden(
            id=row.id,
            kpi=kpi.key,
            status=row.status,
            reason=row.reason,
            by=row.by,
            at=row.at,
            until=row.until,
        )


@command
class LiftOverride(Command):
    """Let the figure speak for itself again."""

    route: ClassVar[Route] = Route("/kpis/{kpi}/override/lift", status=200)
    right: ClassVar[Right] = Right.EDIT

    kpi: str

    def unit(self, context: Context) -> str:
        return context.kpi(self.kpi).unit_key

    def apply(self, context: Context) -> Lifted:
        kpi = context.kpi(self.kpi)
        if not lift(context, kpi):
            raise NotFound(f"No status of {kpi.title} is set by hand.")
        verdicts.rewrite_override(context.session, kpi, None)
        context.tell("override_lifted", *topics.of_kpis(context.session, [kpi]))
        return Lifted(kpi=kpi.key)


def lift(context: Context, kpi: Kpi) -> bool:
    """End what is in force; whether there was anything."""
    ended = context.session.execute(
        update(Override)
        .where(Override.kpi_id == kpi.id, Override.lifted_at.is_(None))
        .values(lifted_by=context.actor.name, lifted_at=context.now)
        .returning(Override.id)
    )
    return ended.first() is not None


def _kept(row: Override) -> dict[str, Any]:
    """What the verdict keeps of it."""
    return {
        "id": row.id,
        "status": row.status,
        "reason": row.reason,
        "until": row.until.isoformat() if row.until else None,
        "by": row.by,
        "at": row.at.isoformat(),
    }
