"""Packs that tests draw: units in every stage, with figures in every state."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from hub.domain.figures import Format, Measure
from hub.domain.punctuality import Outcome, Punctual
from hub.domain.submission import Flags, Standing, State, days_late, working_days_left
from hub.snapshot.packs import MonthView, PackView, ReturnsView, SubmissionView
from hub.snapshot.views import Snapshot

DUE = date(2026, 1, 13)
MONTHS = "JFMAMJJASOND"
STRIP = (
    Punctual(Outcome.UNKNOWN),
    Punctual(Outcome.UNKNOWN),
    Punctual(Outcome.LATE, 2),
    *(Punctual(Outcome.ON_TIME),) * 5,
    Punctual(Outcome.LATE, 11),
    Punctual(Outcome.NEVER, 40),
    Punctual(Outcome.ON_TIME),
    Punctual(Outcome.NOT_DUE),
)
TITLES = (
    "Milestones met",
    "Customer satisfaction with the service desk",
    "First-time fix",
    "Average working days lost through sickness",
    "Restored in time",
    "Spend against budget",
)
OWNERS = ("Head of Service Desk", "Head of People", "Director, Live Services and Operations")
PACKS: tuple[tuple[str, tuple[State, ...]], ...] = (
    ("Information Management Services", tuple(State)),
    ("Customer Contact Directorate", (State.OPEN,) * 4),
    ("Debt Management and Banking", (State.SUBMITTED,) * 5),
    ("Large Business Service", (State.ACCEPTED, State.LOCKED)),
    ("Local Compliance", (State.LOCKED, State.RESTATED)),
    ("Specialist Investigations", (State.CHALLENGED,) * 2 + (State.SUBMITTED,) * 9),
    ("People, Performance and Finance with a name that goes on", (State.DRAFT, State.RETURNED)),
    ("Estates", (State.NOT_DUE,)),
)


def figure(unit: str, number: int, state: State, today: date, title: str = "") -> SubmissionView:
    outstanding = state in (State.OPEN, State.DRAFT, State.RETURNED)
    sent = state not in (State.NOT_DUE, State.OPEN, State.DRAFT)
    return SubmissionView(
        kpi=f"{unit}.kpi{number}",
        title=title or TITLES[number % len(TITLES)],
        unit=unit,
        unit_title=unit,
        owner=OWNERS[number % len(OWNERS)],
        format=Format(Measure.PERCENT, 1),
        period="2025-12",
        period_title="December 2025",
        due=DUE,
        standing=Standing(state, days_late(DUE, today) if outstanding else 0, Flags()),
        days_left=working_days_left(today, DUE),
        version=1,
        value=94.2 + number if sent else None,
        revision=1 if sent else None,
    )


def pack(number: int, title: str, states: Sequence[State], today: date) -> PackView:
    unit = f"unit{number}"
    return PackView(
        unit=unit,
        title=title,
        short=title[:8],
        director="Director of the unit",
        due=DUE,
        days_left=working_days_left(today, DUE),
        figures=tuple(figure(unit, n, state, today) for n, state in enumerate(states)),
        months=tuple(MonthView(m, m, p) for m, p in zip(MONTHS, STRIP, strict=True)),
    )


def returns(packs: Sequence[tuple[str, Sequence[State]]], today: date) -> ReturnsView:
    return ReturnsView(
        unit="house",
        title="The House",
        period="2025-12",
        period_title="December 2025",
        today=today,
        due=DUE,
        days_left=working_days_left(today, DUE),
        packs=tuple(pack(n, title, states, today) for n, (title, states) in enumerate(packs)),
    )


def snapshot(
    packs: Sequence[tuple[str, Sequence[State]]] = PACKS, today: date = date(2026, 1, 15)
) -> Snapshot:
    view = returns(packs, today)
    now = datetime(today.year, today.month, today.day, 9, tzinfo=UTC)
    return Snapshot(as_of=now, submissions={("house", ""): view})
