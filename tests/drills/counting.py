"""The count after a drill: all that was acknowledged is there once, and fits together."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import fsum, isclose, nan
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hub.hub import Hub
from hub.model import (
    AuditEntry,
    Challenge,
    IdempotencyKey,
    Kpi,
    Measurement,
    Note,
    Submission,
    SubmissionStep,
    Upload,
    Verdict,
)
from hub.store import ledger, verdicts
from tests.drills.writers import Sent, Write, Writer

COMMAND = {
    "figure": "RecordMeasurements",
    "note": "AddNote",
    "draft": "SaveDraft",
    "submit": "SubmitFigure",
    "challenge": "ChallengeFigure",
    "answer": "AnswerChallenge",
    "accept": "AcceptFigure",
    "lock": "LockFigure",
    "restate": "RestateFigure",
    "upload": "UploadPack",
    "apply": "ApplyUpload",
}
STEPS = ("draft", "submit", "challenge", "answer", "accept", "lock", "restate")
KEPT_AS = {"draft": "save"}  # the steps whose names differ in the history
Place = tuple[str, str]  # KPI and period


@dataclass(frozen=True)
class Outcome:
    """What was acknowledged, and what the database says about it. All from ``lost`` to
    ``verdicts_wrong`` are to be 0."""

    kills: int
    acknowledged: Mapping[str, int]
    cut: int  # uploads whose link broke in the middle of the body
    broken_off: int  # requests whose connection broke: whether they took effect, nobody knew
    answered_again: int  # of the writes those were for, committed before the kill
    lost: int
    duplicated: int
    halved: int  # packs of which some rows are there and some not, or from two transactions
    totals_wrong: int
    verdicts_wrong: int
    packs: int
    totals: int
    verdicts: int
    entries: int  # of the audit chain, which verifies

    @property
    def sound(self) -> bool:
        wrong = self.lost, self.duplicated, self.halved, self.totals_wrong, self.verdicts_wrong
        return not any(wrong)

    def __str__(self) -> str:
        told = ", ".join(f"{count:,} {kind}" for kind, count in self.acknowledged.items())
        return (
            f"{self.kills:,} kills; acknowledged: {told}\n"
            f"{self.lost:,} lost, {self.duplicated:,} duplicated\n"
            f"{self.broken_off:,} requests broke off, {self.cut:,} of them in the middle of a "
            f"file; {self.answered_again:,} writes were committed when the server died and "
            "answered from their key afterwards\n"
            f"{self.packs:,} packs previewed, {self.halved:,} applied in part; {self.totals:,} "
            f"totals, {self.totals_wrong:,} other than their parts; {self.verdicts:,} verdicts, "
            f"{self.verdicts_wrong:,} other than worked out afresh\n"
            f"the audit chain verifies: {self.entries:,} entries"
        )


def count(hub: Hub, kills: int, posting: Iterable[Writer]) -> Outcome:
    """Raises Unusable for a broken chain."""
    writers = list(posting)
    writes = [write for writer in writers for write in writer.acknowledged]
    packs = [pack for writer in writers for pack in writer.packs]
    kinds = Counter(write.kind for write in writes)
    with hub.store.read() as session:
        entries = ledger.verify(session)
        keys = select(IdempotencyKey.key, IdempotencyKey.at)
        committed = {row.key: row.at for row in session.execute(keys)}
        wanted, found = _wanted(writes, packs), _found(session)
        totals, totals_wrong = _totals(session)
        halved = _halved(session, packs)
    judged, verdicts_wrong = _verdicts(hub)
    return Outcome(
        kills=kills,
        acknowledged={kind: kinds[kind] for kind in COMMAND},
        cut=sum(write.was_cut for write in writes),
        broken_off=sum(write.broken_off for write in writes),
        answered_again=sum(_answered_again(w, committed.get(w.key)) for w in writes),
        lost=(wanted - found).total() + sum(write.key not in committed for write in writes),
        duplicated=(found - wanted).total(),
        halved=halved,
        totals_wrong=totals_wrong,
        verdicts_wrong=verdicts_wrong,
        packs=len(packs),
        totals=totals,
        verdicts=judged,
        entries=entries,
    )


def _answered_again(write: Write, committed: datetime | None) -> bool:
    """Whether it was committed before its last connection broke."""
    return committed is not None and write.broke_at is not None and committed < write.broke_at


# -- what is there, and what is to be ----------------------------------------------------------


def _wanted(writes: Sequence[Write], packs: Sequence[Sent]) -> Counter[tuple[Any, ...]]:
    """All traces that the acknowledged writes are to have left, each once."""
    found: Counter[tuple[Any, ...]] = Counter()
    places: dict[Place, list[Write]] = defaultdict(list)
    for write in writes:
        found["audit", COMMAND[write.kind]] += 1
        if write.kind == "note":
            found["note", write.text] += 1
        elif write.kind == "upload":
            found["upload", write.answer["id"]] += 1
        elif write.kpi:
            places[write.kpi, write.period].append(write)
    for place, some in places.items():
        found.update(_history(place, some))
    for pack in packs:
        if pack.applied is not None and pack.applied.answer:
            for place, value in pack.figures.items():
                found["figure", place, 1, value, True] += 1
                found["step", place, 1, "submit"] += 1
                found["standing", place, "submitted", 1] += 1
    return found


def _history(place: Place, writes: Sequence[Write]) -> Counter[tuple[Any, ...]]:
    """Figures, steps, challenge and standing of one KPI and period, in their order."""
    steps = [write for write in writes if write.kind in STEPS]
    figures = [write.value for write in writes if write.value is not None and write.kind != "draft"]
    asked, answered = (sum(w.kind == kind for w in steps) for kind in ("challenge", "answer"))
    found: Counter[tuple[Any, ...]] = Counter()
    for number, value in enumerate(figures, 1):
        found["figure", place, number, float(value), number == len(figures)] += 1
    for number, write in enumerate(steps, 1):
        found["step", place, number, KEPT_AS.get(write.kind, write.kind)] += 1
    if asked:
        found["challenge", place, bool(answered)] += asked
    if steps:
        found["standing", place, steps[-1].answer["state"], len(steps)] += 1
    return found


def _found(session: Session) -> Counter[tuple[Any, ...]]:
    """All traces that there are, in the form of ``_wanted``."""
    keys = _keys(session)
    told = session.execute(select(AuditEntry.command, AuditEntry.body))
    found: Counter[tuple[Any, ...]] = Counter(
        ("audit", command) for command, _ in told if command in COMMAND.values()
    )
    found.update(("note", text) for text in session.scalars(select(Note.text)))
    found.update(("upload", id) for id in session.scalars(select(Upload.id)))
    for m in session.scalars(select(Measurement).where(Measurement.actor != "system:totals")):
        found["figure", (keys[m.kpi_id], m.period), m.revision, m.value, m.current] += 1
    numbers: Counter[Place] = Counter()
    for step in session.scalars(select(SubmissionStep).order_by(SubmissionStep.id)):
        place = keys[step.kpi_id], step.period
        numbers[place] += 1
        found["step", place, numbers[place], step.step] += 1
    for doubt in session.scalars(select(Challenge)):
        place = keys[doubt.kpi_id], doubt.period
        found["challenge", place, doubt.answered_at is not None] += 1
    for each in session.scalars(select(Submission)):
        found["standing", (keys[each.kpi_id], each.period), each.state, each.version] += 1
    return found


def _keys(session: Session) -> dict[int, str]:
    return {id: key for id, key in session.execute(select(Kpi.id, Kpi.key))}  # noqa: C416 - rows


def _halved(session: Session, packs: Iterable[Sent]) -> int:
    """Packs that are there in part: applied and lacking a row, left and having one, or applied
    in more than one transaction. What was not acknowledged counts by what the hub says of it."""
    keys = _keys(session)
    entry = {
        (keys[m.kpi_id], m.period, m.value): m.entry for m in session.scalars(select(Measurement))
    }
    applied = {
        upload.id: upload.applied_at is not None for upload in session.scalars(select(Upload))
    }
    wrong = 0
    for pack in packs:
        there = [
            entry[(*place, value)]
            for place, value in pack.figures.items()
            if (*place, value) in entry
        ]
        whole = applied.get(pack.upload.answer.get("id", ""), False)
        wrong += (len(there), len(set(there))) != ((len(pack.figures), 1) if whole else (0, 0))
    return wrong


# -- what follows from it ----------------------------------------------------------------------


def _totals(session: Session) -> tuple[int, int]:
    """How many totals there are, and how many of them are not what their parts say."""
    kpis = {kpi.key: kpi for kpi in session.scalars(select(Kpi))}
    keys = _keys(session)
    figures: dict[str, dict[str, Measurement]] = defaultdict(dict)
    for m in session.scalars(select(Measurement).where(Measurement.current)):
        figures[keys[m.kpi_id]][m.period] = m
    judged = wrong = 0
    for key, kpi in kpis.items():
        if kpi.totalling is None:
            continue
        parts = [figures[part.key] for part in kpis.values() if part.mandated_by == key]
        periods = {period for part in parts for period in part} | set(figures[key])
        for period in periods:
            judged += 1
            there = [part[period] for part in parts if period in part]
            shown = figures[key].get(period)
            value = _sum(there) if kpi.totalling == "sum" else _ratio(there)
            wrong += shown is None or not isclose(shown.value, value, rel_tol=1e-12)
    return judged, wrong


def _sum(parts: Iterable[Measurement]) -> float:
    return fsum(part.value for part in parts)


def _ratio(parts: Sequence[Measurement]) -> float:
    top = fsum(part.numerator or 0 for part in parts)
    bottom = fsum(part.denominator or 0 for part in parts)
    return top / bottom * 100 if bottom else nan  # a total without parts is none, and wrong


def _verdicts(hub: Hub) -> tuple[int, int]:
    """How many verdicts there are, and how many are other than worked out afresh."""
    with hub.store.write() as session:
        before = _told(session)
        kpis = session.scalars(select(Kpi).order_by(Kpi.id)).all()
        session.execute(delete(Verdict))
        verdicts.rewrite(session, kpis)
        for kpi in kpis:
            verdicts.rewrite_notes(session, kpi)
        afresh = _told(session)
        session.rollback()
    blank = {id: row for id, row in afresh.items() if not (row["points"] or row["note_count"])}
    wrong = sum(
        before.get(id) != row for id, row in afresh.items() if id in before or id not in blank
    )
    return len(before), wrong


def _told(session: Session) -> dict[int, dict[str, Any]]:
    table = Verdict.table()
    rows = session.execute(select(table)).mappings()
    return {row["kpi_id"]: json.loads(json.dumps(dict(row), default=str)) for row in rows}
