"""The body of a request: whole, and within bounds, so that who sends too much still hears why."""

from flask import request

from hub.errors import Invalid, TooLarge

HEARD_OUT = 64_000_000  # bytes; who sends more than that has the line cut
PIECE = 1 << 16
BROKEN = "The link broke before everything was here; nothing of it was taken. Send it again."


def within(most: int, words: str) -> bytes:
    """The body of the request at hand. Raises TooLarge with the words for one of more bytes, by
    what is said of its length or by what comes, and Invalid for one that did not come whole."""
    said = request.content_length or 0
    raw = b"" if said > most else _read(most + 1)
    if said > most or len(raw) > most:
        _hear_out(said)
        raise TooLarge(words)
    if len(raw) < said:  # servers end what they give where the link ends, and so does Werkzeug
        raise Invalid(BROKEN)
    return raw


def _read(most: int) -> bytes:
    """So many bytes, or all there are: one read may give fewer than will come."""
    raw = bytearray()
    try:
        while len(raw) < most and (piece := request.stream.read(min(PIECE, most - len(raw)))):
            raw += piece
    except OSError:  # gunicorn's for a link that broke between two pieces
        raise Invalid(BROKEN) from None
    return bytes(raw)


def _hear_out(said: int) -> None:
    """Let the rest come, and keep nothing of it: a line that is closed on somebody who is still
    sending takes the answer with it."""
    left = HEARD_OUT if said <= HEARD_OUT else 0
    while left > 0 and (piece := _read(PIECE)):
        left -= len(piece)
