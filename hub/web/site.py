"""A mounted hub, as all parts of the web layer see it."""

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from threading import Lock

from flask import Request, g, request

from hub.commands.command import lineage
from hub.displays import Audience
from hub.domain import pairing, recognition
from hub.domain.legibility import Viewing
from hub.domain.rights import Actor, ActorKind, Right, demand, may
from hub.drawing import LIGHT, Theme
from hub.drawing.theme import THEMES
from hub.errors import Forbidden, Invalid, Unpaired
from hub.hub import Hub, Scene
from hub.model import PairedDisplay
from hub.scheduler import Source
from hub.snapshot.people import standing
from hub.snapshot.rooms import display_of
from hub.web.press import Press

SCENES_KEPT = 64
GLASSES_KEPT = 1000  # screens whose pictures are kept
PRESENCE = "Hub-Presence"  # header: the token of who stands at a shared board
TAPPED = "Hub-Tapped-Ago"  # header: s since a finger asked, by the clock of the board alone
AT_ONCE = timedelta(seconds=2)  # what takes no longer was asked for when it came
FOR_STRANGERS = ("display", "display_worker", "pair_display", "collect_display")
FOR_PHONES = ("type_page", "type_words")  # with a slip, which says what they may
OPEN_TO_ALL = ("static", "healthz", "readyz", *FOR_STRANGERS, *FOR_PHONES)
FOR_DISPLAYS = ("scene", "display_now", "remote_qr")  # what a paired screen may look at


def colours() -> Theme:
    """The theme that the address at hand asks for. Raises Invalid for one that there is not."""
    return theme_of(request.args)


def theme_of(arguments: Mapping[str, str]) -> Theme:
    """The theme that an address with such arguments asks for. Raises Invalid."""
    name = arguments.get("theme") or LIGHT.name
    if name not in THEMES:
        raise Invalid(f"There is no theme {name!r}: use {' or '.join(THEMES)}.")
    return THEMES[name]


def positive(text: str) -> float:
    """A measure that an address gives. Raises Invalid."""
    if not re.fullmatch(r"\d{1,4}(\.\d{1,3})?", text, re.ASCII) or not float(text):
        raise Invalid(f"{text!r} is not a number such as 55 or 2.5")
    return float(text)


def acting(display: PairedDisplay) -> Actor:
    """A screen as an actor: it holds no right but to drive its own room."""
    return Actor(f"display:{display.id}", display.name, ActorKind.DISPLAY)


class Drawn:
    """The last pictures drawn, by ETag, so that forty walls cost one drawing; and the ones that are
    on the glass of a screen, for as long as they are."""

    def __init__(self, most: int = SCENES_KEPT) -> None:
        self._pictures: OrderedDict[str, str] = OrderedDict()
        self._on_glass: OrderedDict[str, tuple[str, str]] = OrderedDict()  # by screen
        self._under_way: dict[str, Lock] = {}
        self._most, self._lock = most, Lock()

    def picture(self, scene: Scene) -> str:
        """The picture; who asks while somebody else draws it waits for that one."""
        with self._lock:
            turn = self._under_way.setdefault(scene.etag, Lock())
        with turn:
            return self._kept(scene.etag) or self._draw(scene)

    def hold(self, screen: str, etag: str) -> None:
        """Keep the picture that a screen says it shows, if it is at hand, and none of before."""
        picture = self._kept(etag) or self.held(screen, etag)
        with self._lock:
            self._on_glass.pop(screen, None)
            if picture is not None:
                self._on_glass[screen] = (etag, picture)
            while len(self._on_glass) > GLASSES_KEPT:
                self._on_glass.popitem(last=False)

    def held(self, screen: str, etag: str) -> str | None:
        """That very picture, if it was kept."""
        with self._lock:
            kept, picture = self._on_glass.get(screen, ("", ""))
            return picture if picture and kept == etag else None

    def _kept(self, etag: str) -> str | None:
        with self._lock:
            if etag not in self._pictures:
                return None
            self._under_way.pop(etag, None)
            self._pictures.move_to_end(etag)
            return self._pictures[etag]

    def _draw(self, scene: Scene) -> str:
        picture = ""
        try:
            picture = str(scene.draw())
        finally:
            with self._lock:
                self._under_way.pop(scene.etag, None)
                if picture:
                    self._pictures[scene.etag] = picture
                while len(self._pictures) > self._most:
                    self._pictures.popitem(last=False)
        return picture


@dataclass
class Site:
    """``prefix`` is "" at the root, else "/hub" or the like; ``namespace`` is Socket.IO's."""

    hub: Hub
    prefix: str
    identify: Callable[[Request], Actor]
    banner: str | None = None
    home: str | None = None
    socket_path: str = "/socket.io"
    sources: Mapping[str, Source] = field(default_factory=dict)
    drawn: Drawn = field(default_factory=Drawn)
    press: Press = field(default_factory=Press)

    @property
    def namespace(self) -> str:
        return self.prefix or "/hub"

    def layout(self, theme: Theme | None = None) -> dict[str, str | int | None]:
        """What every page's frame needs to know (``layout.html``). Raises Invalid where no
        ``theme`` is given and the address asks for one that there is not."""
        return {
            "hub": self.prefix,
            "namespace": self.namespace,
            "socket": self.socket_path,
            "theme": (theme or colours()).name,
            "banner": self.banner,
            "shift": self.shift,
        }

    @property
    def shift(self) -> int:
        """Seconds by which the hub's now is ahead of the true time; below 0 on a past day."""
        return round((self.hub.now() - self.hub.clock()).total_seconds())

    def actor(self) -> Actor:
        """Who sends the request at hand. Raises Forbidden."""
        display = self.display()
        base = acting(display) if display is not None else self.identify(request)
        token = request.headers.get(PRESENCE)
        return self._standing(base, token) if token else base

    def _standing(self, board: Actor, token: str) -> Actor:
        """Who stood at the board when it was tapped: with the board's own rights and no others,
        since a PIN tells who somebody is and nothing more. Raises Forbidden."""
        with self.hub.store.read() as session:
            digest = recognition.token_digest(token)
            found = standing(session, digest, self.hub.now() - self.ago())
        if found is None:
            raise Forbidden("Nobody was known at this board any more: say who you are, then again.")
        return replace(board, id=f"person:{found.person}", name=found.name, at=board.name)

    def ago(self) -> timedelta:
        """How long ago a finger asked for what the request at hand brings: a board that is out of
        reach keeps it. Raises Invalid."""
        text = request.headers.get(TAPPED, "0")
        if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,3})?", text, re.ASCII):
            raise Invalid(f"{TAPPED}: seconds, such as 12.5")
        ago = min(timedelta(seconds=float(text)), recognition.KEPT)
        return ago if ago >= AT_ONCE else timedelta()

    def display(self) -> PairedDisplay | None:
        """The paired screen that sends the request at hand; None where no screen does. Raises
        Unpaired for one that is not let in."""
        if "display" not in g:
            shown = request.authorization
            token = shown.token if shown is not None and shown.type == "bearer" else None
            g.display = self.paired(token) if token else None
        found: PairedDisplay | None = g.display
        return found

    def paired(self, credential: str) -> PairedDisplay:
        """The screen that holds a credential. Raises Unpaired."""
        with self.hub.store.read() as session:
            found = display_of(session, pairing.digest(credential))
        if found is None:
            raise Unpaired("This screen is not paired with the hub, or not any more.")
        return found

    def audience(self) -> Audience:
        """Who can see the picture that is asked for: a person, or whoever passes a screen."""
        display = self.display()
        return Audience() if display is None else Audience(display.visibility)

    def viewing(self) -> Viewing | None:
        """From where the picture that is asked for is looked at: known of a paired screen, and of
        who says so to see what one would show."""
        display = self.display()
        if display is not None:
            return Viewing.of(display.diagonal, display.distance, display.part)
        diagonal, distance = (request.args.get(word, "") for word in ("diagonal", "distance"))
        if not (diagonal and distance):
            return None
        return Viewing(positive(diagonal), positive(distance))

    def reader(self) -> Actor:
        """Who sends the request at hand, if they may look. Raises Forbidden."""
        actor = self.actor()
        system = actor.kind is ActorKind.SYSTEM
        if not system and not any(may(actor, Right.READ, (grant.unit,)) for grant in actor.grants):
            raise Forbidden(f"{actor.name} may not read here.")
        return actor

    def may(self, right: Right, unit: str | None) -> bool:
        """Whether who asks holds the right on a unit; None: on the whole hub."""
        return may(self.actor(), right, self._line(unit))

    def demand(self, right: Right, unit: str | None) -> None:
        """Raises Forbidden unless who asks holds the right on the unit."""
        demand(self.actor(), right, self._line(unit))

    def _line(self, unit: str | None) -> tuple[str, ...]:
        if unit is None:
            return ()
        with self.hub.store.read() as session:
            return lineage(session, unit)

    def let_in(self) -> None:
        """Ask who it is before anything is answered, but for what a supervisor must see and the
        static files. Raises Forbidden, and Invalid for a theme that there is not."""
        endpoint = (request.endpoint or "").rsplit(".", 1)[-1]
        if endpoint in OPEN_TO_ALL:
            return
        colours()
        if self.display() is not None:
            if request.method == "GET" and endpoint not in FOR_DISPLAYS:
                raise Forbidden("A screen sees its scenes and nothing else.")
        elif request.method in ("GET", "HEAD"):
            self.reader()
        else:
            self.actor()
