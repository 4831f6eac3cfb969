"""Pairing: a screen asks to be let in, an administrator lets it in, and looks after it."""

from datetime import timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import delete, func, select, update

from hub.commands.command import Answer, Command, Context, Route, command
from hub.commands.notes import Id, Line
from hub.commands.opening import NewRoom, begin
from hub.domain import pairing
from hub.domain.rights import ActorKind, Right
from hub.errors import Busy, Conflict, Forbidden, Invalid, NotFound
from hub.model import DisplayContact, PairedDisplay, Pairing
from hub.snapshot.rooms import row_of

WRONG = "No screen that waits shows this code and check number."
IDENTIFY = timedelta(seconds=20)
Visibility = Literal["public", "staff", "restricted"]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class PartItem(BaseModel):
    """The part of one wide picture that a display draws. ``gap`` is the width of the two bezels
    between neighbours, in percent of the width of one screen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: int = Field(ge=1, le=8)
    rows: int = Field(ge=1, le=8)
    column: int = Field(ge=1, le=8)
    row: int = Field(ge=1, le=8)
    gap: float = Field(0, ge=0, le=30)


class Waiting(Answer):
    id: str
    code: str
    check: str
    expires_at: AwareDatetime


class Paired(Answer):
    display: str
    name: str
    version: int


class Asked(Answer):
    display: str


class RequestPairing(Command):
    """A screen that nobody knows asks to be let in; the page of the screen sends it. ``device`` is
    the digest of the secret that it will collect its credential with."""

    right: ClassVar[Right] = Right.READ

    device: Digest
    address: Annotated[str, Field(max_length=80)] = ""
    id: Id

    def authorise(self, context: Context) -> None:
        """Anybody may ask."""

    def apply(self, context: Context) -> Waiting:
        table = Pairing
        context.session.execute(delete(table).where(table.expires_at < context.now))
        waiting = context.session.scalar(select(func.count()).select_from(table)) or 0
        if waiting >= pairing.MOST_WAITING:
            raise Busy("Too many screens wait to be let in: try again in some minutes.")
        row = Pairing(
            id=str(self.id),
            device=self.device,
            code=pairing.new_code(),
            check=pairing.new_check(),
            asked_at=context.now,
            expires_at=context.now + pairing.WAITS,
            address=self.address,
        )
        context.session.add(row)
        return Waiting(id=row.id, code=row.code, check=row.check, expires_at=row.expires_at)


@command
class ApprovePairing(Command):
    """Let in the screen that shows ``code`` and ``check``: name it, and say where it hangs, how far
    away its viewers are and what they may see. Its ``room`` may be made with it (``new_room``)."""

    route: ClassVar[Route] = Route("/displays")
    right: ClassVar[Right] = Right.ADMINISTER

    code: str = Field(max_length=20, description="Eight letters; a dash and spaces do no harm.")
    check: str = Field(max_length=4)
    name: Line
    room: str | None = None
    new_room: NewRoom | None = None
    visibility: Visibility
    diagonal: float = Field(ge=5, le=400, description="inches")
    distance: float = Field(ge=0.3, le=50, description="metres")
    part: PartItem | None = None
    id: Id

    def unit(self, context: Context) -> str | None:
        if self.new_room is not None:
            return self.new_room.of
        return row_of(context.session, self.room or "").unit_key

    def apply(self, context: Context) -> Paired:
        if (self.room is None) == (self.new_room is None):
            raise Invalid("room: either one that there is, or a new_room")
        if context.session.get(PairedDisplay, str(self.id)) is not None:
            raise Conflict("There is a display with this id already.")
        waiting = self._waiting(context)
        room = begin(context, self.new_room).key if self.new_room else self.room
        display = PairedDisplay(
            id=str(self.id),
            name=self.name,
            room_key=room,
            visibility=self.visibility,
            diagonal=self.diagonal,
            distance=self.distance,
            part=_part(self.part),
            credential="",
            renewed_at=context.now,
            paired_by=context.actor.name,
            paired_at=context.now,
            version=1,
        )
        context.session.add(display)
        context.session.flush()
        waiting.display_id = display.id
        context.tell("display_paired", f"pairing:{waiting.id}", f"display:{display.id}", "displays")
        return Paired(display=display.id, name=display.name, version=1)

    def _waiting(self, context: Context) -> Pairing:
        code = pairing.plain(self.code)
        chosen = select(Pairing).where(
            Pairing.code == code,
            Pairing.expires_at > context.now,
            Pairing.display_id.is_(None),
            Pairing.check == self.check,
        )
        found = context.session.scalar(chosen)
        if found is None:
            raise NotFound(WRONG)
        return found


class CollectCredential(Command):
    """The screen collects its credential, once; the page of the screen sends it."""

    right: ClassVar[Right] = Right.READ

    device: Digest
    credential: Digest

    def authorise(self, context: Context) -> None:
        """Whoever has the secret that was made when the screen asked."""

    def apply(self, context: Context) -> Asked:
        waiting = context.session.scalar(select(Pairing).where(Pairing.device == self.device))
        if waiting is None or waiting.expires_at <= context.now:
            raise NotFound("This code has run out: the screen shows another one.")
        if waiting.display_id is None:
            return Asked(display="")
        display = display_row(context, waiting.display_id)
        if display.credential:
            raise Conflict("This screen has collected its credential already.")
        display.credential = self.credential
        context.session.delete(waiting)
        context.tell("display_let_in", f"display:{display.id}", "displays")
        return Asked(display=display.id)


class RenewCredential(Command):
    """A display takes another credential; the one that it has is good until it uses the other."""

    right: ClassVar[Right] = Right.READ

    display: str
    used: Digest
    following: Digest | None = None

    def authorise(self, context: Context) -> None:
        _itself(context, self.display)

    def apply(self, context: Context) -> Asked:
        row = display_row(context, self.display)
        if self.used == row.following:
            row.credential, row.following = row.following, None
            row.renewed_at = context.now
        elif self.following is not None:
            row.following = self.following
        return Asked(display=row.id)


class ReportDisplay(Command):
    """What a display says of itself: what is on its glass, its browser, its memory. It is told to
    nobody and not audited: there is one of it, the last."""

    right: ClassVar[Right] = Right.READ

    display: str
    browser: str = Field("", max_length=300)
    heap: int | None = Field(None, ge=0, description="bytes")
    width: int = Field(ge=1, le=40_000)
    height: int = Field(ge=1, le=40_000)
    scene: str = Field("", max_length=600)
    etag: str = Field("", max_length=80)

    def authorise(self, context: Context) -> None:
        _itself(context, self.display)

    def apply(self, context: Context) -> Asked:
        row = context.session.get(DisplayContact, self.display)
        if row is None:
            row = DisplayContact(display_id=self.display, width=0, height=0, at=context.now)
            context.session.add(row)
        if row.etag != self.etag:
            row.shown_at = context.now
        row.at, row.browser, row.heap = context.now, self.browser, self.heap
        row.width, row.height = self.width, self.height
        row.scene, row.etag = self.scene, self.etag
        return Asked(display=self.display)


class OfDisplay(Command):
    """Base of what an administrator asks of one display."""

    right: ClassVar[Right] = Right.ADMINISTER

    display: str

    def unit(self, context: Context) -> str | None:
        return row_of(context.session, display_row(context, self.display).room_key).unit_key

    def tell(self, context: Context, kind: str) -> None:
        context.tell(kind, f"display:{self.display}", "displays")


@command
class EditDisplay(OfDisplay):
    """Give a display another name, room, visibility class, size, distance or part of a picture."""

    route: ClassVar[Route] = Route("/displays/{display}", status=200)

    name: Line
    room: str
    visibility: Visibility
    diagonal: float = Field(ge=5, le=400, description="inches")
    distance: float = Field(ge=0.3, le=50, description="metres")
    part: PartItem | None = None
    version: int

    def apply(self, context: Context) -> Paired:
        row = display_row(context, self.display)
        if row.version != self.version:
            raise Conflict("Somebody else has edited this display meanwhile: look at it again.")
        context.demand(self.right, row_of(context.session, self.room).unit_key)
        row.name, row.room_key, row.visibility = self.name, self.room, self.visibility
        row.diagonal, row.distance, row.part = self.diagonal, self.distance, _part(self.part)
        row.version += 1
        self.tell(context, "display_edited")
        return Paired(display=row.id, name=row.name, version=row.version)


@command
class IdentifyDisplay(OfDisplay):
    """Let the display show its name, large, for some seconds."""

    route: ClassVar[Route] = Route("/displays/{display}/identify", status=200)

    def apply(self, context: Context) -> Asked:
        display_row(context, self.display).identify_until = context.now + IDENTIFY
        self.tell(context, "display_identified")
        return Asked(display=self.display)


@command
class ReloadDisplay(OfDisplay):
    """Let the display load its page again."""

    route: ClassVar[Route] = Route("/displays/{display}/reload", status=200)

    def apply(self, context: Context) -> Asked:
        display_row(context, self.display).reloads += 1
        self.tell(context, "display_reloaded")
        return Asked(display=self.display)


@command
class RevokeDisplay(OfDisplay):
    """Take the credential of a display away: from now on it shows the pairing page."""

    route: ClassVar[Route] = Route("/displays/{display}/revoke", status=200)

    def apply(self, context: Context) -> Asked:
        row = display_row(context, self.display)
        row.revoked_at, row.revoked_by = context.now, context.actor.name
        row.credential, row.following = "", None
        context.session.execute(
            update(Pairing).where(Pairing.display_id == row.id).values(expires_at=context.now)
        )
        self.tell(context, "display_revoked")
        return Asked(display=self.display)


def display_row(context: Context, id: str) -> PairedDisplay:
    """The display, unless it was revoked. Raises NotFound."""
    row = context.session.get(PairedDisplay, id)
    if row is None or row.revoked_at is not None:
        raise NotFound("There is no such display.")
    return row


def _itself(context: Context, display: str) -> None:
    actor = context.actor
    if actor.kind is not ActorKind.DISPLAY or actor.id != f"display:{display}":
        raise Forbidden(f"{actor.name} is not this display.")


def _part(part: PartItem | None) -> dict[str, float]:
    if part is None:
        return {}
    if part.column > part.columns or part.row > part.rows:
        raise Invalid("part: this column or row lies outside of the picture.")
    return part.model_dump()
