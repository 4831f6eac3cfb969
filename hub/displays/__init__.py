"""Displays: what a wall shows full-screen. Yours: one class, two verbs, one entry point.

    class Clockface(Display):
        name = "clockface"
        title = "Clock face"

        def needs(self, frame, audience):
            return Need()

        def draw(self, snapshot, frame):
            big = label("12:00", 960, 540, 120, fill=frame.theme["ink"], anchor="middle")
            return scene(frame.width, frame.height, frame.theme, big, title="Clock face")

and in pyproject.toml: ``[project.entry-points."hub.displays"] clockface = "mine:Clockface"``.
"""

from dataclasses import dataclass

from hub.domain.legibility import FAR, MOST_ZOOM
from hub.drawing import Node, Theme
from hub.plugins import Plugin, Settings
from hub.snapshot.views import Need, Snapshot

__all__ = ["Audience", "Display", "Frame", "Need", "Settings", "Snapshot"]


@dataclass(frozen=True)
class Frame:
    """The picture to fill, in px of its own viewBox, and the theme to draw in.

    4K is the same picture as full HD at scale 2: a scene is drawn on the smallest viewBox that
    holds full HD (``Frame.of``), and stretched by whoever shows it. ``least`` is the size, in px,
    of the smallest letters that can be read from where people stand; 0 where nobody said.
    """

    width: int
    height: int
    theme: Theme
    least: float = 0.0

    @classmethod
    def of(cls, width: int, height: int, theme: Theme, least: float = 0.0) -> "Frame":
        """The viewBox for a picture of ``width`` x ``height`` px; nearly 16:9 counts as 16:9."""
        longer = round(1080 * max(width, height) / min(width, height))
        shorter = round(1920 * min(width, height) / max(width, height))
        if abs(shorter - 1080) < 20:
            longer, shorter = 1920, 1080
        elif longer > 1920:
            shorter = 1080
        else:
            longer = 1920
        wide, high = (shorter, longer) if height > width else (longer, shorter)
        return cls(wide, high, theme, least)

    @property
    def room(self) -> float:
        """How many full-HD pictures it has the room of."""
        return self.width * self.height / (1920 * 1080)

    @property
    def zoom(self) -> float:
        """How many times as large as usual letters are that have to be read from afar (1 to
        ``legibility.MOST_ZOOM``): a scene then shows less at a time, in larger type."""
        return min(max(self.least / FAR, 1.0), MOST_ZOOM)

    @property
    def portrait(self) -> bool:
        return self.height > self.width


@dataclass(frozen=True)
class Audience:
    """Who can see the screen: a visibility class (public | staff | restricted)."""

    visibility: str = "restricted"  # a person who is let in


class Display(Plugin):
    """A full-screen picture of a snapshot: the same snapshot in, the same scene out.

    ``Config`` holds what the address of the scene may say (unit, lens, kpi ...).
    """

    paper: tuple[int, int] = (1920, 1080)  # the picture, in px, that a sheet of paper takes
    sheet: str = ""  # the paper that it is made for, such as "A1"; none: it is made for screens
    revision: int = 1  # raise it when the drawing changes: it is part of the ETag

    def needs(self, frame: Frame, audience: Audience) -> Need:
        """What to put into the snapshot."""
        raise NotImplementedError

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        """The scene, as a tree of nodes (``hub.drawing``)."""
        raise NotImplementedError
