"""Which scenes of a room's playlist have something red in them, as they stay longer then."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass

from hub.displays import Audience, Frame
from hub.domain.rooms import Room, Step
from hub.domain.status import Status
from hub.drawing import LIGHT
from hub.errors import HubError
from hub.hub import Hub
from hub.snapshot.views import KpiView

FRAME = Frame(1920, 1080, LIGHT)


class Redness:
    """Looks at a scene anew only where its picture would be another one: it goes by the ETag."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._known: dict[str, bool] = {}

    def of(self, rooms: dict[str, Room]) -> dict[str, frozenset[int]]:
        """The places in each room's playlist, from 0, that have something red in them."""
        before, self._known = self._known, {}
        return {
            key: frozenset(
                place
                for place, step in enumerate(room.steps)
                if (step.only_red or step.seconds_when_red is not None) and self._red(step, before)
            )
            for key, room in rooms.items()
        }

    def _red(self, step: Step, before: dict[str, bool]) -> bool:
        """Whether the scene has red in it; one that cannot be shown has none."""
        try:
            etag = self._hub.scene(step.scene, step.about, FRAME).etag
            if etag not in before:
                need = self._hub.displays[step.scene](step.about).needs(FRAME, Audience())
                before[etag] = any(_red(self._hub.snapshot(need)))
        except HubError:
            return False
        self._known[etag] = before[etag]
        return before[etag]


def _red(taken: object) -> Iterator[bool]:
    """Of each KPI, objective or the like in what a scene was told: whether it is red."""
    if isinstance(taken, KpiView):
        yield taken.status is Status.RED and not taken.late
    elif is_dataclass(taken):
        yield getattr(taken, "status", None) is Status.RED
        for field in fields(taken):
            yield from _red(getattr(taken, field.name))
    elif isinstance(taken, Mapping):
        yield from (red for each in taken.values() for red in _red(each))
    elif isinstance(taken, Sequence | frozenset) and not isinstance(taken, str):
        yield from (red for each in taken for red in _red(each))
