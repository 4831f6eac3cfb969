"""Who may do what: an actor holds grants, a grant is a right on a unit and all below it."""

from dataclasses import dataclass
from enum import StrEnum

from hub.errors import Forbidden


class Right(StrEnum):
    READ = "read"
    RECORD = "record"  # figures and their analysis
    REVIEW = "review"  # challenge, accept, lock and restate what others have recorded
    NOTE = "note"
    SOLVE = "solve"  # issues, causes, countermeasures
    EDIT = "edit"  # definitions, targets, owners, the map
    DRIVE = "drive"  # what the displays of a room show
    ADMINISTER = "administer"


class ActorKind(StrEnum):
    PERSON = "person"
    DISPLAY = "display"
    BOARD = "board"
    PUSHER = "pusher"
    SYSTEM = "system"


EVERYWHERE = "*"


@dataclass(frozen=True)
class Grant:
    right: Right
    unit: str = EVERYWHERE


@dataclass(frozen=True)
class Actor:
    """Whoever asks. ``id`` is stable and goes into the audit; ``name`` is what people read; ``at``
    names the shared board at which a person stands, and is what entered it for them."""

    id: str
    name: str
    kind: ActorKind = ActorKind.PERSON
    grants: frozenset[Grant] = frozenset()
    at: str | None = None


def may(actor: Actor, right: Right, lineage: tuple[str, ...]) -> bool:
    """Whether ``actor`` holds ``right`` on a unit, given the unit and its ancestors' keys."""
    if actor.kind is ActorKind.SYSTEM:
        return True
    reach = {EVERYWHERE, *lineage}
    return any(g.unit in reach and g.right in (right, Right.ADMINISTER) for g in actor.grants)


def demand(actor: Actor, right: Right, lineage: tuple[str, ...]) -> None:
    if not may(actor, right, lineage):
        where = lineage[0] if lineage else "the hub"
        raise Forbidden(f"{actor.name} may not {right.value} in {where}")


def holds(actor: Actor, right: Right) -> bool:
    """Whether ``actor`` has the right on some unit at least."""
    held = any(g.right in (right, Right.ADMINISTER) for g in actor.grants)
    return held or actor.kind is ActorKind.SYSTEM


def demand_somewhere(actor: Actor, right: Right) -> None:
    """Raises Forbidden for an actor who holds the right on no unit at all."""
    if not holds(actor, right):
        raise Forbidden(f"{actor.name} may not {right.value} anywhere here")


def system(name: str) -> Actor:
    """An actor for the hub's own work: the scheduler, the command line."""
    return Actor(f"system:{name}", name, ActorKind.SYSTEM)
