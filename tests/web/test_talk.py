"""The pages of notes and of key questions: what they show, to whom, and how they are narrowed."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hub.commands import AddNote, AnswerKpq, ResolveNote
from hub.domain.rights import Actor, Grant, Right
from hub.hub import Hub
from hub.testing import WORKER, SetClock
from hub.web import FlaskHub
from hub.web.talk import THREADS

KPI = "works.on_time"
OTHER = Actor("other", "Another", grants=frozenset({Grant(Right.READ), Grant(Right.NOTE)}))
PAGE = {"Accept": "text/html"}


def say(hub: Hub, words: str, by: Actor = WORKER, **more: Any) -> str:
    note = AddNote.model_validate({"kpi": KPI, "text": words, **more})
    return str(hub.execute(note, by)["id"])


def shown(client: FlaskClient, address: str = "") -> list[str]:
    """The texts of the first notes on the page, resolved ones among them, in order."""
    page = client.get(f"/hub/notes{address}").text
    rows = page.split('<li class="panel" id="row-')[1:]
    return [re.findall(r'<p class="text">(.*?)</p>', row)[0] for row in rows]


def test_threads_stand_with_their_replies_and_forms(hub: Hub, hub_client: FlaskClient) -> None:
    first = say(hub, "Why <b>so</b> few?", OTHER, period="2025-10", until="2025-12")
    say(hub, "Snow", parent=first)
    page = hub_client.get("/hub/notes").text
    assert "Why &lt;b&gt;so&lt;/b&gt; few?" in page and "<b>so" not in page
    assert "on October 2025 to December 2025" in page
    assert page.index("Snow") > page.index("Why &lt;b&gt;")
    assert page.count('data-send="edit"') == 1  # of the reply, which is the worker's own
    assert page.count('data-send="reply"') == page.count('data-send="resolve"') == 1
    hub.execute(ResolveNote(note=first), OTHER)
    page = hub_client.get("/hub/notes").text
    assert "Resolved by Another, 14 January 2026" in page
    assert page.count('data-send="reopen"') == 1
    assert 'data-send="reply"' not in page


@pytest.mark.parametrize(
    ("address", "texts"),
    [
        ("", ["Line stops", "Snow"]),
        ("?kpi=works.pulse", ["Line stops"]),
        ("?state=resolved&theme=dark", ["Snow"]),
        ("?text=SNOW&author=A+worker&period=2025-12&unit=works&lens=delivery", ["Snow"]),
        ("?text=rain", []),
    ],
)
def test_notes_are_narrowed(
    hub: Hub, hub_clock: SetClock, hub_client: FlaskClient, address: str, texts: list[str]
) -> None:
    hub.execute(ResolveNote(note=say(hub, "Snow", period="2025-12")), WORKER)
    hub_clock.move(minutes=1)
    say(hub, "Line stops", kpi="works.pulse")
    assert shown(hub_client, address) == texts


def test_the_filters_say_what_was_sought(hub_client: FlaskClient) -> None:
    page = hub_client.get('/hub/notes?text="x"&state=open&kpi=works.pulse').text
    assert 'value="&#34;x&#34;"' in page
    assert re.search(r'<option value="open" selected>', page)
    assert re.search(r'<option value="works.pulse" selected>', page)
    assert "No note is like that." in page


@pytest.mark.parametrize("address", ["?colour=red", "?state=closed", "?after=nothing"])
def test_what_makes_no_sense_is_refused(hub_client: FlaskClient, address: str) -> None:
    assert hub_client.get(f"/hub/notes{address}", headers=PAGE).status_code == 400


def test_pages_lead_on_and_back(hub: Hub, hub_clock: SetClock, hub_client: FlaskClient) -> None:
    for number in range(THREADS + 2):
        say(hub, f"Note {number}")
        hub_clock.move(minutes=1)
    first = hub_client.get("/hub/notes?text=note&theme=dark").text
    (older,) = re.findall(r'id="older" data-turn href="(.*?)"', first)
    assert "text=note" in older and "theme=dark" in older
    assert 'id="newest"' not in first
    second = hub_client.get(older.replace("&amp;", "&")).text
    assert "Note 1</p>" in second and "Note 0</p>" in second and 'id="older"' not in second
    assert 'id="newest" data-turn href="/hub/notes?text=note&amp;theme=dark"' in second


def test_questions_stand_with_answers_kpis_and_what_is_odd(
    hub: Hub, hub_client: FlaskClient
) -> None:
    page = hub_client.get("/hub/questions").text
    assert "No KPI answers this question yet." in page
    assert "4 things to look at in this scorecard" in page
    assert "answers no key performance question" in page
    said = {"objective": "works.delivery", "kpq": "do-we-keep-our-word", "confidence": "low"}
    for text in ("Mostly", "Nearly always"):
        hub.execute(AnswerKpq.model_validate({**said, "text": text}), WORKER)
    page = hub_client.get("/hub/questions").text
    assert "low confidence" in page and "Earlier answers" in page and "Answer anew" in page
    assert "4 things to look at" in hub_client.get("/hub/desk").text


def test_who_may_not_read_sees_neither(hub: Hub) -> None:
    app = Flask("nobody")
    nobody = Actor("nobody", "Nobody")
    FlaskHub(app, hub=hub, identify=lambda _request: nobody, schedule=False)
    for page in ("notes", "questions"):
        assert app.test_client().get(f"/hub/{page}").status_code == 403


def test_home_and_desk_lead_to_them(hub_client: FlaskClient) -> None:
    for page in ("/hub/", "/hub/desk"):
        text = hub_client.get(page).text
        assert 'href="/hub/notes"' in text and 'href="/hub/questions"' in text
    assert "scene=kpq&amp;unit=works" in hub_client.get("/hub/").text
