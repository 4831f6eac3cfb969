"""What a figure is made of: the units behind a total, and the periods behind a longer time."""

from collections.abc import Sequence
from dataclasses import dataclass

from hub.domain.status import Status
from hub.snapshot.said import OverrideView

NAMED = 2  # parts that were restated; of more their number is told


def restated_among(titles: Sequence[str]) -> str:
    """``restated part: Live services``; empty where there is none."""
    if len(titles) > NAMED:
        return f"{len(titles)} parts restated"
    return f"restated part{'s' * (len(titles) > 1)}: {', '.join(titles)}" if titles else ""


@dataclass(frozen=True)
class PartView:
    """A unit's part in a total: its figure of the total's period, where it may be seen, with the
    unit's own target. ``totalled`` says that it is a total of further units itself, ``restated``
    that the figure was another one before; ``status`` may be the one that was set by hand."""

    key: str
    unit_title: str
    owner: str
    weight: float
    value: float | None = None
    status: Status = Status.NO_DATA
    target: float | None = None
    totalled: bool = False
    restated: bool = False
    override: OverrideView | None = None


@dataclass(frozen=True)
class SpanView:
    """A figure of a longer time, from those of its periods: ``there`` of ``all`` of them, which
    are called ``what``. It is provisional while one is missing."""

    title: str
    value: float
    there: int
    all: int
    what: str  # "month"
    restated: tuple[str, ...] = ()  # titles of the periods whose figures were restated

    @property
    def provisional(self) -> bool:
        return self.there < self.all

    @property
    def rests_on(self) -> str:
        """``9 of 9 months``, and which of them were restated."""
        plural = "" if self.all == 1 else "s"
        again = restated_among(self.restated)
        return f"{self.there} of {self.all} {self.what}{plural}{again and f', {again}'}"
