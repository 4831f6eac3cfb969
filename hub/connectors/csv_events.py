"""Dated events from CSV files that somebody else's system drops into a folder."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from hub.connectors import Happening
from hub.connectors.csv_rows import CsvRows, CsvSettings
from hub.errors import Invalid

NEEDED = ("key", "kind", "title", "starts")
COLUMNS = frozenset(
    {*NEEDED, "ends", "unit", "kpis", "text", "visibility", "source", "illustrative"}
)
SAID = {"": False, "no": False, "false": False, "yes": True, "true": True}


class CsvEvents(CsvRows[Happening]):
    """A file, or a folder of files, with one release, incident, campaign or change a row."""

    name = "csv_events"
    title = "CSV file of events"

    class Config(CsvSettings):
        """``columns`` maps the hub's names (key, kind, title, starts, ends, unit, kpis, text,
        visibility, source, illustrative) to the file's. ``kinds`` maps what the kind column says to
        the hub's kinds, and what it does not name stays as it is; ``prefix`` stands before keys,
        so that two systems may number their own. ``unit`` is that of rows that name none. KPIs of
        a row are parted by semicolons."""

        known: ClassVar[frozenset[str]] = COLUMNS

        unit: str = ""
        prefix: str = ""
        kinds: dict[str, str] = {}
        visibility: str = "staff"  # of rows that name none

    config: Config

    def required(self, header: frozenset[str]) -> Iterable[str]:
        return (*NEEDED, *(() if self.config.unit else ("unit",)))

    def found(self, cells: Mapping[str, str], place: str) -> Happening:
        for field in (*NEEDED, *(() if self.config.unit else ("unit",))):
            if not cells[field]:
                raise Invalid(f"{field} is empty")
        if cells["illustrative"].lower() not in SAID:
            raise Invalid(f"illustrative: {cells['illustrative']!r} is neither yes nor no")
        return Happening(
            key=f"{self.config.prefix}{cells['key']}",
            kind=self.config.kinds.get(cells["kind"], cells["kind"].lower()),
            title=cells["title"],
            starts=cells["starts"],
            ends=cells["ends"] or None,
            unit=cells["unit"] or self.config.unit,
            kpis=tuple(key for part in cells["kpis"].split(";") if (key := part.strip())),
            text=cells["text"],
            visibility=cells["visibility"] or self.config.visibility,
            source=cells["source"],
            illustrative=SAID[cells["illustrative"].lower()],
            place=place,
        )
