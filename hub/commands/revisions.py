"""Where a figure comes to stand among the revisions of its period: append-only, one current."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from hub.commands.command import Context
from hub.domain.submission import in_order
from hub.model import Kpi, Measurement

if TYPE_CHECKING:
    from hub.commands.measuring import Figure

Known = dict[tuple[int, str], list["Revision"]]

FIGURE = Measurement.table()
ADDED = insert(FIGURE)
MOVED = update(FIGURE).where(FIGURE.c.id == bindparam("moved"))
STORED = (
    select(
        FIGURE.c.period,
        FIGURE.c.id,
        FIGURE.c.value,
        FIGURE.c.numerator,
        FIGURE.c.denominator,
        FIGURE.c.people,
        FIGURE.c.revision,
        FIGURE.c.current,
        FIGURE.c.published,
        FIGURE.c.actor,
    )
    .where(
        FIGURE.c.kpi_id == bindparam("kpi"),
        FIGURE.c.period.in_(bindparam("periods", expanding=True)),
    )
    .order_by(FIGURE.c.revision)
)


@dataclass(slots=True)
class Revision:
    """One revision of a period's figure: stored, or about to be (``id`` is None)."""

    id: int | None
    value: float
    numerator: float | None
    denominator: float | None
    people: int | None
    revision: int
    current: bool
    published: date | None
    actor: str


@dataclass(slots=True)
class Row:
    """A figure made ready: its place in time, its value, and what became of it."""

    kpi: Kpi
    figure: "Figure"
    period: str
    ends: datetime
    value: float
    last: bool = True  # the last word of its request on its period
    outcome: str = "new"
    revision: int = 0


@dataclass
class Placing:
    """What a request comes to: revisions to add, and stored ones that are no longer as they were.

    ``steady`` actors (machines) repeat what they said before without meaning anything by it: a
    file that is read again must not undo what a person has put right since.
    """

    known: Known
    actor: str
    steady: bool
    fresh: list[tuple[Row, Revision]] = field(default_factory=list)
    moved: dict[int, Revision] = field(default_factory=dict)
    touched: dict[int, Kpi] = field(default_factory=dict)

    def place(self, row: Row) -> None:
        """Decide what the row is among its period's revisions."""
        before = self.known[row.kpi.id, row.period]
        holder = next((b for b in before if b.current), None)
        same = next((b for b in reversed(before) if _same(b, row)), None)
        if holder is not None and _equal(holder, row):
            row.revision, row.outcome = holder.revision, "unchanged"
            self._confirm(holder, row)
        elif holder is not None and same is not None and self._repeated(row, same, holder):
            row.revision, row.outcome = same.revision, "unchanged"
        else:
            self._add(row, before, holder)

    def _confirm(self, holder: Revision, row: Row) -> None:
        """The same value, published again later, holds against what was published between."""
        published = row.figure.published
        if published is not None and (holder.published is None or published > holder.published):
            holder.published = published
            self._move(holder, row.kpi)

    def _repeated(self, row: Row, same: Revision, holder: Revision) -> bool:
        """Whether a figure that was replaced since is only being told again."""
        if not row.last or not _follows(row.figure.published, holder.published):
            return True
        said = [b for b in self.known[row.kpi.id, row.period] if b.actor == self.actor]
        return self.steady and said[-1:] == [same]

    def _add(self, row: Row, before: list[Revision], holder: Revision | None) -> None:
        row.revision = len(before) + 1
        current = holder is None or _follows(row.figure.published, holder.published)
        if holder is not None:
            row.outcome = "revised" if current else "earlier"
        if holder is not None and current:
            holder.current = False
            self._move(holder, row.kpi)
        figure = row.figure
        new = Revision(
            None,
            row.value,
            figure.numerator,
            figure.denominator,
            figure.people,
            row.revision,
            current,
            figure.published,
            self.actor,
        )
        before.append(new)
        self.fresh.append((row, new))
        self.touched[row.kpi.id] = row.kpi

    def _move(self, revision: Revision, kpi: Kpi) -> None:
        self.touched[kpi.id] = kpi
        if revision.id is not None:
            self.moved[revision.id] = revision


def stored(session: Session, rows: Sequence[Row]) -> Known:
    """All revisions there are of the periods about to be written, looked up in bulk."""
    periods: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        periods[row.kpi.id].add(row.period)
    known: Known = defaultdict(list)
    for kpi, texts in periods.items():
        wanted = sorted(texts)
        for i in range(0, len(wanted), 500):
            some = {"kpi": kpi, "periods": wanted[i : i + 500]}
            for found in session.execute(STORED, some):
                period, *rest = found
                known[kpi, period].append(Revision(*rest))
    return known


def place(session: Session, rows: Sequence[Row], actor: str, steady: bool) -> Placing:
    """Where the rows would come to stand; nothing is written yet."""
    last = {(row.kpi.id, row.period): row for row in rows}
    placing = Placing(stored(session, rows), actor, steady)
    for row in rows:
        row.last = last[row.kpi.id, row.period] is row
        placing.place(row)
    return placing


def _equal(before: Revision, row: Row) -> bool:
    return (
        before.value == row.value
        and before.numerator == row.figure.numerator
        and before.denominator == row.figure.denominator
        and before.people == row.figure.people
    )


def _same(before: Revision, row: Row) -> bool:
    """Whether this very figure was there already, published then or confirmed since."""
    published, told = row.figure.published, before.published
    return _equal(before, row) and (published is None or (told is not None and published <= told))


def _follows(published: date | None, before: date | None) -> bool:
    """The figure published last is the current one; where a date is missing, the one that came
    last is."""
    return published is None or before is None or published >= before


def write(context: Context, placing: Placing, since: Mapping[tuple[int, str], datetime]) -> None:
    """Keep what the placing came to; ``since`` tells when submissions of the figures, by KPI and
    period, were last worked on."""
    if placing.moved:
        context.session.execute(
            MOVED,
            [
                {"moved": id, "current": moved.current, "published": moved.published}
                for id, moved in placing.moved.items()
            ],
        )
    if not placing.fresh:
        return
    context.session.execute(
        ADDED,
        [
            {
                "kpi_id": row.kpi.id,
                "period": row.period,
                "ends": row.ends,
                "value": new.value,
                "numerator": new.numerator,
                "denominator": new.denominator,
                "people": new.people,
                "revision": new.revision,
                "current": new.current,
                "published": new.published,
                "recorded_at": in_order(context.now, since.get((row.kpi.id, row.period))),
                "actor": context.actor.id,
                "entry": context.entry,
                "source": row.figure.source,
                "remark": row.figure.remark,
            }
            for row, new in placing.fresh
        ],
    )
