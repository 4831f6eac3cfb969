"""What a figure is made of: the units behind a total, and the periods behind a longer time."""

from dataclasses import dataclass

from hub.domain.status import Status


@dataclass(frozen=True)
class PartView:
    """A unit's part in a total: its figure of the total's period, where it may be seen, with the
    unit's own target. ``totalled`` says that it is a total of further units itself."""

    key: str
    unit_title: str
    owner: str
    weight: float
    value: float | None = None
    status: Status = Status.NO_DATA
    target: float | None = None
    totalled: bool = False


@dataclass(frozen=True)
class SpanView:
    """A figure of a longer time, from those of its periods: ``there`` of ``all`` of them, which
    are called ``what``. It is provisional while one is missing."""

    title: str
    value: float
    there: int
    all: int
    what: str  # "month"

    @property
    def provisional(self) -> bool:
        return self.there < self.all

    @property
    def rests_on(self) -> str:
        """``9 of 9 months``."""
        plural = "" if self.all == 1 else "s"
        return f"{self.there} of {self.all} {self.what}{plural}"
