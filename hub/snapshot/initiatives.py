"""Programmes and projects as scenes and pages see them: their dates, milestones and standing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.domain import initiatives as rules
from hub.domain.initiatives import Kind, Milestone, Standing, State
from hub.domain.visibility import seen_by
from hub.errors import NotFound
from hub.model import Initiative, InitiativeObjective, MapNode, Objective, Unit
from hub.snapshot.calendars import calendars
from hub.snapshot.sight import outsiders, viewers


@dataclass(frozen=True)
class InitiativeView:
    """``complete`` and ``planned`` in %; ``delivers`` are titles of what it is for. Whose it is
    and what was said of it is for staff."""

    key: str
    kind: Kind
    title: str
    unit: str
    unit_title: str
    unit_short: str
    owner: str
    starts: date
    ends: date
    state: State
    standing: Standing
    planned: float
    milestones: tuple[Milestone, ...] = ()
    complete: float | None = None
    reported_on: date | None = None
    reported_by: str = ""
    words: str = ""
    delivers: tuple[str, ...] = ()
    node: str = ""  # the node of the map that it is, and the unit of that
    node_unit: str = ""
    illustrative: bool = False
    made_up: bool = False  # the reported progress is illustrative, whatever the rest is
    version: int = 1


@dataclass(frozen=True)
class InitiativesView:
    """The initiatives of a unit and of all below it: the worst first, programmes before
    projects."""

    unit: str
    unit_title: str
    today: date
    initiatives: tuple[InitiativeView, ...] = ()


@dataclass(frozen=True)
class OfUnit:
    """Asks for the initiatives of a unit and of all below it."""

    unit: str

    def topics(self) -> frozenset[str]:
        return frozenset({f"initiatives:{self.unit}"})

    def take(self, session: Session, as_of: datetime) -> InitiativesView:
        unit = session.get(Unit, self.unit)
        if unit is None:
            raise NotFound(f"There is no unit called {self.unit!r}.")
        today = calendars(session)[unit.key].today(as_of)
        found = views(session, below(session, unit.key), today)
        return InitiativesView(unit.key, unit.title, today, found)


def below(session: Session, unit: str) -> tuple[str, ...]:
    """The unit and all below it, each level in the order of its files."""
    children: dict[str | None, list[str]] = defaultdict(list)
    for key, parent in session.execute(
        select(Unit.key, Unit.parent_key)
        .where(Unit.retired.is_(False))
        .order_by(Unit.position, Unit.key)
    ):
        children[parent].append(key)
    found = [unit]
    for key in found:
        found.extend(child for child in children[key] if child not in found)
    return tuple(found)


def views(session: Session, units: Iterable[str], today: date) -> tuple[InitiativeView, ...]:
    """What the viewers may see of the initiatives of these units."""
    rows = session.execute(
        select(Initiative, Unit, MapNode)
        .join(Unit, Unit.key == Initiative.unit_key)
        .outerjoin(MapNode, MapNode.key == Initiative.node_key)
        .where(
            Initiative.unit_key.in_(list(units)),
            Initiative.retired.is_(False),
            Initiative.audience.in_(seen_by(viewers(session))),
        )
        .order_by(Unit.position, Unit.key, Initiative.position, Initiative.key)
    ).all()
    titles = _objectives(session, [row.Initiative.key for row in rows])
    closed = outsiders(session)
    found = [
        _view(row.Initiative, row.Unit, row.MapNode, titles[row.Initiative.key], today, closed)
        for row in rows
    ]
    return tuple(sorted(found, key=_place))


def _place(view: InitiativeView) -> tuple[int, int, float]:
    """The worst first within each kind: by standing, then by how far it is behind."""
    kind = tuple(Kind).index(view.kind)
    behind = (view.complete or 0.0) - view.planned
    return kind, rules.ORDER.index(view.standing), behind


def _objectives(session: Session, keys: Sequence[str]) -> Mapping[str, list[str]]:
    titles: dict[str, list[str]] = defaultdict(list)
    for key, title in session.execute(
        select(InitiativeObjective.initiative_key, Objective.title)
        .join(Objective, Objective.key == InitiativeObjective.objective_key)
        .where(InitiativeObjective.initiative_key.in_(keys), Objective.retired.is_(False))
        .order_by(InitiativeObjective.position)
    ):
        titles[key].append(title)
    return titles


def _view(
    row: Initiative,
    unit: Unit,
    node: MapNode | None,
    titles: Iterable[str],
    today: date,
    closed: bool,
) -> InitiativeView:
    report = row.progress or {}
    on = date.fromisoformat(report["reported"]) if report else None
    complete, state = report.get("complete"), State(row.state)
    live = node if node is not None and not node.retired else None
    delivers = [live.title] if live is not None and live.title != row.title else []
    return InitiativeView(
        key=row.key,
        kind=Kind(row.kind),
        title=row.title,
        unit=unit.key,
        unit_title=unit.title,
        unit_short=unit.short,
        owner="" if closed else row.owner,
        starts=row.starts,
        ends=row.ends,
        state=state,
        standing=rules.standing(state, row.starts, row.ends, today, complete, on),
        planned=rules.planned(row.starts, row.ends, today),
        milestones=tuple(_milestone(said) for said in row.milestones),
        complete=complete,
        reported_on=on,
        reported_by="" if closed else report.get("by", ""),
        words="" if closed else report.get("words", ""),
        delivers=tuple(dict.fromkeys((*delivers, *titles))),
        node=live.key if live else "",
        node_unit=live.unit_key if live else "",
        illustrative=row.illustrative,
        made_up=bool(report.get("illustrative")),
        version=row.version,
    )


def _milestone(said: Mapping[str, Any]) -> Milestone:
    done = said["done"]
    due = date.fromisoformat(said["due"])
    return Milestone(said["key"], said["title"], due, date.fromisoformat(done) if done else None)


# -- the API's list ------------------------------------------------------------------------


class MilestoneItem(BaseModel):
    model_config = ConfigDict(frozen=True)

    key: str
    title: str
    due: date
    done: date | None


class InitiativeItem(BaseModel):
    """A programme or project; ``planned`` and ``complete`` in %."""

    model_config = ConfigDict(frozen=True)

    key: str
    kind: Kind
    title: str
    unit: str
    owner: str
    starts: date
    ends: date
    state: State
    standing: Standing
    planned: float
    complete: float | None
    reported_on: date | None
    reported_by: str
    words: str
    delivers: tuple[str, ...]
    node: str
    milestones: tuple[MilestoneItem, ...]
    illustrative: bool
    made_up: bool
    version: int


def listed(
    session: Session, as_of: datetime, limit: int, after: str | None, unit: str = ""
) -> tuple[list[InitiativeItem], str | None]:
    """Initiatives by key; of a unit and all below it, where one is given."""
    chosen = below(session, unit) if unit else tuple(session.scalars(select(Unit.key)))
    days = calendars(session)
    by_day: dict[date, list[str]] = defaultdict(list)
    for key in chosen:
        if key in days:
            by_day[days[key].today(as_of)].append(key)
    found = [view for day, units in by_day.items() for view in views(session, units, day)]
    found = sorted((v for v in found if after is None or v.key > after), key=lambda v: v.key)
    items = [_item(view) for view in found[:limit]]
    return items, items[-1].key if len(found) > limit else None


def _item(view: InitiativeView) -> InitiativeItem:
    fields = {name: getattr(view, name) for name in InitiativeItem.model_fields}
    milestones = tuple(
        MilestoneItem(key=m.key, title=m.title, due=m.due, done=m.done) for m in view.milestones
    )
    return InitiativeItem(**{**fields, "planned": round(view.planned, 1), "milestones": milestones})
