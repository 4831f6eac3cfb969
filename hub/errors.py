"""What can go wrong, as one tree; every message is fit for a person standing at a board.

HubError
├─ Invalid        the request makes no sense (400)
│  ├─ TooLarge    more than the hub takes at once (413)
│  └─ KeyReused   an idempotency key came back with another body (422)
├─ Forbidden      this actor may not do that (403)
│  └─ Unpaired     this screen is not let in, or not any more (401)
├─ NotFound       there is no such thing (404)
├─ Conflict       someone else changed it first (409)
├─ Busy           the queue of writers is too long; try again shortly (503)
│  └─ Occupied     the press has as much to print as it takes (503)
└─ Unusable       the database or the set-up cannot be used (500); nothing was touched
"""

from typing import ClassVar


class HubError(Exception):
    """Base of every error the hub raises on purpose.

    ``problems`` lists one sentence per fault where there are several (a bad row each, say).
    ``status`` is the HTTP status the web answers with.
    """

    status: ClassVar[int] = 500

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = problems


class Invalid(HubError):
    status = 400


class TooLarge(Invalid):
    status = 413


class KeyReused(Invalid):
    status = 422


class Forbidden(HubError):
    status = 403


class Unpaired(Forbidden):
    status = 401


class NotFound(HubError):
    status = 404


class Conflict(HubError):
    status = 409


class Busy(HubError):
    status = 503
    retry_after: ClassVar[int] = 2  # s


class Occupied(Busy):
    retry_after = 10


class Unusable(HubError):
    status = 500
