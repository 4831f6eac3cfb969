"""Daily figures for the bench, put straight into the table: what lies behind when it measures."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from hub.domain.periods import end_of
from hub.hub import utc_now
from hub.model import Kpi, Measurement
from hub.store import verdicts

LONGEST = 3_650
FIRST_DAY = date(2015, 1, 1)


def history(kpi: int, points: int) -> list[dict[str, object]]:
    """The rows of ``points`` days that end on the same day for all."""
    return [
        {
            "kpi_id": kpi,
            "period": day.isoformat(),
            "ends": end_of(day),
            "value": 40 + (kpi * 7 + number) % 20,
            "revision": 1,
            "current": True,
            "recorded_at": utc_now(),
            "actor": "bench",
            "entry": 1,
        }
        for number, day in enumerate(
            FIRST_DAY + timedelta(days=n) for n in range(LONGEST - points, LONGEST)
        )
    ]


def fill(session: Session, kpis: Iterable[tuple[Kpi, int]]) -> None:
    """Give each KPI as many figures as it says, and its verdict."""
    filled = list(kpis)
    for kpi, points in filled:
        session.execute(insert(Measurement), history(kpi.id, points))
    verdicts.rewrite(session, [kpi for kpi, _ in filled])
