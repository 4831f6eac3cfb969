"""The made-up history of the demo's returns: when units handed their figures in, and what the
performance team said to them.

``config/returns`` has one step a row. It is taken on its own day, by a role and not by a person,
and only once: figures and steps that are there already stay as people have left them since.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from hub.commands import AcceptFigure, ChallengeFigure, RecordFigures, SaveDraft
from hub.commands.measuring import KpiFigure
from hub.commands.submission import OnSubmission
from hub.domain.periods import parse
from hub.domain.rights import Actor, Grant, Right
from hub.domain.submission import Reason
from hub.errors import Invalid
from hub.hub import Hub
from hub.snapshot import desk
from hub.snapshot.packs import SubmissionView
from hub.snapshot.views import Need

HAND_IN = "hand_in"
Pack = tuple[str, str]  # a unit and a month


@dataclass(frozen=True)
class Return:
    """What was done on ``day`` with the figures of ``unit`` for ``month``, or with that of ``kpi``
    alone: they were handed in; it was drafted, accepted or challenged."""

    day: date
    unit: str
    month: str
    step: str
    kpi: str
    reason: str
    words: str


def read(path: Path) -> tuple[Return, ...]:
    """The rows of a file, oldest first."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [Return(day=date.fromisoformat(r.pop("day")), **r) for r in csv.DictReader(file)]
    return tuple(sorted(rows, key=lambda row: row.day))


def packs(
    returns: Iterable[Return], figures: Iterable[KpiFigure], units: Mapping[str, str]
) -> dict[Pack, list[KpiFigure]]:
    """The figures that units hand in on days that are told; ``units`` are those of the KPIs."""
    found: dict[Pack, list[KpiFigure]] = {
        (row.unit, row.month): [] for row in returns if row.step == HAND_IN
    }
    for figure in figures:
        pack = (units[figure.kpi], _month(figure.period or ""))
        if pack in found:
            found[pack].append(figure)
    return found


def _month(period: str) -> str:
    """The month at whose end a period is over."""
    return f"{parse(period).ends:%Y-%m}"


def play(hub: Hub, returns: Sequence[Return], handed: Mapping[Pack, Sequence[KpiFigure]]) -> None:
    """Take the steps that have not been taken, each on its day."""
    today = hub.as_of
    with hub.store.read() as session:
        known = desk.recorded(session, {f.kpi for some in handed.values() for f in some})
    for row in returns:
        if row.step != HAND_IN:
            _step(hub, row)
            continue
        new = [f for f in handed[row.unit, row.month] if (f.kpi, f.period) not in known]
        if new:
            hub.pin(row.day)
            hub.execute(RecordFigures(figures=tuple(new)), _coordinator(row.unit))
    hub.pin(today)


def _step(hub: Hub, row: Return) -> None:
    """Take the step, if nobody has done anything with the figure since it was recorded."""
    hub.pin(row.day)
    pack = (row.unit, row.month)
    view = hub.snapshot(Need(submissions=frozenset({pack}))).submissions[pack]
    figure = next((f for f in view.figures if f.kpi == row.kpi), None)
    if figure is None:
        raise Invalid(f"{row.kpi} is not in the pack of {row.unit} for {row.month}")
    if figure.version == (figure.revision or 0):
        command, actor = _command(row, figure)
        hub.execute(command, actor)


def _command(row: Return, figure: SubmissionView) -> tuple[OnSubmission, Actor]:
    seen = {"kpi": figure.kpi, "period": figure.period, "version": figure.version}
    match row.step:
        case "draft":
            return SaveDraft(**seen, narrative=row.words), _coordinator(row.unit)
        case "accept":
            return AcceptFigure(**seen), _team()
        case "challenge":
            id = uuid5(NAMESPACE_URL, f"{figure.kpi}/{figure.period}")
            asked = {"question": row.words, "code": Reason(row.reason), "id": id}
            return ChallengeFigure(**seen, **asked), _team()
        case _:
            raise Invalid(f"{row.step!r} is no step of a return")


def _coordinator(unit: str) -> Actor:
    grants = frozenset({Grant(Right.RECORD, unit)})
    return Actor(f"role:coordinator:{unit}", "Performance coordinator", grants=grants)


def _team() -> Actor:
    return Actor("role:team", "Performance team", grants=frozenset({Grant(Right.REVIEW)}))
