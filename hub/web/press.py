"""The press: what is printed waits its turn, so that there is always something left for walls."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from hub.errors import Occupied

PLACES = 2  # one is printed while one waits: each holds a thread of the server


class Press:
    """Prints one thing at a time, since a print may use much memory; few may wait for it."""

    def __init__(self, places: int = PLACES) -> None:
        self._places, self._turn = BoundedSemaphore(places), Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the press and hold it. Raises Occupied where others wait already."""
        if not self._places.acquire(blocking=False):
            raise Occupied("Others are printing just now. Try again in a few seconds.")
        try:
            with self._turn:
                yield
        finally:
            self._places.release()
