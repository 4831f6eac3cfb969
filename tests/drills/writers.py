"""Writers that do not give up: each repeats its write, with the same key, until it is taken."""

import http.client
import json
import threading
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

PAUSE = 0.02  # s between two tries
PATIENCE = 20.0  # s that one request may take
GIVING_UP = 120.0  # s that one write may take: a server that stays away is no server
FIRST_DAY = date(1950, 1, 1)  # so far back that no writer comes to tomorrow
NOTE_EVERY = 3
AGAIN = (429, 503)  # answers that ask for another try


@dataclass
class Write:
    """One figure or note; ``mark`` is what to look for in the database, as no other has it."""

    key: str
    mark: str
    path: str
    body: dict[str, Any]
    broken_off: int = 0
    broke_at: datetime | None = None

    @property
    def is_note(self) -> bool:
        return "text" in self.body


class RefusedError(Exception):
    """The server has answered, and not as it should have."""


class Writer(threading.Thread):
    """Writes one thing after the other to the KPI ``kpi_{number}``."""

    def __init__(self, number: int, port: int) -> None:
        super().__init__(name=f"writer-{number}", daemon=True)
        self.acknowledged: list[Write] = []
        self._number = number
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._enough, self._away = threading.Event(), threading.Event()
        self._trouble: Exception | None = None

    def run(self) -> None:
        try:
            while not self._enough.is_set():
                write = self._next()
                self._until_acknowledged(write)
                self.acknowledged.append(write)
        except RefusedError as trouble:
            self._trouble = trouble
        finally:
            self._connection.close()

    def finish(self) -> None:
        """End after the write at hand. Raises RefusedError where the server has refused one."""
        self._enough.set()
        self.join()
        if self._trouble is not None:
            raise self._trouble

    def abandon(self) -> None:
        """End at once, acknowledged or not."""
        self._enough.set()
        self._away.set()
        self.join()

    def _next(self) -> Write:
        turn = len(self.acknowledged)
        number = self._number * 1_000_000 + turn
        kpi = f"/api/v1/kpis/works.kpi_{self._number}"
        if turn % NOTE_EVERY == NOTE_EVERY - 1:
            words = f"note {number}"
            return Write(f"drill-{number}", words, f"{kpi}/notes", {"text": words})
        day = FIRST_DAY + timedelta(days=turn)
        figure = {"period": day.isoformat(), "value": number}
        return Write(f"drill-{number}", str(number), f"{kpi}/measurements", figure)

    def _until_acknowledged(self, write: Write) -> None:
        until = time.monotonic() + GIVING_UP
        while not self._taken(write):
            if self._away.wait(PAUSE) or time.monotonic() > until:
                raise RefusedError(f"{write.key} was not taken within {GIVING_UP:.0f} s")

    def _taken(self, write: Write) -> bool:
        try:
            self._connect()
        except OSError:
            return False  # nothing was sent
        try:
            return self._sent(write)
        except (OSError, http.client.HTTPException):
            write.broken_off += 1
            write.broke_at = datetime.now(UTC)
            self._connection.close()
            return False

    def _connect(self) -> None:
        if self._connection.sock is None:
            self._connection.connect()

    def _sent(self, write: Write) -> bool:
        headers = {"Content-Type": "application/json", "Idempotency-Key": write.key}
        self._connection.request("POST", write.path, json.dumps(write.body), headers)
        reply = self._connection.getresponse()
        words = reply.read()
        if reply.status in AGAIN:
            return False
        if reply.status != http.client.CREATED:
            raise RefusedError(f"{write.key}: {reply.status} {words.decode()}")
        return True
