"""Totals: a KPI that its units make up follows their figures in the same transaction.

A total is worked out anew from the current figures of its parts, all of which are kept with their
revisions: so its own row is rewritten, and no row is added. It bears the number of the revision of
its part that was revised most: where a part was restated, so was the total.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from hub.commands.command import Context
from hub.domain.figures import Measure
from hub.domain.totals import Part, Total, Totalling, total
from hub.model import Kpi, Measurement

HIGHEST = 32  # levels of units
FIGURE = Measurement.table()
Touched = Mapping[int, tuple[Kpi, set[str]]]


def carry_up(context: Context, touched: Touched) -> dict[int, Kpi]:
    """Work out the totals that rest on figures of these KPIs and periods, level by level; the KPIs
    whose total is new."""
    changed: dict[int, Kpi] = {}
    level = touched
    for _ in range(HIGHEST):
        level = _above(context.session, level)
        if not level:
            break
        for kpi, periods in level.values():
            _rewrite(context, kpi, sorted(periods))
            changed[kpi.id] = kpi
    return changed


def recount(context: Context, kpis: Iterable[Kpi]) -> dict[int, Kpi]:
    """Work out all totals that rest on these KPIs: their mandate or their weight has changed."""
    session = context.session
    below: dict[int, tuple[Kpi, set[str]]] = {}
    for kpi in kpis:
        if kpi.mandated_by is not None:
            periods = select(FIGURE.c.period).where(FIGURE.c.kpi_id == kpi.id, FIGURE.c.current)
            below[kpi.id] = (kpi, set(session.scalars(periods)))
    return carry_up(context, below)


def _above(session: Session, level: Touched) -> dict[int, tuple[Kpi, set[str]]]:
    """The totals that the level makes up, with the periods it was touched in."""
    periods: dict[str, set[str]] = defaultdict(set)
    for kpi, some in level.values():
        if kpi.mandated_by is not None:
            periods[kpi.mandated_by] |= some
    if not periods:
        return {}
    chosen = select(Kpi).where(Kpi.key.in_(periods), Kpi.totalling.is_not(None))
    return {kpi.id: (kpi, periods[kpi.key]) for kpi in session.scalars(chosen)}


def _rewrite(context: Context, kpi: Kpi, periods: Sequence[str]) -> None:
    parts = context.session.execute(
        select(Kpi.id, Kpi.key, Kpi.weight)
        .where(Kpi.mandated_by == kpi.key, Kpi.retired.is_(False))
        .order_by(Kpi.position, Kpi.id)
    ).all()
    for some in (periods[i : i + 500] for i in range(0, len(periods), 500)):
        there = _figures(context.session, [p.id for p in parts], some)
        kept = _kept(context.session, kpi, some)
        for period in some:
            figures = there.get(period, {})
            if figures:
                ends = next(iter(figures.values())).ends
                _write(context, kpi, kept.get(period), _row(kpi, parts, figures, period, ends))


def _figures(
    session: Session, ids: Sequence[int], periods: Sequence[str]
) -> dict[str, dict[int, Any]]:
    """The current figures of the parts, by period and part."""
    found: dict[str, dict[int, Any]] = defaultdict(dict)
    for some in (ids[i : i + 500] for i in range(0, len(ids), 500)):
        chosen = select(
            FIGURE.c.kpi_id,
            FIGURE.c.period,
            FIGURE.c.ends,
            FIGURE.c.value,
            FIGURE.c.numerator,
            FIGURE.c.denominator,
            FIGURE.c.people,
            FIGURE.c.revision,
        ).where(FIGURE.c.kpi_id.in_(some), FIGURE.c.period.in_(periods), FIGURE.c.current)
        for row in session.execute(chosen):
            found[row.period][row.kpi_id] = row
    return found


def _kept(session: Session, kpi: Kpi, periods: Sequence[str]) -> dict[str, int]:
    """The rows of the total that are there already."""
    chosen = select(FIGURE.c.period, FIGURE.c.id).where(
        FIGURE.c.kpi_id == kpi.id, FIGURE.c.period.in_(periods), FIGURE.c.current
    )
    return {period: id for period, id in session.execute(chosen)}  # noqa: C416 - rows, not pairs


def _row(
    kpi: Kpi, parts: Sequence[Any], figures: Mapping[int, Any], period: str, ends: Any
) -> dict[str, Any] | None:
    """The columns of the total; None where the parts that are there make up no value."""
    found = total(
        [_part(part, figures.get(part.id)) for part in parts],
        Totalling(kpi.totalling or ""),
        Measure(kpi.measure),
        kpi.key,
    )
    if found.value is None:
        return None
    return {
        "period": period,
        "ends": ends,
        "value": found.value,
        "numerator": found.numerator,
        "denominator": found.denominator,
        "people": _people([figure.people for figure in figures.values()]),
        "revision": max(figure.revision for figure in figures.values()),
        "source": _source(found, len(parts)),
    }


def _part(part: Any, figure: Any) -> Part:
    if figure is None:
        return Part(part.key, weight=part.weight)
    return Part(
        part.key,
        figure.value,
        figure.numerator,
        figure.denominator,
        part.weight,
        figure.ends.date(),
    )


def _people(known: Sequence[int | None]) -> int | None:
    """All of them together, where all are known."""
    counts = [count for count in known if count is not None]
    return sum(counts) if len(counts) == len(known) else None


def _source(found: Total, parts: int) -> str:
    missing = len(found.missing)
    return f"total of {parts - missing} of {parts} units" if missing else f"total of {parts} units"


def _write(context: Context, kpi: Kpi, kept: int | None, row: dict[str, Any] | None) -> None:
    if row is None:
        return
    told = row | {
        "recorded_at": context.now,
        "actor": "system:totals",
        "entry": context.entry,
        "remark": "",
    }
    if kept is not None:
        context.session.execute(update(FIGURE).where(FIGURE.c.id == kept), told)
        return
    context.session.execute(
        insert(FIGURE), told | {"kpi_id": kpi.id, "current": True, "published": None}
    )
