"""Files that are sent as the body of a request: where, of which kinds, and for which command."""

from dataclasses import dataclass

from flask import request

from hub.commands import Command, UploadPack
from hub.errors import Invalid
from hub.uploads import files
from hub.web.bodies import within

ANYTHING = "application/octet-stream"
CSV = "text/csv"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Intake:
    """A file is read and becomes the ``command``; ``path`` is below /api/v1. The body is the file
    itself, of one of the ``kinds``; ``query`` names what the address may say beside it."""

    path: str
    command: type[Command]
    kinds: tuple[str, ...]
    query: tuple[str, ...] = ()
    status: int = 201


PACK = Intake("/uploads", UploadPack, (ANYTHING, CSV, WORKBOOK), ("name",))
INTAKES = (PACK,)


def body(intake: Intake) -> bytes:
    """The file in the request at hand. Raises Invalid, and TooLarge for one beyond bounds."""
    if request.mimetype and request.mimetype not in intake.kinds:
        raise Invalid(
            "Send the file itself as the body, and not a form around it, with Content-Type: "
            f"{ANYTHING}."
        )
    if strange := sorted(request.args.keys() - set(intake.query)):
        raise Invalid(f"{', '.join(strange)}: there is no such parameter")
    raw = within(files.MOST_BYTES, files.TOO_LARGE)
    if not raw:
        raise Invalid("The file is empty.")
    return raw
