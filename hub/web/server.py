"""The hub standing alone: one process with threads, behind gunicorn.

The database is examined before anything is served; the hub itself is opened in the worker, since
neither threads nor SQLite's connections survive a fork.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from hub.web.extension import FlaskHub, socket_path
from hub.web.turnstile import Turnstile

Mount = Callable[[Flask], FlaskHub]
SPARE_CONNECTIONS = 1_000  # kept open between requests, or waiting for a thread


class Server(BaseApplication):
    """Serves what ``mount`` puts into a Flask application, until it is told to stop."""

    def __init__(self, mount: Mount, host: str, port: int, threads: int) -> None:
        self._mount, self._host, self._port, self._threads = mount, host, port, threads
        super().__init__()

    def load_config(self) -> None:
        host = f"[{self._host}]" if ":" in self._host else self._host
        settings: dict[str, Any] = {
            "bind": f"{host}:{self._port}",
            "worker_class": "gthread",
            "workers": 1,
            "threads": self._threads,
            "worker_connections": self._threads + SPARE_CONNECTIONS,
            "timeout": 120,
            "graceful_timeout": 5,
            "keepalive": 30,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        app = Flask("hub_server", static_folder=None)
        self._mount(app)
        return Turnstile(app, socket_path(app.extensions["socketio"]), self._threads)
