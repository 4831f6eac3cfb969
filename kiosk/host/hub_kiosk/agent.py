"""The agent: keeps a browser on the hub's page for screens, and puts right what goes wrong.

A page that crashed is opened again; a browser that ended, or whose page has not painted for long,
is started again after pauses that grow; when that does not help either, the agent ends, and systemd
starts the whole session afresh.
"""

import signal
from contextlib import suppress
from datetime import datetime, time, timedelta
from pathlib import Path
from time import monotonic, sleep

from hub_kiosk import profile, service, waiting
from hub_kiosk.browser import Browser, NotStarted
from hub_kiosk.devtools import Crashed, HungUp, Refused, Unanswered
from hub_kiosk.page import Page
from hub_kiosk.screen import Screen
from hub_kiosk.settings import BadSettings, Settings, read

TICK = 1.0  # s
SETTLED = 300.0  # s after which a browser counts as well
LONGEST_PAUSE = 60.0  # s
GIVES_UP = 8  # failures in a row
SUSPECT = 4  # browsers in a row that did not come up, until the profile is suspected
CRASHES = 3  # of the page within one browser, until the browser is started again
NOWHERE = Settings(hub="http://127.0.0.1:9")


class Agent:
    """Runs until it is told to stop; ``place`` is its settings file."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._stopping = False
        self._failures = 0
        self._stillborn = 0  # browsers in a row that did not come up
        self._settings = NOWHERE
        self._fault = ""
        self._read_at = 0
        self._screen = Screen(NOWHERE.screen_off, NOWHERE.cec)
        for order in (signal.SIGTERM, signal.SIGINT):
            signal.signal(order, self._stop)

    def _stop(self, *_: object) -> None:
        self._stopping = True

    def run(self) -> int:
        """The exit status: 0 when told to stop, 1 when starting browsers did not help."""
        service.ready()
        while not self._stopping:
            self._read()
            began = monotonic()
            why = self._one_browser()
            if self._stopping:
                break
            if monotonic() - began > SETTLED:
                self._failures = 0
            if not why:
                continue
            self._failures += 1
            if self._failures >= GIVES_UP:
                service.doing(f"{why}; starting browsers does not help: giving up")
                return 1
            self._pause(why)
        service.doing("stopped")
        return 0

    def _pause(self, why: str) -> None:
        seconds = min(LONGEST_PAUSE, 2.0 ** (self._failures - 1))
        service.doing(f"{why}; the browser starts again in {seconds:.0f} s")
        if self._stillborn in (SUSPECT, SUSPECT + 1):  # and back, where that was not it
            profile.swap(self._settings.profile)
        self._sleep(seconds)

    def _one_browser(self) -> str:
        """Keep one browser for as long as it lasts; why it has to go, "" where all is well."""
        try:
            profile.heal(self._settings.profile)
            profile.sweep(self._settings.profile)
            with Browser(self._settings, waiting.first(self._settings.hub)) as browser:
                self._stillborn += 1
                browser.attach()
                self._stillborn = 0
                service.doing(f"the browser is up, process {browser.pid}")
                return self._watch(browser)
        except NotStarted as error:
            return str(error)
        except HungUp:
            return "the browser ended"
        except Crashed:
            return "the page crashes at once"
        except (Unanswered, Refused) as error:
            return f"the browser does not do what it is told: {error}"
        except OSError as error:
            return f"the browser cannot run: {error}"

    def _watch(self, browser: Browser) -> str:
        clean = next_clean(datetime.now(), self._settings.clean_at)
        crashes = 0
        page = Page(browser, self._settings, self._fault, self._screen.lit is False)
        page.open()
        while not self._stopping:
            self._sleep(TICK)
            if browser.ended():
                return "the browser ended"
            if self._changed():
                service.doing("the settings have changed")
                return ""
            if clean <= datetime.now():
                service.doing("the daily clean-up")
                return ""
            try:
                page.look()
            except Crashed:
                crashes += 1
                if crashes >= CRASHES:
                    return "the page crashes again and again"
                service.doing("the page crashed and is opened again")
                page.open()
            if page.frozen:
                return f"the page has not painted for {self._settings.patience_seconds} s"
            self._light(page)
        return ""

    def _light(self, page: Page) -> None:
        before = self._screen.lit
        self._screen.light(not page.resting)
        page.dark = self._screen.lit is False
        if before is False and not page.dark:
            page.lit()

    def _read(self) -> None:
        """The settings as they are now; with the ones of before, where these are unfit."""
        self._read_at = self._changed_at()
        try:
            wanted, self._fault = read(self._place), ""
        except BadSettings as error:
            self._fault = str(error)
            service.doing(self._fault)
            return
        if (wanted.screen_off, wanted.cec) != (self._settings.screen_off, self._settings.cec):
            self._screen = Screen(wanted.screen_off, wanted.cec)
        self._settings = wanted

    def _changed(self) -> bool:
        return self._changed_at() != self._read_at

    def _changed_at(self) -> int:
        with suppress(OSError):
            return self._place.stat().st_mtime_ns
        return 0

    def _sleep(self, seconds: float) -> None:
        until = monotonic() + seconds
        while not self._stopping and (left := until - monotonic()) > 0:
            service.alive()
            sleep(min(TICK, left))


def next_clean(now: datetime, at: time) -> datetime:
    """When the browser is next started afresh, to lose what it has gathered."""
    today = datetime.combine(now.date(), at)
    return today if today > now else today + timedelta(days=1)
