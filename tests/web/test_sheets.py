"""The page of a definition sheet: its changes from the audit, its print, and who may edit it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from hub.commands import EditKpi, LiftOverride, OverrideStatus, RebaseLimits, SetTarget
from hub.domain.rights import Actor, Grant, Right
from hub.hub import Hub
from hub.model import AuditEntry
from hub.snapshot.edits import DEFINING, edits
from hub.testing import WORKER, SetClock
from hub.web import FlaskHub

KPI = "works.on_time"


def told(hub: Hub, key: str = KPI) -> list[str]:
    with hub.store.read() as session:
        return [line for edit in edits(session, key) for line in edit.lines]


def test_the_edits_are_found_without_reading_the_whole_audit(hub: Hub) -> None:
    asked = select(AuditEntry).where(AuditEntry.command.in_(DEFINING)).order_by(AuditEntry.seq)
    with hub.store.read() as session:
        plain = asked.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
        plan = session.execute(text(f"explain query plan {plain}")).all()
    assert any("USING INDEX ix_audit_command" in row.detail for row in plan)


def do(hub: Hub, command: type[Any], **fields: Any) -> None:
    hub.execute(command.model_validate({"kpi": KPI, **fields}), WORKER)


def test_changes_are_told_newest_first(hub: Hub) -> None:
    do(hub, EditKpi, version=1, changes={"owner": "Head of Lorries", "short": None})
    do(hub, SetTarget, version=2, since="2026-04-01", value=97)
    do(hub, SetTarget, version=3, since="2026-04-01")
    do(hub, RebaseLimits, version=4, period="2025-07", reason="New depot")
    do(hub, RebaseLimits, version=5, period="2025-07")
    do(hub, OverrideStatus, status="amber", reason="One in the ditch", until="2026-02-01")
    do(hub, LiftOverride)
    do(hub, EditKpi, kpi="works.pulse", version=1, changes={"owner": "Somebody else"})
    assert told(hub) == [
        "status no longer set by hand",
        "status set to amber by hand until 1 February 2026: One in the ditch",
        "limits no longer anew from July 2025",
        "limits anew from July 2025: New depot",
        "target from 1 April 2026 taken away",
        "target from 1 April 2026 is 97",
        "owner: Head of Lorries",
        "short: nothing",
    ]


def test_changes_of_lists_and_of_long_texts_are_told_in_few_words(hub: Hub) -> None:
    trigger = {"value": 90.5, "who": "H", "what": "calls", "by_when": "today"}
    do(hub, EditKpi, version=1, changes={"trigger": trigger, "use": "x" * 900, "signed": True})
    lines = told(hub)
    assert lines[0] == "trigger: value 90.5, who H, what calls, by when today"
    assert lines[1] == f"use: {'x' * 200}\u2026"
    assert lines[2] == "signed: yes"


def test_a_key_is_no_pattern(hub: Hub) -> None:
    do(hub, EditKpi, version=1, changes={"owner": "Me"})
    assert told(hub, "works.on%time") == []
    assert told(hub, "works.on-time") == []


def test_the_page_and_its_print(hub_client: FlaskClient) -> None:
    page = hub_client.get(f"/hub/kpis/{KPI}")
    assert page.status_code == 200
    assert "required fields are filled" in page.text
    assert 'data-open="form-trigger"' in page.text
    printed = hub_client.get(f"/hub/kpis/{KPI}/sheet.pdf")
    assert (printed.status_code, printed.mimetype) == (200, "application/pdf")
    assert printed.data.startswith(b"%PDF")


@pytest.mark.parametrize("path", ["/hub/kpis/nope", "/hub/kpis/nope/sheet.pdf"])
def test_a_kpi_that_is_not_there(hub_client: FlaskClient, path: str) -> None:
    reply = hub_client.get(path)
    assert (reply.status_code, reply.get_json()["error"]) == (
        404,
        "There is no KPI called 'nope'.",
    )


def test_who_may_only_read_is_offered_nothing_to_edit(hub: Hub) -> None:
    reader = Actor("reader", "A reader", grants=frozenset({Grant(Right.READ)}))
    app = Flask("works")
    FlaskHub(app, hub=hub, identify=lambda _request: reader, schedule=False)
    page = app.test_client().get(f"/hub/kpis/{KPI}")
    assert page.status_code == 200
    assert "<form" not in page.text


def test_a_sheet_is_edited_over_the_api(hub_client: FlaskClient) -> None:
    path = f"/hub/api/v1/kpis/{KPI}/definition"
    found = hub_client.get(path).get_json()
    assert (found["version"], found["fields"]["owner"]) == (1, "Head of Delivery")
    assert found["toothless"] and found["filled"] < found["required"]
    body = {"version": found["version"], "changes": {"owner": "Head of Lorries"}}
    assert hub_client.post(path, json=body).get_json()["changed"] == ["owner"]
    lost = hub_client.post(path, json=body)
    assert lost.status_code == 409
    wrong = hub_client.post(path, json={"version": 2, "changes": {"owner": ""}})
    assert wrong.get_json()["problems"] == ["owner: needs words"]
    assert hub_client.get(path).get_json()["fields"]["owner"] == "Head of Lorries"


def test_changes_stand_on_the_day_that_the_hub_takes_for_today(
    hub: Hub, hub_clock: SetClock
) -> None:
    """The audit has the true time; a demonstration of past figures does not show it."""
    pinned = Hub(hub.settings, hub_clock, as_of=date(2025, 6, 2))
    do(pinned, OverrideStatus, status="amber", reason="One in the ditch")
    app = Flask("host")
    FlaskHub(app, url_prefix="/hub", hub=pinned, schedule=False)
    page = app.test_client().get(f"/hub/kpis/{KPI}").text
    history = page[page.index('id="history"') :]
    assert "2 June 2025" in history and "2026" not in history
    pinned.close()


def test_the_page_is_of_one_moment(
    hub: Hub, hub_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever acts on what it shows sends the version that goes with it."""
    read = hub.store.read

    @contextmanager
    def overtaken() -> Iterator[Session]:
        with read() as session:
            yield session
        monkeypatch.undo()
        do(hub, RebaseLimits, version=1, period="2025-07", reason="New depot")

    monkeypatch.setattr(hub.store, "read", overtaken)
    page = hub_client.get(f"/hub/kpis/{KPI}").text
    assert ("New depot" in page) is ('data-version="2"' in page)
    assert "New depot" in hub_client.get(f"/hub/kpis/{KPI}").text
