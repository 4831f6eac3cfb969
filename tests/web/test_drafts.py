"""A draft is for those who work on the figure, and for nobody else who may look."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hub.domain.rights import Actor, ActorKind, Grant, Right
from hub.hub import Hub
from hub.testing import WORKER
from hub.web import FlaskHub

PLACE = "/hub/api/v1/kpis/works.on_time/submissions/2025-12"
LIST = "/hub/api/v1/submissions?unit=works&period=2025-12"


def person(name: str, *rights: Right) -> Actor:
    return Actor(name, name, ActorKind.PERSON, frozenset(Grant(r, "works") for r in rights))


PEOPLE = {
    "worker": WORKER,
    "coordinator": person("coordinator", Right.READ, Right.RECORD),
    "reviewer": person("reviewer", Right.READ, Right.REVIEW),
    "reader": person("reader", Right.READ, Right.NOTE),
}


@pytest.fixture
def drafted(hub: Hub) -> FlaskClient:
    """A hub with a draft; who asks is told in a header."""
    app = Flask("works")
    FlaskHub(
        app,
        hub=hub,
        identify=lambda request: PEOPLE[request.headers.get("X-Who", "worker")],
        schedule=False,
    )
    client = app.test_client()
    assert client.post(f"{PLACE}/draft", json={"version": 0, "value": 87.25}).status_code == 200
    return client


@pytest.mark.parametrize(
    ("who", "told"), [("coordinator", True), ("reviewer", True), ("reader", False)]
)
def test_a_draft_is_told_to_those_who_work_on_it(
    drafted: FlaskClient, who: str, told: bool
) -> None:
    for address in (PLACE, LIST, "/hub/returns?unit=works&period=2025-12"):
        reply = drafted.get(address, headers={"X-Who": who})
        assert (reply.status_code, "87.25" in reply.text) == (200, told), address
