"""Whether a page is alive, judged from what was seen of it.

By the agent's own steady clock: a Raspberry Pi has none of its own that lasts, and its time of day
jumps by months when the network comes up.
"""

from hub_kiosk.browser import Look

LOADING = 40.0  # s that a page may take before its first beat, beyond its patience


class Pulse:
    """The pulse of one page from ``now`` on: ``well``, ``lost`` (it answers and has no beat, so it
    is another page than ours) or ``frozen``."""

    def __init__(self, patience: float, now: float, loading: float = LOADING) -> None:
        self._patience = patience
        self._beat: float | None = None
        self._alive = self._answered = now + loading

    def saw(self, look: Look | None, now: float, dark: bool = False) -> None:
        """Take note of a look. A screen that is dark paints nothing, so it need only answer."""
        if look is None:
            return
        self._answered = max(self._answered, now)
        if look.beat is None:
            self._beat = None
            if look.loaded:  # nothing more comes that could have one
                self._alive = min(self._alive, now)
        elif look.beat != self._beat:
            self._beat, self._alive = look.beat, now
            self._answered = now
        elif dark:
            self._alive = now

    def lit(self, now: float) -> None:
        """The screen has just come on again: the page paints soon."""
        self._alive = max(self._alive, now)

    def verdict(self, now: float) -> str:
        if now - self._alive <= self._patience:
            return "well"
        answers = now - self._answered <= self._patience
        return "lost" if answers and self._beat is None else "frozen"
