"""A performance hub: strategy map, scorecard and problem board on one live wall.

``FlaskHub`` puts a hub into a Flask application, ``Hub`` is the hub itself. Both are fetched when
first asked for, so that ``python3 -m hub`` can begin where nothing is installed yet.
"""

from __future__ import annotations

from importlib import import_module, metadata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hub.hub import Hub
    from hub.web import FlaskHub

    __version__: str

__all__ = ["FlaskHub", "Hub", "__version__"]

_HOMES = {"FlaskHub": "hub.web", "Hub": "hub.hub"}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name == "__version__":
        return metadata.version("performance-hub")
    raise AttributeError(f"module 'hub' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
