"""Figures in doubt: the open challenge of the figure that a KPI shows."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.model import Challenge, Verdict

Questions = Mapping[tuple[int, str], str]


def open_questions(session: Session, ids: Collection[int]) -> Questions:
    """The questions that wait for an answer, by KPI and period."""
    if not ids:
        return {}
    rows = session.execute(
        select(Challenge.kpi_id, Challenge.period, Challenge.question).where(
            Challenge.kpi_id.in_(ids), Challenge.answered_at.is_(None)
        )
    )
    return {(kpi, period): question for kpi, period, question in rows}


def doubted(questions: Questions, verdict: Verdict | None) -> dict[str, Any]:
    """What a view says of the doubt about its figure, if there is one."""
    if verdict is None or (verdict.kpi_id, verdict.period) not in questions:
        return {}
    question = questions[verdict.kpi_id, verdict.period or ""]
    return {"challenged": True, "challenge": question}
