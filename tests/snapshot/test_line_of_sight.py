"""A unit's lines of sight from the database: ways, gaps, and who may see them."""

import pytest

from hub.commands import LoadScorecard
from hub.displays import Audience, Need
from hub.errors import NotFound
from hub.hub import Hub
from hub.snapshot.line_of_sight import LinesOfSight, SightView
from hub.testing import SCORECARD, WORKER


def sight(hub: Hub, visibility: str = "restricted", unit: str = "works") -> SightView:
    ask = LinesOfSight(unit)
    return hub.snapshot(Need(asks=frozenset({ask})), Audience(visibility)).answer(ask)


def load(hub: Hub, text: str) -> None:
    hub.execute(LoadScorecard(name="works.yaml", text=text), WORKER)


def test_the_way_goes_from_the_objective_over_the_map_to_the_vision(hub: Hub) -> None:
    (strand,) = sight(hub).strands
    assert [step.key for step in strand.steps] == ["works.delivery", "works.on_time",
                                                   "works.purpose"]  # fmt: skip
    assert [step.kind for step in strand.steps] == ["scorecard_objective", "objective", "vision"]
    assert (strand.broken, strand.others) == (False, 0)
    assert [kpi.key for kpi in strand.kpis] == ["works.on_time", "works.pulse"]
    assert strand.kpis[0].sheet is not None


@pytest.mark.parametrize(
    ("link", "reached"),
    [
        ("links:\n  - {from: on_time, to: purpose}\n", ["works.delivery", "works.on_time"]),
        (", rolls_up_to: [on_time]", ["works.delivery"]),
    ],
)
def test_a_link_that_is_missing_leaves_a_gap(hub: Hub, link: str, reached: list[str]) -> None:
    assert link in SCORECARD
    load(hub, SCORECARD.replace(link, ""))
    (strand,) = sight(hub).strands
    assert (strand.broken, [step.key for step in strand.steps]) == (True, reached)


def test_a_trade_off_is_no_way_up(hub: Hub) -> None:
    load(hub, SCORECARD.replace("to: purpose}", 'to: purpose, sign: "-"}'))
    assert sight(hub).strands[0].broken


def test_the_vision_in_words_of_the_unit_itself_is_told_only_where_it_is_another(hub: Hub) -> None:
    load(hub, SCORECARD.replace("units:", "vision: Lasting work\nunits:"))
    assert sight(hub).own is None  # the map has the unit's vision
    assert [vision.title for vision in sight(hub).visions] == ["Work that lasts"]


def test_it_is_for_staff_and_holds_what_its_viewers_may_see(hub: Hub) -> None:
    load(hub, SCORECARD.replace("{key: pulse,", "{key: pulse, audience: restricted,"))
    with pytest.raises(NotFound, match="not shown on screens in public"):
        sight(hub, "public")
    seen = [[kpi.key for strand in sight(hub, who).strands for kpi in strand.kpis]
            for who in ("staff", "restricted")]  # fmt: skip
    assert seen == [["works.on_time"], ["works.on_time", "works.pulse"]]


def test_a_unit_that_there_is_not_is_said_in_words(hub: Hub) -> None:
    with pytest.raises(NotFound, match="no unit called 'mars'"):
        sight(hub, unit="mars")
