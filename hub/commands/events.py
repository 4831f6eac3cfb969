"""Dated events: what happened while KPIs moved is recorded, put right and withdrawn."""

import hashlib
from typing import Annotated, ClassVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, Field
from sqlalchemy import delete, select

from hub.commands.command import Answer, Command, Context, Route, command
from hub.commands.notes import Id, Line, legible
from hub.domain.events import EventKind, Span, span
from hub.domain.rights import Right
from hub.domain.visibility import Visibility, narrower, touched
from hub.errors import Conflict, Invalid, NotFound
from hub.model import DatedEvent, DatedEventKpi, Kpi, Unit
from hub.snapshot.calendars import calendars
from hub.snapshot.timeline import ALL_EVENTS

MOST_KPIS = 50


def _legible_or_empty(text: str) -> str:
    return legible(text) if text.strip() else ""


When = Annotated[str, Field(max_length=40)]
Text = Annotated[str, Field(max_length=4000), AfterValidator(_legible_or_empty)]
Key = Annotated[str, Field(min_length=1, max_length=200)]
EventId = Annotated[str, Field(max_length=64)]


class Dated(Answer):
    """What became of an event: ``outcome`` is new, changed, unchanged or withdrawn."""

    id: str
    kind: EventKind
    title: str
    starts: AwareDatetime
    ends: AwareDatetime | None
    unit: str
    kpis: tuple[str, ...]
    visibility: Visibility
    outcome: str
    version: int


class TellEvent(Command):
    """What is told of an event: its KPIs are of its unit or of units below that."""

    right: ClassVar[Right] = Right.NOTE

    kind: EventKind
    title: Line
    text: Text = ""
    starts: When = Field(
        description="A day such as 2026-01-14, or a time; one without a zone is the unit's own."
    )
    ends: When | None = Field(None, description="The last day, or a time; none: at one moment.")
    unit_key: str = Field(alias="unit", max_length=200)
    kpis: tuple[Annotated[str, Field(max_length=200)], ...] = Field((), max_length=MOST_KPIS)
    visibility: Visibility = Visibility.STAFF
    source: Annotated[str, Field(max_length=500)] = ""
    illustrative: bool = False

    def authorise(self, context: Context) -> None:
        """The right is needed on the unit, and on the one that the event belonged to before."""
        known = self.known(context)
        for unit in sorted({self.unit_key} | ({known.unit_key} if known else set())):
            context.demand(self.right, unit)

    def known(self, context: Context) -> DatedEvent | None:
        """The event that this is about, where there is one already."""
        raise NotImplementedError

    def span(self, context: Context) -> Span:
        """Raises Invalid for a time that makes no sense, NotFound for a unit that is not there."""
        unit = context.session.get(Unit, self.unit_key)
        if unit is None or unit.retired:
            raise NotFound(f"There is no unit called {self.unit_key!r}.")
        zone = ZoneInfo(calendars(context.session)[unit.key].time_zone)
        return span(self.starts, self.ends, zone, context.now)

    def chosen(self, context: Context) -> list[Kpi]:
        """The KPIs. Raises Invalid for one that is not the unit's, nor of a unit below it."""
        found = [context.kpi(key) for key in dict.fromkeys(self.kpis)]
        for kpi in found:
            if self.unit_key not in context.lineage(kpi.unit_key):
                raise Invalid(
                    f"kpis: {kpi.key} is of {kpi.unit_key}, which is not below {self.unit_key}; "
                    "record the event for a unit above both."
                )
        return found

    def write(self, context: Context, row: DatedEvent, kind: str) -> Dated:
        """Put everything into the row, and tell whoever shows it now or did before."""
        kpis, when = self.chosen(context), self.span(context)
        before = topics_of(context, row) if row.version else frozenset()
        row.kind, row.title, row.text = self.kind.value, self.title, self.text
        row.starts, row.ends, row.unit_key = when.starts, when.ends, self.unit_key
        row.visibility, row.source = self.visibility.value, self.source.strip()
        row.illustrative, row.version = self.illustrative, row.version + 1
        row.by_id, row.by, row.at = context.actor.id, context.actor.name, context.now
        context.session.add(row)
        context.session.flush()
        context.session.execute(delete(DatedEventKpi).where(DatedEventKpi.event_id == row.id))
        context.session.add_all(
            DatedEventKpi(event_id=row.id, kpi_id=kpi.id, position=position)
            for position, kpi in enumerate(kpis)
        )
        context.session.flush()
        context.tell(kind, *before, *topics_of(context, row))
        return dated(context, row, "new" if row.version == 1 else "changed")


@command
class RecordEvent(TellEvent):
    """Record what happened, or will: a release, an incident, a campaign, a change.

    ``key`` is its name in the system that it comes from: the same key again is the same event,
    brought up to date where that system says something new of it.
    """

    route: ClassVar[Route] = Route("/events")

    key: Key | None = None
    id: Id

    def known(self, context: Context) -> DatedEvent | None:
        if self.key is None:
            return None
        return context.session.scalar(select(DatedEvent).where(DatedEvent.key == self.key))

    def apply(self, context: Context) -> Dated:
        row, told = self.known(context), self._digest()
        if row is not None and (row.told == told or row.withdrawn_at is not None):
            return dated(context, row, "withdrawn" if row.withdrawn_at else "unchanged")
        if row is None:
            if context.session.get(DatedEvent, str(self.id)) is not None:
                raise Conflict("There is an event with this id already.")
            row = DatedEvent(id=str(self.id), key=self.key, version=0)
        row.told = told
        return self.write(context, row, "event_recorded")

    def _digest(self) -> str:
        """What its source says of it, to tell a repeat from news; of one without a key nothing."""
        if self.key is None:
            return ""
        return hashlib.sha256(self.model_dump_json(exclude={"id"}).encode()).hexdigest()


@command
class CorrectEvent(TellEvent):
    """Put an event right. ``version`` is of what was seen: where it has changed since, nothing is
    written."""

    route: ClassVar[Route] = Route("/events/{event}", status=200)

    event: EventId
    version: int

    def known(self, context: Context) -> DatedEvent:
        return event_of(context, self.event)

    def apply(self, context: Context) -> Dated:
        row = self.known(context)
        if row.version != self.version:
            raise Conflict(
                f"Somebody changed this first: it now says “{row.title}”; "
                f"yours says “{self.title}”."
            )
        return self.write(context, row, "event_corrected")


@command
class WithdrawEvent(Command):
    """Take an event off all charts and lists, with the reason: it did not happen, or not here."""

    route: ClassVar[Route] = Route("/events/{event}/withdraw", status=200)
    right: ClassVar[Right] = Right.NOTE

    event: EventId
    reason: Line

    def unit(self, context: Context) -> str:
        return event_of(context, self.event, withdrawn=True).unit_key

    def apply(self, context: Context) -> Dated:
        row = event_of(context, self.event, withdrawn=True)
        if row.withdrawn_at is None:
            row.withdrawn_by, row.withdrawn_at = context.actor.name, context.now
            row.withdrawn_reason, row.version = self.reason, row.version + 1
            context.tell("event_withdrawn", *topics_of(context, row))
        return dated(context, row, "withdrawn")


def event_of(context: Context, id: str, withdrawn: bool = False) -> DatedEvent:
    """Raises NotFound where there is none, or only one that was ``withdrawn``."""
    row = context.session.get(DatedEvent, id)
    if row is None or (row.withdrawn_at is not None and not withdrawn):
        raise NotFound("There is no such event, or not any more.")
    return row


def _kpis_of(context: Context, row: DatedEvent) -> list[Kpi]:
    chosen = select(Kpi).join(DatedEventKpi, DatedEventKpi.kpi_id == Kpi.id)
    ordered = chosen.where(DatedEventKpi.event_id == row.id).order_by(DatedEventKpi.position)
    return list(context.session.scalars(ordered))


def topics_of(context: Context, row: DatedEvent) -> frozenset[str]:
    """The lists that an event stands in, under its class; its KPIs, for those who may see both."""
    lists = {ALL_EVENTS, *(f"events:{unit}" for unit in context.lineage(row.unit_key))}
    found = touched(lists, row.visibility)
    for kpi in _kpis_of(context, row):
        found |= touched({f"kpi:{kpi.key}"}, narrower(kpi.audience, row.visibility))
    return found


def dated(context: Context, row: DatedEvent, outcome: str) -> Dated:
    return Dated(
        id=row.id,
        kind=EventKind(row.kind),
        title=row.title,
        starts=row.starts,
        ends=row.ends,
        unit=row.unit_key,
        kpis=tuple(kpi.key for kpi in _kpis_of(context, row)),
        visibility=Visibility(row.visibility),
        outcome=outcome,
        version=row.version,
    )
