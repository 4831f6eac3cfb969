"""What is on the screen: the hub's page, or the agent's own while the hub's cannot be had."""

from time import monotonic

from hub_kiosk import waiting
from hub_kiosk.browser import Browser
from hub_kiosk.pulse import Pulse
from hub_kiosk.service import doing
from hub_kiosk.settings import Settings

SOON = 5.0  # s between looks for a hub that is away
LATER = 30.0  # s, where it answers and is of no use: not to flicker


class Page:
    """The one page of a browser. ``fault`` is what is wrong with the settings, if anything is."""

    def __init__(self, browser: Browser, settings: Settings, fault: str, dark: bool) -> None:
        self.dark = self.resting = dark  # until the page says otherwise
        self._browser = browser
        self._settings = settings
        self._fault = fault
        self._again: float | None = None  # when to look for the hub; None while its page is on
        self._pulse = Pulse(settings.patience_seconds, monotonic())

    def open(self) -> None:
        """Go to the hub's page; to the agent's own where that cannot be had. Raises Crashed."""
        if self._fault:
            self._wait(self._fault, LATER)
            return
        code = self._browser.open(self._settings.display)
        self._pulse = Pulse(self._settings.patience_seconds, monotonic())
        if code:
            self._wait(waiting.why(code), SOON)
        else:
            self._again = None
            doing(f"showing {self._settings.display}")

    def look(self) -> None:
        """See how the page is, and look for the hub where it is not on. Raises Crashed."""
        look = self._browser.look()
        self._pulse.saw(look, monotonic(), self.dark)
        if look is not None and look.resting is not None:
            self.resting = look.resting
        if self._again is not None:
            self._look_for_hub()
        elif self._pulse.verdict(monotonic()) == "lost":
            self._wait(waiting.OTHER, LATER)

    def lit(self) -> None:
        """The screen is on again: the page paints soon."""
        self._pulse.lit(monotonic())

    @property
    def frozen(self) -> bool:
        return self._pulse.verdict(monotonic()) == "frozen"

    def _look_for_hub(self) -> None:
        if self._fault or monotonic() < (self._again or 0.0):
            return
        self._again = monotonic() + SOON
        if waiting.answers(self._settings.display):
            self.open()
            if self._again is not None:
                self._again = monotonic() + LATER

    def _wait(self, words: str, seconds: float) -> None:
        self.resting = False
        title = "This screen is not set up" if self._fault else "Waiting for the hub"
        hub = "" if self._fault else self._settings.hub
        self._browser.open(waiting.address(title, hub, words))
        self._pulse = Pulse(self._settings.patience_seconds, monotonic())
        self._again = monotonic() + seconds
        doing(f"{title}: {words}")
