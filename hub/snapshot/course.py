"""The course of a KPI: its figures in order, and what the process behind them does."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Point:
    """One current figure of a KPI, oldest first in a series.

    ``year`` is what ``label`` leaves out, of an instant its day; ``follows`` is off where figures
    are missing between this one and the one before.
    """

    period: str
    label: str
    ends: datetime
    value: float
    target: float | None = None
    restated: bool = False
    year: str = ""
    follows: bool = True


@dataclass(frozen=True)
class Rebase:
    """From ``period`` on the process is another one, for a reason that somebody gave."""

    period: str
    reason: str
    by: str


@dataclass(frozen=True)
class Process:
    """What ``hub.domain.spc`` says of a KPI's points: an entry for each, in their order.

    ``lower`` and ``upper`` are None where there are no limits yet; limits are ``provisional`` until
    a process has 13 points; ``kinds`` are types of points such as ``special_cause_concern``;
    ``causes`` say which rule found them; ``group`` tells processes apart that a rebase parts.
    """

    mean: tuple[float | None, ...]
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]
    kinds: tuple[str, ...]
    causes: tuple[str, ...]
    group: tuple[int, ...]
    provisional: tuple[bool, ...]
    rebases: tuple[Rebase, ...] = ()
