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
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

STARTING = 60.0  # s until a start is taken for a failure


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
        with urllib.request.urlopen(self.address + path, timeout=20) as reply:
            return json.load(reply)

    def post(self, path: str, body: Any, key: str | None = None) -> Any:
        """Send a command; the answer. Raises urllib.error.HTTPError for a refusal."""
        request = urllib.request.Request(
            self.address + "/api/v1" + path,
            json.dumps(body).encode(),
            {"Content-Type": "application/json", "Idempotency-Key": key or str(uuid4())},
        )
        with urllib.request.urlopen(request, timeout=20) as reply:
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
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


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
