"""An upload as its sender sees it: what each row would change, and what stands in the way."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy.orm import Session

from hub.domain.submission import said_of
from hub.errors import NotFound
from hub.model import Upload
from hub.snapshot.lists import Item
from hub.snapshot.packs import SubmissionView
from hub.snapshot.submissions import returns_view
from hub.uploads.changes import Change, changes
from hub.uploads.packs import Fault
from hub.uploads.templates import Due


@dataclass(frozen=True)
class UploadView:
    """``remarks`` are about the file as a whole."""

    id: str
    name: str
    digest: str
    by: str
    at: datetime
    applied_at: datetime | None
    changes: tuple[Change, ...]
    faults: tuple[Fault, ...]
    remarks: tuple[str, ...]

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many rows are new, revised and unchanged."""
        return Counter(change.outcome for change in self.changes)

    @property
    def doubts(self) -> int:
        return sum(bool(change.doubt) for change in self.changes)

    @property
    def to_apply(self) -> int:
        """How many figures would be recorded."""
        return len(self.changes) - self.counts["unchanged"]


def upload_view(session: Session, id: str, actor: str) -> UploadView:
    """The upload, for who sent it. Raises NotFound for everybody else."""
    kept = session.get(Upload, id)
    if kept is None or kept.by_id != actor:
        raise NotFound("There is no such upload; uploads are forgotten after 30 days.")
    faults = (Fault(f["place"], f["words"]) for f in kept.faults if f["grave"])
    return UploadView(
        id=kept.id,
        name=kept.name,
        digest=kept.digest,
        by=kept.by,
        at=kept.at,
        applied_at=kept.applied_at,
        changes=tuple(changes(kept.rows)),
        faults=tuple(sorted(faults, key=_downwards)),
        remarks=tuple(f["words"] for f in kept.faults if not f["grave"]),
    )


class UploadItem(Item):
    """The preview of a file for who sent it. ``changes`` with a ``doubt`` have to be confirmed
    where it is applied, by their ``place``; any of the ``faults`` refuses the whole file."""

    id: str
    name: str
    digest: str
    by: str
    at: datetime
    applied_at: datetime | None
    changes: tuple[Change, ...]
    faults: tuple[Fault, ...]
    remarks: tuple[str, ...]


def upload(session: Session, _as_of: datetime, upload: str, actor: str) -> UploadItem:
    """What the API tells of an upload. Raises NotFound, as ``upload_view`` does."""
    view = upload_view(session, upload, actor)
    return UploadItem(**{name: getattr(view, name) for name in UploadItem.model_fields})


def _downwards(fault: Fault) -> tuple[str, int, str]:
    """Sheet by sheet, then row by row, as a person goes through the file."""
    sheet, _, cell = fault.place.rpartition("!")
    found = re.match(r"([A-Z]+)(\d+)", cell)
    return (sheet, int(found[2]), found[1]) if found else (sheet, 0, cell)


def due(session: Session, unit: str, month: str, as_of: datetime) -> list[Due]:
    """The pack of ``unit`` and of all below it for a month, with the figures before."""
    packs = returns_view(session, unit, month, as_of).packs
    return [_due(figure) for pack in packs for figure in pack.figures]


def _due(figure: SubmissionView) -> Due:
    last = f"{figure.last[0].shown} ({figure.last[0].title})" if figure.last else ""
    state = said_of(figure.state).replace("_", " ")
    if figure.revision is not None:
        state = f"{state}: {figure.shown}"
    return Due(figure.kpi, figure.title, figure.unit_title, figure.period, last, state)
