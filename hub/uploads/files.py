"""An uploaded file, read by a process that may take little time and memory and say only so much."""

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from hub.errors import Invalid, TooLarge
from hub.uploads import reading
from hub.uploads.cells import Book, Line, book

log = logging.getLogger(__name__)
MB = 1_000_000
MOST_BYTES = 10 * MB
TOO_LARGE = (
    f"The file is larger than {MOST_BYTES // MB} MB: send the figures of one pack at a time."
)
HUB = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Limits:
    """``seconds`` on the clock, ``processor`` seconds of work, bytes of ``memory`` and of
    ``output``."""

    seconds: float = 60.0  # of which a busy machine gives the reader but a part
    processor: int = 15
    memory: int = 512 * MB
    output: int = 48 * MB


def read(raw: bytes, limits: Limits = Limits()) -> Book:
    """The cells of a file. Raises Invalid with a sentence for one that is refused."""
    if len(raw) > MOST_BYTES:
        raise TooLarge(TOO_LARGE)
    if not raw.strip():
        raise Invalid("The file is empty.")
    with TemporaryFile() as source, TemporaryFile() as words:
        source.write(raw)
        source.seek(0)
        said, status = _child(source, words, limits)
        if status not in (0, reading.REFUSED):
            words.seek(0)
            log.warning("a file could not be read (%s): %s", status, words.read()[-2000:].decode())
    return book(_lines(said, status))


def _child(source: IO[bytes], words: IO[bytes], limits: Limits) -> tuple[bytes, int]:
    """What the confined process says, and the status that it ends with."""
    command = [sys.executable, "-m", "hub.uploads.reading"]
    with subprocess.Popen(
        [*command, str(limits.processor), str(limits.memory)],
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=words,
        cwd="/",
        env={"PATH": os.defpath, "PYTHONPATH": str(HUB.parent), "PYTHONIOENCODING": "utf-8"},
    ) as child:
        assert child.stdout is not None
        late = threading.Timer(limits.seconds, child.kill)
        late.start()
        try:
            said = child.stdout.read(limits.output + 1)
            if len(said) > limits.output:
                child.kill()
                raise TooLarge("The file holds more than a pack of figures can: send less at once.")
            return said, child.wait()
        finally:
            late.cancel()


def _lines(said: bytes, status: int) -> Iterator[Line]:
    """What was said, once it is known to be whole. Raises Invalid."""
    lines = [json.loads(line) for line in said.splitlines()] if status >= 0 else []
    if status == reading.REFUSED and lines and "fault" in lines[-1]:
        raise Invalid(str(lines[-1]["fault"]))
    if status == reading.NO_MEMORY or status < 0:
        raise Invalid(
            "Reading the file took more time or memory than it may: send a plain table of figures."
        )
    if status or not lines or "end" not in lines[-1]:
        raise Invalid("This is neither a workbook (.xlsx) nor a CSV file that can be read.")
    return iter(lines[:-1])
