"""What time alone does: live KPIs that have fallen silent are marked, and events that have begun or
ended, so that walls look again."""

from datetime import timedelta
from typing import ClassVar

from pydantic import AwareDatetime
from sqlalchemy import select

from hub.commands import topics
from hub.commands.command import Answer, Command, Context
from hub.commands.events import topics_of
from hub.domain.periods import Frequency
from hub.domain.rights import Right
from hub.model import Kpi, Verdict
from hub.snapshot.events import turned
from hub.snapshot.kpis import PATIENCE


class Marked(Answer):
    kpis: tuple[str, ...]


class MarkSilence(Command):
    """Mark live KPIs whose figures stopped coming. Sent by the scheduler, with no route."""

    right: ClassVar[Right] = Right.ADMINISTER

    def unit(self, context: Context) -> str | None:
        return None

    def apply(self, context: Context) -> Marked:
        rows = context.session.execute(
            select(Kpi, Verdict)
            .join(Verdict, Verdict.kpi_id == Kpi.id)
            .where(
                Kpi.frequency == Frequency.LIVE.value,
                Kpi.retired.is_(False),
                Verdict.silent.is_(False),
                Verdict.ends.is_not(None),
            )
        ).all()
        silent: list[Kpi] = []
        for kpi, verdict in rows:
            patience = timedelta(seconds=PATIENCE * (kpi.every_seconds or 60))
            if verdict.ends is not None and context.now - verdict.ends > patience:
                verdict.silent = True
                silent.append(kpi)
        if silent:
            context.session.flush()
            context.tell("fell_silent", *topics.of_kpis(context.session, silent))
        return Marked(kpis=tuple(k.key for k in silent))


class Turned(Answer):
    events: tuple[str, ...]


class MarkEvents(Command):
    """Mark events that have begun or ended after ``since``; the scheduler sends it."""

    right: ClassVar[Right] = Right.ADMINISTER

    since: AwareDatetime

    def unit(self, context: Context) -> str | None:
        return None

    def apply(self, context: Context) -> Turned:
        rows = turned(context.session, self.since, context.now)
        for row in rows:
            context.tell("event_turned", *topics_of(context, row))
        return Turned(events=tuple(row.id for row in rows))
