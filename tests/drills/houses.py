"""A house full of walls: a hub on disk, its rooms, and the screens that were let into them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from hub.commands import (
    ApprovePairing,
    CollectCredential,
    LoadScorecard,
    RequestPairing,
    SetRoom,
)
from hub.domain import pairing
from hub.domain.rights import system
from hub.hub import Hub
from hub.settings import Settings
from tests.drills.works import annexe, scorecard
from tests.server import Server

KPIS = 36
BUILDER = system("drill")
Scene = Mapping[str, Any]
MAP: Scene = {"scene": "strategy_map", "about": {"unit": "works"}}
LENS: Scene = {"scene": "lens_wall", "about": {"lens": "delivery"}}


@dataclass(frozen=True)
class House:
    """``screens`` are credentials, the rooms in turns."""

    data: Path
    screens: Sequence[str]
    threads: int

    def serve(self, port: int | None = None) -> Server:
        settings = self.data.parent / "hub.toml"
        settings.write_text(f"threads = {self.threads}\n")
        arguments = [
            "serve",
            "--insecure-demo",
            "--data",
            str(self.data),
            "--config",
            str(settings),
        ]
        return Server(self.data.parent, *arguments, port=port).wait()


@contextmanager
def house(screens: int, rooms: int = 1, threads: int = 256, scene: Scene = LENS) -> Iterator[House]:
    """A hub whose rooms all show one scene of a unit of 36 KPIs; another unit, which they do not
    show, has one. It goes when it is left."""
    with TemporaryDirectory(prefix="hub-walls-") as scratch:
        hub = Hub(Settings(data=Path(scratch) / "data")).open()
        hub.execute(LoadScorecard(name="works.yaml", text=scorecard(KPIS)), BUILDER)
        hub.execute(LoadScorecard(name="annexe.yaml", text=annexe()), BUILDER)
        for number in range(rooms):
            said = {"room": f"room-{number}", "title": f"Room {number}", "playlist": [scene]}
            hub.execute(SetRoom.model_validate(said), BUILDER)
        given = [let_in(hub, f"room-{number % rooms}") for number in range(screens)]
        hub.close()
        yield House(Path(scratch) / "data", given, threads)


def let_in(hub: Hub, room: str) -> str:
    """The credential of a new screen in a room."""
    device, credential = pairing.new_secret(), pairing.new_secret()
    asked = RequestPairing(device=pairing.digest(device), id=uuid4())
    waiting = hub.execute(asked, BUILDER)
    code = {name: waiting[name] for name in ("code", "check")}
    hangs = {"visibility": "staff", "diagonal": 75, "distance": 2, "name": "A screen"}
    hub.execute(ApprovePairing.model_validate({**code, **hangs, "room": room}), BUILDER)
    digests = pairing.digest(device), pairing.digest(credential)
    hub.execute(CollectCredential(device=digests[0], credential=digests[1]), BUILDER)
    return credential
