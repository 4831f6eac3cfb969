"""Open problems that tests draw: with and without owners, actions, figures; one about many KPIs."""

from dataclasses import replace
from datetime import date, timedelta

from hub.domain.status import Status
from hub.snapshot.house import House
from hub.snapshot.open_problems import OpenProblem, OpenProblems, ProblemsView
from hub.snapshot.views import CountermeasureView, KpiView, Snapshot
from tests.displays.sample import KPIS, NOW, issue, snapshot

ASKED = OpenProblems("ims")
STAGES = ("check", "do", "plan", "act")
ACTIONS = (
    "Bring the knowledge articles for the new handsets up to date",
    "Call back whoever rang twice in a week",
    "Ask the supplier for its own list of repeat calls and compare it with ours every Friday",
    "Train the evening shift",
)
TITLES = (
    "First-time fix below target since the handset rollout",
    "Change milestones slip by two weeks and more, since suppliers confirm their dates late",
    "Major incidents take too long to restore",
    "Savings are booked twice",
    "Nobody knows who measures the lost-time rate of the security team",
)
LONG = " ".join(TITLES)


def measure(number: int, stage: str, overdue: int = 0, text: str = "") -> CountermeasureView:
    due = date(2026, 11, 23) - timedelta(days=overdue) if overdue else date(2026, 12, 4)
    words = text or ACTIONS[number % len(ACTIONS)]
    owner = "Head of Service Desk"
    return CountermeasureView(f"c{number}", words, None, "", owner, due, stage, 1, overdue)


def problem(number: int, title: str, kpis: tuple[KpiView, ...], measures: int = 0, late: int = 0,
            owner: str = "", days: int = 12) -> OpenProblem:  # fmt: skip
    every = [measure(n, STAGES[n % 4], late if n == 0 else 0) for n in range(measures)]
    brief = replace(issue(number, title), raised_at=NOW - timedelta(days=days))
    return OpenProblem(brief, owner, "Live Services", days, kpis, tuple(every))


SOME = (
    problem(14, TITLES[0], (KPIS[10],), 3, 9, "", 41),
    problem(16, TITLES[1], (KPIS[5], KPIS[12], KPIS[3]), 1, 0, "Director, Change", 33),
    problem(9, TITLES[2], (KPIS[4],), 6, 0, "Head of Service Desk", 120),
    problem(128, TITLES[3], (KPIS[11],), 0, 0, "", 0),
    problem(21, TITLES[4], (replace(KPIS[17], status=Status.SUPPRESSED),), 2, 1, "", 1),
)


def of(problems: tuple[OpenProblem, ...]) -> Snapshot:
    house = House(data_to=NOW)
    view = ProblemsView("Information Management Services", problems, len(problems), house)
    return replace(snapshot(), answers={ASKED: view})


def many(count: int) -> tuple[OpenProblem, ...]:
    kinds = [SOME[n % len(SOME)] for n in range(count)]
    return tuple(
        replace(p, brief=replace(p.brief, id=f"i{n}", number=1000 + n)) for n, p in enumerate(kinds)
    )
