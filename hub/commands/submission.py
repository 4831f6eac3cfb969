"""The submission at hand: where the figure of a KPI and a period stands, and what a step does."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pydantic import AwareDatetime
from sqlalchemy import select

from hub.commands import topics
from hub.commands.command import Answer, Command, Context
from hub.commands.measuring import Figure, record
from hub.domain.periods import Frequency, Period, fitting
from hub.domain.submission import (
    Flags,
    State,
    Step,
    Waiting,
    counted,
    demand_words,
    in_order,
    said_of,
    standing,
    step,
)
from hub.errors import Conflict, Invalid
from hub.model import Kpi, Measurement, Submission, SubmissionStep
from hub.snapshot.calendars import Calendar, calendars

QUIET = frozenset({Step.SAVE, Step.AWAIT_SUPPLIER})  # steps that no wall but the packs' shows


class Stepped(Answer):
    """Where the figure stands after a step; ``revision`` is the one that the step is about.

    A ``value`` about people is not told: it may be about too few of them.
    """

    kpi: str
    period: str
    state: str
    version: int
    value: float | None
    revision: int | None
    by: str
    at: AwareDatetime


@dataclass
class Case:
    """One KPI and period, with what is kept of them. ``version`` counts the steps taken and the
    revisions of the figure, so that whoever saw an older one of either is told."""

    kpi: Kpi
    period: Period
    calendar: Calendar
    now: datetime
    kept: Submission | None = None
    revisions: list[Measurement] = field(default_factory=list)

    def __post_init__(self) -> None:
        kept = self.kept
        flags = Flags()
        if kept is not None:
            waiting = Waiting(kept.supplier, kept.since) if kept.supplier and kept.since else None
            flags = Flags(waiting, kept.nil)
        stored, self.flags = counted(
            State(kept.state) if kept else None,
            flags,
            kept.at if kept else None,
            max((m.recorded_at for m in self.revisions), default=None),
        )
        # only the state is asked for here, so the due day does not matter
        self.state = standing(stored, self.period.ends, self.period.ends, self.today).state

    @property
    def today(self) -> date:
        return self.calendar.today(self.now)

    @property
    def version(self) -> int:
        return (self.kept.version if self.kept else 0) + len(self.revisions)

    @property
    def figure(self) -> Measurement | None:
        return next((m for m in self.revisions if m.current), None)

    def demand(self, version: int) -> None:
        """Raises Conflict where somebody did something since the version that was seen."""
        if version != self.version:
            words = f"the figure of {self.period.title} is {said_of(self.state)} now"
            raise Conflict(f"Somebody was first: {words}.")

    def record(self, context: Context, figure: Figure, restating: bool = False) -> None:
        """Keep the figure as any other is kept; it may say what was said before."""
        (row,) = record(context, [(self.kpi, figure)], restating)
        if row.outcome not in ("new", "revised", "unchanged"):
            raise Invalid("There is a figure that was published later.")
        if restating and row.outcome == "unchanged":
            raise Invalid(
                f"{self.period.title} has this figure already: there is nothing to restate."
            )
        self.revisions = _revisions(context, [self])[self.kpi.id, self.period.text]

    def take(
        self,
        context: Context,
        taken: Step,
        words: Mapping[str, str] | None = None,
        flags: Flags | None = None,
        **kept: Any,
    ) -> Stepped:
        """Take the step and keep it for good. Raises Invalid where it cannot be taken."""
        said = {name: text for name, text in (words or {}).items() if text}
        demand_words(taken, said)
        self.state = step(self.state, taken)
        self.flags = flags or self.flags.after(taken, said.get("reason", ""))
        self._keep(context, taken, kept)
        context.session.add(
            SubmissionStep(
                kpi_id=self.kpi.id,
                period=self.period.text,
                step=taken.value,
                state=self.state.value,
                words=said,
                revision=self.figure.revision if self.figure else None,
                by_id=context.actor.id,
                by=context.actor.name,
                at=context.now,
            )
        )
        context.session.flush()
        return self._answer(context)

    def _keep(self, context: Context, taken: Step, changes: Mapping[str, Any]) -> None:
        if self.kept is None:
            self.kept = Submission(kpi_id=self.kpi.id, period=self.period.text, version=0)
            context.session.add(self.kept)
        kept, waiting = self.kept, self.flags.waiting
        kept.state, kept.nil = self.state.value, self.flags.nil
        kept.supplier = waiting.supplier if waiting else ""
        kept.since = waiting.since if waiting else None
        newest = max((m.recorded_at for m in self.revisions), default=None)
        kept.at, kept.version = in_order(context.now, newest), kept.version + 1
        if kept.first_submitted is None:
            kept.first_submitted = self._handed_in(context.now, taken)
        for name, value in changes.items():
            setattr(kept, name, value)

    def _handed_in(self, now: datetime, taken: Step) -> datetime | None:
        """When the unit first answered for the period, by a figure or by a nil return."""
        if self.revisions:
            return min(m.recorded_at for m in self.revisions)
        return now if taken in (Step.SUBMIT, Step.NIL_RETURN) else None

    def _answer(self, context: Context) -> Stepped:
        figure = self.figure
        return Stepped(
            kpi=self.kpi.key,
            period=self.period.text,
            state=self.state.value,
            version=self.version,
            value=figure.value if figure and not self.kpi.about_people else None,
            revision=figure.revision if figure else None,
            by=context.actor.name,
            at=context.now,
        )


def cases(context: Context, wanted: Sequence[tuple[Kpi, str]]) -> list[Case]:
    """The submissions of KPIs and periods, in the order given. Raises Invalid for a period that
    does not fit its KPI, and for KPIs whose figures nobody hands in."""
    known = calendars(context.session)
    found = [
        Case(kpi, _period(kpi, period), known[kpi.unit_key], context.now) for kpi, period in wanted
    ]
    revisions, kept = _revisions(context, found), _kept(context, found)
    return [
        Case(
            case.kpi,
            case.period,
            case.calendar,
            case.now,
            kept.get((case.kpi.id, case.period.text)),
            revisions[case.kpi.id, case.period.text],
        )
        for case in found
    ]


def _period(kpi: Kpi, text: str) -> Period:
    if kpi.frequency == Frequency.LIVE:
        raise Invalid(f"{kpi.key} is measured live: nobody hands its figures in")
    if kpi.totalling is not None:
        raise Invalid(f"{kpi.key} is a total: its units hand their figures in")
    return fitting(text, Frequency(kpi.frequency), kpi.key)


def _kept(context: Context, found: Iterable[Case]) -> dict[tuple[int, str], Submission]:
    rows = context.session.scalars(
        select(Submission).where(
            Submission.kpi_id.in_({case.kpi.id for case in found}),
            Submission.period.in_({case.period.text for case in found}),
        )
    )
    return {(row.kpi_id, row.period): row for row in rows}


def _revisions(
    context: Context, found: Iterable[Case]
) -> Mapping[tuple[int, str], list[Measurement]]:
    rows = context.session.scalars(
        select(Measurement)
        .where(
            Measurement.kpi_id.in_({case.kpi.id for case in found}),
            Measurement.period.in_({case.period.text for case in found}),
        )
        .order_by(Measurement.revision)
        .execution_options(populate_existing=True)
    )
    kept: dict[tuple[int, str], list[Measurement]] = defaultdict(list)
    for row in rows:
        kept[row.kpi_id, row.period].append(row)
    return kept


class OnSubmission(Command):
    """A step of the submission of one KPI and period; ``version`` is the one that was seen, 0
    where nothing had been done."""

    kpi: str
    period: str
    version: int

    def unit(self, context: Context) -> str:
        return context.kpi(self.kpi).unit_key

    def case(self, context: Context) -> Case:
        """The submission as it was seen. Raises Conflict where it is another by now."""
        (case,) = cases(context, [(context.kpi(self.kpi), self.period)])
        case.demand(self.version)
        return case

    def tell(self, context: Context, taken: Step) -> None:
        tell(context, taken, [context.kpi(self.kpi)])


def tell(context: Context, taken: Step, kpis: Iterable[Kpi]) -> None:
    chosen = topics.of_submissions(context.session, kpis, taken not in QUIET)
    context.tell(f"submission_{taken.value}", *chosen)
