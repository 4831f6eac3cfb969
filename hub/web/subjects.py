"""Scenes in words, and what a playlist can be made of: scenes with what each can be about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hub.hub import Hub
from hub.snapshot.subjects import Subject, subjects

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LABELS = {"unit": "Unit", "perspective": "Perspective", "lens": "Perspective", "kpi": "KPI"}
OTHERWISE = {  # where nothing is chosen
    "unit": "All units",
    "perspective": "The first one",
    "kpi": "All that are shared",
}


@dataclass(frozen=True)
class Chooser:
    """One thing that a scene is about: a choice, or the number of a page where there is none."""

    name: str
    label: str
    choices: tuple[Subject, ...]
    otherwise: str  # what choosing nothing means; empty where something must be chosen


@dataclass(frozen=True)
class Offer:
    """A scene that a playlist can have."""

    name: str
    title: str
    choosers: tuple[Chooser, ...]


class Subjects:
    """What there is to show in one hub at one moment."""

    def __init__(self, hub: Hub, session: "Session") -> None:
        self._displays = hub.displays
        self._subjects = subjects(session)
        self._titles = {
            name: {subject.key: subject.title for subject in found}
            for name, found in self._subjects.items()
        }

    def words(self, scene: str, about: Mapping[str, Any]) -> str:
        """``Strategy map: Works``."""
        title = self._displays[scene].title if scene in self._displays else scene
        said = [self._said(name, str(value)) for name, value in about.items() if value]
        return f"{title}: {', '.join(said)}" if said else title

    def _said(self, name: str, value: str) -> str:
        known = self._titles.get(name, {})
        if name == "page":
            return f"page {value}"
        return known.get(value) or value

    def offers(self) -> tuple[Offer, ...]:
        """By title; a scene that needs something that nobody can choose here is left out."""
        found = []
        for display in self._displays:
            fields = display.Config.model_fields
            known = self._subjects.keys() | {"page"}
            if any(spec.is_required() and name not in known for name, spec in fields.items()):
                continue
            choosers = tuple(
                self._chooser(name, spec.is_required())
                for name, spec in fields.items()
                if name in known
            )
            found.append(Offer(display.name, display.title, choosers))
        return tuple(sorted(found, key=lambda offer: offer.title))

    def _chooser(self, name: str, required: bool) -> Chooser:
        otherwise = "" if required else OTHERWISE.get(name, "Any")
        label = LABELS.get(name, "Page")
        return Chooser(name, label, self._subjects.get(name, ()), otherwise)
