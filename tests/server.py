"""A hub of its own for the tests: the real command in a process of its own, on a free port."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import SystemRandom
from typing import Any
from uuid import uuid4

import pytest

from hub.hub import LONDON

STARTING = 120.0  # s until a start is taken for a failure
PATIENCE = 120.0  # s until an answer is given up
PORTS = range(20_000, 32_000)  # below those that a system gives to whoever calls another port
WORKERS = 8  # that can share the ports
LONGEST_TEST = timedelta(minutes=1)


class Server:
    """``python -m hub ...`` under way; ends with the process that it started."""

    def __init__(self, folder: Path, *arguments: str, port: int | None = None) -> None:
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / f"server-{self.port}.log"
        command = [sys.executable, "-m", "hub", *arguments, "--port", str(self.port)]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("HUB_")}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,
            )

    def wait(self) -> "Server":
        """Until it is ready. Raises AssertionError with its log where it does not get there."""
        until = time.monotonic() + STARTING
        while time.monotonic() < until and self.process.poll() is None:
            try:
                self.get("/readyz")
            except OSError:
                time.sleep(0.1)
            else:
                return self
        self.stop()
        raise AssertionError(f"the hub did not start:\n{self.log.read_text()}")

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as reply:
            return json.load(reply)

    def post(self, path: str, body: Any, key: str | None = None) -> Any:
        """Send a command; the answer. Raises urllib.error.HTTPError for a refusal."""
        request = urllib.request.Request(
            self.address + "/api/v1" + path,
            json.dumps(body).encode(),
            {"Content-Type": "application/json", "Idempotency-Key": key or str(uuid4())},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
            return json.load(reply)

    def stop(self) -> None:
        """End the process that was started, and the workers that it started."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(20)


def free_port() -> int:
    """A port that nobody has, of those that are this worker's alone among several."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    share = PORTS[worker % WORKERS :: WORKERS]
    return next(port for port in SystemRandom().sample(share, len(share)) if _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as trial:
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@pytest.fixture
def within_a_day() -> None:
    """The day of a demo, which ends when London's does, does not end in the middle of the test."""
    midnight = timedelta(days=1)
    now = datetime.now(LONDON)
    left = midnight - timedelta(hours=now.hour, minutes=now.minute, seconds=now.second)
    if left < LONGEST_TEST:
        time.sleep(left.total_seconds() + 1)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`hub demo` with the IMS scorecard, one for the whole run."""
    folder = tmp_path_factory.mktemp("demo")
    server = Server(folder, "demo", "--data", str(folder / "data")).wait()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def nhs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`hub demo --scorecard nhs-paf`: six bands, and no live feed."""
    folder = tmp_path_factory.mktemp("nhs")
    server = Server(folder, "demo", "--scorecard", "nhs-paf", "--data", str(folder / "data")).wait()
    yield server
    server.stop()
