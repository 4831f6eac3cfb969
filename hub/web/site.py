"""A mounted hub, as all parts of the web layer see it."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from flask import Request, request

from hub.domain.rights import Actor
from hub.hub import Hub, Scene
from hub.scheduler import Source

SCENES_KEPT = 64


class Drawn:
    """The last pictures drawn, by ETag, so that forty walls cost one drawing."""

    def __init__(self, most: int = SCENES_KEPT) -> None:
        self._pictures: OrderedDict[str, str] = OrderedDict()
        self._most, self._lock = most, Lock()

    def picture(self, scene: Scene) -> str:
        with self._lock:
            if scene.etag in self._pictures:
                self._pictures.move_to_end(scene.etag)
                return self._pictures[scene.etag]
        picture = str(scene.draw())
        with self._lock:
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

    @property
    def namespace(self) -> str:
        return self.prefix or "/hub"

    def actor(self) -> Actor:
        """Who sends the request at hand. Raises Forbidden."""
        return self.identify(request)
