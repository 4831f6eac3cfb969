"""Definition sheets for the API: the fields as a scorecard file writes them, with their score."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from hub.commands.scorecard_items import standing, stored
from hub.domain.definition import completeness
from hub.errors import NotFound
from hub.snapshot.lists import Item
from hub.snapshot.sheets import sheet

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class DefinitionItem(Item):
    """A KPI's sheet. An edit of it names ``version``; ``missing`` says what is required yet."""

    key: str
    version: int
    fields: dict[str, Any]
    filled: int
    required: int
    missing: tuple[str, ...]
    toothless: bool


def definition(session: "Session", _as_of: datetime, kpi: str) -> DefinitionItem:
    row = stored(session, "kpi", kpi)
    if row is None or row.retired:
        raise NotFound(f"There is no KPI called {kpi!r}.")
    found = sheet(session, row)
    score = completeness(found)
    return DefinitionItem(
        key=row.key,
        version=row.version,
        fields=dict(standing(session, "kpi", row).fields),
        filled=score.filled,
        required=score.required,
        missing=tuple(r.label for r in score.missing),
        toothless=found.toothless,
    )
