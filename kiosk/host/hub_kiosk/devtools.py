"""Chromium's DevTools protocol over two pipes, so that no port is open; one question at a time.

A question waits only so long for its answer, as a page that hangs gives none.
"""

import json
import os
import select
from time import monotonic
from typing import Any

PATIENCE = 5.0  # s
CRASHES = ("Inspector.targetCrashed", "Target.targetCrashed")


class Unanswered(Exception):
    """There was no answer in time."""


class Refused(Exception):
    """The browser answered that it cannot; for one, because the page is just changing."""


class Crashed(Exception):
    """The page has crashed; the browser itself is still there."""


class HungUp(Exception):
    """The browser has closed the pipe."""


class Devtools:
    """One end of the pipes to a browser. ``session`` names the page that questions are about."""

    def __init__(self, reading: int, writing: int) -> None:
        self.session = ""
        self._reading = reading
        self._writing = writing
        self._asked = 0
        self._received = b""
        os.set_blocking(writing, False)  # a browser that reads nothing is not to stop the agent

    def ask(self, method: str, patience: float = PATIENCE, **parameters: Any) -> dict[str, Any]:
        """The answer. Raises Unanswered, Refused, Crashed or HungUp."""
        self._asked += 1
        question: dict[str, Any] = {"id": self._asked, "method": method, "params": parameters}
        if self.session:
            question["sessionId"] = self.session
        self._send(question)
        until = monotonic() + patience
        while (message := self._next(until)) is not None:
            if message.get("method") in CRASHES:
                raise Crashed
            if message.get("id") == self._asked:
                if "error" in message:
                    raise Refused(message["error"].get("message", method))
                return dict(message["result"])
        raise Unanswered(method)

    def close(self) -> None:
        os.close(self._reading)
        os.close(self._writing)

    def _send(self, question: dict[str, Any]) -> None:
        try:
            os.write(self._writing, json.dumps(question).encode() + b"\0")
        except BlockingIOError:
            raise Unanswered(question["method"]) from None
        except BrokenPipeError:
            raise HungUp from None

    def _next(self, until: float) -> dict[str, Any] | None:
        """The next message, or None where none comes in time."""
        while b"\0" not in self._received:
            ready, _, _ = select.select([self._reading], [], [], max(0.0, until - monotonic()))
            if not ready:
                return None
            read = os.read(self._reading, 65_536)
            if not read:
                raise HungUp
            self._received += read
        message, self._received = self._received.split(b"\0", 1)
        return dict(json.loads(message))
