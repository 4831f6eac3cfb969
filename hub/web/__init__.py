"""The web: Flask and Socket.IO around a hub, and nothing that decides anything."""

from hub.web.extension import FlaskHub

__all__ = ["FlaskHub"]
