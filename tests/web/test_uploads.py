"""The upload's routes: what is taken, what is refused in which words, and who may see it."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hub.domain.rights import Actor, Grant, Right
from hub.hub import Hub
from hub.uploads.files import MOST_BYTES, read
from hub.uploads.packs import pack
from hub.web import FlaskHub
from tests.uploads.made import separated, workbook

SENT = "/hub/api/v1/uploads"
PAGE = {"Accept": "text/html"}
ROW = ("works.on_time", "2025-12", 96)
READER = Actor("reader", "A reader", grants=frozenset({Grant(Right.READ)}))


def sent(client: FlaskClient, raw: bytes, **more: Any) -> Any:
    return client.post(f"{SENT}?name=C:\\packs\\december.csv", data=raw, **more)


def test_a_file_is_previewed_and_applied(hub_client: FlaskClient) -> None:
    reply = sent(hub_client, separated(ROW))
    assert reply.status_code == 201
    told = reply.get_json()
    assert (told["new"], told["faults"]) == (1, 0)
    page = hub_client.get(f"/hub/uploads?upload={told['id']}", headers=PAGE).text
    assert "<h1>december.csv</h1>" in page and "Apply 1 figure<" in page
    digest = page.split('data-digest="')[1].split('"')[0]
    path = f"/hub/api/v1/uploads/{told['id']}/apply"
    assert hub_client.post(path, json={"digest": digest}).get_json()["new"] == 1
    assert "1 figure recorded and submitted" in hub_client.get(
        f"/hub/uploads?upload={told['id']}", headers=PAGE
    ).text  # fmt: skip


def test_a_repeat_under_the_same_key_is_one_upload(hub_client: FlaskClient) -> None:
    headers = {"Idempotency-Key": "one"}
    first, second = (sent(hub_client, separated(ROW), headers=headers) for _ in range(2))
    assert first.get_json() == second.get_json()


def test_a_pack_at_fault_is_shown_with_its_cells_and_no_button(hub_client: FlaskClient) -> None:
    id = sent(hub_client, workbook([ROW, ("<b>nope</b>", "2025-12", 1)])).get_json()["id"]
    page = hub_client.get(f"/hub/uploads?upload={id}", headers=PAGE).text
    assert "<code>Figures!A3</code>" in page and "&lt;b&gt;nope&lt;/b&gt;" in page
    assert "Apply" not in page.replace("Applied", "")


def test_faults_are_told_in_the_order_of_the_rows(hub_client: FlaskClient) -> None:
    """Those of the hub come up after those of the file, and stand where their rows do."""
    rows = [("works.on_time", "2026-01", 96), ("nope", "2025-12", 1)]
    id = sent(hub_client, workbook(rows)).get_json()["id"]
    page = hub_client.get(f"/hub/uploads?upload={id}", headers=PAGE).text
    assert 0 < page.index("Figures!C2</code>") < page.index("Figures!A3</code>")


@pytest.mark.parametrize(
    ("raw", "status", "words"),
    [
        (b"", 400, "The file is empty."),
        (b"PK\x03\x04nothing", 400, "damaged"),
        (b"x" * (MOST_BYTES + 1), 413, "The file is larger than 10 MB"),
    ],
)
def test_what_cannot_be_read_is_answered_in_a_sentence(
    hub_client: FlaskClient, raw: bytes, status: int, words: str
) -> None:
    reply = sent(hub_client, raw)
    assert (reply.status_code, words in reply.get_json()["error"]) == (status, True)


def test_a_file_that_does_not_say_its_length_is_counted(hub_client: FlaskClient) -> None:
    stream = io.BytesIO(b"x" * (MOST_BYTES + 1))
    reply = hub_client.post(
        SENT, input_stream=stream, environ_overrides={"wsgi.input_terminated": True}
    )
    assert (reply.status_code, reply.get_json()["error"][:28]) == (
        413,
        "The file is larger than 10 M",
    )
    fits = io.BytesIO(separated(ROW))
    taken = hub_client.post(
        SENT, input_stream=fits, environ_overrides={"wsgi.input_terminated": True}
    )
    assert taken.status_code == 201


def test_who_may_not_record_cannot_have_files_read(hub: Hub) -> None:
    app = Flask("host")
    FlaskHub(app, hub=hub, identify=lambda _request: READER, schedule=False)
    client = app.test_client()
    assert sent(client, separated(ROW)).status_code == 403
    assert client.get("/hub/uploads/template.csv?unit=works").status_code == 403
    assert client.get("/hub/uploads", headers=PAGE).status_code == 200


def test_an_upload_that_is_gone_is_explained(hub_client: FlaskClient) -> None:
    page = hub_client.get("/hub/uploads?upload=nope", headers=PAGE)
    assert page.status_code == 404 and "There is no such upload" in page.text


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_lists_the_pack_and_can_be_handed_in(
    hub_client: FlaskClient, form: str
) -> None:
    reply = hub_client.get(f"/hub/uploads/template.{form}?unit=works&month=2025-12")
    disposition = reply.headers["Content-Disposition"]
    assert disposition == f'attachment; filename="works-2025-12.{form}"'
    (entry,) = pack(read(reply.data)).entries
    assert (entry.cells["kpi"].text, entry.cells["period"].text) == ROW[:2]
    told = sent(hub_client, reply.data).get_json()
    page = hub_client.get(f"/hub/uploads?upload={told['id']}", headers=PAGE).text
    assert "There is no figure in the file." in page


def test_a_template_that_there_is_not_is_explained(hub_client: FlaskClient) -> None:
    assert hub_client.get("/hub/uploads/template.pdf?unit=works").status_code == 404
    assert hub_client.get("/hub/uploads/template.csv?unit=nope").status_code == 404
    assert hub_client.get("/hub/uploads/template.csv?unit=works&month=CY2025").status_code == 400


def test_the_page_offers_the_last_twelve_months(hub: Hub, hub_client: FlaskClient) -> None:
    assert hub.now() == datetime(2026, 1, 14, 12, tzinfo=UTC)
    page = hub_client.get("/hub/uploads", headers=PAGE).text
    assert page.index('value="2025-12"') < page.index('value="2025-01"')
    assert 'value="2024-12"' not in page and 'value="2026-01"' not in page
