"""Programmes and projects: in the file, and what people report of them."""

from datetime import date
from typing import Any

import pytest
import yaml

from hub.commands import LoadScorecard, ReportProgress
from hub.commands.scorecards import dump
from hub.domain.initiatives import Standing
from hub.domain.rights import Actor, Grant, Right
from hub.domain.visibility import read
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.hub import Hub
from hub.snapshot.edits import reports
from hub.snapshot.initiatives import InitiativeView, OfUnit
from hub.snapshot.views import Need
from hub.testing import SCORECARD, WORKER

ROOF = """\
initiatives:
  - {key: roof, kind: project, title: New roof, owner: Head of Delivery, starts: 2025-07-01,
     ends: 2026-07-01, state: in_delivery, node: on_time, objectives: [delivery],
     milestones: [{title: Old roof off, due: 2025-10-01}, {title: Roof on, due: 2026-06-01}]}
"""
CRANE = """\
  - {key: crane, kind: programme, title: Cranes, owner: Head of Delivery, starts: 2025-07-01,
     ends: 2026-07-01, state: in_delivery, audience: restricted,
     progress: {complete: 20, reported: 2026-01-05, by: Foreman, words: Slow, illustrative: true}}
"""


def load(hub: Hub, text: str = ROOF, prefer: str | None = None) -> dict[str, Any]:
    asked = {"name": "works.yaml", "text": SCORECARD + text, "prefer": prefer}
    return hub.execute(LoadScorecard.model_validate(asked), WORKER)


def seen(hub: Hub) -> dict[str, InitiativeView]:
    ask = OfUnit("works")
    found = hub.snapshot(Need(asks=frozenset({ask}))).answer(ask)
    return {each.key: each for each in found.initiatives}


def report(hub: Hub, by: Actor = WORKER, **said: Any) -> dict[str, Any]:
    asked = {"initiative": "works.roof", "complete": 55, "version": 1, **said}
    return hub.execute(ReportProgress.model_validate(asked), by)


# -- in the file ---------------------------------------------------------------------------


def test_a_file_declares_it_and_gets_it_back(hub: Hub) -> None:
    assert load(hub, ROOF + CRANE)["added"] == ["initiative works.roof", "initiative works.crane"]
    with hub.store.read() as session:
        text = dump(session, "works")
    written = yaml.safe_load(text)["initiatives"]
    assert [each["key"] for each in written] == ["roof", "crane"]
    assert written[0]["milestones"][0] == {"key": "old-roof-off", "title": "Old roof off",
                                           "due": "2025-10-01"}  # fmt: skip
    again = hub.execute(LoadScorecard(name="works.yaml", text=text), WORKER)
    assert not again["added"] + again["changed"] + again["retired"]


def test_what_the_file_has_no_longer_is_retired(hub: Hub) -> None:
    load(hub)
    assert load(hub, "")["retired"] == ["initiative works.roof"]
    assert seen(hub) == {}
    with pytest.raises(NotFound):
        report(hub)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("node: on_time", "node: nowhere", "there is no node works.nowhere"),
        ("[delivery],\n", "[nothing],\n", "there is no objective works.nothing"),
        ("ends: 2026-07-01", "ends: 2025-07-01", "it ends after it starts"),
        ("Roof on", "Old roof off", "old-roof-off stands here twice"),
        ("kind: project", "kind: dream", "kind"),
        ("state: in_delivery", "state: done", "state"),
    ],
)
def test_what_a_file_may_not_say(hub: Hub, old: str, new: str, fault: str) -> None:
    assert old in ROOF
    with pytest.raises(Invalid, match=fault):
        load(hub, ROOF.replace(old, new))


def test_a_report_outlives_the_next_load_and_a_rival_figure_is_a_conflict(hub: Hub) -> None:
    load(hub)
    report(hub)
    assert load(hub)["kept"] == ["initiative works.roof: progress"]
    rival = ROOF.replace("state: in_delivery", "state: in_delivery, progress: {complete: 9,"
                         " reported: 2026-01-01, by: Foreman}")  # fmt: skip
    with pytest.raises(Conflict, match="progress was edited on the desk"):
        load(hub, rival)
    load(hub, rival, prefer="ours")
    assert seen(hub)["works.roof"].complete == 9


# -- reports -------------------------------------------------------------------------------


def test_a_report_says_how_far_it_is_and_what_is_done(hub: Hub) -> None:
    load(hub)
    assert seen(hub)["works.roof"].standing is Standing.NOT_REPORTED
    answer = report(hub, words="Tiles are on site.", milestones={"old-roof-off": "2025-11-03"})
    assert (answer["version"], answer["on"], answer["by"]) == (2, "2026-01-14", "A worker")
    view = seen(hub)["works.roof"]
    assert (view.standing, view.complete, view.words) == (Standing.ON_TRACK, 55,
                                                          "Tiles are on site.")  # fmt: skip
    assert [m.done for m in view.milestones] == [date(2025, 11, 3), None]
    report(hub, complete=56, version=2, milestones={"old-roof-off": None})
    assert [m.done for m in seen(hub)["works.roof"].milestones] == [None, None]


def test_who_was_slower_is_told(hub: Hub) -> None:
    load(hub)
    report(hub)
    with pytest.raises(Conflict, match="New roof"):
        report(hub, complete=60)
    assert seen(hub)["works.roof"].complete == 55


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"milestones": {"roof-off": "2025-11-03"}}, "none called roof-off"),
        ({"milestones": {"roof-on": "2026-01-15"}}, "still to come"),
        ({"initiative": "works.shed"}, "no initiative called"),
    ],
)
def test_what_a_report_may_not_say(hub: Hub, said: dict[str, Any], fault: str) -> None:
    load(hub)
    with pytest.raises((Invalid, NotFound), match=fault):
        report(hub, **said)


def test_it_takes_the_right_to_record_in_its_unit(hub: Hub) -> None:
    load(hub)
    for grant in (Grant(Right.NOTE, "works"), Grant(Right.RECORD, "elsewhere")):
        with pytest.raises(Forbidden):
            report(hub, by=Actor("jo", "Jo", grants=frozenset({grant})))
    report(hub, by=Actor("jo", "Jo", grants=frozenset({Grant(Right.RECORD, "works")})))


def test_earlier_reports_are_kept(hub: Hub) -> None:
    load(hub)
    report(hub, complete=40, words="Slow.")
    report(hub, complete=55, version=2)
    with hub.store.read() as session:
        assert [(r.complete, r.words) for r in reports(session, "works.roof")] == [
            (55, ""), (40, "Slow.")]  # fmt: skip


def test_a_report_is_told_to_those_who_may_see_it(hub: Hub) -> None:
    load(hub, ROOF + CRANE)
    shown = OfUnit("works").topics()
    before = [hub.versions(read(shown, viewers)) for viewers in ("public", "staff", "restricted")]
    report(hub, initiative="works.crane", complete=30)
    after = [hub.versions(read(shown, viewers)) for viewers in ("public", "staff", "restricted")]
    assert after[:2] == before[:2]
    assert after[2] != before[2]
