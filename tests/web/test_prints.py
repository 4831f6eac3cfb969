"""Scenes on paper: every display prints, the press stays small, and screens do not print."""

import re
import threading
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from hub.commands import LoadScorecard, RaiseIssue
from hub.drawing.printing import MARGIN, PAPERS
from hub.errors import Occupied, Unusable
from hub.hub import Hub
from hub.testing import SCORECARD, WORKER
from hub.web import prints
from hub.web.press import Press
from tests.paper import opened, sheets
from tests.web.test_displays import ROOM, bearer, pair, post

ABOUT = {"unit": "works", "lens": "delivery", "kpi": "works.on_time"}
MANY = "".join(
    f"  - {{key: k{n}, title: Line {n}, objectives: [delivery], measure: percent,"
    " frequency: month, owner: Head of Delivery, lenses: [delivery]}\n"
    for n in range(60)
)


def get(client: FlaskClient, address: str, **headers: str) -> Any:
    return client.get(f"/hub/scenes/{address}", headers=headers)


def test_every_display_prints_as_vectors_and_as_a_picture(
    hub: Hub, hub_client: FlaskClient
) -> None:
    raised = RaiseIssue(title="Late again", kpi="works.on_time", id=uuid4())
    issue = {"issue": hub.execute(raised, WORKER)["id"]}
    for display in hub.displays:
        name = display.name
        about = ABOUT | (issue if "issue" in display.Config.model_fields else {})
        said = "&".join(f"{key}={value}" for key, value in about.items())
        pdf, png = (get(hub_client, f"{name}.{form}?{said}") for form in ("pdf", "png"))
        assert (name, pdf.status_code, pdf.mimetype) == (name, 200, "application/pdf")
        inside = opened(pdf.data)
        assert b"/FontName" in inside and b"/Subtype /Image" not in inside
        assert sorted(sheets(pdf.data)[0]) == sorted(PAPERS[display.sheet or "A4"])
        assert (name, png.status_code, png.data[:4]) == (name, 200, b"\x89PNG")


@pytest.mark.parametrize(
    ("address", "paper"),
    [
        ("scorecard.pdf", PAPERS["A4"]),
        ("scorecard.pdf?paper=a3", PAPERS["A3"]),
        ("scorecard.pdf?size=1080x1920", PAPERS["A4"][::-1]),
        ("poster.pdf", PAPERS["A1"][::-1]),
        ("poster.pdf?paper=A3&size=1920x1080", PAPERS["A3"]),
        ("leaflet.pdf", PAPERS["A4"][::-1]),
    ],
)
def test_the_paper_is_the_displays_own_or_the_one_asked_for(
    hub_client: FlaskClient, address: str, paper: tuple[float, float]
) -> None:
    assert sheets(get(hub_client, address).data) == [paper]


@pytest.mark.parametrize(
    ("address", "wide"),
    [("scorecard.png", 1920), ("scorecard.png?size=1280x720", 1280),
     ("scorecard.png?paper=A4", 3508), ("leaflet.png", 2479)],
)  # fmt: skip
def test_a_png_is_as_wide_as_the_screen_or_the_paper(
    hub_client: FlaskClient, address: str, wide: int
) -> None:
    assert int.from_bytes(get(hub_client, address).data[16:20]) == wide


def test_the_poster_and_the_leaflet_keep_inside_their_margins(hub_client: FlaskClient) -> None:
    for name in ("poster", "leaflet"):
        picture = get(hub_client, f"{name}.svg?size={'x'.join(map(str, _paper(name)))}")
        wide, high = map(float, re.findall(rb'viewBox="0 0 (\d+) (\d+)"', picture.data)[0])
        across, down = PAPERS["A1" if name == "poster" else "A4"][::-1]
        assert wide / high == pytest.approx((across - 2 * MARGIN) / (down - 2 * MARGIN), rel=0.01)


def _paper(name: str) -> tuple[int, int]:
    return {"poster": (1345, 1920), "leaflet": (1323, 1920)}[name]


def test_a_pdf_has_all_pages_unless_one_is_named(hub: Hub, hub_client: FlaskClient) -> None:
    hub.execute(LoadScorecard(name="works.yaml", text=SCORECARD + MANY), WORKER)
    whole, second = get(hub_client, "scorecard.pdf"), get(hub_client, "scorecard.pdf?page=2")
    assert len(sheets(whole.data)) > 2
    assert len(sheets(second.data)) == 1
    assert whole.headers["ETag"] != second.headers["ETag"]
    assert get(hub_client, "scorecard.pdf?page=99").status_code == 404


def test_a_print_is_made_again_only_when_something_has_moved(
    hub: Hub, hub_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = get(hub_client, "scorecard.pdf")
    tag = {"If-None-Match": first.headers["ETag"]}
    monkeypatch.setattr(prints, "to_pdf", lambda pages, paper: b"%PDF anew")
    again = get(hub_client, "scorecard.pdf", **tag)
    assert (again.status_code, again.data) == (304, b"")
    moved = {"period": "2025-12", "value": 96.1}
    path = "/hub/api/v1/kpis/works.on_time/measurements"
    assert hub_client.post(path, json=moved).status_code == 201
    assert get(hub_client, "scorecard.pdf", **tag).data == b"%PDF anew"
    tags = {get(hub_client, f"scorecard.{which}").headers["ETag"]
            for which in ("pdf", "pdf?paper=A3", "pdf?theme=dark", "png", "svg")}  # fmt: skip
    assert len(tags) == 5


def test_a_print_is_named_after_what_it_is_about_and_the_day(hub_client: FlaskClient) -> None:
    disposition = get(hub_client, "scorecard.pdf?unit=works").headers["Content-Disposition"]
    assert disposition == 'inline; filename="scorecard-works-2026-01-14.pdf"'


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("moon.pdf", 404, "no display called 'moon'"),
        ("scorecard.pdf?unit=mars", 404, "no unit called 'mars'"),
        ("scorecard.pdf?paper=B5", 400, "there is no paper 'B5': use A1 or A3 or A4"),
        ("scorecard.png?size=big", 400, "not a size such as"),
        ("scorecard.pdf?theme=neon", 400, "no theme 'neon'"),
    ],
)
def test_what_cannot_be_printed_is_said_in_words(
    hub_client: FlaskClient, address: str, status: int, said: str
) -> None:
    answer = get(hub_client, address)
    assert (answer.status_code, said in answer.json["error"]) == (status, True)


def test_a_screen_does_not_print(hub_client: FlaskClient) -> None:
    assert post(hub_client, "/api/v1/rooms/board", ROOM)[0] == 200
    _, screen = pair(hub_client)
    for form in ("pdf", "png"):
        answer = get(hub_client, f"scorecard.{form}", **bearer(screen))
        assert answer.status_code == 403


def test_a_missing_cairo_is_one_clear_line(
    hub_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_cairo(*_: object) -> bytes:
        raise Unusable("Printing needs Cairo: install Debian's libcairo2")

    monkeypatch.setattr(prints, "to_pdf", without_cairo)
    answer = get(hub_client, "scorecard.pdf")
    assert (answer.status_code, answer.json["error"]) == (
        500, "Printing needs Cairo: install Debian's libcairo2",
    )  # fmt: skip


def test_who_comes_when_the_press_is_full_is_told_to_come_again(
    hub_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go = threading.Event(), threading.Event()

    def slowly(pages: object, paper: str) -> bytes:
        begun.set()
        assert go.wait(60)
        return b"%PDF"

    monkeypatch.setattr(prints, "to_pdf", slowly)
    answers: list[int] = []

    def printing() -> None:
        client = hub_client.application.test_client()
        answers.append(client.get("/hub/scenes/scorecard.pdf").status_code)

    threads = [threading.Thread(target=printing) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert begun.wait(60)
    while len(answers) < 2:  # one prints and one waits; the others have been turned away
        threading.Event().wait(0.01)
    refused = get(hub_client, "scorecard.png")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "10")
    assert get(hub_client, "scorecard.svg").status_code == 200
    go.set()
    for thread in threads:
        thread.join(60)
    assert sorted(answers) == [200, 200, 503, 503]


def test_a_print_that_fails_gives_its_place_back() -> None:
    press = Press(places=1)
    with pytest.raises(ZeroDivisionError), press.turn():
        raise ZeroDivisionError
    with press.turn(), pytest.raises(Occupied), press.turn():
        pass
