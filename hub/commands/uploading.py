"""Uploading a pack: its file is previewed row by row, then applied as a whole or not at all."""

from typing import Annotated, Any, ClassVar

from pydantic import AwareDatetime, Field

from hub.commands.command import Answer, Command, Context, Route, command
from hub.commands.measuring import Figure, aloud, kpis_by_key, record
from hub.commands.notes import Id, Line
from hub.commands.packing import Packing, submittable
from hub.commands.submission import Case, cases, tell
from hub.domain.rights import Right, demand_somewhere
from hub.domain.submission import Step, said_of
from hub.errors import Conflict, Invalid, NotFound
from hub.model import Kpi, Upload
from hub.uploads.changes import Change, changes
from hub.uploads.packs import MOST, Entry, Fault

NOWHERE = "There is no such upload; uploads are forgotten after 30 days."
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="SHA-256 of the file.")]


class Uploaded(Answer):
    """What the file would do, in numbers; nothing of it has been recorded."""

    id: str
    new: int
    revised: int
    unchanged: int
    faults: int


class Applied(Answer):
    """What was recorded and submitted; ``before`` says that it had been applied already."""

    id: str
    new: int
    revised: int
    unchanged: int
    before: bool
    at: AwareDatetime


class UploadPack(Command):
    """Keep what a file would change, for its sender to look at. Sent by the page, with no route:
    the file itself was read by a process of its own and is not kept."""

    right: ClassVar[Right] = Right.RECORD

    id: Id
    name: Line
    digest: Digest
    entries: tuple[Entry, ...] = Field(max_length=MOST)
    faults: tuple[Fault, ...] = ()
    remarks: tuple[str, ...] = ()

    def authorise(self, context: Context) -> None:
        """Whoever may record anything may ask; rows about other units are faults."""
        demand_somewhere(context.actor, self.right)

    def apply(self, context: Context) -> Uploaded:
        if context.session.get(Upload, str(self.id)) is not None:
            raise Conflict("There is an upload with this id already.")
        packing = Packing(context, self.entries, list(self.faults))
        found = packing.changes()
        empty = sum(not entry.filled for entry in self.entries)
        remarks = (*self.remarks, *((_left_empty(empty),) if empty else ()))
        told = [_kept(fault.place, fault.words, True) for fault in packing.faults]
        context.session.add(
            Upload(
                id=str(self.id),
                name=self.name,
                digest=self.digest,
                rows=[change.kept() for change in found],
                faults=told + [_kept("", remark, False) for remark in remarks],
                by_id=context.actor.id,
                by=context.actor.name,
                at=context.now,
            )
        )
        context.tell("pack_uploaded")
        return Uploaded(id=str(self.id), faults=len(told), **_tally(found))


def _left_empty(count: int) -> str:
    return f"{count} row{'' if count == 1 else 's'} without a figure: nothing is recorded of them."


def _kept(place: str, words: str, grave: bool) -> dict[str, Any]:
    return {"place": place, "words": words, "grave": grave}


def _tally(found: list[Change]) -> dict[str, int]:
    tally = {"new": 0, "revised": 0, "unchanged": 0}
    for change in found:
        tally[change.outcome] += 1
    return tally


@command
class ApplyUpload(Command):
    """Record and submit every figure of an upload, or none where anything stands in the way.

    ``confirmed`` names the cells whose doubts a person has looked at.
    """

    route: ClassVar[Route] = Route("/uploads/{upload}/apply")
    right: ClassVar[Right] = Right.RECORD

    upload: str = Field(max_length=40)
    digest: Digest
    confirmed: tuple[str, ...] = Field((), max_length=MOST)

    def authorise(self, context: Context) -> None:
        """For who uploaded it, while they may record every unit that it is about."""
        for unit in sorted({change.unit for change in changes(self._kept(context).rows)}):
            context.demand(self.right, unit)

    def apply(self, context: Context) -> Applied:
        upload = self._kept(context)
        found = changes(upload.rows)
        if upload.applied_at is not None:
            nothing = {"new": 0, "revised": 0, "unchanged": len(found)}
            return Applied(id=upload.id, before=True, at=upload.applied_at, **nothing)
        self._sound(upload, found)
        wanted = [change for change in found if change.outcome != "unchanged"]
        self._carry_out(context, upload.name, wanted)
        upload.applied_at = context.now
        context.tell("upload_applied")
        return Applied(id=upload.id, before=False, at=context.now, **_tally(found))

    def _kept(self, context: Context) -> Upload:
        upload = context.session.get(Upload, self.upload)
        if upload is None or upload.by_id != context.actor.id:
            raise NotFound(NOWHERE)
        return upload

    def _sound(self, upload: Upload, found: list[Change]) -> None:
        """Raises Invalid or Conflict where the preview does not allow it to be applied."""
        if self.digest != upload.digest:
            raise Conflict("This is not the file that was previewed: upload it again.")
        faults = [f"{f['place']}: {f['words']}" for f in upload.faults if f["grave"]]
        if faults:
            raise Invalid(*aloud(faults))
        seen = set(self.confirmed)
        doubts = [f"{c.place}: {c.doubt}" for c in found if c.doubt and c.place not in seen]
        if doubts:
            raise Invalid(*aloud(doubts))

    def _carry_out(self, context: Context, name: str, wanted: list[Change]) -> None:
        if not wanted:
            return
        known = kpis_by_key(context, {change.kpi for change in wanted})
        _same_definitions(wanted, known)
        pairs = [(known[change.kpi], change.period) for change in wanted]
        seen = cases(context, pairs)
        _same_figures(wanted, seen)
        figures = [(known[change.kpi], _figure(change, name)) for change in wanted]
        record(context, figures)
        for change, case, after in zip(wanted, seen, cases(context, pairs), strict=True):
            case.revisions = after.revisions
            submittable(case)
            words = {"narrative": change.narrative}
            case.take(context, Step.SUBMIT, words, draft={}, narrative=change.narrative)
        tell(context, Step.SUBMIT, list({id(kpi): kpi for kpi, _ in pairs}.values()))


def _figure(change: Change, name: str) -> Figure:
    """From where it is, the file says in its row; else it is from the cell of the file."""
    source = change.source or f"{name}, {change.place}"
    return Figure(period=change.period, source=source, remark=change.narrative, **change.figure)


def _same_definitions(wanted: list[Change], known: dict[str, Kpi]) -> None:
    """Raises Conflict for KPIs that are gone, or are defined otherwise than when previewed."""
    stale: list[str] = []
    for change in wanted:
        kpi = known.get(change.kpi)
        if kpi is None:
            stale.append(f"{change.place}: {change.title} is no longer there")
        elif kpi.version != change.definition:
            stale.append(f"{change.place}: the definition of {change.title} has changed")
    _demand_none(stale)


def _same_figures(wanted: list[Change], seen: list[Case]) -> None:
    """Raises Conflict for figures that somebody has recorded, or taken a step with, since."""
    _demand_none(
        [
            f"{change.place}: {change.title}, {change.period_title} is {said_of(case.state)} now"
            for change, case in zip(wanted, seen, strict=True)
            if case.version != change.version
        ]
    )


def _demand_none(stale: list[str]) -> None:
    if stale:
        message, named = aloud(stale)
        raise Conflict(f"Not as it was previewed any more: {message}. Upload it again.", named)
