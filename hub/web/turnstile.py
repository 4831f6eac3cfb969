"""Lets in so many open screens and no more, so that there is always a thread for a request."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

WSGI = Callable[[dict[str, Any], Any], Iterable[bytes]]
RESERVED = 8  # one thread in so many is kept free of screens
RETRY_AFTER = "15"  # s
FULL = b"No more screens can be told of changes at once: this one looks for them by itself.\n"


class Turnstile:
    """WSGI middleware of a server with ``threads``: a WebSocket under ``path`` holds one of them
    for as long as its screen is on. Who is turned away is answered 503 and still gets pictures."""

    def __init__(self, app: WSGI, path: str, threads: int) -> None:
        self._app, self._path = app, path.rstrip("/") + "/"
        self._free = threading.BoundedSemaphore(threads - max(2, threads // RESERVED))

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not f"{environ.get('PATH_INFO', '')}/".startswith(self._path):
            return self._app(environ, start_response)
        if not self._free.acquire(blocking=False):
            headers = [("Content-Type", "text/plain"), ("Retry-After", RETRY_AFTER)]
            start_response("503 Service Unavailable", headers)
            return [FULL]
        try:
            return self._app(environ, start_response)
        finally:
            self._free.release()
