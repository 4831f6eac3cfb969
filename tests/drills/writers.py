"""Writers that do not give up: each repeats its write, with the same key, until it is taken."""

import hashlib
import http.client
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, ClassVar

from tests.drills.plants import OUTPUT, YIELD, plant

ROOT = "/api/v1"
JSON, CSV = "application/json", "text/csv"
PAUSE = 0.02  # s between two tries
PATIENCE = 20.0  # s that one request may take
GIVING_UP = 900.0  # s that one write may take, over many servers: one that stays away is none
FIRST_DAY = date(1950, 1, 1)  # so far back that no writer comes to tomorrow
NOTE_EVERY = 3
PACK_DAYS = 20  # each with a figure of two KPIs
LEFT_EVERY = 4  # packs of which one is not applied
CUT_EVERY = 3  # packs of which one is broken off half-way at first
AGAIN = (429, 503)  # answers that ask for another try


@dataclass
class Write:
    """One request to write. ``kind`` is figure, note, upload, apply or the step of a submission;
    ``kpi`` and ``period`` say what it is about where it is about one figure, and ``value`` is a
    number that no other write has."""

    key: str
    kind: str
    path: str
    body: bytes
    form: str = JSON
    kpi: str = ""
    period: str = ""
    value: float | None = None
    text: str = ""
    cut: bool = False  # the link is to break in the middle of the body, the first time
    was_cut: bool = False
    broken_off: int = 0
    broke_at: datetime | None = None
    answer: dict[str, Any] = field(default_factory=dict)


@dataclass
class Sent:
    """A pack on its way: the figures of its rows, by KPI and period."""

    upload: Write
    figures: dict[tuple[str, str], float]
    applied: Write | None = None


class RefusedError(Exception):
    """The server has answered, and not as it should have."""


class Writer(threading.Thread):
    """Writes one thing after the other; which, the kinds of writers below say."""

    def __init__(self, number: int, port: int) -> None:
        super().__init__(name=f"writer-{number}", daemon=True)
        self.acknowledged: list[Write] = []
        self.packs: list[Sent] = []
        self.number = number
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._enough, self._away = threading.Event(), threading.Event()
        self._trouble: Exception | None = None
        self._marks = count(number * 1_000_000)

    def run(self) -> None:
        try:
            for write in self.writes():
                self._until_acknowledged(write)
                self.acknowledged.append(write)
                if self._enough.is_set():
                    break
        except RefusedError as trouble:
            self._trouble = trouble
        finally:
            self._connection.close()

    def writes(self) -> Iterator[Write]:
        """What to write: each is acknowledged, and has its answer, before the next is asked for."""
        raise NotImplementedError

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

    def mark(self) -> int:
        """A number that nobody else gets."""
        return next(self._marks)

    def asked(self, kind: str, path: str, body: dict[str, Any], **about: Any) -> Write:
        return Write(f"drill-{self.mark()}", kind, ROOT + path, json.dumps(body).encode(), **about)

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
            if write.cut:
                self._cut(write)
            return self._sent(write)
        except (OSError, http.client.HTTPException):
            write.broken_off += 1
            write.broke_at = datetime.now(UTC)
            self._connection.close()
            return False

    def _connect(self) -> None:
        if self._connection.sock is None:
            self._connection.connect()

    def _cut(self, write: Write) -> None:
        """Send half of the body and break the link. Raises ConnectionError."""
        write.cut, write.was_cut = False, True
        self._connection.putrequest("POST", write.path)
        for name, said in {**_headers(write), "Content-Length": str(len(write.body))}.items():
            self._connection.putheader(name, said)
        self._connection.endheaders(write.body[: len(write.body) // 2])
        raise ConnectionError("cut on purpose")

    def _sent(self, write: Write) -> bool:
        self._connection.request("POST", write.path, write.body, _headers(write))
        reply = self._connection.getresponse()
        words = reply.read()
        if reply.status in AGAIN:
            return False
        if reply.status not in (http.client.OK, http.client.CREATED):
            raise RefusedError(f"{write.key}: {reply.status} {words.decode()}")
        write.answer = json.loads(words)
        return True


def _headers(write: Write) -> dict[str, str]:
    return {"Content-Type": write.form, "Idempotency-Key": write.key}


def _days(turn: int, each: int = 1) -> list[str]:
    first = FIRST_DAY + timedelta(days=turn * each)
    return [(first + timedelta(days=n)).isoformat() for n in range(each)]


class Recorder(Writer):
    """Records figures of the KPI ``works.kpi_{number}`` and writes notes beside them."""

    def writes(self) -> Iterator[Write]:
        kpi = f"works.kpi_{self.number}"
        for turn in count():
            (day,) = _days(turn)
            if turn % NOTE_EVERY == NOTE_EVERY - 1:
                text = f"note {self.mark()}"
                yield self.asked("note", f"/kpis/{kpi}/notes", {"text": text}, kpi=kpi, text=text)
                continue
            value = self.mark()
            body = {"period": day, "value": value}
            about = {"kpi": kpi, "period": day, "value": value}
            yield self.asked("figure", f"/kpis/{kpi}/measurements", body, **about)


class Submitter(Writer):
    """Takes the output of its plant from draft to restatement, day after day."""

    WORDS: ClassVar[dict[str, dict[str, str]]] = {
        "draft": {"narrative": "so far"},
        "submit": {"narrative": "as counted"},
        "challenge": {"question": "So many?", "code": "jump"},
        "answer": {"answer": "Recounted"},
        "accept": {},
        "lock": {},
        "restate": {"reason": "A truck was forgotten"},
    }
    WITH_FIGURE = ("draft", "submit", "answer", "restate")

    def writes(self) -> Iterator[Write]:
        kpi = f"{plant(self.number)}.{OUTPUT}"
        for turn in count():
            (day,) = _days(turn)
            version = 0
            for step, words in self.WORDS.items():
                value = self.mark() if step in self.WITH_FIGURE else None
                figure = {} if value is None else {"value": value}
                path = f"/kpis/{kpi}/submissions/{day}/{step}"
                about: dict[str, Any] = {"kpi": kpi, "period": day, "value": value}
                write = self.asked(step, path, {"version": version, **words, **figure}, **about)
                yield write
                version = write.answer["version"]


class Uploader(Writer):
    """Hands in packs as files, some over a link that breaks at first, and applies most of them."""

    def writes(self) -> Iterator[Write]:
        for turn in count():
            raw, figures = self._pack(_days(turn, PACK_DAYS))
            key = f"drill-{self.mark()}"
            path = f"{ROOT}/uploads?name=pack-{turn}.csv"
            cut = turn % CUT_EVERY == 0
            pack = Sent(Write(key, "upload", path, raw, CSV, cut=cut), figures)
            self.packs.append(pack)
            yield pack.upload
            told = pack.upload.answer
            if (told["new"], told["faults"]) != (len(figures), 0):
                raise RefusedError(f"{key}: previewed as {told}")
            if turn % LEFT_EVERY != LEFT_EVERY - 1:
                body = {"digest": hashlib.sha256(raw).hexdigest()}
                pack.applied = self.asked("apply", f"/uploads/{told['id']}/apply", body)
                yield pack.applied

    def _pack(self, days: list[str]) -> tuple[bytes, dict[tuple[str, str], float]]:
        """The file, and the values of its figures."""
        lines, figures = ["kpi,period,value,numerator,denominator,narrative"], {}
        output, share = (f"{plant(self.number)}.{each}" for each in (OUTPUT, YIELD))
        for day in days:
            made, good = self.mark(), self.mark()
            lines.append(f"{output},{day},{made},,,as counted")
            lines.append(f"{share},{day},,{good},{2 * made + 1},as counted")
            figures[output, day] = float(made)
            figures[share, day] = good / (2 * made + 1) * 100
        return "\n".join(lines).encode(), figures


TURNS = (Recorder, Submitter, Uploader, Submitter)


def writer(number: int, port: int) -> Writer:
    """One of each kind in turn."""
    return TURNS[number % len(TURNS)](number, port)
