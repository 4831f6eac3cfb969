"""Key performance questions of a unit as scenes and pages see them, and what is odd about them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.domain.lints import Aim, Asking, Kpq, Lint, of_cascade, of_questions
from hub.errors import NotFound
from hub.model import Kpi, KpiObjective, KpqAnswer, Objective, Scorecard, Unit
from hub.snapshot.kpis import kpi_views
from hub.snapshot.views import AnswerView, QuestionsView, QuestionView

_AIMS = (
    select(Objective.key)
    .where(Objective.unit_key == Unit.key, Objective.retired.is_(False))
    .exists()
)  # the unit has objectives
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
    """What is odd about a unit's scorecard, the worse things first."""
    own = _objectives(session, unit)
    found = (*_asked(session, unit, own), *_cascaded(session, unit, own))
    return tuple(sorted(found, key=lambda lint: lint.gentle))


def _asked(session: Session, unit: str, own: Sequence[Objective]) -> tuple[Lint, ...]:
    """What is odd about its questions; its KPIs may answer any objective's."""
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


def _cascaded(session: Session, unit: str, own: Sequence[Objective]) -> tuple[Lint, ...]:
    """Where its objectives lead nowhere, or nothing leads to them."""
    if not own:
        return ()
    parent = select(Unit.parent_key).where(Unit.key == unit).scalar_subquery()
    above = session.scalar(select(Unit.title).where(Unit.key == parent, _AIMS))
    below = session.scalars(
        select(Objective.serves)
        .join(Unit, Unit.key == Objective.unit_key)
        .where(Unit.parent_key == unit, Objective.retired.is_(False))
    ).all()
    served = Counter(serve["objective"] for serves in below for serve in serves)
    kpis = _measures(session, own)
    aims = (Aim(o.key, o.title, kpis[o.key], served[o.key], bool(o.serves)) for o in own)
    return of_cascade(aims, above or "", bool(below))


def _measures(session: Session, own: Sequence[Objective]) -> Counter[str]:
    """How many KPIs measure each objective."""
    keys = session.scalars(
        select(KpiObjective.objective_key)
        .join(Kpi, Kpi.id == KpiObjective.kpi_id)
        .where(KpiObjective.objective_key.in_([o.key for o in own]), Kpi.retired.is_(False))
    )
    return Counter(keys)


def _kpq(kept: dict[str, object]) -> Kpq:
    kpis = kept["kpis"]
    assert isinstance(kpis, list)  # as the form of a scorecard file has it
    return Kpq(str(kept["key"]), str(kept["question"]), tuple(map(str, kpis)))
