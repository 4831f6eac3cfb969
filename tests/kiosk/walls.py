"""A small page that beats, a hub that comes and goes, and an agent with a browser on it."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.browser import FLAGS, find_browser
from tests.server import free_port

HOST = Path(__file__).resolve().parents[2] / "kiosk" / "host"
PATIENCE = 120.0  # s until a wait is taken for a hang
PAGE = b"""<!doctype html><title>a wall</title><script>
  const id = String(Math.random());
  function paint() { window.beat = Date.now(); requestAnimationFrame(paint); }
  async function tell() {
    const order = await (await fetch("/told?" + id)).text().catch(() => "");
    if (order === "freeze") for (;;) {}
    if (order === "rest" || order === "wake") window.resting = order === "rest";
  }
  paint();
  setInterval(() => tell().catch(() => 0), 100);
</script>"""


def until(true: Callable[[], object], what: str) -> None:
    ends = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < ends, f"never: {what}"
        time.sleep(0.05)


class SmallHub:
    """Serves the page at /display, hears the pages that live, and gives the next one an order."""

    def __init__(self) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.order = ""
        self.status = 200
        self.heard: list[str] = []
        self._server: ThreadingHTTPServer | None = None

    def open(self) -> "SmallHub":
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), self._answers())
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def close(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def page(self) -> str:
        """The page that lives now: one that is heard from now on."""
        so_far = len(self.heard)
        until(lambda: len(self.heard) > so_far, "a page that lives")
        return self.heard[-1]

    def another_page(self, than: str) -> str:
        until(lambda: self.heard and self.heard[-1] != than, "another page")
        return self.page()

    def _answers(self) -> type[BaseHTTPRequestHandler]:
        hub = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status = hub.status
                body = PAGE if status == 200 else b"there is nothing here"
                if self.path.startswith("/told?"):
                    hub.heard.append(self.path)
                    body, hub.order, status = hub.order.encode(), "", 200
                self.send_response(status)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing: the test tells what matters."""

        return Answers


class Kiosk:
    """The agent under way as systemd starts it, headless; ``said`` is its journal."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.folder = folder
        self.settings = folder / "hub-kiosk.toml"
        self.write(**settings)
        self._commands()
        kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
        surroundings = {
            "HOME": str(folder),
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
            "PYTHONPATH": str(HOST),
            "STATE_DIRECTORY": str(folder / "state"),
        }
        with (folder / "journal").open("wb") as journal:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "hub_kiosk", "run", "--settings", str(self.settings)],
                env={**kept, **surroundings},
                stdout=journal,
                stderr=journal,
                start_new_session=True,
            )

    def write(self, **settings: object) -> None:
        lines = [f"{name} = {json.dumps(value)}\n" for name, value in settings.items()]
        fresh = self.settings.with_suffix(".fresh")
        fresh.write_text("".join(lines))
        fresh.replace(self.settings)

    def _commands(self) -> None:
        """A browser that needs no screen, and a switch that notes what it is told."""
        flags = " ".join(f"'{flag}'" for flag in ("--headless=new", *FLAGS))
        commands = {
            "chromium": f'exec {find_browser(os.environ)} {flags} "$@"',
            "wlopm": f'echo "$@" >> {self.folder / "switched"}',
        }
        (self.folder / "bin").mkdir()
        for name, line in commands.items():
            path = self.folder / "bin" / name
            path.write_text(f"#!/bin/sh\n{line}\n")
            path.chmod(0o755)

    @property
    def said(self) -> str:
        return (self.folder / "journal").read_text()

    def says(self, words: str, times: int = 1) -> None:
        until(lambda: self.said.count(words) >= times, f"{words!r} in:\n{self.said}")

    def switched(self) -> list[str]:
        path = self.folder / "switched"
        return path.read_text().splitlines() if path.exists() else []

    def browser(self) -> int:
        """The process of the browser that came up last."""
        self.says("the browser is up, process ")
        return int(self.said.rsplit("the browser is up, process ", 1)[1].split()[0])

    def parts(self, browser: int, kind: str = "") -> list[int]:
        """The processes of a browser's group, of one kind if it is said."""
        found = []
        for folder in Path("/proc").iterdir():
            if folder.name.isdecimal() and group(int(folder.name)) == browser:
                words = command(int(folder.name))
                if kind in words and words:
                    found.append(int(folder.name))
        return found

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(PATIENCE)
        finally:
            self.process.kill()
            self.process.wait()


def group(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""
