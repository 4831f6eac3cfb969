"""A pack held against its KPIs: what each row would change, and what stands in the way."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pydantic import ValidationError
from sqlalchemy import func, select

from hub.commands.command import Context
from hub.commands.measuring import Figure, kpis_by_key, placed
from hub.commands.revisions import Row, place
from hub.commands.submission import Case, cases
from hub.domain.figures import Format, Measure
from hub.domain.periods import Frequency, following, parse
from hub.domain.rights import Right, may
from hub.domain.submission import NEXT, State, Step, said_of, step
from hub.errors import Invalid
from hub.model import Kpi, Verdict
from hub.plugins import sentence
from hub.snapshot.discretion import Discretion, discretion
from hub.store.expected import expected, outside
from hub.uploads.amounts import amount, misplaced
from hub.uploads.changes import Change
from hub.uploads.dates import slipped, when
from hub.uploads.packs import FIGURES, Entry, Fault

NUMBERS = (*FIGURES, "people")
LONGEST = {"narrative": 2000, "source": 500}  # characters
RECENT = 12  # figures that a new one is held against


@dataclass(frozen=True)
class _Read:
    """An entry whose cells make sense by themselves."""

    entry: Entry
    row: Row
    figure: Figure
    remarks: tuple[str, ...]
    percent: bool

    @property
    def kpi(self) -> Kpi:
        return self.row.kpi

    @property
    def place(self) -> str:
        return self.entry.at("value" if "value" in self.entry.cells else "numerator")


@dataclass
class Packing:
    """The rows of a pack on their way to what they would change; ``faults`` fill up meanwhile."""

    context: Context
    entries: Sequence[Entry]
    faults: list[Fault] = field(default_factory=list)

    def changes(self) -> list[Change]:
        """What every filled row would change; rows at fault are left out."""
        filled = (self._read(entry) for entry in self.entries if entry.filled)
        single = self._singles(one for one in filled if one)
        known = cases(self.context, [(one.kpi, one.row.period) for one in single])
        place(self.context.session, [one.row for one in single], self.context.actor.id, False)
        verdicts = self._verdicts(single)
        closed = discretion(self.context.session, [one.kpi for one in single])
        changes = (
            self._change(one, case, verdicts.get(one.kpi.id), closed)
            for one, case in zip(single, known, strict=True)
        )
        return [change for change in changes if change]

    def _fault(self, place: str, words: str) -> None:
        self.faults.append(Fault(place, words))

    # -- one row by itself -----------------------------------------------------------------

    def _read(self, entry: Entry) -> _Read | None:
        kpi = self._kpi(entry)
        if kpi is None:
            return None
        fields, remarks = self._fields(entry, kpi)
        if fields is None:
            return None
        try:
            figure = Figure(**fields)
            row = placed(kpi, figure, self.context.now)
        except ValidationError as error:
            self._fault(entry.at("value"), sentence(error))
            return None
        except Invalid as error:
            self._fault(entry.at("period"), error.message)
            return None
        percent = any(entry.cells[name].percent for name in FIGURES if name in entry.cells)
        if entry.hidden:
            remarks.append("This row is hidden in the sheet.")
        return _Read(entry, row, figure, tuple(remarks), percent)

    def _kpi(self, entry: Entry) -> Kpi | None:
        """The KPI of a row that the actor may record, by its key or its exact title."""
        if "kpi" not in entry.cells:
            self._fault(entry.place, "the KPI is missing")
            return None
        said = entry.cells["kpi"].text
        found = self._by_key.get(said) or self._by_title.get(said.casefold())
        if found is None:
            twice = self._titles[said.casefold()] > 1
            words = "is the title of several KPIs: give the key" if twice else "is no KPI here"
            self._fault(entry.place, f"“{said[:80]}” {words}")
        elif found.frequency == Frequency.LIVE or found.totalling is not None:
            live = found.frequency == Frequency.LIVE
            words = "is measured live" if live else "is a total of other figures"
            self._fault(entry.place, f"{found.title} {words}: it is not handed in")
        elif not self._may_record(found.unit_key):
            words = f"{self.context.actor.name} may not record figures of {found.unit_key}"
            self._fault(entry.place, words)
        else:
            return found
        return None

    def _fields(self, entry: Entry, kpi: Kpi) -> tuple[dict[str, Any] | None, list[str]]:
        """What the cells say, each of them read for itself so that every fault is told at once."""
        fields: dict[str, Any] = {}
        remarks: list[str] = []
        before = len(self.faults)
        for name in ("period", *NUMBERS, "narrative", "source"):
            if name in entry.cells or name == "period":
                try:
                    fields[name], remark = self._cell(entry, name, kpi)
                    remarks += [remark] if remark else []
                except Invalid as error:
                    self._fault(entry.at(name), error.message)
        fields["remark"] = fields.pop("narrative", "")
        return (fields if len(self.faults) == before else None), remarks

    def _cell(self, entry: Entry, name: str, kpi: Kpi) -> tuple[Any, str]:
        if name not in entry.cells:
            raise Invalid(f"the {name} is missing")
        cell = entry.cells[name]
        if name == "period":
            date = when(cell, Frequency(kpi.frequency))
            return date.period, date.remark
        if name in LONGEST:
            if len(cell.text) > LONGEST[name]:
                raise Invalid(f"the {name} has more than {LONGEST[name]:,} characters")
            return cell.text, ""
        figure = amount(cell, Measure(kpi.measure if name == "value" else Measure.COUNT))
        if name == "people" and figure.value.is_integer():
            return int(figure.value), figure.remark
        return figure.value, figure.remark

    @cached_property
    def _said(self) -> set[str]:
        return {e.cells["kpi"].text for e in self.entries if "kpi" in e.cells}

    @cached_property
    def _by_key(self) -> dict[str, Kpi]:
        return kpis_by_key(self.context, {text for text in self._said if len(text) <= 200})

    @cached_property
    def _titled(self) -> list[Kpi]:
        titles = {text for text in self._said if text not in self._by_key}
        if not titles:
            return []
        wanted = {title.casefold() for title in titles}
        rows = self.context.session.scalars(
            select(Kpi).where(
                Kpi.retired.is_(False),
                func.length(Kpi.title).in_({len(title) for title in titles}),
            )
        )
        return [kpi for kpi in rows if kpi.title.casefold() in wanted]

    @cached_property
    def _titles(self) -> Counter[str]:
        return Counter(kpi.title.casefold() for kpi in self._titled)

    @cached_property
    def _by_title(self) -> dict[str, Kpi]:
        return {
            k.title.casefold(): k for k in self._titled if self._titles[k.title.casefold()] == 1
        }

    @cached_property
    def _allowed(self) -> dict[str, bool]:
        return {}

    def _may_record(self, unit: str) -> bool:
        if unit not in self._allowed:
            line = self.context.lineage(unit)
            self._allowed[unit] = may(self.context.actor, Right.RECORD, line)
        return self._allowed[unit]

    # -- rows beside each other, and beside what the hub knows -------------------------------

    def _singles(self, read: Iterable[_Read]) -> list[_Read]:
        """Rows that are the only one of their KPI and period; of others none is believed."""
        first: dict[tuple[int, str], _Read] = {}
        doubled: set[tuple[int, str]] = set()
        for one in read:
            key = one.kpi.id, one.row.period
            other = first.setdefault(key, one)
            if other is not one:
                doubled.add(key)
                words = f"{one.kpi.title}, {one.row.period} stands in {other.entry.place} already"
                self._fault(one.entry.place, words)
        return [one for key, one in first.items() if key not in doubled]

    def _verdicts(self, read: Sequence[_Read]) -> dict[int, Verdict]:
        rows = self.context.session.scalars(
            select(Verdict).where(Verdict.kpi_id.in_({one.kpi.id for one in read}))
        )
        return {verdict.kpi_id: verdict for verdict in rows}

    def _change(
        self, one: _Read, case: Case, verdict: Verdict | None, closed: Discretion
    ) -> Change | None:
        kpi, value = one.kpi, one.row.value
        told = verdict.points if verdict else ()
        points = [point for point in told if not closed.hides(kpi.key, point[0])]
        shown = Format(Measure(kpi.measure), kpi.decimals, kpi.signed)
        was = _was(case, shown, closed)
        changed = one.row.outcome != "unchanged"
        limits = expected(kpi, points, case.period) if changed else None
        beyond = ""
        if limits and outside(limits, value):
            beyond = f"outside the usual range: {shown.show_limits(*limits)}"
        try:
            if changed:
                _steps(case, was)
            if beyond and not one.figure.remark:
                raise Invalid(f"{shown.show(value)} is {beyond}; say why in the narrative column")
        except Invalid as error:
            self._fault(one.place, error.message)
            return None
        return Change(
            place=one.place,
            kpi=kpi.key,
            title=kpi.title,
            unit=kpi.unit_key,
            period=one.row.period,
            period_title=case.period.title,
            was=was,
            shown=shown.show(value),
            figure={n: v for n in NUMBERS if (v := getattr(one.figure, n)) is not None},
            narrative=one.figure.remark,
            source=one.figure.source,
            outcome="new" if case.figure is None else "revised" if changed else "unchanged",
            version=case.version,
            definition=kpi.version,
            beyond=beyond,
            doubt=" ".join(_doubts(one, points)) if changed else "",
            remarks=one.remarks,
        )


def _was(case: Case, shown: Format, closed: Discretion) -> str:
    """The figure that stands there now, as far as it may be told."""
    if case.figure is None:
        return ""
    if closed.hides(case.kpi.key, case.period.text):
        return "hidden"
    return shown.show(case.figure.value)


def _steps(case: Case, was: str) -> None:
    """Raises Invalid where the figure cannot be submitted as it stands."""
    if case.state in (State.SUBMITTED, State.CHALLENGED) and was:
        raise Invalid(
            f"{case.period.title} is {said_of(case.state)} with {was}: it has to be returned "
            "before another figure is taken"
        )
    submittable(case)


def submittable(case: Case) -> None:
    """Bring a case to where it can be submitted. Raises Invalid, saying what can be done."""
    if (case.state, Step.SUBMIT) not in NEXT:
        case.state = step(case.state, Step.SAVE)


def _doubts(one: _Read, points: Sequence[Sequence[Any]]) -> Iterator[str]:
    """What a person has to confirm, since it may have been meant otherwise."""
    before = [point for point in points if point[0] != one.row.period][-RECENT:]
    if one.kpi.measure == Measure.PERCENT and one.figure.value is not None:
        values = [point[2] for point in before]
        if words := misplaced(one.figure.value, values, one.percent):
            yield f"{words}."
    if before:
        likely = frozenset({before[-1][0], following(parse(before[-1][0])).text})
        if one.row.period not in likely:
            cell = one.entry.cells["period"]
            if words := slipped(cell, Frequency(one.kpi.frequency), likely):
                yield f"{words}."
