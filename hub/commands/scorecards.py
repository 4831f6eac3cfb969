"""Scorecards as files: load one (three-way, whole or not at all), and write one back."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Literal

import yaml
from pydantic import Field
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from hub.commands import kpi_rules, mandates, scorecard_text, totalling
from hub.commands import scorecard_file as form
from hub.commands import scorecard_items as items
from hub.commands import scorecard_questions as questions
from hub.commands.command import Answer, Command, Context, Route, command
from hub.commands.concealing import Watch
from hub.commands.redefinitions import Definitions
from hub.commands.scorecard_items import ARROW, CARD, SHAPES, Item
from hub.commands.scorecard_text import Source
from hub.domain.rights import Right
from hub.errors import Conflict, Invalid, NotFound
from hub.model import Kpi, KpiLens, Lens, LoadedItem, Scorecard, Unit
from hub.snapshot.questions import lints_of
from hub.store import verdicts

Ids = dict[tuple[str, str], Mapping[str, Any]]


class Loaded(Answer):
    """What a load did: one line for each item, fields named where they changed."""

    unit: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    kept: tuple[str, ...] = Field((), description="Edited on the desk; the file had no news.")
    warnings: tuple[str, ...] = Field((), description="What is odd, and stops nobody.")


@command
class LoadScorecard(Command):
    """Load a scorecard file. What was edited on the desk since the last load and differs from
    the file is a conflict, unless ``prefer`` says which side wins: ours (the file) or theirs."""

    route: ClassVar[Route] = Route("/scorecards", status=200)
    right: ClassVar[Right] = Right.EDIT

    name: str = Field(max_length=200)
    text: str
    prefer: Literal["ours", "theirs"] | None = None

    def unit(self, context: Context) -> str | None:
        """The unit of the file, if the hub knows it; a new one takes a right on the whole hub."""
        file, _source = scorecard_text.read(self.name, self.text)
        return file.unit if context.session.get(Unit, file.unit) else None

    def authorise(self, context: Context) -> None:
        """The right is asked for on every unit that the file gives a KPI, or hangs a unit under."""
        super().authorise(context)
        file, _source = scorecard_text.read(self.name, self.text)
        for unit in sorted(_reached(context.session, file)):
            context.demand(self.right, unit)

    def apply(self, context: Context) -> Loaded:
        file, source = scorecard_text.read(self.name, self.text)
        wanted = items.of_file(file, source)
        wanted = mandates.inherit(context.session, wanted, file, source)
        _check(context.session, file.unit, wanted, source)
        own = [i for i in wanted if not _declared_elsewhere(context.session, i, file.unit)]
        return _Load(context, file.unit, own, source, self.prefer).run()


def _reached(session: Session, file: form.ScorecardFile) -> set[str]:
    """The units of the hub, beside its own, in which the file makes something new."""
    found = {kpi.unit for kpi in file.kpis if kpi.unit is not None}
    for unit in file.units:
        before = session.get(Unit, unit.key)
        if before is None or before.parent_key != unit.parent:
            found |= {unit.parent} if unit.parent is not None else set()
    return {key for key in found if session.get(Unit, key) is not None}


class _Load:
    """One load under way: file, last load and database side by side."""

    def __init__(
        self, context: Context, unit: str, wanted: list[Item], source: Source, prefer: str | None
    ) -> None:
        self.context, self.unit, self.wanted = context, unit, wanted
        self.source, self.prefer = source, prefer
        session = context.session
        self.now: Ids = {(i.kind, i.key): i.fields for i in items.of_database(session, unit)}
        self.before: Ids = {
            (row.kind, row.key): row.fields
            for row in session.scalars(select(LoadedItem).where(LoadedItem.unit_key == unit))
        }
        self.added: list[str] = []
        self.changed: list[str] = []
        self.kept: list[str] = []
        self.conflicts: list[str] = []

    def run(self) -> Loaded:
        watch = Watch.over(self.context.session, self._kpis())
        before = Definitions.of(self.context.session, self.unit)
        for item in sorted(self.wanted, key=_order):
            self._take(item)
        gone = [k for k in self._gone() if self._given_up(*k)]
        if self.conflicts:
            raise Conflict("; ".join(self.conflicts), tuple(self.conflicts))
        for kind, key in gone:
            items.retire(self.context.session, kind, key)
        retired = [f"{kind} {key}" for kind, key in gone]
        for item in self.wanted:
            items.reposition(self.context.session, item)
        if self.added or self.changed or retired:
            self._settle(watch)
            before.keep(self.context)
        self._remember()
        return Loaded(
            unit=self.unit,
            added=tuple(self.added),
            changed=tuple(self.changed),
            retired=tuple(retired),
            kept=tuple(self.kept),
            warnings=tuple(lint.words for lint in lints_of(self.context.session, self.unit)),
        )

    def _take(self, item: Item) -> None:
        now = self.now.get((item.kind, item.key))
        if now is None:
            items.write(self.context.session, item, self.unit)
            self.added.append(f"{item.kind} {item.key}")
            return
        fields = self._merged(item, now)
        if fields != now:
            names = ", ".join(name for name in fields if fields[name] != now[name])
            self.changed.append(f"{item.kind} {item.key}: {names}")
            merged = Item(item.kind, item.key, fields, item.position)
            items.write(self.context.session, merged, self.unit)

    def _merged(self, item: Item, now: Mapping[str, Any]) -> dict[str, Any]:
        """The fields after the load, field by field in three ways."""
        before = self.before.get((item.kind, item.key), now)
        merged = dict(now)
        for name, ours in item.fields.items():
            theirs, base = now[name], before.get(name, now[name])
            if ours == theirs:
                continue
            if theirs == base or self.prefer == "ours":
                merged[name] = ours
            elif ours == base or self.prefer == "theirs":
                self.kept.append(f"{item.kind} {item.key}: {name}")
            else:
                self.conflicts.append(
                    f"{self.source.at((*item.place, name))}: {item.kind} {item.key}: {name} was "
                    f"edited on the desk (it says {theirs!r}) and differs from the file ({ours!r})"
                )
        return merged

    def _gone(self) -> Iterable[tuple[str, str]]:
        """What an earlier load brought and this file no longer has."""
        there = {(i.kind, i.key) for i in self.wanted}
        session = self.context.session
        gone = [k for k in self.before if k not in there and k in self.now and k[0] != CARD]
        return [k for k in gone if k[0] != "lens" or not _handed_over(session, k[1], self.unit)]

    def _given_up(self, kind: str, key: str) -> bool:
        """Whether it may be retired; what was edited on the desk since is not simply dropped."""
        now, before = self.now[kind, key], self.before[kind, key]
        edited = [name for name, value in before.items() if now.get(name, value) != value]
        if not edited or self.prefer == "ours":
            return True
        if self.prefer == "theirs":
            self.kept.append(f"{kind} {key}: not retired")
        else:
            names = ", ".join(edited)
            self.conflicts.append(
                f"{self.source.name}: {kind} {key} is no longer in the file, but {names} was "
                "edited on the desk"
            )
        return False

    def _kpis(self) -> list[Kpi]:
        """Those that the file has declared, now or ever."""
        chosen = select(Kpi).where(Kpi.declared_in == self.unit)
        return list(self.context.session.scalars(chosen))

    def _settle(self, watch: Watch) -> None:
        """Verdicts follow targets and thresholds; every picture of these units is out of date."""
        session = self.context.session
        kpis = [*self._kpis(), *mandates.hand_down(session, self.unit)]
        totals = totalling.recount(self.context, kpis)
        kpis = list({k.id: k for k in (*kpis, *totals.values())}.values())
        verdicts.rewrite(session, kpis)
        watch.settle(kpis, anew=True)
        units = session.scalars(select(Unit.key)).all()
        lenses = session.scalars(select(Lens.key)).all()
        self.context.tell(
            "scorecard_loaded",
            *(f"{what}:{key}" for key in units for what in ("map", "unit", "initiatives")),
            *(f"lens:{key}" for key in lenses),
            *(f"kpi:{k.key}" for k in kpis),
        )

    def _remember(self) -> None:
        session = self.context.session
        session.execute(delete(LoadedItem).where(LoadedItem.unit_key == self.unit))
        session.execute(
            insert(LoadedItem),
            [
                {"unit_key": self.unit, "kind": i.kind, "key": i.key, "fields": dict(i.fields)}
                for i in self.wanted
            ],
        )


def _handed_over(session: Session, lens: str, unit: str) -> bool:
    """A lens that KPIs of other units are in lives on, as theirs."""
    heir = session.scalar(
        select(Kpi.unit_key)
        .join(KpiLens, KpiLens.kpi_id == Kpi.id)
        .where(KpiLens.lens_key == lens, Kpi.unit_key != unit, Kpi.retired.is_(False))
        .order_by(Kpi.unit_key)
        .limit(1)
    )
    if heir is not None:
        session.get_one(Lens, lens).declared_in = heir
    return heir is not None


ORDER = ("unit", CARD, "lens", "perspective", "node", "link", "objective", "kpi", "initiative")


def _order(item: Item) -> tuple[int, int]:
    return ORDER.index(item.kind), item.position


def _check(session: Session, unit: str, wanted: list[Item], source: Source) -> None:
    """Every key that is pointed at is in the file or in the hub, and nobody else's is taken."""
    faults = [
        *_dangling(session, unit, wanted, source),
        *_foreign(session, unit, wanted, source),
        *_senseless(session, wanted, source),
        *_own_ancestors(session, wanted, source),
        *questions.faults(session, unit, wanted, source),
    ]
    if faults:
        raise Invalid("; ".join(faults), tuple(faults))


def _dangling(session: Session, unit: str, wanted: list[Item], source: Source) -> Iterable[str]:
    here = {(i.kind, i.key) for i in wanted}
    for item in wanted:
        for name, kind, key in items.astray(session, item, here):
            where = source.at((*item.place, name))
            yield f"{where}: {item.kind} {item.key}: {name}: there is no {kind} {key}"
    if ("unit", unit) not in here and not items.there(session, "unit", unit):
        yield f"{source.at(('unit',))}: unit: there is no unit {unit}"
    for n, figures in enumerate(next(i for i in wanted if i.kind == CARD).fields["figures"]):
        for key in figures["kpis"].values():
            if ("kpi", key) not in here and not items.there(session, "kpi", key):
                yield f"{source.at(('figures', n, 'kpis'))}: figures: there is no kpi {key}"


def _foreign(session: Session, unit: str, wanted: list[Item], source: Source) -> Iterable[str]:
    """Items that another unit's file declares. A lens of the same title is shared."""
    for item in wanted:
        if item.kind == CARD:
            continue
        row = items.stored(session, item.kind, item.key)
        owner = getattr(row, SHAPES[item.kind].owner) if row is not None else unit
        if owner == unit or row.retired or _declared_elsewhere(session, item, unit):
            continue
        where = source.at(item.place)
        yield f"{where}: {item.kind} {item.key} belongs to the file of {owner}"


def _declared_elsewhere(session: Session, item: Item, unit: str) -> bool:
    """A lens is the whole hub's: several files may name the same one by the same title."""
    if item.kind != "lens":
        return False
    row = session.get(Lens, item.key)
    if row is None or row.retired or row.declared_in == unit:
        return False
    return row.title == str(item.fields["title"])


def _own_ancestors(session: Session, wanted: list[Item], source: Source) -> Iterable[str]:
    """Units that would stand above themselves."""
    here = {i.key: i.fields["parent"] for i in wanted if i.kind == "unit"}
    for item in wanted:
        if item.kind != "unit":
            continue
        walk, above = {item.key}, here[item.key]
        while above is not None and above not in walk:
            walk.add(above)
            there = session.get(Unit, above)
            above = here.get(above, there.parent_key if there else None)
        if above == item.key:
            where = source.at((*item.place, "parent"))
            yield f"{where}: unit {item.key}: parent: it would stand above itself"


def _senseless(session: Session, wanted: list[Item], source: Source) -> Iterable[str]:
    """KPIs whose definition could not be followed."""
    for item in wanted:
        if item.kind == "kpi":
            for name, words in kpi_rules.faults(session, item):
                where = source.at((*item.place, name))
                yield f"{where}: kpi {item.key}: {name}: {words}"


def dump(session: Session, unit: str) -> str:
    """The scorecard of ``unit`` as a file, as it stands now. Raises NotFound."""
    if session.get(Scorecard, unit) is None:
        raise NotFound(f"There is no scorecard of a unit called {unit!r}.")
    data: dict[str, Any] = {"unit": unit}
    for item in items.of_database(session, unit):
        if item.kind == CARD:
            data |= item.fields
            continue
        part = dict(item.fields)
        if item.kind != "link":
            part = {"key": items.short(item, unit), **part}
        if part.get("unit") == unit:
            del part["unit"]
        if part.get("mandated_by"):
            part = mandates.own(part)
        data.setdefault(SHAPES[item.kind].section, []).append(part)
    file = form.ScorecardFile.model_validate(data)
    plain = file.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for objective in plain.get("objectives", ()):
        if "kpqs" in objective:
            objective["kpqs"] = [questions.briefly(kpq) for kpq in objective["kpqs"]]
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=100)


__all__ = ["ARROW", "LoadScorecard", "Loaded", "dump"]
