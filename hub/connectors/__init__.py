"""Connectors bring figures in. Yours: one class, one verb, one entry point.

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

__all__ = ["BadRow", "Connector", "Look", "Reading", "Settings"]


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
class BadRow:
    """A row that could not be read: where it stands, and what is wrong with it."""

    place: str
    reason: str


@dataclass
class Look:
    """One visit to a source. ``memory`` is the connector's own between visits, lost at a restart;
    ``latest`` is the newest instant recorded for each live KPI asked about."""

    now: datetime
    memory: dict[str, Any] = field(default_factory=dict)
    latest: dict[str, datetime] = field(default_factory=dict)


class Connector(Plugin):
    """A source of figures. Raise anything when the source fails: the framework copes.

    ``made_up`` figures are taken for KPIs that are marked illustrative, and for no others.
    """

    made_up: ClassVar[bool] = False

    @abstractmethod
    def read(self, look: Look) -> Iterable[Reading | BadRow]:
        """Yield readings and rows that cannot be read; repeats of known figures are harmless."""
