"""Dated events as scenes and pages see them."""

from dataclasses import dataclass
from datetime import datetime

from hub.domain.events import EventKind, Span


@dataclass(frozen=True)
class EventView:
    """Something that happened to ``unit``; ``kpis`` are keys of those it is about, as far as the
    viewers may see them."""

    id: str
    kind: EventKind
    title: str
    text: str
    span: Span
    unit: str
    unit_title: str
    kpis: tuple[str, ...] = ()
    key: str = ""
    visibility: str = "staff"
    source: str = ""
    illustrative: bool = False
    by: str = ""
    at: datetime | None = None
    version: int = 1
