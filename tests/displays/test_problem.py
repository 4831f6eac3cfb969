"""One problem as a whole: nothing overlaps whatever people write, and each part says what it is."""

from dataclasses import replace
from itertools import product

import pytest

from hub.displays import Audience, Frame
from hub.displays.problem import Problem
from hub.domain.status import Status
from hub.drawing import DARK, LIGHT, Node
from hub.snapshot.views import CauseView, IssueView, KpiView
from tests.displays.problems import LONG, STAGES, TITLES, measure
from tests.displays.sample import KPIS, issue, snapshot
from tests.geometry import faults, part, said

SIZES = {"wide": (1920, 1080), "tall": (1080, 1920), "two": (3840, 1080)}


def cause(id: str, text: str, parent: str | None = None, state: str = "suspected",
          root: bool = False) -> CauseView:  # fmt: skip
    return CauseView(id, text, parent, state, root, "two weeks of tickets", "A visitor", 1)


WHYS = (
    cause("a", "The desk passes calls about handsets on"),
    cause("b", "Agents have no access to the device console", "a", "confirmed", True),
    cause("c", "The course does not cover handsets", "a", "ruled_out"),
)
DEEP = tuple(
    cause(f"d{n}", LONG[: 40 + 30 * n], f"d{n - 1}" if n else None, root=n == 11) for n in range(12)
)


def problem(title: str, kpis: tuple[KpiView, ...], causes: tuple[CauseView, ...], measures: int,
            statement: str = "") -> IssueView:  # fmt: skip
    every = tuple(
        replace(measure(n, STAGES[n % 4], 9 * (n == 1)), cause_text=causes[-1].text if n else "")
        for n in range(measures)
    )
    return IssueView(issue(14, title), statement, "Live Services", "", 3, kpis, causes, every)


PROBLEMS = {
    "usual": problem(TITLES[0], (KPIS[10],), WHYS, 3, "Callers ring twice."),
    "none": problem("?", (), (), 0),
    "full": problem(LONG, tuple(KPIS[:5]), DEEP, 9, LONG * 4),
    "many": problem(TITLES[1], tuple(KPIS[3:5]), WHYS * 1 + DEEP, 30, LONG),
}


def drawn(view: IssueView, frame: Frame) -> Node:
    shown = replace(snapshot(), issues={"i": view})
    return Problem({"issue": "i"}).draw(shown, frame)


@pytest.mark.parametrize(
    ("name", "shape", "least", "theme"),
    [*product(PROBLEMS, SIZES, (0.0, 40.0, 50.0), (LIGHT, DARK))],
)
def test_nothing_overlaps_or_leaves_its_card(
    name: str, shape: str, least: float, theme: object
) -> None:
    frame = Frame(*SIZES[shape], theme, least)  # type: ignore[arg-type]
    assert faults(drawn(PROBLEMS[name], frame)) == []


def test_it_says_what_it_is_about_why_and_what_is_done() -> None:
    words = said(drawn(PROBLEMS["usual"], Frame(1920, 1080, LIGHT)))
    assert "Problem 14: First-time fix below target since the handset rollout" in words
    assert "no owner yet" in words and "Callers ring twice." in words
    assert "Root cause" in words and "confirmed \u00b7 two weeks of tickets" in words
    assert "9 days overdue" in words
    assert "against: The course does not cov" in words


def test_what_there_is_no_room_for_is_counted() -> None:
    words = said(drawn(PROBLEMS["many"], Frame(1920, 1080, LIGHT)))
    assert "more causes" in words and "more countermeasures" in words


def test_where_nothing_is_known_yet_it_says_so() -> None:
    words = said(drawn(PROBLEMS["none"], Frame(1920, 1080, LIGHT)))
    assert "No cause is named yet" in words and "No countermeasure yet" in words


def test_its_kpis_lead_to_their_stories_and_hidden_figures_stay_hidden() -> None:
    hidden = replace(KPIS[10], status=Status.SUPPRESSED, value=12_345.6)
    scene = drawn(problem("Absence", (hidden,), (), 0), Frame(1920, 1080, LIGHT))
    assert "12,345" not in str(scene)
    assert "kpi_story" in part(scene, f"kpi-{hidden.key}").attributes["data-href"]


def test_causes_in_a_ring_are_all_told() -> None:
    ring = (cause("x", "One", "y"), cause("y", "The other", "x"))
    words = said(drawn(problem("Ring", (), ring, 0), Frame(1920, 1080, LIGHT)))
    assert "One" in words and "The other" in words


def test_it_needs_just_its_problem() -> None:
    need = Problem({"issue": "i"}).needs(Frame(1920, 1080, LIGHT), Audience())
    assert need.topics() == {"issue:i"}
