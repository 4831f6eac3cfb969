"""The plan: the vision and published goals above a unit, and what in the unit serves each goal.

What serves a goal are the nodes of the map whose links help it, and scorecard objectives that roll
up to it directly; how such a node does is told by the KPIs of all that helps it in turn.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.domain.initiatives import ORDER
from hub.domain.status import Status
from hub.errors import NotFound
from hub.model import Kpi, Link, MapNode, Objective, ObjectiveRollUp, Scorecard, Unit, Verdict
from hub.snapshot.calendars import calendars
from hub.snapshot.initiatives import InitiativeView, below, views
from hub.snapshot.strategy import ancestors, counts, kpis_by_node, roll_up
from hub.snapshot.views import KpiView, Legend

WORST_FIRST = (Status.RED, Status.AMBER, Status.GREEN)
ABOVE = ("vision", "plan_goal")
WORDS = Legend()


@dataclass(frozen=True)
class StateView:
    """How something does that KPIs measure: ``counts`` are these by state; None: none does."""

    status: Status | None = None
    masked: int = 0
    counts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class ServingView:
    """What serves a goal: a node of the map, or (kind ``scorecard``) a scorecard objective.

    ``kpis`` are those of the node itself; ``state`` is of all that helps it too. ``initiative`` is
    the one that does worst of those that are this programme.
    """

    key: str
    kind: str
    title: str
    unit: str
    unit_short: str
    state: StateView
    kpis: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()  # titles of scorecard objectives that roll up to it
    rationale: str = ""
    illustrative: bool = False
    initiative: InitiativeView | None = None


@dataclass(frozen=True)
class GoalView:
    """A goal of the plan; one that nothing serves is a gap."""

    key: str
    title: str
    unit: str
    state: StateView
    serving: tuple[ServingView, ...] = ()
    illustrative: bool = False


@dataclass(frozen=True)
class PlanView:
    """``plan`` is the short name of the unit whose plan it is; empty where there is none."""

    unit: str
    unit_title: str
    plan: str
    vision: str
    goals: tuple[GoalView, ...]
    legend: Legend = WORDS
    data_to: datetime | None = None


@dataclass(frozen=True)
class PlanOf:
    """Asks how a unit, with all below it, serves the plan that it works under."""

    unit: str

    def topics(self) -> frozenset[str]:
        return frozenset(f"{kind}:{self.unit}" for kind in ("map", "unit", "initiatives"))

    def take(self, session: Session, as_of: datetime) -> PlanView:
        unit = session.get(Unit, self.unit)
        if unit is None:
            raise NotFound(f"There is no unit called {self.unit!r}.")
        return _Plan(session, unit, as_of).view()


class _Plan:
    """The nodes and links that matter to one unit, looked up once."""

    def __init__(self, session: Session, unit: Unit, as_of: datetime) -> None:
        self.session, self.unit = session, unit
        above = [unit, *ancestors(session, unit)]
        within = below(session, unit.key)
        nodes = _nodes(session, [u.key for u in above], within)
        self.nodes = {node.key: node for node in nodes}
        self.goals = [node for node in nodes if node.kind == "plan_goal"]
        self.helping = _helping(session, self.nodes)
        self.kpis = kpis_by_node(session, self.nodes, as_of, within)
        self.objectives = _objectives(session, self.nodes, within)
        shorts = session.execute(select(Unit.key, Unit.short))
        self.units = {key: short for key, short in shorts}  # noqa: C416 - rows, not pairs
        owner = {u.key: u for u in above}
        of = (self.goals or [n for n in nodes if n.kind == "vision"])[:1]
        self.plan = owner[of[0].unit_key].short if of else ""
        today = calendars(session)[unit.key].today(as_of)
        self.initiatives = _worst(views(session, within, today))

    def view(self) -> PlanView:
        goals = tuple(self._goal(goal) for goal in self.goals)
        vision = next((n.title for n in self.nodes.values() if n.kind == "vision"), "")
        card = self.session.get(Scorecard, self.unit.key)
        keys = {kpi.key for goal in self.goals for kpi in self._beneath(goal.key)}
        return PlanView(
            self.unit.key,
            self.unit.title,
            self.plan,
            vision,
            goals,
            Legend(**card.legend) if card else WORDS,
            _data_to(self.session, keys),
        )

    def _goal(self, goal: MapNode) -> GoalView:
        serving = [self._serving(link) for link in self.helping.get(goal.key, ())]
        serving += [self._rolling(goal.key, key, title) for key, title in self._direct(goal.key)]
        return GoalView(
            goal.key,
            goal.title,
            goal.unit_key,
            _state(self._beneath(goal.key)),
            tuple(sorted(serving, key=_place)),
            goal.illustrative,
        )

    def _direct(self, goal: str) -> Sequence[tuple[str, str]]:
        return self.objectives.get(goal, ())

    def _serving(self, link: Link) -> ServingView:
        node = self.nodes[link.source_key]
        rolling = [title for _, title in self.objectives.get(node.key, ())]
        return ServingView(
            key=node.key,
            kind=node.kind,
            title=node.title,
            unit=node.unit_key,
            unit_short=self.units.get(node.unit_key, ""),
            state=_state(self._beneath(node.key)),
            kpis=tuple(kpi.key for kpi in self.kpis.get(node.key, ())),
            objectives=tuple(rolling),
            rationale=link.rationale,
            illustrative=node.illustrative or link.illustrative,
            initiative=self.initiatives.get(node.key),
        )

    def _rolling(self, goal: str, key: str, title: str) -> ServingView:
        """A scorecard objective that rolls up to the goal itself."""
        own = [kpi for kpi in self.kpis.get(goal, ()) if kpi.objective == key]
        unit = self.session.get_one(Objective, key).unit_key
        keys = tuple(kpi.key for kpi in own)
        short = self.units.get(unit, "")
        return ServingView(key, "scorecard", title, unit, short, _state(own), keys)

    def _beneath(self, key: str) -> list[KpiView]:
        """The KPIs of a node and of all that helps it, each once."""
        reached = [key]
        for each in reached:
            more = (link.source_key for link in self.helping.get(each, ()))
            reached.extend(source for source in more if source not in reached)
        found = {kpi.key: kpi for each in reached for kpi in self.kpis.get(each, ())}
        return list(found.values())


def _nodes(session: Session, above: Sequence[str], within: Sequence[str]) -> Sequence[MapNode]:
    """The vision and goals of the nearest unit that has goals, and what the units make of them."""
    plan = session.scalars(
        select(MapNode)
        .where(MapNode.unit_key.in_(above), MapNode.kind.in_(ABOVE), MapNode.retired.is_(False))
        .order_by(MapNode.position)
    ).all()
    having = [n.unit_key for n in plan if n.kind == "plan_goal"] or [n.unit_key for n in plan]
    whose = min(having, key=above.index, default=None)
    own = session.scalars(
        select(MapNode)
        .where(MapNode.unit_key.in_(within), MapNode.kind.not_in(ABOVE), MapNode.retired.is_(False))
        .order_by(MapNode.position)
    ).all()
    return [*(n for n in plan if n.unit_key == whose), *own]


def _helping(session: Session, nodes: Mapping[str, MapNode]) -> Mapping[str, list[Link]]:
    """The links that help a node, by its key; goals and vision are reached and lead nowhere."""
    found: dict[str, list[Link]] = defaultdict(list)
    for link in session.scalars(
        select(Link)
        .where(Link.source_key.in_(nodes), Link.target_key.in_(nodes), Link.retired.is_(False))
        .order_by(Link.unit_key, Link.position)
    ):
        if link.sign == "+" and nodes[link.source_key].kind not in ABOVE:
            found[link.target_key].append(link)
    return found


def _objectives(
    session: Session, nodes: Iterable[str], units: Sequence[str]
) -> Mapping[str, list[tuple[str, str]]]:
    """Keys and titles of the scorecard objectives of the units that roll up to each node."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for node, key, title in session.execute(
        select(ObjectiveRollUp.node_key, Objective.key, Objective.title)
        .join(Objective, Objective.key == ObjectiveRollUp.objective_key)
        .where(ObjectiveRollUp.node_key.in_(list(nodes)), Objective.unit_key.in_(units))
        .where(Objective.retired.is_(False))
        .order_by(Objective.position, Objective.key)
    ):
        found[node].append((key, title))
    return found


def _worst(initiatives: Iterable[InitiativeView]) -> dict[str, InitiativeView]:
    """By the node of the map that they are: programmes before projects, then the worst."""
    found: dict[str, InitiativeView] = {}
    for each in sorted(initiatives, key=lambda i: (i.kind, ORDER.index(i.standing))):
        if each.node:
            found.setdefault(each.node, each)
    return found


def _state(kpis: Sequence[KpiView]) -> StateView:
    if not kpis:
        return StateView()
    rolled = roll_up(kpis)
    return StateView(rolled.status, rolled.masked, tuple(counts(kpis).items()))


def _place(serving: ServingView) -> int:
    """The worst first; what nothing measures last."""
    status = serving.state.status
    if status is None:
        return len(WORST_FIRST) + 1
    return WORST_FIRST.index(status) if status in WORST_FIRST else len(WORST_FIRST)


def _data_to(session: Session, kpis: Iterable[str]) -> datetime | None:
    """When the newest of the figures was recorded."""
    newest = select(func.max(Verdict.recorded_at)).join(Kpi, Kpi.id == Verdict.kpi_id)
    return session.scalar(newest.where(Kpi.key.in_(list(kpis))))
