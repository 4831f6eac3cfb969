"""Figures that are accepted or locked: nothing is recorded onto them until they are restated."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from hub.commands.revisions import Row
from hub.domain.periods import Frequency, parse
from hub.domain.submission import CLOSED, State
from hub.model import Submission

AT_ONCE = 500
TABLE = Submission.table()
KEPT = select(TABLE.c.kpi_id, TABLE.c.period, TABLE.c.state, TABLE.c.at).where(
    TABLE.c.kpi_id.in_(bindparam("kpis", expanding=True)),
    TABLE.c.period.in_(bindparam("periods", expanding=True)),
)
Key = tuple[int, str]  # the id of a KPI, and a period
Known = Mapping[Key, tuple[State, datetime]]


def standings(session: Session, rows: Iterable[Row]) -> dict[Key, tuple[State, datetime]]:
    """The state of each row's submission, and when it came to be in it; none for rows without."""
    wanted = sorted({(r.kpi.id, r.period) for r in rows if r.kpi.frequency != Frequency.LIVE})
    return {
        (kpi, period): (State(state), at)
        for some in _hundreds(wanted)
        for kpi, period, state, at in session.execute(
            KEPT, {"kpis": [k for k, _ in some], "periods": sorted({p for _, p in some})}
        )
    }


def shut(known: Known) -> dict[Key, State]:
    """Which of the submissions are accepted or locked."""
    return {key: state for key, (state, _) in known.items() if state in CLOSED}


def _hundreds(wanted: Sequence[tuple[int, str]]) -> Iterator[Sequence[tuple[int, str]]]:
    return (wanted[i : i + AT_ONCE] for i in range(0, len(wanted), AT_ONCE))


def refusal(row: Row, state: State) -> str:
    """Why the row cannot be recorded, and what can be done instead."""
    of = f"{row.kpi.key}: the figure of {parse(row.period).title}"
    if state is State.ACCEPTED:
        return f"{of} is accepted; once it is locked it can be restated"
    return f"{of} is locked; restate it"
