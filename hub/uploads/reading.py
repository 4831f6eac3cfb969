"""The confined process: one uploaded file on standard input, its cells as JSON lines on output.

It holds itself to so much processor time and memory, may write no file, and knows nothing of the
hub. ``files`` starts it, listens to it and ends it when it takes too long or says too much.
"""

import json
import resource
import sys
from collections.abc import Iterable

from hub.uploads.cells import Line, Unreadable

REFUSED = 3  # what it ends with when it has said why a file is refused
NO_MEMORY = 4
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream of one that holds the workbook
MARKS = b"\xef\xbb\xbf \t\r\n"
OLD = "This is an old Excel file (.xls): save it as .xlsx."
LOCKED = "The workbook has a password: save it without one."
MARKUP = (
    "This is a web page or XML, not a workbook, whatever its name says: open it, and save it as "
    ".xlsx."
)


def confine(seconds: int, memory: int) -> None:
    """So much processor time and so many bytes; no file to write, none left behind."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))  # what goes wrong, in words
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def lines(raw: bytes) -> Iterable[Line]:
    """The cells of a file, whichever of the two forms it has. Raises Unreadable."""
    if raw[:2] == b"PK":
        from hub.uploads import workbook

        return workbook.lines(raw)
    if raw[:8] == OLE:
        raise Unreadable(LOCKED if ENCRYPTED in raw else OLD)
    if raw[:200].lstrip(MARKS).startswith(b"<"):
        raise Unreadable(MARKUP)
    from hub.uploads import separated

    return separated.lines(raw)


def main() -> int:
    """``reading SECONDS BYTES``: cells, or a line with the reason and a status other than 0."""
    confine(int(sys.argv[1]), int(sys.argv[2]))
    write = sys.stdout.write
    try:
        for line in lines(sys.stdin.buffer.read()):
            write(json.dumps(line) + "\n")
        write('{"end": true}\n')
        sys.stdout.flush()
    except Unreadable as fault:
        write(json.dumps({"fault": str(fault)}) + "\n")
        return REFUSED
    except MemoryError:
        return NO_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main())
