"""Fixtures for plugin authors: ``pytest`` finds them because the hub is installed.

    def test_my_connector(hub, kpi):
        visit(hub, source_of(MyConnector({"kpi": kpi})))
        assert figures(hub, kpi) == [21.5]

``hub_clock`` -> ``hub`` -> ``hub_app`` -> ``hub_client``: each builds on the one before; ask for
the lowest that will do.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hub.commands import LoadScorecard
from hub.connectors import Connector, Found, Look
from hub.displays import Display, Frame
from hub.domain.rights import Actor, ActorKind, Grant, Right
from hub.drawing import LIGHT, Node
from hub.hub import Hub
from hub.settings import Settings
from hub.web import FlaskHub

NOON = datetime(2026, 1, 14, 12, 0, tzinfo=UTC)
WORKER = Actor("worker", "A worker", ActorKind.PERSON, frozenset(Grant(right) for right in Right))
SCORECARD = """\
unit: works
title: Works scorecard
units:
  - {key: works, title: The Works, short: Works, director: Director}
perspectives:
  - {key: process, title: Process}
lenses:
  - {key: delivery, title: Delivery}
map:
  - {key: purpose, kind: vision, title: Work that lasts}
  - {key: on_time, kind: objective, perspective: process, title: Deliver on time}
links:
  - {from: on_time, to: purpose}
objectives:
  - {key: delivery, title: Deliver on time, perspective: process, rolls_up_to: [on_time],
     kpqs: ["Do we keep our word?"]}
kpis:
  - {key: on_time, title: Delivered on time, objectives: [delivery], measure: percent,
     frequency: month, owner: Head of Delivery, lenses: [delivery],
     targets: [{since: 2025-01-01, value: 95}]}
  - {key: pulse, title: Line running, objectives: [delivery], measure: percent, decimals: 2,
     frequency: live, every_seconds: 5, owner: Head of Delivery, lenses: [delivery],
     targets: [{since: 2025-01-01, value: 99}]}
"""


@dataclass
class SetClock:
    """A clock that stands still until it is moved."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        """``move(minutes=5)``, as timedelta takes it."""
        self.at += timedelta(**by)


@pytest.fixture
def hub_clock() -> SetClock:
    return SetClock()


@pytest.fixture(scope="session")
def works(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database that every ``hub`` begins with, made once."""
    made = Hub(Settings(data=tmp_path_factory.mktemp("works")), clock=SetClock()).open()
    made.execute(LoadScorecard(name="works.yaml", text=SCORECARD), WORKER)
    made.close()
    return made.store.path


@pytest.fixture
def hub(tmp_path: Path, hub_clock: SetClock, works: Path) -> Iterator[Hub]:
    """An empty hub in a folder of its own, with a small scorecard of the unit ``works``."""
    folder = tmp_path / "hub"
    folder.mkdir()
    shutil.copyfile(works, folder / works.name)
    made = Hub(Settings(data=folder), clock=hub_clock).open()
    yield made
    made.close()


@pytest.fixture
def worker() -> Actor:
    """A person with every right."""
    return WORKER


@pytest.fixture
def hub_app(hub: Hub) -> Iterator[Flask]:
    """A Flask application with the hub at /hub; everybody who asks is ``worker``."""
    app = Flask("works")
    mounted = FlaskHub(app, hub=hub, identify=lambda _request: WORKER, schedule=False)
    yield app
    mounted.scheduler.stop()


@pytest.fixture
def hub_client(hub_app: Flask) -> FlaskClient:
    return hub_app.test_client()


@pytest.fixture
def read_all(hub_clock: SetClock) -> Callable[[Connector], list[Found]]:
    """Visit a connector once and list what it gives."""

    def read(connector: Connector) -> list[Found]:
        return list(connector.read(Look(hub_clock())))

    return read


@pytest.fixture
def draw(hub: Hub) -> Callable[..., Node]:
    """Draw a display of the hub: ``draw(MyDisplay, unit="works")``."""

    def drawn(display: type[Display], **config: Any) -> Node:
        if display.name not in hub.displays:
            hub.displays.add(display)
        return hub.scene(display.name, config, Frame(1920, 1080, LIGHT)).draw()

    return drawn
