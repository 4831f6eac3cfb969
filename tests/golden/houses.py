"""Hubs to draw golden pictures of: made by real commands, on days that never change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from hub.commands import (
    AddNote,
    AnswerKpq,
    AssignCountermeasure,
    ChallengeFigure,
    Command,
    LoadScorecard,
    MoveCountermeasure,
    OverrideStatus,
    RaiseIssue,
    RecordEvent,
    RecordFigures,
    RecordMeeting,
    ReportProgress,
    StampReview,
)
from hub.hub import Hub
from hub.settings import Settings
from hub.snapshot.views import Need, Snapshot
from hub.testing import WORKER, SetClock
from tests.golden.scorecards import SHAPES, Shape, crown, state, target, works

BEFORE = datetime(2026, 1, 6, 9, 30, tzinfo=UTC)  # the day before the meeting
NOW = datetime(2026, 1, 14, 11, 30, tzinfo=UTC)
MONTHS = ("2024-11", "2024-12", *(f"2025-{month:02}" for month in range(1, 13)))
SWING = (0.2, -0.4, 0.0, 0.8, -0.5, 0.3, -0.9, 0.6, -0.2, 1.0, -0.7, 0.1, 0.5, 0.0)
LATE = 11  # from this month on, figures that are late have not come
LEVEL = {"green": 1.04, "red": 0.93, "suppressed": 1.1}
KINDS = ("release", "incident", "campaign", "change", "other")


@dataclass
class House:
    """One hub, and what its scenes are asked about."""

    shape: Shape
    hub: Hub
    clock: SetClock
    issues: list[str] = field(default_factory=list)
    _kept: dict[Need, Snapshot] = field(default_factory=dict)
    _made: int = 0

    @cached_property
    def about(self) -> dict[str, str]:
        """What a scene that needs a unit, a lens or a KPI is told."""
        said = {"unit": "works", "lens": "delivery"}
        said |= {"kpi": "works.lost"} if self.shape.units else {}
        return said | ({"issue": self.issues[0]} if self.issues else {})

    def snapshot(self, need: Need) -> Snapshot:
        """Taken once: nothing in a house happens any more once it stands."""
        if need not in self._kept:
            self._kept[need] = self.hub.snapshot(need)
        return self._kept[need]

    def do(self, command: type[Command], **fields: Any) -> dict[str, Any]:
        if "id" in command.model_fields:
            self._made += 1
            fields["id"] = uuid5(NAMESPACE_URL, f"{self.shape.name}/{self._made}")
        return self.hub.execute(command.model_validate(fields), WORKER)


def built(name: str, folder: Path) -> House:
    """A house as it stands on 14 January 2026, in a database in ``folder``."""
    clock = SetClock(BEFORE)
    house = House(SHAPES[name], Hub(Settings(data=folder), clock=clock).open(), clock)
    house.do(LoadScorecard, name="crown.yaml", text=crown(house.shape))
    house.do(LoadScorecard, name="works.yaml", text=works(house.shape))
    if house.shape.figured:
        _furnish(house)
    clock.at = NOW
    return house


def _furnish(house: House) -> None:
    months = MONTHS[-house.shape.months :]
    house.do(RecordFigures, figures=list(_figures(house.shape, months[:-1])))
    _solve(house)
    house.clock.move(days=1)
    house.do(RecordMeeting, of="works", title="Performance board")
    house.clock.move(days=2)
    house.do(RecordFigures, figures=list(_figures(house.shape, months[-1:])))
    house.clock.move(days=1)
    _talk(house)
    _doubt(house)
    _happen(house)
    _report(house)


def _figures(shape: Shape, months: Sequence[str]) -> Iterator[dict[str, Any]]:
    for index, kpi in enumerate(shape.kpis):
        for month in months:
            figure = _figure(index, month)
            if figure is not None:
                yield {"kpi": kpi, "period": month, **figure}
    for index in range(shape.units):
        for month in months:
            lost = 2 + (index * 37 + int(month[5:]) * 11) % 7
            if index % 11 != 6:
                yield {"kpi": f"u{index}.lost", "period": month, "numerator": lost,
                       "denominator": 100}  # fmt: skip


def _figure(index: int, month: str) -> dict[str, Any] | None:
    """A figure of a KPI that is to end in its state, after a year around its level."""
    now, number = state(index), MONTHS.index(month)
    if now == "no_data" or (now == "late" and number >= LATE):
        return None
    value = target(index) * LEVEL.get(now, 1.0) * (1 + 0.05 * SWING[number])
    return {"value": round(value, 1), "people": 4 if now == "suppressed" else None}


def _talk(house: House) -> None:
    shape = house.shape
    for index, kpi in enumerate(shape.kpis[:: max(1, len(shape.kpis) // 12)]):
        note = house.do(AddNote, kpi=kpi, text=f"{shape.said} ({index + 1})", period="2025-11")
        house.clock.move(minutes=7)
        if index % 3 == 0:
            house.do(AddNote, kpi=kpi, text="The articles are on their way.", parent=note["id"])
    for index in range(0, shape.objectives, 3):
        house.do(AnswerKpq, objective=f"works.o{index}", kpq="well", text=shape.said[:190],
                 confidence=("low", "medium", "high")[index % 3])  # fmt: skip


def _solve(house: House) -> None:
    """Problems, some with what is done about them."""
    shape = house.shape
    red = [kpi for n, kpi in enumerate(shape.kpis) if state(n) == "red"]
    for index, kpi in enumerate(red[:14]):
        title = f"{shape.measured(int(kpi.split('.k')[1]))} below target"
        issue = house.do(RaiseIssue, title=title[:200], kpi=kpi)["id"]
        house.issues.append(issue)
        for number in range(index % 4):
            _act(house, issue, number)


def _act(house: House, issue: str, number: int) -> None:
    """A countermeasure, further on the higher its number."""
    about = {"text": house.shape.said[:200], "owner": "Head of Service Desk"}
    made = house.do(AssignCountermeasure, issue=issue, due=f"2026-01-{9 + 6 * number:02}", **about)
    if number:
        stage = ("do", "check", "act")[number % 3]
        seen = {"countermeasure": made["id"], "version": made["version"]}
        house.do(MoveCountermeasure, issue=issue, stage=stage, **seen)


def _doubt(house: House) -> None:
    """What people say of figures that are there: questions, other words, a later revision."""
    shape = house.shape
    if shape.objectives < 8:
        return
    house.do(OverrideStatus, kpi=shape.kpis[3], status="amber", reason="The change was put off.")
    house.do(RecordFigures, figures=[{"kpi": shape.kpis[10], "period": "2025-11", "value": 87}])
    pack = ("works", "2025-12")
    seen = house.hub.snapshot(Need(submissions=frozenset({pack}))).submissions[pack]
    figure = next(f for f in seen.figures if f.kpi == shape.kpis[7])
    house.do(ChallengeFigure, kpi=figure.kpi, period=figure.period, version=figure.version,
             question="Is it the new method?", code="method_changed")  # fmt: skip
    house.do(StampReview, kpi=shape.kpis[2], period="2025-12")


def _happen(house: House) -> None:
    shape = house.shape
    for index in range(min(40, 2 * shape.objectives)):
        day = 1 + (index * 7) % 27
        house.do(RecordEvent, kind=KINDS[index % 5], title=shape.titled(index % shape.objectives),
                 text=shape.said, starts=f"2025-{10 + index % 3:02}-{day:02}", unit="works",
                 ends=f"2025-{10 + index % 3:02}-{day + 3:02}" if index % 4 == 1 else None,
                 kpis=[shape.kpis[index % shape.objectives]])  # fmt: skip


def _report(house: House) -> None:
    for index in range(house.shape.initiatives):
        if index % 6 in (0, 2, 3):
            house.do(ReportProgress, initiative=f"works.i{index}", complete=20 + 11 * (index % 7),
                     words=house.shape.said, version=1)  # fmt: skip


__all__ = ["House", "built"]
