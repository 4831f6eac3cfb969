"""The desk side of problems: the list, the page of one with its steps, duties and calendars."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from hub.commands import (
    AdvanceIssue,
    AssignCountermeasure,
    Command,
    EditCountermeasure,
    EditIssue,
    EscalateIssue,
    MergeIssue,
    MoveCountermeasure,
    ParkIssue,
    RaiseIssue,
    RecordMeasurements,
    TriageIssue,
    UseTool,
)
from hub.domain.problem import Standing, State, Step
from hub.domain.rights import Actor, Grant, Right
from hub.hub import Hub
from hub.snapshot.problem_lists import ON_A_PAGE
from hub.snapshot.problem_page import OneProblem
from hub.snapshot.views import IssueView, Need
from hub.testing import WORKER, SetClock
from hub.web import FlaskHub
from hub.web.problem_words import offers
from hub.web.problems import DEEPEST, outline

KPI = "works.on_time"
PAGE = {"Accept": "text/html"}
READER = Actor("reader", "A reader", grants=frozenset({Grant(Right.READ)}))
VOID = {"input", "meta", "link", "path", "circle", "rect", "br"}


class Balance(HTMLParser):
    """What is opened is closed, in its order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.deepest = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in VOID:
            self.open.append(tag)
        self.deepest = max(self.deepest, self.open.count("ul"))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def do(hub: Hub, command: type[Command], **fields: Any) -> dict[str, Any]:
    return hub.execute(command.model_validate(fields), WORKER)


def raised(hub: Hub, title: str = "Late vans", **fields: Any) -> str:
    return str(do(hub, RaiseIssue, **{"title": title, "kpi": KPI, **fields})["id"])


def seen(hub: Hub, id: str) -> IssueView:
    asked = OneProblem(id)
    return hub.snapshot(Need(asks=frozenset({asked}))).answer(asked).issue


def step(hub: Hub, command: type[Command], id: str, **fields: Any) -> dict[str, Any]:
    return do(hub, command, issue=id, version=seen(hub, id).version, **fields)


def cause(hub: Hub, issue: str, text: str, parent: str | None = None) -> str:
    said = {"text": text, "id": str(uuid4()), "parent": parent}
    do(hub, UseTool, issue=issue, tool="five_whys", action="ask", arguments=said)
    return str(said["id"])


def root(hub: Hub, issue: str) -> str:
    id = cause(hub, issue, "No tyre")
    for number, action in enumerate(("confirm", "mark_root"), 1):
        said = {"issue": issue, "tool": "five_whys", "action": action, "arguments": {"id": id}}
        do(hub, UseTool, **said, version=number)
    return id


def measure(hub: Hub, issue: str, **fields: Any) -> str:
    said = {"text": "Keep a spare", "owner": "Stores", "due": date(2026, 2, 1), **fields}
    return str(do(hub, AssignCountermeasure, issue=issue, **said)["id"])


def sends(page: str) -> set[str]:
    """The forms of a page, by what they send."""
    return set(re.findall(r'data-send="(\w+)"', page))


# -- the list ------------------------------------------------------------------------------------


def test_the_list_says_where_each_problem_stands(
    hub: Hub, hub_clock: SetClock, hub_client: FlaskClient
) -> None:
    id = raised(hub, "Why <b>so</b> late?")
    hub_clock.move(days=8)
    page = hub_client.get("/hub/problems").text
    assert "Why &lt;b&gt;so&lt;/b&gt; late?" in page and "<b>so" not in page
    for words in ("New", "No owner yet", "tier 1", "Open for 8 days", "No countermeasure yet"):
        assert words in page
    assert "Nobody owns it for 8 days" in page
    assert f'href="/hub/problems/{id}"' in page
    step(hub, EditIssue, id, owner="Stores", due=date(2026, 1, 20))
    measure(hub, id)
    page = hub_client.get("/hub/problems?theme=dark").text
    assert "Was due 20 January 2026" in page and "0 of 1 countermeasure done" in page
    assert f'href="/hub/problems/{id}?theme=dark"' in page


def test_the_filters_say_what_was_sought(hub: Hub, hub_client: FlaskClient) -> None:
    raised(hub)
    address = '/hub/problems?text="x"&state=triaged&kpi=works.on_time&owner=-&age=30&sort=age'
    page = hub_client.get(f"{address}&unit=works&stale=yes").text
    assert 'value="&#34;x&#34;"' in page and "No problem is like that." in page
    for chosen in ("triaged", "works.on_time", "works", "-", "30", "age"):
        assert re.search(rf'<option value="{chosen}" selected>', page), chosen
    assert re.search(r'name="stale" value="yes" checked', page)
    assert 'value="Gone away" selected' not in page
    assert "<option selected>Gone away" in hub_client.get("/hub/problems?owner=Gone+away").text


@pytest.mark.parametrize(
    "address",
    ["?colour=red", "?state=odd", "?age=8", "?sort=odd", "?page=x", "?page=-1", "?stale=1"],
)
def test_what_makes_no_sense_is_refused(hub_client: FlaskClient, address: str) -> None:
    assert hub_client.get(f"/hub/problems{address}", headers=PAGE).status_code == 400


def test_pages_lead_on_and_back(hub: Hub, hub_client: FlaskClient) -> None:
    for number in range(ON_A_PAGE + 1):
        raised(hub, f"Problem no. {number}")
    first = hub_client.get("/hub/problems?text=problem&theme=dark").text
    (after,) = re.findall(r'id="after" data-turn href="(.*?)"', first)
    assert "page 1 of 2" in first and 'id="before"' not in first
    second = hub_client.get(after.replace("&amp;", "&")).text
    assert "Problem no. 0<" in second and 'id="after"' not in second
    assert 'id="before" data-turn href="/hub/problems?text=problem&amp;theme=dark"' in second


# -- one of them ---------------------------------------------------------------------------------


def test_a_problem_is_opened_by_its_number_too(hub: Hub, hub_client: FlaskClient) -> None:
    id = raised(hub)
    reply = hub_client.get("/hub/problems/1?theme=dark")
    assert reply.location == f"/hub/problems/{id}?theme=dark"
    assert hub_client.get("/hub/problems/2").status_code == 404
    assert hub_client.get("/hub/problems/odd").status_code == 404


def test_its_page_says_all_that_is_known(hub: Hub, hub_client: FlaskClient) -> None:
    do(hub, RecordMeasurements, kpi=KPI, figures=[{"period": "2025-12", "value": 90}])
    id = raised(hub, statement="On Mondays, since May", place="board")
    said = {"owner": "Stores", "severity": "high", "containment": "Hire one", "category": "Vans"}
    step(hub, TriageIssue, id, **said)
    page = hub_client.get(f"/hub/problems/{id}").text
    for words in ("On Mondays, since May", "Hire one", "High severity", "Vans", "at a board",
                  "Delivered on time: 90.0%, target 95.0%, below target", "(December 2025)",
                  "Stores, severity high"):  # fmt: skip
        assert words in page, words
    assert f'href="/hub/board?issue={id}"' in page and f'href="/hub/desk?kpi={KPI}"' in page
    Balance().feed(page)


def test_only_who_may_work_on_it_gets_forms(hub: Hub, hub_client: FlaskClient) -> None:
    id = raised(hub)
    measure(hub, id)
    app = Flask("reader")
    FlaskHub(app, hub=hub, identify=lambda _request: READER, schedule=False)
    page = app.test_client().get(f"/hub/problems/{id}").text
    assert sends(page) == set() and "Late vans" in page
    assert sends(hub_client.get(f"/hub/problems/{id}").text) == {
        "triage", "advance", "close", "park", "edit", "measure", "remeasure", "move", "escalate",
    }  # fmt: skip


def test_a_step_that_cannot_be_taken_yet_says_what_is_missing(
    hub: Hub, hub_client: FlaskClient
) -> None:
    id = raised(hub)
    cause(hub, id, "No tyre")
    page = hub_client.get(f"/hub/problems/{id}").text
    assert "No root cause is confirmed yet" in page
    assert "There is no countermeasure with an owner" in page
    assert "advance" not in sends(page)
    root(hub, id)
    measure(hub, id)
    page = hub_client.get(f"/hub/problems/{id}").text
    assert 'data-step="agree"' in page and "No root cause" not in page


def test_what_may_be_waived_asks_why(hub: Hub, hub_client: FlaskClient) -> None:
    id = raised(hub)
    root(hub, id)
    once = measure(hub, id)
    step(hub, AdvanceIssue, id, step="agree")
    for number, stage in enumerate(("do", "check"), 1):
        said = {"countermeasure": once, "stage": stage, "version": number}
        do(hub, MoveCountermeasure, issue=id, **said)
    page = hub_client.get(f"/hub/problems/{id}").text
    form = page.split('id="form-standardise"')[1].split("</form>")[0]
    assert "The effect was not seen in the figures yet" in form
    assert 'name="reason"' in form and "required" in form
    assert "Back to the causes" in page


def test_the_next_step_stands_first() -> None:
    steps = {state: offers(Standing(state))[0].step for state in State}
    assert steps == {
        State.RAISED: Step.TRIAGE,
        State.TRIAGED: Step.ANALYSE,
        State.ANALYSING: Step.AGREE,
        State.COUNTERMEASURES_AGREED: Step.START,
        State.DOING: Step.CHECK,
        State.CHECKING: Step.STANDARDISE,
        State.STANDARDISED: Step.CLOSE,
        State.CLOSED: Step.REOPEN,
        State.REOPENED: Step.TRIAGE,
        State.PARKED: Step.RESUME,
    }
    assert all(sum(offer.next for offer in offers(Standing(state))) == 1 for state in State)


def test_handed_up_parked_and_merged_are_said(hub: Hub, hub_client: FlaskClient) -> None:
    id, other = raised(hub), raised(hub, "The other one")
    step(hub, EscalateIssue, id, reason="Needs money")
    page = hub_client.get(f"/hub/problems/{id}").text
    assert "Handed up to tier 2" in page and "answer" in sends(page) and "Needs money" in page
    assert "escalate" not in sends(page)
    step(hub, ParkIssue, id, reason="The strike", review_on=date(2026, 3, 1))
    page = hub_client.get(f"/hub/problems/{id}").text
    assert "Parked, looked at again 1 March 2026" in page and "Take up again" in page
    assert f'<option value="{other}">2 · The other one' in page
    step(hub, MergeIssue, id, into=other)
    page = hub_client.get(f"/hub/problems/{id}").text
    assert 'href="/hub/problems/2">problem 2' in page and sends(page) == {"edit"}


def test_causes_are_an_outline_that_closes_what_it_opens(hub: Hub, hub_client: FlaskClient) -> None:
    id = raised(hub)
    top = cause(hub, id, "Top")
    deep = top
    for level in range(DEEPEST - 2):
        deep = cause(hub, id, f"Why {level}", deep)
    cause(hub, id, "Beside the first why", top)
    cause(hub, id, "Another top")
    page = hub_client.get(f"/hub/problems/{id}").text
    reader = Balance()
    reader.feed(page.split("</main>")[0].split('id="causes-title"')[1].split("</section>")[0]
                .split("</h2>")[1])  # fmt: skip
    assert reader.open == [] and reader.deepest == DEEPEST - 1
    rungs = outline(seen(hub, id).causes)
    told = [(rung.cause.text, rung.level) for rung in rungs]
    assert told[:2] == [("Top", 1), ("Why 0", 2)]
    assert told[-2:] == [("Beside the first why", 2), ("Another top", 1)]
    first, *rest = seen(hub, id).causes
    chain = [replace(first, id=str(n), parent=str(n - 1)) for n in range(100)]
    assert [rung.level for rung in outline(chain)][-2:] == [DEEPEST, DEEPEST]
    assert outline([*rest, first])[0].level == 1


def test_a_plan_that_is_all_weak_is_flagged(hub: Hub, hub_client: FlaskClient) -> None:
    id = raised(hub)
    measure(hub, id, strength="weak", effect_kpi=KPI, predicted=97, check_on=date(2026, 3, 1))
    page = hub_client.get(f"/hub/problems/{id}").text
    assert "All weak." in page
    assert "Expected: Delivered on time at 97.0%, checked on 1 March 2026" in page
    assert 'name="predicted"' in page and 'value="97"' in page
    measure(hub, id, strength="strong")
    assert "All weak." not in hub_client.get(f"/hub/problems/{id}").text


# -- duties --------------------------------------------------------------------------------------


def test_an_owner_s_page_says_what_is_overdue_and_what_to_check(
    hub: Hub, hub_client: FlaskClient
) -> None:
    id = raised(hub)
    measure(hub, id, due=date(2026, 1, 12), check_on=date(2026, 1, 10))
    assert "Choose an owner" in hub_client.get("/hub/mine").text
    page = hub_client.get("/hub/mine?owner=Stores").text
    assert "1 to do, 1 to check" in page
    assert "Overdue for 2 days, was due 12 January 2026" in page
    assert "Check was due 10 January 2026" in page
    assert 'href="/hub/calendars/owners/Stores.ics"' in page
    assert 'href="/hub/calendars/units/works.ics"' in page
    assert hub_client.get("/hub/mine?owner=Nobody").status_code == 404


def test_what_presses_comes_first_and_is_counted(hub: Hub, hub_client: FlaskClient) -> None:
    id = raised(hub)
    near = measure(hub, id, due=date(2026, 1, 16), text="Ask for tyres")
    measure(hub, id, due=date(2026, 3, 2), text="Build a store")
    old = measure(hub, id, due=date(2026, 1, 7), text="Count tyres")
    page = hub_client.get("/hub/mine?owner=Stores").text
    now, rest = page.split('id="to-do"')
    assert now.index(f'id="now-{old}"') < now.index(f'id="now-{near}"')
    assert "Build a store" not in now and "Build a store" in rest and "Ask for tyres" not in rest
    assert "Reminder for today" in now, "five working days after 7 January"
    assert hub_client.get("/hub/mine/due?owner=Stores").json == {"due": 2}
    assert hub_client.get("/hub/mine/due?owner=Nobody").json == {"due": 0}


def test_who_owns_some_sees_them_unasked(hub: Hub, hub_client: FlaskClient) -> None:
    assert "Nobody owns a countermeasure yet." in hub_client.get("/hub/mine").text
    measure(hub, raised(hub), owner=WORKER.name)
    assert "1 to do, 0 to check" in hub_client.get("/hub/mine").text


# -- calendars -----------------------------------------------------------------------------------

LONG = "Ärger, viel; \\ und\nnoch einer: " + "weiter " * 40


def calendar(client: FlaskClient, address: str) -> Calendar:
    reply = client.get(address)
    assert reply.status_code == 200
    assert reply.content_type == "text/calendar; charset=utf-8"
    return Calendar.from_ical(reply.data)


def test_a_calendar_has_due_days_and_check_days(hub: Hub, hub_client: FlaskClient) -> None:
    id = raised(hub)
    said = {"effect_kpi": KPI, "predicted": 97, "check_on": date(2026, 3, 1)}
    once = measure(hub, id, **said)
    made = calendar(hub_client, "/hub/calendars/owners/Stores.ics")
    due, check = made.walk("VEVENT")
    assert (due["uid"], check["uid"]) == (f"{once}-due@performance-hub",
                                          f"{once}-check@performance-hub")  # fmt: skip
    assert (due.decoded("dtstart"), due.decoded("dtend")) == (date(2026, 2, 1), date(2026, 2, 2))
    assert check.decoded("dtstart") == date(2026, 3, 1)
    assert (due["summary"], check["summary"]) == ("Keep a spare", "Check the effect: Keep a spare")
    assert due["url"] == f"http://localhost/hub/problems/{id}"
    assert "Problem 1: Late vans" in str(due["description"])
    assert "Delivered on time at 97.0%" in str(check["description"])
    assert due["transp"] == "TRANSPARENT"
    (alarm,) = due.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(days=-2, hours=9), "on Friday morning"
    (whole, _) = calendar(hub_client, "/hub/calendars/units/works.ics").walk("VEVENT")
    assert whole["summary"] == "Stores: Keep a spare"


def test_an_event_keeps_its_name_when_its_day_moves(hub: Hub, hub_client: FlaskClient) -> None:
    id = raised(hub)
    once = measure(hub, id)
    (before,) = calendar(hub_client, "/hub/calendars/units/works.ics").walk("VEVENT")
    said = {"countermeasure": once, "version": 1, "due": date(2026, 4, 1)}
    do(hub, EditCountermeasure, issue=id, **said)
    (after,) = calendar(hub_client, "/hub/calendars/units/works.ics").walk("VEVENT")
    assert before["uid"] == after["uid"]
    assert int(str(after["sequence"])) > int(str(before["sequence"]))
    assert after.decoded("dtstart") == date(2026, 4, 1)
    assert after.decoded("dtstamp").utcoffset().total_seconds() == 0
    do(hub, MoveCountermeasure, issue=id, countermeasure=once, stage="act", version=2)
    assert calendar(hub_client, "/hub/calendars/units/works.ics").walk("VEVENT") == []


def test_long_words_are_folded_and_escaped(hub: Hub, hub_client: FlaskClient) -> None:
    measure(hub, raised(hub), text=LONG, owner="Stores / Yard")
    reply = hub_client.get("/hub/calendars/owners/Stores%20%2F%20Yard.ics")
    lines = reply.data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)
    (event,) = Calendar.from_ical(reply.data).walk("VEVENT")
    assert event["summary"] == " ".join(LONG.split())


def test_a_calendar_that_is_read_again_is_not_sent_again(hub: Hub, hub_client: FlaskClient) -> None:
    measure(hub, raised(hub))
    first = hub_client.get("/hub/calendars/units/works.ics")
    again = {"If-None-Match": first.headers["ETag"]}
    assert hub_client.get("/hub/calendars/units/works.ics", headers=again).status_code == 304
    for address in ("units/nowhere", "owners/Nobody"):
        assert hub_client.get(f"/hub/calendars/{address}.ics").status_code == 404


# -- who may look --------------------------------------------------------------------------------

ADDRESSES = ("problems", "problems/1", "mine", "mine/due", "calendars/units/works.ics")


def test_who_may_not_read_sees_none_of_it(hub: Hub) -> None:
    raised(hub)
    app = Flask("nobody")
    nobody = Actor("nobody", "Nobody")
    FlaskHub(app, hub=hub, identify=lambda _request: nobody, schedule=False)
    for page in ADDRESSES:
        assert app.test_client().get(f"/hub/{page}").status_code == 403


def test_home_and_desk_lead_to_them(hub_client: FlaskClient) -> None:
    for page in ("/hub/", "/hub/desk"):
        text = hub_client.get(page).text
        assert 'href="/hub/problems"' in text and 'href="/hub/mine"' in text
