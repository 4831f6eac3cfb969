"""The verdict row: where a KPI stands, rewritten in the transaction that touches its figures.

Reads a bounded tail of the history through one index, so the cost does not grow with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Session

from hub.domain.status import Polarity, Preset, Status, Step, Thresholds, judge
from hub.model import Kpi, Measurement, Note, Verdict
from hub.store.process import icons, process

POINTS = 36

FIGURE, VERDICT = Measurement.table(), Verdict.table()
TAIL = (
    select(
        FIGURE.c.period,
        FIGURE.c.ends,
        FIGURE.c.value,
        FIGURE.c.numerator,
        FIGURE.c.denominator,
        FIGURE.c.people,
        FIGURE.c.revision,
        FIGURE.c.recorded_at,
        FIGURE.c.source,
    )
    .where(FIGURE.c.kpi_id == bindparam("kpi"), FIGURE.c.current)
    .order_by(FIGURE.c.ends.desc())
    .limit(POINTS)
)
OF_OTHERS = frozenset({"note_count", "latest_note", "override"})  # written by other commands
FRESH = upsert(VERDICT)
FRESH = FRESH.on_conflict_do_update(
    index_elements=["kpi_id"],
    set_={
        c.name: FRESH.excluded[c.name] for c in VERDICT.c if c.name not in OF_OTHERS | {"kpi_id"}
    },
)


def rewrite(session: Session, kpis: Iterable[Kpi]) -> None:
    """Write the verdict of each KPI anew; what is settled of its hidden figures stays."""
    chosen = list(kpis)
    settled = _settled(session, [kpi.id for kpi in chosen if kpi.about_people])
    rows = [_verdict(kpi, session.execute(TAIL, {"kpi": kpi.id}).all()) for kpi in chosen]
    for row in rows:
        kept = settled.get(row["kpi_id"], {})
        row["points"] = [p + kept.get(p[0], []) for p in row["points"]]
    if rows:
        session.execute(FRESH, rows)


def _settled(session: Session, kpis: list[int]) -> dict[int, dict[str, list[Any]]]:
    """What ``hub.commands.concealing`` has settled, by KPI and period."""
    if not kpis:
        return {}
    rows = session.execute(select(VERDICT.c.kpi_id, VERDICT.c.points).where(
        VERDICT.c.kpi_id.in_(kpis)))  # fmt: skip
    return {kpi: {p[0]: p[6:] for p in points} for kpi, points in rows}


def rewrite_notes(session: Session, kpi: Kpi) -> None:
    """Count the KPI's open threads anew, and keep the newest note in one of them at hand.

    A reply is no matter of its own, and what is resolved is quiet: neither counts.
    """
    open_threads = Note.kpi_id == kpi.id, Note.parent_id.is_(None), Note.resolved_at.is_(None)
    count = session.scalar(select(func.count()).where(*open_threads)) or 0
    thread = func.coalesce(Note.parent_id, Note.id)
    latest = session.scalars(
        select(Note)
        .where(Note.kpi_id == kpi.id, thread.in_(select(Note.id).where(*open_threads)))
        .order_by(Note.at.desc(), Note.id)
        .limit(1)
    ).first()
    row = {"note_count": count, "latest_note": _brief(latest) if latest else None}
    empty = _verdict(kpi, ())
    statement = upsert(Verdict).values(**empty, **row)
    session.execute(statement.on_conflict_do_update(index_elements=["kpi_id"], set_=row))


def rewrite_override(session: Session, kpi: Kpi, override: dict[str, Any] | None) -> None:
    """Keep the status set by hand at hand, or let go of it."""
    statement = upsert(Verdict).values(**_verdict(kpi, ()), override=override)
    session.execute(
        statement.on_conflict_do_update(index_elements=["kpi_id"], set_={"override": override})
    )


def _brief(note: Note) -> dict[str, Any]:
    return {
        "id": note.id,
        "author": note.author,
        "at": note.at.isoformat(),
        "text": note.text,
        "period": note.period,
    }


def thresholds(kpi: Kpi) -> Thresholds:
    return judged_by(kpi.thresholds)


def judged_by(kept: Mapping[str, Any]) -> Thresholds:
    """Thresholds as a definition keeps them."""
    fields = dict(kept)
    steps = tuple(
        Step(s["up_to"], s["label"], Status(s["status"])) for s in fields.pop("scale", ())
    )
    preset = Preset(fields.pop("preset", Preset.HMRC))
    return Thresholds(preset=preset, scale=steps, **fields)


def target_on(targets: Sequence[dict[str, Any]], day: date) -> float | None:
    """The target in force for a period that ends on ``day``: the last one dated up to then."""
    text = day.isoformat()  # such texts are in the order of their days
    dated = [t for t in targets if t["since"] <= text]
    return float(max(dated, key=itemgetter("since"))["value"]) if dated else None


def _verdict(kpi: Kpi, tail: Sequence[Any]) -> dict[str, Any]:
    """The row for ``kpi`` given its newest figures, newest first."""
    row: dict[str, Any] = {
        "kpi_id": kpi.id,
        "status": Status.NO_DATA.value,
        "points": [_point(kpi, m) for m in reversed(tail)],
        "period": None,
        "ends": None,
        "value": None,
        "numerator": None,
        "denominator": None,
        "previous": tail[1].value if len(tail) > 1 else None,
        "target": None,
        "progress": None,
        "variation": None,
        "assurance": None,
        "people": None,
        "restated": False,
        "silent": False,
        "recorded_at": None,
        "source": "",
    }
    if tail:
        row |= _latest(kpi, tail[0])
        row["variation"], row["assurance"] = icons(kpi, process(kpi, row["points"]))
    return row


def _point(kpi: Kpi, m: Any) -> list[Any]:
    target = target_on(kpi.targets, m.ends.date())
    return [m.period, m.ends.isoformat(), m.value, target, m.revision > 1, m.people]


def _latest(kpi: Kpi, m: Any) -> dict[str, Any]:
    target = target_on(kpi.targets, m.ends.date())
    status = judge(m.value, target, Polarity(kpi.polarity), thresholds(kpi), kpi.decimals)
    return {
        "status": status.value,
        "period": m.period,
        "ends": m.ends,
        "value": m.value,
        "numerator": m.numerator,
        "denominator": m.denominator,
        "people": m.people,
        "target": target,
        "progress": _progress(m.value, target, kpi.baseline),
        "restated": m.revision > 1,
        "recorded_at": m.recorded_at,
        "source": m.source,
    }


def _progress(value: float, target: float | None, baseline: float | None) -> float | None:
    """(v - baseline) / (target - baseline), domain.md section 3."""
    if target is None or baseline is None or target == baseline:
        return None
    return (value - baseline) / (target - baseline)
