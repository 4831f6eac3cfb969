"""Scorecard files: loaded whole or not at all, compared three ways, written back as they are."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from hub.commands import LoadScorecard, RecordMeasurements
from hub.commands.scorecard_text import MOST
from hub.commands.scorecards import dump
from hub.domain.rights import Actor, Grant, Right
from hub.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge
from hub.hub import Hub
from hub.model import Kpi, Lens, Link, MapNode, Model, Unit, Verdict
from hub.testing import SCORECARD, WORKER

SHIPPED = Path(__file__).parents[2] / "config" / "scorecards"
ALL = ("hmrc", "hmrc-ims", "nhs-trust", "nhs-paf")
NOTHING: dict[str, Any] = {"added": [], "changed": [], "retired": [], "kept": []}
YARD = """\
unit: yard
title: Yard scorecard
units: [{key: yard, title: The Yard, short: Yard, parent: works}]
perspectives: [{key: process, title: Process}]
lenses: [{key: delivery, title: Delivery}, {key: yard_only, title: Yard only}]
map: [{key: tidy, kind: objective, perspective: process, title: Keep it tidy}]
links: [{from: tidy, to: works.purpose}]
objectives: [{key: tidy, title: Tidy, perspective: process, rolls_up_to: [works.on_time]}]
kpis:
  - {key: swept, title: Swept, objectives: [tidy], measure: count, frequency: week, owner: Foreman,
     lenses: [delivery, yard_only]}
"""


def load(
    hub: Hub,
    text: str = SCORECARD,
    prefer: Any = None,
    by: Actor = WORKER,
    name: str = "works.yaml",
) -> dict[str, Any]:
    found = hub.execute(LoadScorecard(name=name, text=text, prefer=prefer), by)
    return {what: found[what] for what in NOTHING}


def dumped(hub: Hub, unit: str = "works") -> str:
    with hub.store.read() as session:
        return dump(session, unit)


def edit(hub: Hub, table: type[Model], key: str, **fields: Any) -> None:
    """What the desk would do: change the row and count its version."""
    row: Any
    with hub.store.write() as session:
        row = session.scalars(select(table).where(table.key == key)).one()  # type: ignore[attr-defined]
        for name, value in fields.items():
            setattr(row, name, value)
        row.version += 1


def stored(hub: Hub, table: Any, key: str) -> Any:
    with hub.store.read() as session:
        return session.scalars(select(table).where(table.key == key)).one()


def changed(old: str, new: str, text: str = SCORECARD) -> str:
    assert old in text
    return text.replace(old, new)


# -- loading -------------------------------------------------------------------------------


def test_loading_again_changes_nothing(hub: Hub) -> None:
    before = hub.ask()
    assert load(hub) == NOTHING
    assert hub.ask() == before


def test_a_change_names_its_fields_and_judges_again(hub: Hub) -> None:
    figures = {"kpi": "works.on_time", "figures": [{"period": "2025-12", "value": 96}]}
    hub.execute(RecordMeasurements.model_validate(figures), WORKER)
    with hub.store.read() as session:
        assert session.scalar(select(Verdict.status)) == "green"
    assert load(hub, changed("value: 95", "value: 97"))["changed"] == ["kpi works.on_time: targets"]
    with hub.store.read() as session:
        row = session.scalars(select(Verdict).join(Kpi).where(Kpi.key == "works.on_time")).one()
        assert (row.status, row.target, row.value) == ("red", 97, 96)


def test_a_load_outdates_what_it_changed(hub: Hub) -> None:
    before = hub.ask()
    load(hub, changed("Line running", "Belt running"))
    topics = ("map:works", "unit:works", "lens:delivery", "kpi:works.pulse")
    assert all(version > before for version in hub.versions(topics).values())


def test_a_dry_run_keeps_nothing(hub: Hub) -> None:
    before = dumped(hub)
    command = LoadScorecard(name="x", text=changed("Line running", "Belt running"))
    assert hub.rehearse(command, WORKER)["changed"] == ["kpi works.pulse: title"]
    assert dumped(hub) == before
    assert load(hub) == NOTHING


def test_what_leaves_the_file_is_retired_and_comes_back(hub: Hub) -> None:
    pulse = SCORECARD[SCORECARD.index("  - {key: pulse") :]
    link = "links:\n  - {from: on_time, to: purpose}\n"
    without = changed(pulse, "", changed(link, ""))
    retired = load(hub, without)["retired"]
    assert sorted(retired) == ["kpi works.pulse", "link works.on_time -> works.purpose"]
    assert stored(hub, Kpi, "works.pulse").retired
    with pytest.raises(NotFound):
        figures = [{"at": "2026-01-14T12:00:00Z", "value": 1}]
        command = {"kpi": "works.pulse", "figures": figures}
        hub.execute(RecordMeasurements.model_validate(command), WORKER)
    assert sorted(load(hub)["added"]) == sorted(retired)
    assert not stored(hub, Kpi, "works.pulse").retired
    assert load(hub) == NOTHING


def test_the_order_of_the_file_is_followed_and_is_no_change(hub: Hub) -> None:
    swapped = changed(
        "{key: purpose, kind: vision, title: Work that lasts}",
        "{key: on_time, kind: objective, perspective: process, title: Deliver on time}",
    ).replace(
        "  - {key: on_time, kind: objective, perspective: process, title: Deliver on time}\nlinks",
        "  - {key: purpose, kind: vision, title: Work that lasts}\nlinks",
    )
    assert load(hub, swapped) == NOTHING
    assert stored(hub, MapNode, "works.purpose").position == 1


# -- faults --------------------------------------------------------------------------------


def test_every_fault_is_told_with_file_line_and_key(hub: Hub) -> None:
    wrong = changed("rolls_up_to: [on_time]", "rolls_up_to: [sky]")
    wrong = changed("lenses: [delivery],\n     targets", "lenses: [nowhere],\n     targets", wrong)
    wrong = changed("from: on_time", "from: moon", wrong)
    with pytest.raises(Invalid) as refused:
        load(hub, wrong)
    assert sorted(refused.value.problems) == [
        "works.yaml, line 13: link works.moon -> works.purpose: from: there is no node works.moon",
        "works.yaml, line 15: objective works.delivery: rolls_up_to: there is no node works.sky",
        "works.yaml, line 19: kpi works.on_time: lenses: there is no lens nowhere",
        "works.yaml, line 22: kpi works.pulse: lenses: there is no lens nowhere",
    ]
    assert load(hub) == NOTHING


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("percent,\n     frequency: month", "parsec,\n     frequency: month", "18: kpis.0.measure"),
        ("month, owner: Head of Delivery,", "month,", "line 18: kpis.0.owner: is missing"),
        ("title: Delivered on time", "titel: Delivered on time", "titel: there is no such field"),
        ("value: 95", "value: .nan", "finite"),
        ("value: 95", "value: .inf", "finite"),
        ("value: 95", "value: 95, note: x", "note: there is no such field"),
        ("2025-01-01, value: 95", "2025-02-30, value: 95", "line 20: day is out of range"),
        ("unit: works\n", "unit: works\nunit: works\n", "line 2: unit stands here twice"),
        ("unit: works\n", "unit: Works of Art\n", "line 1: unit"),
        ("unit: works\n", "unit: works\ndue: {time_zone: Mars/Olympus}\n", "not a time zone"),
        ("unit: works\n", "unit: works\ndue: {time_zone: ../../etc/passwd}\n", "not a time zone"),
        ("unit: works\n", "unit: works\ndue: {division: MARS}\n", "line 2: due.division"),
        ("unit: works\n", "unit: works\nfigures: [{file: ../x.csv, kpis: {}}]\n", "0.file"),
        ("key: pulse", "key: on_time", "on_time is declared twice; first: works.yaml, line 18"),
        ("short: Works, director", "short: Works, parent: works, director", "stand above itself"),
        ("value: 95}]", "value: 0}], thresholds: {preset: tolerance}", "absolute tolerance"),
        ("value: 95}]", "value: 95}], thresholds: {preset: scale}", "at least one step"),
        ("value: 95}]", "value: 95}], thresholds: {preset: range}", "low_red <= low_amber"),
        ("value: 95}]", "value: 95}], polarity: range", "cannot be judged"),
        ("kind: vision", "kind: objective", "name a perspective"),
    ],
)  # fmt: skip
def test_a_file_that_makes_no_sense_is_refused(hub: Hub, old: str, new: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        load(hub, changed(old, new))
    assert said in refused.value.message
    assert "works.yaml, line" in refused.value.message
    assert load(hub) == NOTHING


def bomb() -> str:
    """Nine levels of ten aliases each: a billion words from 300 characters."""
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    return "\n".join(levels)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (bomb(), "more than 100,000 values"),
        ("a: &a [*a]", "nested too deeply"),
        ("[" * 5000 + "]" * 5000, "nested too deeply"),
        ("{a: " * 30 + "1" + "}" * 30, "nested too deeply"),
        ("a: !!python/object/apply:os.system [ls]", "works.yaml"),
        ("a: !mine x", "works.yaml, line 1"),
        ("a: [", "works.yaml, line 1"),
        ("", "the file is empty"),
        ("- just\n- a list", "works.yaml"),
        ("42", "works.yaml"),
        ("a: \x00", "works.yaml"),
        ("---\nunit: a\n---\nunit: b", "works.yaml, line 3"),
    ],
)
def test_text_that_is_no_scorecard_is_refused(hub: Hub, text: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        load(hub, text)
    assert said in refused.value.message


def test_a_file_has_an_end(hub: Hub) -> None:
    with pytest.raises(TooLarge):
        load(hub, SCORECARD + "#" * MOST)


def test_the_frequency_of_a_kpi_with_figures_stays(hub: Hub) -> None:
    weekly = changed("frequency: month", "frequency: week")
    assert load(hub, weekly)["changed"] == ["kpi works.on_time: frequency"]
    figures = {"kpi": "works.on_time", "figures": [{"period": "2025-W49", "value": 96}]}
    hub.execute(RecordMeasurements.model_validate(figures), WORKER)
    with pytest.raises(Invalid, match=r"line 19: kpi works\.on_time: frequency: .* by week"):
        load(hub)


# -- three ways ----------------------------------------------------------------------------


def test_an_edit_on_the_desk_is_kept_where_the_file_has_no_news(hub: Hub) -> None:
    edit(hub, Kpi, "works.on_time", title="On time, in full")
    found = load(hub, changed("Line running", "Belt running"))
    assert found["kept"] == ["kpi works.on_time: title"]
    assert found["changed"] == ["kpi works.pulse: title"]
    assert stored(hub, Kpi, "works.on_time").title == "On time, in full"


def test_two_edits_of_one_field_are_a_conflict(hub: Hub) -> None:
    edit(hub, Kpi, "works.on_time", title="On time, in full")
    edit(hub, Lens, "delivery", title="Deliveries")
    news = changed("Delivered on time", "Punctual").replace("title: Delivery}", "title: Handover}")
    with pytest.raises(Conflict) as refused:
        load(hub, news)
    assert sorted(refused.value.problems) == [
        "works.yaml, line 18: kpi works.on_time: title was edited on the desk "
        "(it says 'On time, in full') and differs from the file ('Punctual')",
        "works.yaml, line 8: lens delivery: title was edited on the desk "
        "(it says 'Deliveries') and differs from the file ('Handover')",
    ]
    assert stored(hub, Kpi, "works.on_time").title == "On time, in full"


@pytest.mark.parametrize(
    ("prefer", "title", "what"), [("ours", "Punctual", "changed"), ("theirs", "In full", "kept")]
)
def test_a_side_can_be_preferred(hub: Hub, prefer: str, title: str, what: str) -> None:
    edit(hub, Kpi, "works.on_time", title="In full", owner="Head of Both")
    found = load(hub, changed("Delivered on time", "Punctual"), prefer)
    assert stored(hub, Kpi, "works.on_time").title == title
    assert any("works.on_time" in line and "title" in line for line in found[what])


def test_the_same_edit_on_both_sides_is_none(hub: Hub) -> None:
    edit(hub, Kpi, "works.on_time", title="Punctual")
    assert load(hub, changed("Delivered on time", "Punctual")) == NOTHING


# -- several files -------------------------------------------------------------------------


def test_two_files_share_a_lens(hub: Hub) -> None:
    load(hub, YARD)
    assert [load(hub, YARD), load(hub)] == [NOTHING, NOTHING]
    assert stored(hub, Lens, "delivery").declared_in == "works"
    assert stored(hub, Lens, "yard_only").declared_in == "yard"
    text = dumped(hub, "yard")
    assert load(hub, text) == NOTHING


def test_one_file_does_not_take_what_is_another_s(hub: Hub) -> None:
    theirs = changed("key: tidy, kind", "key: works.on_time, kind", YARD)
    with pytest.raises(Invalid, match=r"node works\.on_time belongs to the file of works"):
        load(hub, theirs)
    renamed = changed("{key: delivery, title: Delivery}", "{key: delivery, title: Otherwise}", YARD)
    with pytest.raises(Invalid, match="lens delivery belongs to the file of works"):
        load(hub, renamed)


def test_what_one_file_gave_up_another_may_take(hub: Hub) -> None:
    load(
        hub,
        changed("key: yard_only", "key: spare", changed("delivery, yard_only", "delivery", YARD)),
    )
    load(
        hub,
        changed(
            ", {key: yard_only, title: Yard only}",
            "",
            changed("delivery, yard_only", "delivery", YARD),
        ),
    )
    spare = changed("title: Delivery}\n", "title: Delivery}\n  - {key: spare, title: Spare}\n")
    assert load(hub, spare)["added"] == ["lens spare"]
    assert load(hub, spare) == NOTHING
    assert stored(hub, Lens, "spare").declared_in == "works"


def test_a_lens_lives_on_in_the_file_that_still_shares_it(hub: Hub) -> None:
    load(hub, YARD)
    bare = changed("lenses:\n  - {key: delivery, title: Delivery}\n", "")
    bare = changed(", lenses: [delivery],", ",", bare)
    assert load(hub, bare)["retired"] == []
    lens = stored(hub, Lens, "delivery")
    assert (lens.declared_in, lens.retired) == ("yard", False)
    assert [load(hub, YARD), load(hub, bare)] == [NOTHING, NOTHING]


def test_units_form_a_tree(hub: Hub) -> None:
    load(hub, YARD)
    with pytest.raises(Invalid, match=r"line 4: unit works: parent: it would stand above itself"):
        load(hub, changed("short: Works, director", "short: Works, parent: yard, director"))


def test_a_new_unit_takes_a_right_on_the_whole_hub(hub: Hub) -> None:
    local = Actor("l", "Local", grants=frozenset({Grant(Right.EDIT, "works")}))
    assert load(hub, by=local) == NOTHING
    with pytest.raises(Forbidden, match="Local may not edit in the hub"):
        load(hub, YARD, by=local)
    load(hub, YARD)
    assert load(hub, YARD, by=local) == NOTHING  # now it is below works


def test_a_file_makes_nothing_in_units_of_others(hub: Hub) -> None:
    """Neither a KPI on another's scorecard nor a unit beneath another."""
    load(hub, YARD)
    local = Actor("l", "Local", grants=frozenset({Grant(Right.EDIT, "yard")}))
    assert load(hub, YARD, by=local) == NOTHING
    shed = "units: [{key: shed, title: The Shed, short: Shed, parent: works}, {key: yard"
    theirs = YARD.replace("owner: ", "unit: works, owner: ", 1)
    for other in (YARD.replace("units: [{key: yard", shed), theirs):
        assert other != YARD
        with pytest.raises(Forbidden, match="Local may not edit in works"):
            load(hub, other, by=local)


# -- dump ----------------------------------------------------------------------------------


def test_a_dump_of_no_scorecard_is_refused(hub: Hub) -> None:
    with pytest.raises(NotFound, match="no scorecard of a unit called 'nowhere'"):
        dumped(hub, "nowhere")


def test_shipped_files_go_in_and_out_unchanged(hub: Hub) -> None:
    units = {}
    for name in ALL:
        text = (SHIPPED / f"{name}.yaml").read_text(encoding="utf-8")
        command = LoadScorecard(name=name, text=text)
        units[name] = hub.execute(command, WORKER)["unit"]
        assert load(hub, text) == NOTHING
    before = hub.ask()
    for unit in units.values():
        written = dumped(hub, unit)
        assert load(hub, written) == NOTHING
        assert dumped(hub, unit) == written
    assert hub.ask() == before


def test_a_dump_shows_edits_of_the_desk(hub: Hub) -> None:
    edit(hub, Unit, "works", title="The Old Works")
    assert "title: The Old Works" in dumped(hub)
    assert load(hub, dumped(hub)) == NOTHING


def test_links_know_their_file(hub: Hub) -> None:
    load(hub, YARD)
    with hub.store.read() as session:
        owners = dict(session.execute(select(Link.source_key, Link.unit_key)).all())
        assert session.scalar(text("select count(*) from link where retired")) == 0
    assert owners == {"works.on_time": "works", "yard.tidy": "yard"}


@pytest.mark.parametrize(("prefer", "retired"), [("ours", True), ("theirs", False)])
def test_what_was_edited_on_the_desk_is_not_simply_retired(
    hub: Hub, prefer: str, retired: bool
) -> None:
    edit(hub, Kpi, "works.pulse", title="The line's pulse")
    without = changed(SCORECARD[SCORECARD.index("  - {key: pulse") :], "")
    with pytest.raises(Conflict, match="no longer in the file, but title was"):
        load(hub, without)
    assert not stored(hub, Kpi, "works.pulse").retired
    load(hub, without, prefer)
    assert stored(hub, Kpi, "works.pulse").retired is retired
