"""Recording figures: append-only revisions, one current for each KPI and period."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlalchemy import select

from hub.commands import topics
from hub.commands.command import Answer, Command, Context, Route, command
from hub.commands.concealing import Watch
from hub.commands.locks import Known, refusal, shut, standings
from hub.commands.revisions import Placing, Row, place, write
from hub.commands.totalling import carry_up
from hub.domain.figures import LARGEST, Measure
from hub.domain.formulas import Rule, rule_of
from hub.domain.periods import Frequency, end_of, fitting, in_the_past, instant
from hub.domain.rights import ActorKind, Right
from hub.domain.totals import rate
from hub.errors import Invalid, NotFound
from hub.model import Kpi
from hub.store import verdicts

MOST = 5_000
MOST_ALOUD = 20  # faults named in one answer; the rest are counted
NumberField = Field(None, allow_inf_nan=False, strict=True, ge=-LARGEST, le=LARGEST)


class Figure(BaseModel):
    """One figure: for a ``period`` or ``at`` an instant; a ``value``, or the two parts of a rate.

    ``published`` says when the source put it out; the figure published last is the current one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    period: str | None = Field(None, max_length=40)
    at: str | None = Field(None, max_length=40)
    value: float | None = NumberField
    numerator: float | None = NumberField
    denominator: float | None = NumberField
    people: int | None = Field(None, ge=0, le=2**31, description="How many persons it is about.")
    published: date | None = None
    source: str = Field("", max_length=500)
    remark: str = Field("", max_length=2000)

    @model_validator(mode="after")
    def _whole(self) -> "Figure":
        if (self.period is None) == (self.at is None):
            raise ValueError("give either period or at")
        rate = (self.numerator is None, self.denominator is None)
        if self.value is not None and rate != (True, True):
            raise ValueError("give value, or numerator and denominator, not both")
        if self.value is None and rate != (False, False):
            raise ValueError("give value, or numerator and denominator")
        return self


class KpiFigure(Figure):
    """A figure that says which KPI it belongs to."""

    kpi: str = Field(max_length=200)


class Recorded(Answer):
    """What became of one figure: ``outcome`` is new, revised, earlier (an older publication than
    the current one) or unchanged."""

    kpi: str
    period: str
    value: float
    revision: int
    outcome: str


class Records(Answer):
    items: tuple[Recorded, ...]


class Tally(Answer):
    """How many figures became what, where there are too many to list."""

    new: int = 0
    revised: int = 0
    earlier: int = 0
    unchanged: int = 0


@command
class RecordMeasurements(Command):
    """Record figures of one KPI: one, or a list that is taken whole or not at all."""

    route: ClassVar[Route] = Route("/kpis/{kpi}/measurements", many="figures")
    right: ClassVar[Right] = Right.RECORD

    kpi: str
    figures: tuple[Figure, ...] = Field(min_length=1, max_length=MOST)

    def unit(self, context: Context) -> str:
        return context.kpi(self.kpi).unit_key

    def apply(self, context: Context) -> Records:
        kpi = context.kpi(self.kpi)
        rows = record(context, [(kpi, f) for f in self.figures])
        return Records(items=tuple(_recorded(row) for row in rows))


@command
class RecordFigures(Command):
    """Record figures of several KPIs at once, all or nothing: what imports and connectors send.

    A single KPI that the actor may not record refuses the whole.
    """

    route: ClassVar[Route] = Route("/measurements", many="figures")
    right: ClassVar[Right] = Right.RECORD

    figures: tuple[KpiFigure, ...] = Field(min_length=1)

    def authorise(self, context: Context) -> None:
        for unit in sorted({kpi.unit_key for kpi in self._kpis(context).values()}):
            context.demand(self.right, unit)

    def apply(self, context: Context) -> Tally:
        known = self._kpis(context)
        rows = record(context, [(known[f.kpi], f) for f in self.figures])
        return Tally(**Counter(row.outcome for row in rows))

    def _kpis(self, context: Context) -> dict[str, Kpi]:
        known = kpis_by_key(context, {f.kpi for f in self.figures})
        missing = [
            f"row {n}: there is no KPI called {f.kpi!r}"
            for n, f in enumerate(self.figures, 1)
            if f.kpi not in known
        ]
        if missing:
            raise NotFound(*aloud(missing))
        return known


def aloud(faults: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """A message and the faults it stands for, not more than a person would read."""
    named = tuple(faults[:MOST_ALOUD])
    more = len(faults) - len(named)
    rest = (f"and {more} more",) if more else ()
    return "; ".join(named + rest), named + rest


def kpis_by_key(context: Context, keys: set[str]) -> dict[str, Kpi]:
    found: dict[str, Kpi] = {}
    wanted = sorted(keys)
    for i in range(0, len(wanted), 500):
        rows = context.session.scalars(
            select(Kpi).where(Kpi.key.in_(wanted[i : i + 500]), Kpi.retired.is_(False))
        )
        found |= {kpi.key: kpi for kpi in rows}
    return found


def _recorded(row: Row) -> Recorded:
    return Recorded(
        kpi=row.kpi.key,
        period=row.period,
        value=row.value,
        revision=row.revision,
        outcome=row.outcome,
    )


def record(
    context: Context, figures: Sequence[tuple[Kpi, Figure]], restating: bool = False
) -> list[Row]:
    """Append the figures and rewrite the verdicts. Raises Invalid naming every bad row, such as
    one onto a figure that is locked, unless ``restating`` it."""
    rows = list(_ready(figures, context.now))
    steady = context.actor.kind in (ActorKind.PUSHER, ActorKind.SYSTEM)
    placing = place(context.session, rows, context.actor.id, steady)
    known = standings(context.session, [row for row, _ in placing.fresh])
    if not restating:
        _keep_locks(rows, placing, known)
    if placing.touched:
        watch = Watch.over(
            context.session, placing.touched.values(), {row.period for row, _ in placing.fresh}
        )
        write(context, placing, {key: at for key, (_, at) in known.items()})
        touched = placing.touched | carry_up(context, _periods(placing))
        verdicts.rewrite(context.session, touched.values())
        touched |= {kpi.id: kpi for kpi in watch.settle(touched.values())}
        context.tell("figures_recorded", *topics.of_kpis(context.session, touched.values()))
    return rows


def _periods(placing: Placing) -> dict[int, tuple[Kpi, set[str]]]:
    """What the totals above have to be worked out for: the periods of new figures."""
    found: dict[int, tuple[Kpi, set[str]]] = {}
    for row, _ in placing.fresh:
        found.setdefault(row.kpi.id, (row.kpi, set()))[1].add(row.period)
    return found


def _keep_locks(rows: Sequence[Row], placing: Placing, known: Known) -> None:
    """Telling a locked figure again is fine; telling another one is not."""
    closed = shut(known)
    new = {id(row) for row, _ in placing.fresh if (row.kpi.id, row.period) in closed}
    faults = [
        _numbered(n, refusal(row, closed[row.kpi.id, row.period]), len(rows))
        for n, row in enumerate(rows, 1)
        if id(row) in new
    ]
    if faults:
        raise Invalid(*aloud(faults))


def _numbered(number: int, words: str, count: int) -> str:
    return f"row {number}: {words}" if count > 1 else words


def _ready(figures: Sequence[tuple[Kpi, Figure]], now: datetime) -> Iterator[Row]:
    faults: list[str] = []
    for number, (kpi, figure) in enumerate(figures, 1):
        try:
            yield placed(kpi, figure, now)
        except Invalid as error:
            faults.append(_numbered(number, error.message, len(figures)))
    if faults:
        raise Invalid(*aloud(faults))


def placed(kpi: Kpi, figure: Figure, now: datetime) -> Row:
    """The figure at its place in time. Raises Invalid where it does not fit its KPI, or where it
    speaks of a time that has not begun: it would stand as the latest until that time came."""
    value = _value(kpi, figure)
    if kpi.totalling is not None:
        raise Invalid(f"{kpi.key} is a total: record the figures of its units")
    if kpi.frequency == Frequency.LIVE:
        if figure.at is None:
            raise Invalid(f"{kpi.key} is measured live: give at, an instant, instead of a period")
        moment = instant(figure.at)
        if not in_the_past(moment, now):
            raise Invalid(f"{kpi.key}: {figure.at} is still to come")
        return Row(kpi, figure, moment.isoformat().replace("+00:00", "Z"), moment, value)
    if figure.period is None:
        raise Invalid(f"{kpi.key} is measured by {kpi.frequency}: give a period instead of at")
    period = fitting(figure.period, Frequency(kpi.frequency), kpi.key)
    if not in_the_past(period.starts, now):
        raise Invalid(f"{kpi.key}: {period.title} has not begun")
    return Row(kpi, figure, period.text, end_of(period.ends), value)


def _value(kpi: Kpi, figure: Figure) -> float:
    rule = rule_of(kpi.named_formula)
    if figure.value is None:
        return _rate(kpi, rule, figure.numerator or 0.0, figure.denominator or 0.0)
    if rule is not None:
        raise Invalid(f"{kpi.key}: give the two parts, not the value: {rule.words}")
    return figure.value


def _rate(kpi: Kpi, rule: Rule | None, top: float, bottom: float) -> float:
    try:
        value = rule.value(top, bottom) if rule else rate(top, bottom, Measure(kpi.measure))
    except Invalid as error:
        raise Invalid(f"{kpi.key}: {error.message}") from None
    except ZeroDivisionError:
        raise Invalid(f"{kpi.key}: the denominator is zero") from None
    if not abs(value) <= LARGEST:
        raise Invalid(f"{kpi.key}: {top:g} / {bottom:g} is not a number that can be kept")
    return value
