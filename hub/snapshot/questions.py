"""Key performance questions of a unit as scenes and pages see them, and what is odd about them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.domain.lints import Asking, Kpq, Lint, of_questions
from hub.errors import NotFound
from hub.model import Kpi, KpqAnswer, Objective, Scorecard, Unit
from hub.snapshot.kpis import kpi_views
from hub.snapshot.views import AnswerView, QuestionsView, QuestionView

ANSWERS_SHOWN = 20  # of one question

Answers = dict[tuple[str, str], list[AnswerView]]


def questions_view(session: Session, unit: str, as_of: datetime) -> QuestionsView:
    """The questions of a unit. Raises NotFound."""
    found = session.get(Unit, unit)
    if found is None:
        known = ", ".join(session.scalars(select(Scorecard.unit_key).order_by(Scorecard.unit_key)))
        raise NotFound(f"There is no unit called {unit!r}; there are: {known or 'none'}.")
    objectives = _objectives(session, unit)
    keys = {key for o in objectives for kpq in o.kpqs for key in kpq["kpis"]}
    kpis = kpi_views(session, Kpi.key.in_(keys), as_of) if keys else {}
    answers = _answers(session, [o.key for o in objectives])
    return QuestionsView(
        unit=found.key,
        unit_title=found.title,
        questions=tuple(
            QuestionView(
                key=kpq["key"],
                question=kpq["question"],
                objective=o.key,
                objective_title=o.title,
                perspective=o.perspective_key,
                kpis=tuple(kpis[key] for key in kpq["kpis"] if key in kpis),
                answers=tuple(answers[o.key, kpq["key"]]),
            )
            for o in objectives
            for kpq in o.kpqs
        ),
    )


def _objectives(session: Session, unit: str) -> Sequence[Objective]:
    return session.scalars(
        select(Objective)
        .where(Objective.unit_key == unit, Objective.retired.is_(False))
        .order_by(Objective.position, Objective.key)
    ).all()


def _answers(session: Session, objectives: Sequence[str]) -> Answers:
    """The last answers by objective and question, newest first."""
    found: Answers = defaultdict(list)
    newest_first = KpqAnswer.at.desc(), KpqAnswer.id
    of_one = KpqAnswer.objective_key, KpqAnswer.kpq
    place = func.row_number().over(partition_by=of_one, order_by=newest_first)
    numbered = (
        select(KpqAnswer.id, place.label("place"))
        .where(KpqAnswer.objective_key.in_(objectives))
        .subquery()
    )
    for a in session.scalars(
        select(KpqAnswer)
        .join(numbered, numbered.c.id == KpqAnswer.id)
        .where(numbered.c.place <= ANSWERS_SHOWN)
        .order_by(*newest_first)
    ):
        found[a.objective_key, a.kpq].append(AnswerView(a.text, a.confidence, a.by, a.at))
    return found


def lints_of(session: Session, unit: str) -> tuple[Lint, ...]:
    """What is odd about the questions of a unit; its KPIs may answer any objective's."""
    own = _objectives(session, unit)
    others = session.scalars(
        select(Objective.kpqs).where(Objective.unit_key != unit, Objective.retired.is_(False))
    )
    kpis = session.execute(
        select(Kpi.key, Kpi.title)
        .where(Kpi.unit_key == unit, Kpi.retired.is_(False))
        .order_by(Kpi.position, Kpi.id)
    )
    return of_questions(
        [Asking(o.key, o.title, tuple(_kpq(kpq) for kpq in o.kpqs)) for o in own],
        {key: title for key, title in kpis},  # noqa: C416 - rows, not pairs, to a type checker
        {key for kpqs in others for kpq in kpqs for key in kpq["kpis"]},
    )


def _kpq(kept: dict[str, object]) -> Kpq:
    kpis = kept["kpis"]
    assert isinstance(kpis, list)  # as the form of a scorecard file has it
    return Kpq(str(kept["key"]), str(kept["question"]), tuple(map(str, kpis)))
