"""What the rows of a pack would change, as it is kept until the pack is applied."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Change:
    """What one row comes to; ``outcome`` is new, revised or unchanged.

    A ``doubt`` has to be confirmed by a person. ``beyond`` says that the figure is outside the
    process limits. ``version`` and ``definition`` are those of the submission and of the KPI that
    the row was held against.
    """

    place: str
    kpi: str
    title: str
    unit: str
    period: str
    period_title: str
    was: str
    shown: str
    figure: Mapping[str, float]
    narrative: str
    source: str
    outcome: str
    version: int
    definition: int
    beyond: str = ""
    doubt: str = ""
    remarks: tuple[str, ...] = ()

    def kept(self) -> dict[str, Any]:
        return asdict(self)


def changes(kept: Iterable[Mapping[str, Any]]) -> list[Change]:
    """The changes as they were kept."""
    return [Change(**{**row, "remarks": tuple(row["remarks"])}) for row in kept]
