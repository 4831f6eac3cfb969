"""Changes that tests draw: worse, better and otherwise, with much else and with nothing."""

from dataclasses import replace
from datetime import timedelta

from hub.domain.status import Status
from hub.snapshot.changes import Change, ChangesSince, ChangesView, Redefined, Talk
from hub.snapshot.formerly import Standing
from hub.snapshot.meetings import MeetingView
from hub.snapshot.views import Snapshot
from tests.displays.sample import KPIS, NOW, issue, snapshot

ASKED = ChangesSince("ims")
HELD = NOW - timedelta(days=32)
MEETING = MeetingView(
    "m1", "hmrc", "HM Revenue & Customs", "Performance sub-committee", HELD, "Performance team"
)
G, A, R = Status.GREEN, Status.AMBER, Status.RED
MOVED = (
    Change(KPIS[10], Standing(A, 78.0, 78.0, "2026-10")),
    Change(KPIS[4], Standing(G, 104.0, 120.0, "2026-10")),
    Change(KPIS[5], Standing(A, 90.0, 90.0, "2026-10", by_hand=True)),
    Change(KPIS[7], Standing(R, 61.0, 65.0, "2026-10")),
    Change(KPIS[11], Standing(A, 17.0, 17.0, "2026-10")),
    Change(KPIS[16], Standing(G, 7.9, 8.4, "2026-10")),
    Change(KPIS[9], Standing(Status.NO_DATA)),
)
TALK = Talk(7, 2, 1, 3, (issue(16, "Change milestones slipping"), issue(15, "Articles")), 1, 2)
DEFINED = (
    Redefined("ims.a", "Problems resolved at the first call", True),
    Redefined("ims.b", "Time to restore after a major incident", False),
)
FULL = ChangesView(
    "Information Management Services", HELD, MEETING, False, MOVED, 33, 2, DEFINED, TALK
)
NOTHING = replace(FULL, moved=(), new=0, restated=0, redefined=(), talk=Talk())


def many(count: int) -> tuple[Change, ...]:
    kinds = [MOVED[n % len(MOVED)] for n in range(count)]
    made = [replace(c, kpi=replace(c.kpi, key=f"ims.k{n}")) for n, c in enumerate(kinds)]
    return tuple(sorted(made, key=lambda c: ("worse", "better", "other").index(c.turn)))


def of(view: ChangesView) -> Snapshot:
    return replace(snapshot(), answers={ASKED: view})


CASES = {
    "some": of(FULL),
    "none": of(NOTHING),
    "one": of(replace(FULL, moved=MOVED[:1])),
    "many": of(replace(FULL, moved=many(40))),
    "talk": of(replace(FULL, moved=())),
    "public": of(replace(FULL, talk=None, redefined=())),
    "quiet": of(replace(NOTHING, meeting=None, moved=MOVED[:3])),
}
