"""The queue of writers: first come, first served, and nobody waits for ever.

Neither ``threading.Lock`` nor SQLite's busy handler is fair: under load a writer can starve
behind later ones. Tickets make the order the order of arrival.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from hub.errors import Busy


class WriterQueue:
    def __init__(self, patience: float = 10.0) -> None:
        """``patience`` is how many seconds a writer waits for its turn before it is turned away."""
        self._patience = patience
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the only turn. Raises Busy when it does not come in time."""
        self._take()
        try:
            yield
        finally:
            self._pass_on()

    def _take(self) -> None:
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            ticket = threading.Event()
            self._waiting.append(ticket)
        if not ticket.wait(self._patience):
            self._give_up(ticket)

    def _give_up(self, ticket: threading.Event) -> None:
        with self._lock:
            if ticket in self._waiting:
                self._waiting.remove(ticket)
                raise Busy("The hub is busy writing; please try again in a moment.")
        # the turn came in the same instant: keep it

    def _pass_on(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False
