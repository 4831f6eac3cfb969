"""The leaflet: line of sight and what to do, whole on its pages whatever people write."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.displays import Audience, Frame
from hub.displays.leaflet import Leaflet
from hub.displays.leaflet_parts import doing, stations
from hub.domain.definition import Definition, Trigger
from hub.domain.status import Polarity, Status
from hub.drawing import DARK, LIGHT, Node
from hub.errors import NotFound
from hub.snapshot.line_of_sight import LinesOfSight, SightView, StepView, Strand
from hub.snapshot.views import KpiView, Snapshot
from tests.displays.sample import FRAMES, KPIS, NOW
from tests.displays.views import kpis, words
from tests.geometry import faults, said

PAPER = Frame.of(*Leaflet.paper, LIGHT)
ALL = (*FRAMES, PAPER, replace(PAPER, theme=DARK), Frame(3840, 1080, LIGHT))
VISION = StepView("hmrc.vision", "vision", "Tax that feels simple and even-handed", "HMRC")
GOAL = StepView("hmrc.goal", "plan_goal", "Improve our professionalism", "HMRC")
PROGRAMME = StepView("ims.desk", "programme", "Service desk renewal", "IMS")
ON_MAP = StepView("ims.live", "objective", "Run live services people can rely on", "IMS")
OWN = StepView("ims.ready", "scorecard_objective", "Keep live services running", "IMS")
STEPS = (OWN, ON_MAP, PROGRAMME, GOAL, VISION)
LONG = "Donaudampfschifffahrtsgesellschaftskapit\u00e4n of interoperability in the first place " * 3


def sheet(kpi: KpiView, trigger: Trigger | None) -> KpiView:
    made = Definition(kpi.key, kpi.title, kpi.format, kpi.polarity, kpi.frequency, kpi.owner,
                      trigger=trigger)  # fmt: skip
    return replace(kpi, sheet=made)


ACT = Trigger(95, "Head of Information Security", "Agree a plan for each", "Within five days")
FIRST = sheet(KPIS[0], ACT)


def shown(*strands: Strand, visions: tuple[StepView, ...] = (VISION,)) -> Snapshot:
    own = StepView("ims", "vision", "The most highly valued IT service in the UK", "IMS")
    view = SightView("ims", "Information Management Services", visions, own, strands)
    return Snapshot(NOW, data_to=NOW, answers={LinesOfSight("ims"): view})


def drawn(snapshot: Snapshot, frame: Frame = PAPER, page: int = 1) -> Node:
    return Leaflet({"unit": "ims", "page": page}).draw(snapshot, frame)


def pages(snapshot: Snapshot, frame: Frame = PAPER) -> Iterator[Node]:
    first = drawn(snapshot, frame)
    yield first
    for number in range(2, int(first.attributes.get("data-pages", "1")) + 1):
        yield drawn(snapshot, frame, number)


@st.composite
def sights(draw: st.DrawFn) -> Snapshot:
    kinds = ("objective", "programme", "plan_goal", "enabler")

    def step(number: int) -> StepView:
        return StepView(f"s{number}", draw(st.sampled_from(kinds)), draw(words()), draw(words(2)))

    triggers = st.sampled_from((None, ACT, Trigger(7, LONG, LONG, LONG)))
    pool = [sheet(draw(kpis(f"ims.k{index}")), draw(triggers)) for index in range(6)]
    strands = []
    for _ in range(draw(st.integers(0, 5))):
        broken = draw(st.booleans())
        steps = tuple(step(n) for n in range(draw(st.integers(0 if broken else 1, 7))))
        members = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=4))
        unlike = tuple({kpi.key: kpi for kpi in members}.values())
        ends = () if broken else (replace(VISION, title=draw(words())),)
        strands.append(Strand((*steps, *ends), broken, unlike, draw(st.integers(0, 40))))
    return shown(*strands, visions=draw(st.sampled_from(((), (VISION,)))))


@settings(max_examples=20, deadline=None, derandomize=True,
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(sights(), st.sampled_from(ALL))
def test_nothing_overlaps_on_any_page_whatever_people_write(
    snapshot: Snapshot, frame: Frame
) -> None:
    for drawing in pages(snapshot, frame):
        assert faults(drawing) == []


@pytest.mark.parametrize("frame", ALL)
@pytest.mark.parametrize("count", [1, 3, 19, 120])
def test_every_kpi_stands_on_one_of_the_pages(frame: Frame, count: int) -> None:
    many = [sheet(replace(KPIS[n % len(KPIS)], key=f"ims.k{n}"), ACT) for n in range(count)]
    strands = [Strand(STEPS, False, tuple(many[n : n + 2])) for n in range(0, count, 2)]
    found = []
    for drawing in pages(shown(*strands), frame):
        assert faults(drawing) == []
        ids = [part.attributes.get("id", "") for part in drawing.walk()]
        found += [id.removeprefix("kpi-") for id in ids if id.startswith("kpi-")]
    assert found == [kpi.key for kpi in many]


def test_it_says_the_way_the_state_the_owner_and_what_to_do() -> None:
    words = said(drawn(shown(Strand(STEPS, False, (FIRST,), others=2))))
    for expected in (
        *("Tax that feels simple", "HMRC vision", "Improve our professionalism"),
        *("Service desk renewal", "Keep live", "98.6%", "target 97.0%", "2 other ways"),
        *("Owner: Head of", "At 95.0% or less: agree a plan", "within five days"),
    ):
        assert expected in words


def test_a_broken_way_is_a_gap_and_has_no_line_to_the_vision() -> None:
    whole, broken = Strand(STEPS, False, (FIRST,)), Strand((OWN, ON_MAP), True, (FIRST,))
    lost = Strand((), True, (FIRST,))
    assert 'id="line-of-sight"' in str(drawn(shown(whole)))
    for strand, expected in ((broken, "Nothing leads from here"), (lost, "serve no objective")):
        drawing = drawn(shown(strand))
        assert expected in said(drawing)
        assert 'id="line-of-sight"' not in str(drawing)


def test_a_long_way_is_told_in_four_stations() -> None:
    middle = tuple(replace(ON_MAP, key=f"m{n}", title=f"Step {n}") for n in range(4))
    found = stations(Strand((OWN, *middle, GOAL, VISION), False, (FIRST,)))
    assert [step.title for step in found] == [
        "Improve our professionalism", "Step 3 \u2190 Step 2 \u2190 Step 1", "Step 0",
        "Keep live services running",
    ]  # fmt: skip


def test_what_to_do_depends_on_which_way_is_worse() -> None:
    assert doing(FIRST).startswith("At 95.0% or less: ")
    assert doing(replace(FIRST, polarity=Polarity.LOWER)).startswith("At 95.0% or more: ")
    assert doing(sheet(KPIS[0], None)).startswith("No action is agreed yet")


@pytest.mark.parametrize("frame", ALL)
def test_a_hidden_figure_is_told_nowhere(frame: Frame) -> None:
    hidden = sheet(replace(KPIS[0], status=Status.SUPPRESSED, value=41.7), ACT)
    drawing = drawn(shown(Strand(STEPS, False, (hidden,))), frame)
    assert "41.7" not in str(drawing)


@pytest.mark.parametrize("frame", ALL)
def test_a_team_without_kpis_is_told_so(frame: Frame) -> None:
    drawing = drawn(shown(visions=()), frame)
    assert "no KPIs of its own yet" in said(drawing)
    assert "No vision stands on the map yet" in said(drawing)
    assert faults(drawing) == []


def test_there_is_no_page_past_the_last() -> None:
    with pytest.raises(NotFound, match="no page 2: the last one is 1"):
        drawn(shown(Strand(STEPS, False, (FIRST,))), page=2)


def test_it_needs_the_lines_of_sight_of_its_unit() -> None:
    need = Leaflet({"unit": "ims"}).needs(PAPER, Audience())
    assert need.topics() == {"unit:ims", "map:ims"}
