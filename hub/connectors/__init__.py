"""Connectors bring figures and dated events in. Yours: one class, one verb, one entry point.

    class Thermometer(Connector):
        name = "thermometer"
        title = "Thermometer"

        class Config(Settings):
            kpi: str

        def read(self, look):
            yield Reading(self.config.kpi, at=look.now, value=21.5)

The framework does the schedule, the first failure and the recovery in the log, and the writing.
Instances are declared in hub.toml only; no path and no address ever comes from the web.
"""

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from hub.plugins import Plugin, Settings

__all__ = ["BadRow", "Connector", "Found", "Happening", "Look", "Reading", "Settings"]


@dataclass(frozen=True)
class Reading:
    """One figure: for a ``period`` (text) or ``at`` an instant; a value, or a rate's two parts."""

    kpi: str
    period: str | None = None
    at: datetime | None = None
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    people: int | None = None  # how many persons it is about, where it is about persons
    published: date | None = None
    source: str = ""
    place: str = ""  # where it stands in the source, for a person who must find it


@dataclass(frozen=True)
class Happening:
    """One dated event, as its own system has it: ``key`` is its name there, so that the same one
    again is no other. Days are written like 2026-01-14; a time without a zone is the unit's own."""

    key: str
    kind: str  # release, incident, campaign, change or other
    title: str
    starts: str
    unit: str
    ends: str | None = None  # the last day, or a time
    text: str = ""
    kpis: tuple[str, ...] = ()
    visibility: str = "staff"
    source: str = ""
    illustrative: bool = False
    place: str = ""  # where it stands in the source, for a person who must find it


@dataclass(frozen=True)
class BadRow:
    """A row that could not be read: where it stands, and what is wrong with it."""

    place: str
    reason: str


Found = Reading | Happening | BadRow


@dataclass
class Look:
    """One visit to a source. ``memory`` is the connector's own between visits, lost at a restart;
    ``latest`` is the newest instant recorded for each live KPI asked about."""

    now: datetime
    memory: dict[str, Any] = field(default_factory=dict)
    latest: dict[str, datetime] = field(default_factory=dict)


class Connector(Plugin):
    """A source of figures or dated events. Raise anything when it fails: the framework copes.

    ``made_up`` figures are taken for KPIs that are marked illustrative, and for no others.
    """

    made_up: ClassVar[bool] = False

    @abstractmethod
    def read(self, look: Look) -> Iterable[Found]:
        """Yield readings, happenings and rows that cannot be read; repeats are harmless."""
