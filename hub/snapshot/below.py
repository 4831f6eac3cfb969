"""A unit with all below it, as a condition for queries."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from hub.errors import NotFound
from hub.model import Unit


def below(unit: str) -> Select[str]:
    """The keys of the unit and of all below it."""
    tree = select(Unit.key).where(Unit.key == unit).cte("below", recursive=True)
    tree = tree.union(select(Unit.key).where(Unit.parent_key == tree.c.key))
    return select(tree.c.key)


def unit_of(session: Session, key: str) -> Unit:
    """The unit. Raises NotFound."""
    found = session.get(Unit, key)
    if found is None or found.retired:
        raise NotFound(f"There is no unit called {key!r}.")
    return found
