"""``FlaskHub``: the hub mounted into a Flask application, beside whatever is there.

    app = Flask(__name__)
    FlaskHub(app, url_prefix="/hub", settings=Settings(data="hub-data"), identify=who_is_asking)

An application may hold several hubs under different prefixes, each with its own database.
"""

from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, Flask, Request
from flask_socketio import SocketIO

from hub.domain.rights import Actor, Grant, Right
from hub.errors import Unusable
from hub.hub import Hub
from hub.scheduler import Scheduler
from hub.settings import Settings
from hub.web import (
    api,
    displays,
    duties,
    events,
    failures,
    fleet,
    health,
    live,
    pages,
    people,
    prints,
    problems,
    programmes,
    remote,
    returns,
    rooms,
    scenes,
    sheets,
    slips,
    talk,
    uploads,
)
from hub.web.site import Site

HERE = Path(__file__).parent
PARTS = (
    failures,
    health,
    scenes,
    prints,
    programmes,
    problems,
    duties,
    pages,
    returns,
    sheets,
    talk,
    events,
    uploads,
    displays,
    remote,
    fleet,
    rooms,
    people,
    slips,
    api,
)
Identify = Callable[[Request], Actor]

PING_EVERY, PING_ANSWERED = 8, 8  # s: a screen without either knows that its line is dead
READER = Actor("anonymous", "A visitor", grants=frozenset({Grant(Right.READ)}))


def nobody(_request: Request) -> Actor:
    """Who asks when the host application does not say: somebody who may look and no more."""
    return READER


class FlaskHub:
    """The Flask extension. ``hub`` and ``scheduler`` are there once it is mounted.

    ``identify`` tells who sends a request; raise ``hub.errors.Forbidden`` to turn them away.
    ``banner`` is a line shown on top of every page. ``schedule=False`` leaves polling to another
    process. If the application has a Socket.IO server already, that one is used.
    """

    hub: Hub
    scheduler: Scheduler

    def __init__(
        self,
        app: Flask | None = None,
        *,
        url_prefix: str = "/hub",
        settings: Settings | None = None,
        hub: Hub | None = None,
        identify: Identify = nobody,
        banner: str | None = None,
        home: str | None = None,
        schedule: bool = True,
    ) -> None:
        self.prefix = _prefix(url_prefix)
        self._settings, self._given, self._schedule = settings, hub, schedule
        self._identify, self._banner, self._home = identify, banner, home
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> None:
        """Open the database and mount the routes. Raises Unusable when mounted twice."""
        mounted: dict[str, Hub] = app.extensions.setdefault("hub", {})
        if self.prefix in mounted:
            raise Unusable(f"a hub is mounted at {self.prefix or '/'} already")
        self.hub = mounted[self.prefix] = (self._given or Hub(self._settings)).open()
        socketio = self._socketio(app)
        site = Site(
            self.hub,
            self.prefix,
            self._identify,
            self._banner,
            self._home,
            socket_path=socket_path(socketio),
        )
        app.register_blueprint(self._blueprint(site))
        live.listen(socketio, site)
        self.scheduler = Scheduler(self.hub)
        site.sources = self.scheduler.sources
        if self._schedule:
            self.scheduler.start()

    def close(self) -> None:
        """Stop the scheduler and close the database; for tests and orderly shutdowns."""
        self.scheduler.stop()
        self.hub.close()

    def _socketio(self, app: Flask) -> SocketIO:
        if "socketio" in app.extensions:
            there: SocketIO = app.extensions["socketio"]
            return there
        return SocketIO(
            app,
            async_mode="threading",
            async_handlers=False,
            transports=["websocket"],  # type: ignore[call-arg]  # a broken poll keeps its thread
            path=f"{self.prefix}/socket.io".lstrip("/"),
            max_http_buffer_size=64_000,
            ping_interval=PING_EVERY,
            ping_timeout=PING_ANSWERED,
        )

    def _blueprint(self, site: Site) -> Blueprint:
        name = "hub" + self.prefix.replace("/", "_").replace(".", "_")
        blueprint = Blueprint(
            name,
            __name__,
            url_prefix=self.prefix or None,
            static_folder=str(HERE / "static"),
            static_url_path="/static",
            template_folder=str(HERE / "templates"),
        )
        blueprint.before_request(site.let_in)
        for part in PARTS:
            part.mount(blueprint, site)
        return blueprint


def _prefix(url_prefix: str) -> str:
    trimmed = url_prefix.strip("/")
    return f"/{trimmed}" if trimmed else ""


def socket_path(socketio: SocketIO) -> str:
    """Where the server of sockets listens, such as ``/hub/socket.io``."""
    middleware = getattr(socketio, "sockio_mw", None)
    path = str(getattr(middleware, "engineio_path", "socket.io"))
    return "/" + path.strip("/")
