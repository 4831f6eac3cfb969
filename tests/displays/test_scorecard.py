"""The scorecard scene: a table that grows smaller, and then says what it leaves out."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings

from hub.displays import Audience, Frame, scorecard_pages
from hub.displays.scorecard import Scorecard, entries_of
from hub.displays.scorecard_pages import Entry, paged
from hub.displays.scorecard_type import shortened
from hub.domain.status import Status
from hub.drawing import LIGHT, Node
from hub.errors import NotFound
from hub.snapshot.views import Snapshot
from tests.displays.icons import covered, icons
from tests.displays.sample import FRAMES, snapshot
from tests.displays.views import frames, scorecards
from tests.geometry import faults, part, said

WIDE = Frame(1920, 1080, LIGHT)
UPRIGHT = Frame(1080, 1920, LIGHT)
any_of = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def drawn(frame: Frame = WIDE, page: int = 1, shown: Snapshot | None = None) -> Node:
    return Scorecard({"unit": "ims", "page": page}).draw(shown or snapshot(), frame)


def rows(drawing: Node) -> list[str]:
    ids = (each.attributes.get("id", "") for each in drawing.walk())
    return [id.removeprefix("kpi-") for id in ids if id.startswith("kpi-")]


def short() -> Snapshot:
    """A snapshot whose scorecard has four objectives only."""
    shown = snapshot()
    card = shown.scorecards["ims"]
    return replace(shown, scorecards={"ims": replace(card, objectives=card.objectives[5:9])})


@any_of
@given(scorecards(), frames)
def test_nothing_overlaps_on_any_page_whatever_people_write(shown: Snapshot, frame: Frame) -> None:
    page = 1
    while True:
        drawing = drawn(frame, page, shown)
        assert faults(drawing) == []
        assert covered(drawing) == []
        if " more" not in part_words(drawing):
            break
        page += 1


def part_words(drawing: Node) -> str:
    """What is said beside the time of the newest figure."""
    return "".join(map(str, part(drawing, "freshness").children))


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("page", [1, 2])
def test_the_sample_is_sound(frame: Frame, page: int) -> None:
    assert faults(drawn(frame, page)) == []


def test_the_same_snapshot_gives_the_same_picture() -> None:
    assert str(drawn()) == str(drawn())


def test_it_needs_just_its_scorecard() -> None:
    assert Scorecard({"unit": "ims"}).needs(WIDE, Audience()).topics() == {"unit:ims"}


def test_it_shows_objectives_questions_owners_figures_targets_and_periods() -> None:
    words = said(drawn()) + said(drawn(page=2))
    for expected in (
        "IMS balanced scorecard",
        "owned by Chief Information Officer",
        "Performance",
        "Land projects when and as promised",
        "Do projects land when we said they would?",
        "Head of Information Security",
        "Below target",
        "81.0%",
        "90.0%",
        "November 2026",
        "120 minutes",
        "Problems 14, 15",
        "illustrative",
        "no figure yet, owed by Director, Live Services",
    ):
        assert expected in words


@pytest.mark.parametrize("frame", [WIDE, UPRIGHT])
def test_what_one_page_leaves_out_is_counted_and_on_the_next(frame: Frame) -> None:
    first, second = drawn(frame), drawn(frame, 2)
    every = [entry.kpi.key for entry in entries_of(snapshot().scorecards["ims"]) if entry.kpi]
    left = len(every) + 1 - len(rows(first))  # one objective has no KPI
    assert f"Page 1 of 2, and {left} more" in said(first)
    assert "Page 2 of 2" in said(second)
    assert " more" not in part_words(second)
    assert rows(first) + rows(second) == every


def test_a_short_scorecard_has_larger_rows_and_no_pages() -> None:
    drawing = drawn(shown=short())
    assert "Page" not in said(drawing)
    assert title_size(drawing) > title_size(drawn())


def title_size(drawing: Node) -> float:
    texts = (each for each in drawing.walk() if each.tag == "text")
    title = next(t for t in texts if "Ease of use of everyday IT" in t.children)
    return float(title.attributes["font-size"])


@pytest.mark.parametrize("frame", [WIDE, UPRIGHT])
def test_objectives_and_perspectives_have_one_size_of_type_each(frame: Frame) -> None:
    drawing = drawn(frame)
    for kind in ("objective-", "band-"):
        sizes = set()
        for each in drawing.walk():
            if each.attributes.get("id", "").startswith(kind):
                texts = (t for t in each.children if isinstance(t, Node) and t.tag == "text")
                sizes |= {t.attributes["font-size"] for t in texts
                          if t.attributes["font-weight"] == "600"}  # fmt: skip
        assert len(sizes) == 1, kind


def shape_of(frame: Frame, page: int) -> dict[str, set[str]]:
    """The sizes of titles and of values in the rows of KPIs."""
    sizes: dict[str, set[str]] = {"titles": set(), "values": set()}
    for each in drawn(frame, page).walk():
        if each.attributes.get("id", "").startswith("kpi-"):
            texts = [n.attributes for n in each.children if isinstance(n, Node) and n.tag == "text"]
            sizes["titles"].add(texts[0]["font-size"])
            sizes["values"] |= {
                t["font-size"]
                for t in texts
                if t.get("id", "")[:2] == "v-" and t["font-weight"] == "600"
            }
    return sizes


@pytest.mark.parametrize("frame", [WIDE, UPRIGHT])
def test_rows_have_one_size_of_titles_and_of_values_on_all_pages(frame: Frame) -> None:
    first, second = shape_of(frame, 1), shape_of(frame, 2)
    assert first == second
    assert all(len(found) == 1 for found in first.values())


@pytest.mark.parametrize("frame", [WIDE, UPRIGHT])
def test_pages_are_equally_full_and_part_no_objective(frame: Frame) -> None:
    entries = entries_of(snapshot().scorecards["ims"])
    pages = paged(entries, 850.0, None if frame is WIDE else 1000.0)
    counts = [len(page) for page in pages]
    assert sum(counts) == len(entries) and max(counts) - min(counts) <= 3
    for page, later in pairwise(pages):
        assert page[-1].objective.key != later[0].objective.key


def test_a_long_scorecard_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sharing a thousand lines out must not cost a thousand times as much as one."""
    seen: list[int] = []
    parting = scorecard_pages._parting

    def counted(entries: Sequence[Entry], start: int) -> float:
        seen.append(start)
        return parting(entries, start)

    monkeypatch.setattr(scorecard_pages, "_parting", counted)
    entries = entries_of(snapshot().scorecards["ims"])
    many = [
        replace(entry, objective=replace(entry.objective, key=f"{entry.objective.key}.{number}"))
        for number in range(30)
        for entry in entries
    ]
    pages = paged(many, 850.0, None)
    assert [entry for page in pages for entry in page] == many
    assert len(seen) == len(many)


@pytest.mark.parametrize("page", [1, 2])
def test_names_owners_and_periods_are_whole(page: int) -> None:
    for frame in (WIDE, UPRIGHT):
        rows_ = (n for n in drawn(frame, page).walk() if n.attributes.get("id", "")[:4] == "kpi-")
        assert not any("\u2026" in str(row) for row in rows_)


def test_the_legend_explains_the_badges_of_objectives_too() -> None:
    found = " ".join(map(str, part(drawn(shown=short()), "legend").walk()))
    assert all(word in found for word in ("Above target", "On target", "Below target"))
    assert "No data yet" not in found
    shown = short()
    table = shown.scorecards["ims"]
    empty = replace(table.objectives[0], key="ims.empty", kpis=(), status=Status.NO_DATA)
    more = replace(shown, scorecards={"ims": replace(table, objectives=(*table.objectives, empty))})
    assert "No data yet" in " ".join(map(str, part(drawn(shown=more), "legend").walk()))


def test_a_question_is_cut_before_the_word_that_it_is_made_up() -> None:
    (first, *_) = snapshot().scorecards["ims"].objectives
    made = replace(first, kpqs=("Does " + "this go on and on " * 9,), illustrative=True)
    (line,) = shortened(made, 15, 380, 1)
    assert line.endswith("\u2026 \u00b7 illustrative")


def test_a_title_that_would_be_cut_gives_way_to_the_short_one() -> None:
    shown = short()
    card = shown.scorecards["ims"]
    (first, *others) = card.objectives
    long = replace(first.kpis[0], title="Percentage of very many people " * 9, short="Many people")
    objectives = (replace(first, kpis=(long,)), *others)
    words = said(
        drawn(shown=replace(shown, scorecards={"ims": replace(card, objectives=objectives)}))
    )
    assert "Many people" in words
    assert "Percentage" not in words


def test_a_page_past_the_last_is_refused() -> None:
    with pytest.raises(NotFound, match="no page 9: the last one is 2"):
        drawn(page=9)


def test_a_kpi_under_two_objectives_has_two_rows_with_ids_of_their_own() -> None:
    shown = short()
    card = shown.scorecards["ims"]
    again = replace(card.objectives[0], key="ims.again")
    twice = replace(card, objectives=(*card.objectives, again))
    drawing = drawn(shown=replace(shown, scorecards={"ims": twice}))
    assert faults(drawing) == []
    assert {"ims.insight", "ims.insight--ims.again"} <= set(rows(drawing))


def test_a_row_leads_to_its_story_and_its_value_has_a_name() -> None:
    drawing = drawn()
    row = part(drawing, "kpi-ims.restore_time").attributes
    assert row["role"] == "link"
    assert row["data-href"] == "?scene=kpi_story&kpi=ims.restore_time"
    assert row["data-value"] == "131"
    assert part(drawing, "v-ims.restore_time").children == ("131",)


def test_the_house_has_its_own_words_for_the_levels() -> None:
    shown = snapshot()
    own = replace(shown.legend, red="Off track")
    words = said(drawn(shown=replace(shown, legend=own)))
    assert "Off track" in words
    assert "Below target" not in words


def test_a_scorecard_without_objectives_says_so() -> None:
    shown = snapshot()
    empty = replace(shown.scorecards["ims"], objectives=())
    drawing = drawn(shown=replace(shown, scorecards={"ims": empty}))
    assert "This scorecard has no objectives yet." in said(drawing)


@pytest.mark.parametrize("frame", [WIDE, UPRIGHT])
def test_icons_have_a_column_of_their_own(frame: Frame) -> None:
    drawing = drawn(frame)
    assert "Variation" in said(part(drawing, "columns"))
    row = part(drawing, "kpi-ims.restore_time")
    assert [name for name, _ in icons(row)] == ["concern_high", "fail"]
    assert "Getting worse: unusually high" in row.attributes["aria-label"]
    starts = {box.left for key in ("restore_time", "major_incidents")
              for _, box in icons(part(drawing, f"kpi-ims.{key}"))[:1]}  # fmt: skip
    assert len(starts) == 1
    assert icons(part(drawing, "kpi-ims.security_compliance")) == []


def test_without_any_icon_there_is_no_column_for_them() -> None:
    shown = snapshot()
    card = shown.scorecards["ims"]
    bare = tuple(
        replace(o, kpis=tuple(replace(k, variation="", assurance="") for k in o.kpis))
        for o in card.objectives
    )
    drawing = drawn(shown=replace(shown, scorecards={"ims": replace(card, objectives=bare)}))
    assert "Variation" not in said(drawing)


def test_a_dagger_hangs_beyond_the_column_of_values() -> None:
    shown = short()
    card = shown.scorecards["ims"]
    first = card.objectives[0]
    marked = replace(first, kpis=tuple(replace(kpi, restated=True) for kpi in first.kpis))
    objectives = (marked, *card.objectives[1:])
    again = replace(shown, scorecards={"ims": replace(card, objectives=objectives)})
    key = f"v-{first.kpis[0].key}"
    ends = [part(drawn(shown=each), key).attributes["x"] for each in (shown, again)]
    assert ends[0] == ends[1]
