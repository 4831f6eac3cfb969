"""What a command is: validated fields, the right it needs, its address, and ``apply``."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Select, bindparam, literal, select
from sqlalchemy.orm import Session

from hub.displays import Display
from hub.domain.rights import Actor, Right, demand
from hub.errors import NotFound
from hub.model import Kpi, Unit
from hub.plugins import Registry
from hub.problem_board import Tool
from hub.store.ledger import Fact

COMMANDS: list[type["Command"]] = []
C = TypeVar("C", bound="type[Command]")

ONE_KPI = select(Kpi).where(Kpi.key == bindparam("key"), Kpi.retired.is_(False))


class Answer(BaseModel):
    """Base of what a command answers once it is committed."""

    model_config = ConfigDict(frozen=True)


@dataclass(frozen=True)
class Route:
    """Where a command is reached: ``path`` is below /api/v1, its ``{names}`` are fields.

    ``many`` names the field that holds the body where the body is one item or a list of them.
    """

    path: str
    status: int = 201
    many: str | None = None


@dataclass
class Context:
    """All that a command may use besides its fields: one transaction, and who asks when.

    ``tapped`` is when the person asked: earlier than ``now`` where the board was out of reach.
    """

    session: Session
    actor: Actor
    now: datetime
    entry: int
    tools: Registry[Tool]
    displays: Registry[Display]
    tapped: datetime
    facts: list[Fact] = field(default_factory=list)
    _kpis: dict[str, Kpi] = field(default_factory=dict)

    def tell(self, kind: str, *topics: str) -> None:
        """Say that something happened, and whose pictures it outdates."""
        self.facts.append(Fact(kind, frozenset(topics)))

    def kpi(self, key: str) -> Kpi:
        """The KPI, looked up once. Raises NotFound."""
        if key not in self._kpis:
            found = self.session.scalar(ONE_KPI, {"key": key})
            if found is None:
                raise NotFound(f"There is no KPI called {key!r}.")
            self._kpis[key] = found
        return self._kpis[key]

    def lineage(self, unit: str) -> tuple[str, ...]:
        """The unit and its ancestors, nearest first."""
        return lineage(self.session, unit)

    def demand(self, right: Right, unit: str | None) -> None:
        demand(self.actor, right, self.lineage(unit) if unit else ())


def _line() -> Select[str]:
    unit = Unit.table().c
    own = select(unit.key, unit.parent_key, literal(0).label("step"))
    up = own.where(unit.key == bindparam("unit")).cte("up", recursive=True)
    parent = select(unit.key, unit.parent_key, up.c.step + 1)
    up = up.union_all(parent.where(unit.key == up.c.parent_key, up.c.step < 32))
    return select(up.c.key).order_by(up.c.step)


LINE = _line()


def lineage(session: Session, unit: str) -> tuple[str, ...]:
    """The unit and its ancestors, nearest first."""
    return tuple(session.scalars(LINE, {"unit": unit}))


class Command(BaseModel):
    """One thing that can be asked of the hub. Subclasses are verbs; opening one shows it whole."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    route: ClassVar[Route | None] = None
    right: ClassVar[Right]

    def unit(self, context: Context) -> str | None:
        """Key of the unit on which the right is needed; None: on the whole hub."""
        raise NotImplementedError

    def authorise(self, context: Context) -> None:
        """Raise Forbidden unless the actor may do this; asked again for every repeat."""
        context.demand(self.right, self.unit(context))

    def apply(self, context: Context) -> Answer:
        """Do it within the context's transaction; raise a HubError to leave all as it was."""
        raise NotImplementedError


def command(cls: C) -> C:
    """Enter a command into the register that the API and its document are made from."""
    COMMANDS.append(cls)
    return cls
