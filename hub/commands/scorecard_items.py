"""A scorecard as items: the one form in which file, last load and database are compared.

An item is a kind, a key and its fields as plain JSON values. ``SHAPES`` says which table keeps
which kind, so that reading, writing and retiring are the same few lines for all of them.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from hub.commands import scorecard_file as form
from hub.commands.scorecard_text import Place, Source
from hub.errors import Invalid
from hub.model import (
    Initiative,
    InitiativeObjective,
    Kpi,
    KpiLens,
    KpiObjective,
    Lens,
    Link,
    MapNode,
    Model,
    Objective,
    ObjectiveRollUp,
    Perspective,
    Scorecard,
    Unit,
)

ARROW = " -> "


@dataclass(frozen=True)
class Item:
    """``place`` is where it stands in the file; nothing for items of the database."""

    kind: str
    key: str
    fields: Mapping[str, Any]
    position: int = 0
    place: Place = ()


@dataclass(frozen=True)
class Relation:
    """A list of keys that is kept in a table of its own."""

    table: type[Model]
    mine: str
    other: str


@dataclass(frozen=True)
class Shape:
    """How a kind is kept: its table, the column that says whose file it belongs to, the fields
    that point at other items (by kind), and columns whose name differs from the field's."""

    table: type[Model]
    part: type[form.Part]
    section: str
    owner: str
    points_at: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    relations: Mapping[str, Relation] = field(default_factory=dict)

    def column(self, name: str) -> str:
        return self.renamed.get(name, name)


SHAPES: dict[str, Shape] = {
    "unit": Shape(
        Unit, form.UnitPart, "units", "declared_in", {"parent": "unit"}, {"parent": "parent_key"}
    ),
    "perspective": Shape(Perspective, form.PerspectivePart, "perspectives", "unit_key"),
    "lens": Shape(Lens, form.LensPart, "lenses", "declared_in"),
    "node": Shape(
        MapNode,
        form.NodePart,
        "map",
        "unit_key",
        {"perspective": "perspective"},
        {"perspective": "perspective_key"},
    ),
    "link": Shape(
        Link,
        form.LinkPart,
        "links",
        "unit_key",
        {"from": "node", "to": "node"},
        {"from": "source_key", "to": "target_key"},
    ),
    "objective": Shape(
        Objective,
        form.ObjectivePart,
        "objectives",
        "unit_key",
        {"perspective": "perspective", "rolls_up_to": "node"},
        {"perspective": "perspective_key"},
        {"rolls_up_to": Relation(ObjectiveRollUp, "objective_key", "node_key")},
    ),
    "kpi": Shape(
        Kpi,
        form.KpiPart,
        "kpis",
        "declared_in",
        {
            "unit": "unit",
            "objectives": "objective",
            "lenses": "lens",
            "depends_on": "kpi",
            "mandated_by": "kpi",
            "outcome": "kpi",
        },
        {"unit": "unit_key"},
        {
            "objectives": Relation(KpiObjective, "kpi_id", "objective_key"),
            "lenses": Relation(KpiLens, "kpi_id", "lens_key"),
        },
    ),
    "initiative": Shape(
        Initiative,
        form.InitiativePart,
        "initiatives",
        "unit_key",
        {"node": "node", "objectives": "objective"},
        {"node": "node_key"},
        {"objectives": Relation(InitiativeObjective, "initiative_key", "objective_key")},
    ),
}
ABSOLUTE = frozenset({"lens", "unit"})  # kinds whose keys never get a unit's prefix
DATED = frozenset({"expires", "starts", "ends"})  # columns that hold a day
CARD = "scorecard"
CARD_FIELDS = ("title", "vision", "source", "legend", "due", "figures")


def absolute(key: str, unit: str) -> str:
    return key if "." in key else f"{unit}.{key}"


def short(item: "Item", unit: str) -> str:
    """The key as its own file writes it."""
    rest = item.key.removeprefix(f"{unit}.")
    return item.key if item.kind in ABSOLUTE or "." in rest else rest


def of_file(file: form.ScorecardFile, source: Source) -> list[Item]:
    """All items of a file, keys in full. Raises Invalid where one is declared twice."""
    items = [_card(file)]
    for kind, shape in SHAPES.items():
        parts: Iterable[form.Part] = getattr(file, shape.section)
        for position, part in enumerate(parts):
            items.append(_item(kind, shape, part, file.unit, position))
    seen: dict[tuple[str, str], Item] = {}
    for item in items:
        if (item.kind, item.key) in seen:
            first = source.at(seen[item.kind, item.key].place)
            where = source.at(item.place)
            raise Invalid(f"{where}: {item.kind} {item.key} is declared twice; first: {first}")
        seen[item.kind, item.key] = item
    return items


def _card(file: form.ScorecardFile) -> Item:
    fields = {name: file.model_dump(mode="json")[name] for name in CARD_FIELDS}
    for figures in fields["figures"]:
        figures["kpis"] = {m: absolute(k, file.unit) for m, k in figures["kpis"].items()}
    return Item(CARD, file.unit, fields)


def _item(kind: str, shape: Shape, part: form.Part, unit: str, position: int) -> Item:
    fields = part.model_dump(mode="json", by_alias=True)
    for name, other in shape.points_at.items():
        if other not in ABSOLUTE:
            fields[name] = _in_full(fields[name], unit)
    if kind == "kpi":
        fields["unit"] = fields["unit"] or unit
    if kind == "objective":
        fields["kpqs"] = [{**kpq, "kpis": _in_full(kpq["kpis"], unit)} for kpq in fields["kpqs"]]
        fields["serves"] = [
            {**serve, "objective": _in_full(serve["objective"], unit)} for serve in fields["serves"]
        ]
    place = (shape.section, position)
    if kind == "link":
        return Item(kind, ARROW.join((fields["from"], fields["to"])), fields, position, place)
    key = fields.pop("key")
    return Item(kind, key if kind in ABSOLUTE else absolute(key, unit), fields, position, place)


def _in_full(value: Any, unit: str) -> Any:
    if isinstance(value, list):
        return [absolute(v, unit) for v in value]
    return absolute(value, unit) if value is not None else None


def of_database(session: Session, unit: str) -> list[Item]:
    """The items that the file of ``unit`` declares, as they stand now."""
    items: list[Item] = []
    card = session.get(Scorecard, unit)
    if card is not None:
        items.append(Item(CARD, unit, {name: getattr(card, name) for name in CARD_FIELDS}))
    for kind, shape in SHAPES.items():
        items.extend(_stored(session, kind, shape, unit))
    return items


def _stored(session: Session, kind: str, shape: Shape, unit: str) -> Iterator[Item]:
    table: Any = shape.table
    rows = session.scalars(
        select(table)
        .where(getattr(table, shape.owner) == unit, table.retired.is_(False))
        .order_by(table.position)
    ).all()
    related = {name: _related(session, r, rows) for name, r in shape.relations.items()}
    for row in rows:
        lists = {name: found.get(_identity(row), []) for name, found in related.items()}
        yield Item(kind, _key(kind, row), _fields(shape, row, lists), row.position)


def standing(session: Session, kind: str, row: Any) -> Item:
    """The item of one row, as it stands now."""
    shape = SHAPES[kind]
    lists = {
        name: _related(session, relation, [row]).get(_identity(row), [])
        for name, relation in shape.relations.items()
    }
    return Item(kind, _key(kind, row), _fields(shape, row, lists), row.position)


def _key(kind: str, row: Any) -> str:
    if kind == "link":
        return ARROW.join((row.source_key, row.target_key))
    return str(row.key)


def _identity(row: Any) -> Any:
    return row.id if isinstance(row, Kpi) else row.key


def _related(session: Session, relation: Relation, rows: Iterable[Any]) -> dict[Any, list[str]]:
    table: Any = relation.table
    mine, other = getattr(table, relation.mine), getattr(table, relation.other)
    ids = [_identity(row) for row in rows]
    found: dict[Any, list[str]] = {}
    for i in range(0, len(ids), 500):
        for me, it in session.execute(
            select(mine, other).where(mine.in_(ids[i : i + 500])).order_by(table.position)
        ):
            found.setdefault(me, []).append(it)
    return found


def _fields(shape: Shape, row: Any, lists: Mapping[str, list[str]]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for attribute, spec in shape.part.model_fields.items():
        name = spec.alias or attribute
        if name == "key":
            continue
        value = lists[name] if name in lists else getattr(row, shape.column(name))
        fields[name] = value.isoformat() if isinstance(value, date) else value
    return fields


def write(session: Session, item: Item, unit: str) -> None:
    """Add the item, or bring the stored one (retired or not) to its fields."""
    if item.kind == CARD:
        session.merge(Scorecard(unit_key=unit, retired=False, **item.fields))
        session.flush()
        return
    shape = SHAPES[item.kind]
    row = stored(session, item.kind, item.key)
    if row is None:
        row = shape.table(**_identifiers(item, shape, unit), version=0)
        session.add(row)
    for name, value in item.fields.items():
        if name not in shape.relations:
            setattr(row, shape.column(name), _typed(name, value))
    if row.retired:
        setattr(row, shape.owner, unit)  # whoever declares it again has it
    row.position, row.retired, row.version = item.position, False, row.version + 1
    session.flush()
    for name, relation in shape.relations.items():
        _relate(session, relation, _identity(row), item.fields[name])


def _identifiers(item: Item, shape: Shape, unit: str) -> dict[str, Any]:
    if item.kind == "link":
        return {shape.owner: unit}
    return {"key": item.key, shape.owner: unit}


def _typed(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in DATED and value else value


def _relate(session: Session, relation: Relation, me: Any, others: Iterable[str]) -> None:
    table: Any = relation.table
    session.execute(delete(table).where(getattr(table, relation.mine) == me))
    rows = [
        {relation.mine: me, relation.other: other, "position": position}
        for position, other in enumerate(dict.fromkeys(others))
    ]
    if rows:
        session.execute(insert(table), rows)


def stored(session: Session, kind: str, key: str) -> Any:
    """The row of an item, retired or not; None where there never was one."""
    table: Any = SHAPES[kind].table
    if kind == "link":
        return session.get(table, tuple(key.split(ARROW)))
    return session.scalar(select(table).where(table.key == key))


def there(session: Session, kind: str, key: str) -> bool:
    """Whether the hub has the item, and has not retired it."""
    row = stored(session, kind, key)
    return row is not None and not row.retired


def astray(
    session: Session, item: Item, here: Container[tuple[str, str]] = ()
) -> Iterator[tuple[str, str, str]]:
    """The keys that the item points at and that are neither ``here`` nor in the hub: the field,
    the kind and the key."""
    shape = SHAPES.get(item.kind)
    for name, kind in shape.points_at.items() if shape else ():
        value = item.fields[name]
        for key in value if isinstance(value, list) else [value] if value else []:
            if (kind, key) not in here and not there(session, kind, key):
                yield name, kind, key
    for serve in item.fields.get("serves", ()):
        key = serve["objective"]
        if key and ("objective", key) not in here and not there(session, "objective", key):
            yield "serves", "objective", key


def retire(session: Session, kind: str, key: str) -> None:
    row = stored(session, kind, key)
    row.retired, row.version = True, row.version + 1
    session.flush()


def reposition(session: Session, item: Item) -> None:
    """Follow the order of the file; that is no edit."""
    if item.kind != CARD:
        row = stored(session, item.kind, item.key)
        if row.position != item.position:
            row.position = item.position
            session.flush()
