"""Scenes in words, and what a playlist can be made of: scenes with what each can be about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic.fields import FieldInfo

from hub.hub import Hub
from hub.snapshot.subjects import Subject, subjects

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LABELS = {
    "unit": "Unit",
    "perspective": "Perspective",
    "lens": "Perspective",
    "kpi": "KPI",
    "objective": "Objective",
    "kpq": "Question",
    "told": "Line of sight of",
    "days": "Days",
    "page": "Page",
}
NUMBERS = frozenset({"page", "days"})
OTHERWISE = {  # where nothing is chosen
    "unit": "All units",
    "perspective": "The first one",
    "kpi": "All that are shared",
    "told": "None",
}


@dataclass(frozen=True)
class Chooser:
    """One thing that a scene is about: a choice, or a number where there is none to make.

    ``otherwise`` is what choosing nothing means; empty where something must be chosen."""

    name: str
    label: str
    choices: tuple[Subject, ...]
    otherwise: str


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
        said = [self._said(scene, name, str(value)) for name, value in about.items() if value]
        return f"{title}: {', '.join(said)}" if said else title

    def _said(self, scene: str, name: str, value: str) -> str:
        if name in NUMBERS:
            return f"page {value}" if name == "page" else f"{value} days"
        fields = self._displays[scene].Config.model_fields if scene in self._displays else {}
        subject = _subject(name, fields[name]) if name in fields else name
        found = self._titles.get(subject, {}).get(value) or value
        return f"line of sight of {found}" if name == "told" else found

    def offers(self) -> tuple[Offer, ...]:
        """By title; a scene that needs something that nobody can choose here is left out."""
        found = []
        for display in self._displays:
            fields = display.Config.model_fields
            if any(s.is_required() and not self._known(n, s) for n, s in fields.items()):
                continue
            choosers = tuple(
                self._chooser(name, spec)
                for name, spec in fields.items()
                if self._known(name, spec)
            )
            found.append(Offer(display.name, display.title, choosers))
        return tuple(sorted(found, key=lambda offer: offer.title))

    def _known(self, name: str, spec: FieldInfo) -> bool:
        return name in NUMBERS or _subject(name, spec) in self._subjects

    def _chooser(self, name: str, spec: FieldInfo) -> Chooser:
        if name in NUMBERS:
            return Chooser(name, LABELS[name], (), str(spec.default))
        otherwise = "" if spec.is_required() else OTHERWISE.get(name, "Any")
        choices = self._subjects[_subject(name, spec)]
        return Chooser(name, LABELS.get(name, name), choices, otherwise)


def _subject(name: str, spec: FieldInfo) -> str:
    """What a field is chosen from: its own name says so, or the field itself."""
    said = spec.json_schema_extra
    return str(said.get("subject", name)) if isinstance(said, dict) else name
