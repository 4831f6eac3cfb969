"""The demonstration: scorecards and figures that ship with the hub, on the day they were due."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hub import demo_people, demo_returns, demo_talk
from hub.commands import LoadScorecard, RaiseTriggered, RecordFigures
from hub.commands.importing import event_of, sift
from hub.commands.measuring import KpiFigure
from hub.connectors import BadRow, Happening, Look, Reading
from hub.connectors.csv_events import CsvEvents
from hub.connectors.csv_file import CsvFile
from hub.domain.events import EventKind
from hub.domain.periods import due_date, parse
from hub.domain.rights import system
from hub.errors import Invalid, NotFound, Unusable
from hub.hub import LONDON, Hub, utc_now
from hub.settings import ConnectorSettings, Settings
from hub.snapshot import desk

SCORECARDS = {
    "hmrc-ims": ("hmrc.yaml", "hmrc-ims.yaml"),
    "hmrc": ("hmrc.yaml",),
    "nhs-trust": ("nhs-trust.yaml",),
    "nhs-paf": ("nhs-paf.yaml",),
}
RETURNS = {"hmrc-ims": "illustrative_ims.csv"}  # in config/returns
TALK = {"hmrc-ims": "illustrative_ims.yaml"}  # in config/talk
EVENTS = {"hmrc-ims": "hmrc_ims.csv"}  # in config/events
LIVE_KPI = "ims.service_availability"
FEED = ConnectorSettings(
    plugin="illustrative_feed", every_seconds=5, config={"kpi": LIVE_KPI, "level": 99.93}
)
LOADER = system("hub demo")
Say = Callable[[str], None]


@dataclass(frozen=True)
class Demo:
    """A demonstration that is ready to be served."""

    settings: Settings
    as_of: date
    home: str
    banner: str


def folder() -> Path:
    """config/ of the checkout, or its copy in an installed hub."""
    here = Path(__file__).resolve().parent
    for place in (here.parent / "config", here / "config"):
        if (place / "scorecards").is_dir():
            return place
    raise Unusable("The demo scorecards are missing from this installation.")


def prepare(name: str, settings: Settings, as_of: date | None, say: Say) -> Demo:
    """Load the scorecards and their figures (again: nothing changes) into ``settings.data``."""
    if name not in SCORECARDS:
        raise NotFound(f"There is no demo {name!r}; there are: {', '.join(SCORECARDS)}.")
    if name == "hmrc-ims":
        settings = settings.model_copy(update={"connectors": {"availability": FEED}})
    hub = Hub(settings).open()
    home = ""
    for file in SCORECARDS[name]:
        say(f"loading {file}")
        home = load(hub, folder() / "scorecards" / file)
    figures = list(_figures(hub))
    day = max(as_of or after_last_due(figures), _reached(hub))
    hub.pin(day)
    say(f"recording {len(figures)} figures")
    _record(hub, _returned(hub, name, figures), day)
    if name in EVENTS:
        _record_events(hub, folder() / "events" / EVENTS[name], day)
    if name in TALK:
        demo_talk.play(hub, demo_talk.read(folder() / "talk" / TALK[name]))
    hub.execute(RaiseTriggered(), LOADER)
    demo_people.enter(hub)
    hub.close()
    return Demo(settings, day, home, _banner(day))


def _returned(hub: Hub, name: str, figures: list[KpiFigure]) -> list[KpiFigure]:
    """Hand in the figures whose day is told, as their units did; the others."""
    if name not in RETURNS:
        return figures
    returns = demo_returns.read(folder() / "returns" / RETURNS[name])
    with hub.store.read() as session:
        handed = demo_returns.packs(returns, figures, desk.units_of_kpis(session))
    demo_returns.play(hub, [r for r in returns if hub.as_of and r.day <= hub.as_of], handed)
    told = {(f.kpi, f.period) for some in handed.values() for f in some}
    return [f for f in figures if (f.kpi, f.period) not in told]


def _banner(day: date) -> str:
    return (
        f"Demonstration: figures as of {day.day} {day:%B %Y}. "
        f"Everybody at this computer is the demo user; every PIN at the board is {demo_people.PIN}."
    )


def load(hub: Hub, path: Path) -> str:
    """Load one scorecard file; the unit it speaks for."""
    text = path.read_text(encoding="utf-8")
    command = LoadScorecard(name=path.name, text=text, prefer="theirs")
    return str(hub.execute(command, LOADER)["unit"])


def _figures(hub: Hub) -> Iterator[KpiFigure]:
    """The published and illustrative figures that the loaded scorecards name."""
    with hub.store.read() as session:
        for declared in desk.figures(session):
            sifted = sift(session, _read(declared), hub.now())
            if sifted.bad:
                first = sifted.bad[0]
                raise Invalid(f"{first.place}: {first.reason}")
            yield from sifted.good


def _known(figure: KpiFigure, day: date) -> bool:
    """Whether the period of the figure was over by then: units know their figures before they
    are published."""
    return figure.period is None or parse(figure.period).ends <= day


def _reached(hub: Hub) -> date:
    """The day that a demonstration before this one came to: time does not go back in a database."""
    with hub.store.read() as session:
        instants = desk.live_kpis(session).values()
    return max((moment.astimezone(LONDON).date() for moment in instants), default=date.min)


def _read(declared: dict[str, Any]) -> Iterator[Reading | BadRow]:
    connector = CsvFile(
        {
            "path": folder() / "figures" / declared["file"],
            "columns": {"kpi": declared["measure"], "source": "source_url"},
            "kpis": declared["kpis"],
            "where": declared["where"],
            "settle_seconds": 0,
        }
    )
    yield from connector.read(Look(utc_now()))


def after_last_due(figures: list[KpiFigure]) -> date:
    """The day after the last of the figures were due, so that not all tiles are late."""
    periods = {f.period for f in figures if f.period}
    if not periods:
        raise Invalid("The demo has no figures.")
    return max(due_date(period) for period in periods) + timedelta(days=1)


def _record(hub: Hub, figures: list[KpiFigure], day: date) -> None:
    """Record what is not there: what people have made of the others since stays as it is."""
    with hub.store.read() as session:
        there = desk.recorded(session, {figure.kpi for figure in figures})
    new = [f for f in figures if _known(f, day) and (f.kpi, f.period) not in there]
    if new:
        hub.execute(RecordFigures(figures=tuple(new)), LOADER)


def _record_events(hub: Hub, path: Path, day: date) -> None:
    """Record the dated events of a file that are known by ``day``; again, nothing changes that
    people have put right."""
    connector = CsvEvents({"path": path, "settle_seconds": 0, "prefix": "demo:"})
    for found in connector.read(Look(utc_now())):
        if isinstance(found, BadRow):
            raise Invalid(f"{found.place}: {found.reason}")
        if found.starts[:10] <= day.isoformat() or _planned(found):
            hub.execute(event_of(found), LOADER)


def _planned(event: Happening) -> bool:
    """Whether people could know of it before it happened."""
    unforeseen = (EventKind.INCIDENT, *((EventKind.OTHER,) if event.illustrative else ()))
    return event.kind not in unforeseen
