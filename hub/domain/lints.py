"""Lints: what is odd about a scorecard's questions and about its place in the cascade, in words;
nothing of it stops anybody."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

ENDS = ("?", "\uff1f", "\u061f")  # a question mark in Latin, Chinese and Arabic script
CLOSED = re.compile(
    r"(am|are|can|could|did|do|does|had|has|have|is|may|might|must|shall|should|was|were|will|would)"
    r"(n['\u2019]t)?\b",
    re.IGNORECASE,
)
ALTERNATIVES = re.compile(r"\bor\b", re.IGNORECASE)
SECOND = re.compile(
    r"[?\uff1f\u061f].*\w"
    r"|\b(and|or)\s+(are|can|did|do|does|has|have|how|is|was|were|what|when|where|which|who|why|will)\b",
    re.IGNORECASE | re.DOTALL,
)


class Oddity(StrEnum):
    NO_KPI = "kpq_without_kpi"
    NO_KPQ = "kpi_without_kpq"
    ASKS_NOTHING = "objective_without_kpq"
    NO_QUESTION = "no_question"
    CLOSED = "closed_question"
    SEVERAL = "several_questions"
    UNMEASURED = "objective_without_kpi"
    GAP = "objective_without_contributor"
    UNLINKED = "objective_without_parent"


GENTLE = frozenset({Oddity.CLOSED, Oddity.SEVERAL})  # matters of style, a person may know better


@dataclass(frozen=True)
class Kpq:
    """A key performance question, and the keys of the KPIs that answer it."""

    key: str
    question: str
    kpis: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asking:
    """A scorecard objective and the questions it asks."""

    key: str
    title: str
    kpqs: tuple[Kpq, ...] = ()


@dataclass(frozen=True)
class Aim:
    """A scorecard objective in the cascade (domain.md section 8): its ``kpis``, the objectives of
    units below that serve it, and whether it says itself how it serves the unit above."""

    key: str
    title: str
    kpis: int = 0
    contributors: int = 0
    linked: bool = False


@dataclass(frozen=True)
class Lint:
    """``about`` is the key of the objective or KPI, ``kpq`` that of the question if it is one."""

    oddity: Oddity
    about: str
    words: str
    kpq: str = ""

    @property
    def gentle(self) -> bool:
        return self.oddity in GENTLE


def of_questions(
    objectives: Iterable[Asking], kpis: Mapping[str, str], answering: Iterable[str] = ()
) -> tuple[Lint, ...]:
    """What is odd about the questions of ``objectives``, and about ``kpis`` (titles by key).

    ``answering`` are KPIs that answer questions of other objectives. The worse things come first,
    then in the order given.
    """
    asked = tuple(objectives)
    used = {*answering, *(key for o in asked for kpq in o.kpqs for key in kpq.kpis)}
    found = [lint for objective in asked for lint in _of_objective(objective)]
    found += [
        Lint(Oddity.NO_KPQ, key, f"KPI “{title}” answers no key performance question.")
        for key, title in kpis.items()
        if key not in used
    ]
    return tuple(sorted(found, key=lambda lint: lint.gentle))


def of_cascade(aims: Iterable[Aim], above: str = "", below: bool = False) -> tuple[Lint, ...]:
    """Where the line from unit to unit is broken: ``above`` is the title of the unit that the
    scorecard's own serves, where that has objectives; ``below`` says that units below it have."""
    return tuple(lint for aim in aims for lint in _of_aim(aim, above, below))


def _of_aim(aim: Aim, above: str, below: bool) -> Iterator[Lint]:
    name = f"Objective \u201c{aim.title}\u201d"
    if not aim.kpis:
        yield Lint(Oddity.UNMEASURED, aim.key, f"{name} has no KPI.")
    if below and not aim.contributors:
        words = f"{name} is a gap: no objective of a unit below contributes to it."
        yield Lint(Oddity.GAP, aim.key, words)
    if above and not aim.linked:
        words = f"{name} serves no objective of {above}, and does not say why it is local."
        yield Lint(Oddity.UNLINKED, aim.key, words)


def _of_objective(objective: Asking) -> Iterator[Lint]:
    if not objective.kpqs:
        words = f"Objective “{objective.title}” asks no key performance question."
        yield Lint(Oddity.ASKS_NOTHING, objective.key, words)
    for kpq in objective.kpqs:
        for oddity, words in _of_question(kpq):
            yield Lint(oddity, objective.key, f"“{kpq.question}” {words}", kpq.key)


def _of_question(kpq: Kpq) -> Iterator[tuple[Oddity, str]]:
    if not kpq.kpis:
        yield Oddity.NO_KPI, "has no KPI that answers it."
    said = kpq.question.strip()
    if not said.endswith(ENDS):
        yield Oddity.NO_QUESTION, "is not a question: it ends without a question mark."
        return
    if SECOND.search(said):
        yield Oddity.SEVERAL, "asks several things at once: could they be asked one by one?"
    elif CLOSED.match(said) and not ALTERNATIVES.search(said):
        yield (
            Oddity.CLOSED,
            "can be answered with yes or no: “How well …” or “To what extent …” tells more.",
        )
