"""Notes of a week that tests draw: threads long and short, and questions to figures."""

from dataclasses import replace
from datetime import timedelta

from hub.domain.status import Status
from hub.snapshot.house import House
from hub.snapshot.said import NoteView
from hub.snapshot.views import Snapshot
from hub.snapshot.week_notes import ChallengeView, NotedKpi, WeekNotes, WeekView
from tests.displays.sample import KPIS, NOTES, NOW, THREADS, snapshot

ASKED = WeekNotes("ims")
QUESTION = ChallengeView(
    "The supplier reports that its service levels are met. How can fewer callers get going again?",
    "Performance team",
    NOW - timedelta(days=2),
    "2026-10",
)
ANSWERED = replace(QUESTION, answer="They count other calls.", answered_by="Head of Service Desk")
LONG = " ".join(note.text for note in NOTES) * 3


def long(number: int) -> NoteView:
    return replace(NOTES[0], id=f"l{number}", text=LONG, author="Head of Change and Delivery")


SOME = (
    NotedKpi(replace(KPIS[10], challenged=True), (QUESTION,), THREADS[:2]),
    NotedKpi(KPIS[4], (), (long(1), NOTES[1], NOTES[2], long(2))),
    NotedKpi(KPIS[11], (ANSWERED,), ()),
    NotedKpi(KPIS[16], (), (NOTES[1],)),
    NotedKpi(replace(KPIS[17], status=Status.SUPPRESSED), (), THREADS[2:]),
)


def many(count: int) -> tuple[NotedKpi, ...]:
    kinds = [SOME[n % len(SOME)] for n in range(count)]
    return tuple(replace(n, kpi=replace(n.kpi, key=f"ims.k{i}")) for i, n in enumerate(kinds))


def of(kpis: tuple[NotedKpi, ...]) -> Snapshot:
    view = WeekView("Information Management Services", 7, kpis, House(data_to=NOW))
    return replace(snapshot(), answers={ASKED: view})
