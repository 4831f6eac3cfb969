"""One Chromium: how it is started, what is seen of its page, and how it ends."""

import fcntl
import os
import shutil
import signal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any

from hub_kiosk.devtools import Devtools, Refused, Unanswered
from hub_kiosk.settings import Settings

FLAGS = (
    "--kiosk",
    "--no-first-run",
    "--no-default-browser-check",
    "--noerrdialogs",
    "--hide-crash-restore-bubble",
    "--disable-session-crashed-bubble",
    "--disable-infobars",
    "--disable-pinch",
    "--overscroll-history-navigation=0",
    "--disable-component-update",
    "--check-for-update-interval=31536000",
    "--disable-background-networking",
    "--disable-sync",
    "--disable-breakpad",
    "--disable-extensions",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-features=Translate,MediaRouter,OptimizationHints,HttpsUpgrades,CalculateNativeWinOcclusion",
    "--autoplay-policy=no-user-gesture-required",
    "--password-store=basic",  # no keyring asks for its password on the wall
    "--disk-cache-size=33554432",  # bytes; memory cards wear out
    "--log-level=3",
    "--remote-debugging-pipe",
)
STARTING = 60.0  # s
OPENING = 30.0  # s, longer than the page's worker waits for the hub
ENDING = 5.0  # s
# only beats that change count, so it does not matter what the page's clock says
LOOK = """({beat: window.beat ?? null, resting: window.resting ?? null,
  loaded: document.readyState === "complete"})"""


class NotStarted(Exception):
    """There is no browser, or it ended at once; the message says which."""


@dataclass(frozen=True)
class Look:
    """What a page says of itself: when it last painted, whether the room is closed (None: it does
    not say), and whether all of the page is there."""

    beat: float | None
    resting: bool | None = None
    loaded: bool = False


def command(settings: Settings, surroundings: Mapping[str, str], first: str) -> list[str]:
    """The browser, its flags and the first page, for the screen that the surroundings name."""
    program = shutil.which(settings.browser, path=surroundings.get("PATH"))
    if program is None:
        raise NotStarted(f"there is no browser called {settings.browser} on this computer")
    flags = [*FLAGS, f"--user-data-dir={settings.profile}"]
    if settings.origin.startswith("http:"):
        # what keeps the page while the hub is away works on secure origins alone
        flags.append(f"--unsafely-treat-insecure-origin-as-secure={settings.origin}")
    if "WAYLAND_DISPLAY" in surroundings:
        flags.append("--ozone-platform=wayland")
    return [program, *flags, *settings.flags, first]


class Browser:
    """A browser under way, with one page, until the end of a ``with``. Raises NotStarted."""

    def __init__(self, settings: Settings, first: str) -> None:
        settings.profile.mkdir(parents=True, exist_ok=True)
        self.pid, self._devtools = _spawn(command(settings, os.environ, first))
        self._status: int | None = None

    def __enter__(self) -> "Browser":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def attach(self) -> None:
        """Find the page, to talk to it from now on."""
        until = monotonic() + STARTING
        while not (page := self._page()):
            if self.ended() or monotonic() > until:
                raise NotStarted("the browser shows no page")
            sleep(0.2)
        attached = self._devtools.ask("Target.attachToTarget", targetId=page, flatten=True)
        self._devtools.session = attached["sessionId"]
        self._devtools.ask("Inspector.enable", STARTING)
        self._devtools.ask("Page.enable", STARTING)

    def ended(self) -> bool:
        """Whether the browser has gone by itself."""
        if self._status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self._status = status if pid else None
        return self._status is not None

    def open(self, address: str) -> str:
        """Go to a page; the browser's code for why it cannot, "" where it can."""
        try:
            answer = self._devtools.ask("Page.navigate", OPENING, url=address)
        except Unanswered:
            return "net::ERR_TIMED_OUT"
        return str(answer.get("errorText", ""))

    def look(self) -> Look | None:
        """What the page says of itself; None where it says nothing."""
        try:
            answer = self._devtools.ask("Runtime.evaluate", expression=LOOK, returnByValue=True)
        except Unanswered:
            return None
        except Refused:  # it is just going from one page to the next
            return Look(beat=None)
        said: dict[str, Any] = answer["result"].get("value") or {}
        return Look(said.get("beat"), said.get("resting"), bool(said.get("loaded")))

    def stop(self) -> None:
        """End the browser and all that it started."""
        for order in (signal.SIGTERM, signal.SIGKILL):
            if self.ended():
                break
            os.killpg(self.pid, order)
            until = monotonic() + ENDING
            while not self.ended() and monotonic() < until:
                sleep(0.05)
        with suppress(ProcessLookupError):  # what it left behind when it was killed
            os.killpg(self.pid, signal.SIGKILL)
        self._devtools.close()

    def _page(self) -> str:
        found = self._devtools.ask("Target.getTargets", STARTING)["targetInfos"]
        return next((str(t["targetId"]) for t in found if t["type"] == "page"), "")


def _spawn(words: list[str]) -> tuple[int, Devtools]:
    """Start a browser that reads questions from file 3 and writes answers to file 4, in a process
    group of its own."""
    asked, asking = _pipe()
    hearing, answered = _pipe()
    try:
        pid = os.posix_spawn(
            words[0],
            words,
            dict(os.environ),
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
                (os.POSIX_SPAWN_DUP2, asked, 3),
                (os.POSIX_SPAWN_DUP2, answered, 4),
            ],
            setpgroup=0,
        )
    finally:
        os.close(asked)
        os.close(answered)
    return pid, Devtools(hearing, asking)


def _pipe() -> tuple[int, int]:
    """A pipe whose ends are clear of files 3 and 4, so that one cannot overwrite the other."""
    low = os.pipe()
    high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in low]
    for end in low:
        os.close(end)
    return high[0], high[1]
