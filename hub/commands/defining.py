"""Defining a KPI at the desk: its sheet, its dated targets, and where its limits begin anew.

What is edited here is checked as a scorecard file is, and counts as a desk edit when the file is
loaded again (``hub.commands.scorecards``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from pydantic import Field, ValidationError, field_validator
from sqlalchemy import select

from hub.commands import kpi_rules, mandates, topics, totalling
from hub.commands import scorecard_file as form
from hub.commands import scorecard_items as items
from hub.commands.command import Answer, Command, Context, Route, command
from hub.commands.concealing import Watch
from hub.commands.measuring import NumberField
from hub.commands.redefinitions import Definitions
from hub.commands.scorecard_items import ABSOLUTE, SHAPES, Item
from hub.domain.periods import Frequency, fitting
from hub.domain.rights import Right
from hub.errors import Conflict, Invalid, NotFound
from hub.model import Kpi
from hub.plugins import faults
from hub.store import verdicts

OF_THE_FILE = frozenset({"key", "unit", "mandated_by"})  # what a KPI is, not what is said of it
EDITABLE = tuple(name for name in form.KpiPart.model_fields if name not in OF_THE_FILE)
DEEPEST = 5  # levels of a field: steps of a scale within thresholds within changes
Version = Field(ge=1, description="Of the sheet that the person saw.")


class Defined(Answer):
    """The sheet's version now, and the names of the fields that changed."""

    kpi: str
    version: int
    changed: tuple[str, ...]


@command
class EditKpi(Command):
    """Change fields of a KPI's definition sheet, all of them or none. A sheet that somebody else
    has changed since ``version`` is a conflict."""

    route: ClassVar[Route] = Route("/kpis/{kpi}/definition", status=200)
    right: ClassVar[Right] = Right.EDIT

    kpi: str
    version: int = Version
    changes: dict[str, Any] = Field(
        min_length=1, description="Fields as a scorecard file writes them, by name."
    )

    @field_validator("changes")
    @classmethod
    def _flat(cls, changes: dict[str, Any]) -> dict[str, Any]:
        level: list[Any] = [changes]
        for _ in range(DEEPEST):
            level = [inner for each in level for inner in _inside(each)]
        if level:
            raise ValueError("nested too deeply")
        return changes

    def unit(self, context: Context) -> str:
        return context.kpi(self.kpi).unit_key

    def apply(self, context: Context) -> Defined:
        return redefine(context, self.kpi, self.version, self.changes)


@command
class SetTarget(Command):
    """Set the target that is in force from ``since`` on; without a ``value`` that one goes."""

    route: ClassVar[Route] = Route("/kpis/{kpi}/targets", status=200)
    right: ClassVar[Right] = Right.EDIT

    kpi: str
    version: int = Version
    since: date
    value: float | None = NumberField

    def unit(self, context: Context) -> str:
        return context.kpi(self.kpi).unit_key

    def apply(self, context: Context) -> Defined:
        since = self.since.isoformat()
        targets = context.kpi(self.kpi).targets
        kept = [t for t in targets if t["since"] != since]
        if self.value is not None:
            kept.append({"since": since, "value": self.value})
        elif len(kept) == len(targets):
            raise NotFound(f"No target of {self.kpi} begins on {since}.")
        kept.sort(key=lambda target: str(target["since"]))
        return redefine(context, self.kpi, self.version, {"targets": kept})


@command
class RebaseLimits(Command):
    """Measure the process limits anew from ``period`` on, for a ``reason``; without one, no more.

    A rebase is for a process that has really changed, not for a bad run (Making Data Count).
    """

    route: ClassVar[Route] = Route("/kpis/{kpi}/rebases", status=200)
    right: ClassVar[Right] = Right.EDIT

    kpi: str
    version: int = Version
    period: str = Field(max_length=40)
    reason: str | None = Field(None, max_length=300)

    def unit(self, context: Context) -> str:
        return context.kpi(self.kpi).unit_key

    def apply(self, context: Context) -> Defined:
        kpi = context.kpi(self.kpi)
        if kpi.frequency == Frequency.LIVE:
            raise Invalid(f"{kpi.key} is measured live: it has no limits to measure anew")
        period = fitting(self.period, Frequency(kpi.frequency), kpi.key)
        kept = [r for r in kpi.rebases if r["period"] != period.text]
        if self.reason is not None:
            rebase = {"period": period.text, "reason": self.reason, "by": context.actor.name}
            kept.append(rebase)
        elif len(kept) == len(kpi.rebases):
            raise NotFound(f"The limits of {kpi.key} are not measured anew from {period.title}.")
        kept.sort(key=lambda r: fitting(r["period"], period.frequency, kpi.key).starts)
        return redefine(context, self.kpi, self.version, {"rebases": kept})


def redefine(context: Context, key: str, version: int, changes: Mapping[str, Any]) -> Defined:
    """Write the changes and all that follows from them. Raises Conflict and Invalid."""
    kpi = context.kpi(key)
    if kpi.version != version:
        raise Conflict(
            f"The sheet of {kpi.title} has been changed meanwhile: it is at version "
            f"{kpi.version}, and you saw version {version}. Nothing of yours was written."
        )
    now = items.standing(context.session, "kpi", kpi)
    wanted = _validated(now, kpi, changes)
    changed = tuple(name for name in EDITABLE if wanted.fields[name] != now.fields[name])
    if changed:
        _check(context, kpi, wanted, changed)
        shown = topics.of_kpis(context.session, [kpi])
        watch = Watch.over(context.session, [kpi])
        before = Definitions.of(context.session, kpi.declared_in)
        items.write(context.session, wanted, kpi.declared_in)
        context.tell("kpi_defined", *shown, *_follow(context, kpi, watch))
        before.keep(context)
    return Defined(kpi=key, version=kpi.version, changed=changed)


def _validated(now: Item, kpi: Kpi, changes: Mapping[str, Any]) -> Item:
    """The item with the changes, in the form of a scorecard file. Raises Invalid by field."""
    strange = [
        f"{name}: there is no such field to edit" for name in changes if name not in EDITABLE
    ]
    if strange:
        raise Invalid("; ".join(strange), tuple(strange))
    said = {name: _cleaned(value) for name, value in changes.items()}
    try:
        part = form.KpiPart.model_validate({"key": kpi.key, **now.fields, **said})
    except ValidationError as error:
        found = faults(error)
        raise Invalid("; ".join(found), found) from None
    fields = part.model_dump(mode="json", by_alias=True)
    del fields["key"]
    for name, kind in SHAPES["kpi"].points_at.items():
        if kind not in ABSOLUTE and name in said:
            fields[name] = _in_full(fields[name], kpi.declared_in)
    kept = {name: value for name, value in now.fields.items() if name not in said}
    return replace(now, fields=fields | kept)


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _cleaned(value: Any) -> Any:
    """Texts without space around them and without what cannot be drawn."""
    if isinstance(value, str):
        return "".join(c for c in value if c in "\n\t" or c.isprintable()).strip()
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    if isinstance(value, dict):
        return {name: _cleaned(each) for name, each in value.items()}
    return value


def _in_full(value: Any, unit: str) -> Any:
    if isinstance(value, list):
        return [items.absolute(key, unit) for key in value]
    return items.absolute(value, unit) if value is not None else None


def _check(context: Context, kpi: Kpi, wanted: Item, changed: tuple[str, ...]) -> None:
    """Raise Invalid, naming each field at fault."""
    found = [
        f"{name}: is mandated by {kpi.mandated_by} and cannot be changed here"
        for name in changed
        if kpi.mandated_by and name in mandates.LOCKED
    ]
    astray = items.astray(context.session, wanted)
    found += [f"{name}: there is no {kind} {key}" for name, kind, key in astray if name in changed]
    found += [f"{name}: {words}" for name, words in kpi_rules.faults(context.session, wanted)]
    if found:
        raise Invalid("; ".join(found), tuple(found))


def _follow(context: Context, kpi: Kpi, watch: Watch) -> frozenset[str]:
    """Bring along what follows from the definition: the KPIs that it mandates, the totals that it
    is a part of, and the verdicts of them all. Topics of whatever shows one of these."""
    session = context.session
    parts = session.scalars(select(Kpi).where(Kpi.mandated_by == kpi.key)).all()
    handed = mandates.hand_down(session, kpi.declared_in)
    totals = totalling.recount(context, [kpi, *parts, *handed])
    touched = {k.id: k for k in (kpi, *handed, *totals.values())}
    verdicts.rewrite(session, touched.values())
    touched |= {k.id: k for k in watch.settle([kpi], anew=True)}
    return topics.of_kpis(session, touched.values())
