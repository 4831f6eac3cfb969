"""The reel: pictures of a real hub, drawn beforehand, that a wall is shown again and again."""

import json
import re
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import uuid4

from tests.server import PATIENCE, Server

VERSIONS = 6  # of each picture, each with other figures
LANDSCAPE, WIDE = "1920x1080", "3840x1080"
LEFT_HALF = {"columns": 2, "rows": 1, "column": 1, "row": 1, "gap": 0}
FAR_AWAY = {"diagonal": 55, "distance": 5}  # so that scenes have several pages
MAP = "/scenes/strategy_map.svg?unit=ims"
LENS = "/scenes/lens_wall.svg?lens=delivery"
FIGURES = ("ims.first_time_fix", "ims.major_incidents", "ims.line_of_sight", "ims.insight")


@dataclass(frozen=True)
class Shot:
    """What a room shows at a time: a ``page`` of so many, or a ``part`` of a wide picture."""

    address: str
    page: int = 1
    pages: int = 1
    part: Mapping[str, int] | None = None

    def asked(self, theme: str) -> Iterator[str]:
        """What a page asks for until it has this: its first page comes before any other."""
        size = WIDE if self.part else LANDSCAPE
        first = f"{self.address}&theme={theme}&size={size}"
        yield from (first, f"{first}&page={self.page}")[: 1 + (self.page > 1)]


SHOTS = (
    Shot(MAP),
    Shot(MAP, part=LEFT_HALF),
    Shot(LENS),
    Shot(LENS, page=2),
    Shot("/scenes/scorecard.svg?unit=ims"),
    Shot("/scenes/kpi_story.svg?kpi=ims.first_time_fix"),
    Shot("/scenes/perspective.svg?perspective=ims.customer_centricity&unit=ims"),
)


@dataclass(frozen=True)
class Reel:
    """``now`` is what the hub tells the screen that holds ``credential``; ``drawn`` are the
    pictures, by the address that its page asks for."""

    credential: str
    now: Mapping[str, Any]
    drawn: Mapping[str, Sequence[str]]
    shots: Sequence[Mapping[str, Any]]


def shoot(server: Server) -> Reel:
    """Draw every picture in both themes, again and again while the figures change."""
    screen = let_in(server, open_room(server), **FAR_AWAY)
    asked = [a for shot in SHOTS for theme in ("light", "dark") for a in shot.asked(theme)]
    drawn: dict[str, list[str]] = {address: [] for address in asked}
    for version in range(VERSIONS):
        for kpi in FIGURES:
            figure = {"period": "2026-01", "value": 10 + version}
            server.post(f"/kpis/{kpi}/measurements", figure)
        for address, pictures in drawn.items():
            pictures.append(ask(server, address, screen).decode())
    now = json.loads(ask(server, "/display/now", screen))
    return Reel(screen, now, drawn, [asdict(_counted(shot, drawn)) for shot in SHOTS])


def _counted(shot: Shot, drawn: Mapping[str, Sequence[str]]) -> Shot:
    """The shot with the number of pages that its pictures say."""
    said = re.search(r' data-pages="(\d+)"', drawn[next(shot.asked("light"))][0])
    return replace(shot, pages=int(said[1]) if said else 1)


# -- screens of a hub ---------------------------------------------------------------------------


def open_room(server: Server, address: str = MAP) -> str:
    """A room that shows one scene; its key."""
    about = dict(word.split("=") for word in address.partition("?")[2].split("&"))
    scene = address.removeprefix("/scenes/").partition(".svg")[0]
    room = f"room-{uuid4().hex[:8]}"
    server.post(f"/rooms/{room}", {"title": room, "playlist": [{"scene": scene, "about": about}]})
    return room


def let_in(server: Server, room: str, **hangs: Any) -> str:
    """The credential of a new screen in a room."""
    waiting = json.loads(ask(server, "/display/pairing", body={}))
    about = {"name": "A screen", "visibility": "staff", "diagonal": 75, "distance": 3, **hangs}
    code = {"code": waiting["code"], "check": waiting["check"]}
    server.post("/displays", {**code, "room": room, **about})
    given = json.loads(ask(server, "/display/collect", body={"device": waiting["device"]}))
    return str(given["credential"])


def ask(server: Server, path: str, screen: str = "", body: Any = None) -> bytes:
    """What a screen is answered. Raises urllib.error.HTTPError."""
    headers = {"Content-Type": "application/json"}
    if screen:
        headers["Authorization"] = f"Bearer {screen}"
    words = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(server.address + path, words, headers)
    with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
        found: bytes = reply.read()
    return found
