"""The demonstrations: prepared once or twice, the same hub, on the day the figures were due."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from hub import demo_returns
from hub.commands import AcceptFigure, KpiFigure, LockFigure, RecordFigures
from hub.demo import LIVE_KPI, LOADER, SCORECARDS, Demo, after_last_due, prepare
from hub.domain.periods import parse
from hub.errors import Invalid, NotFound
from hub.hub import LONDON, Hub
from hub.model import Measurement
from hub.settings import Settings
from hub.snapshot.dated import EventView
from hub.snapshot.events import Sought, events
from hub.snapshot.views import Need
from hub.testing import WORKER


def ready(name: str, folder: Path, as_of: date | None = None) -> Demo:
    return prepare(name, Settings(data=folder), as_of, lambda _words: None)


@pytest.mark.parametrize("name", sorted(SCORECARDS))
def test_a_demo_is_prepared_and_again_nothing_changes(tmp_path: Path, name: str) -> None:
    first = ready(name, tmp_path)
    hub = Hub(first.settings, as_of=first.as_of).open()
    before = hub.ask()
    assert ready(name, tmp_path) == first
    assert hub.ask() == before > 0
    assert hub.now().astimezone(LONDON).date() == first.as_of
    card = hub.snapshot(Need(scorecards=frozenset({first.home}))).scorecards[first.home]
    kpis = [kpi for objective in card.objectives for kpi in objective.kpis]
    assert any(kpi.value is not None for kpi in kpis)
    hub.close()


def test_the_day_can_be_chosen_and_the_banner_says_it(tmp_path: Path) -> None:
    day = date(2025, 6, 2)
    demo = ready("nhs-paf", tmp_path, day)
    assert (demo.as_of, "2 June 2025" in demo.banner) == (day, True)


def test_a_day_of_the_past_knows_only_what_was_out_by_then(tmp_path: Path) -> None:
    demo = ready("nhs-paf", tmp_path, date(2018, 6, 2))
    hub = Hub(demo.settings, as_of=demo.as_of).open()
    with hub.store.read() as session:
        periods = session.scalars(select(Measurement.period)).all()
    hub.close()
    assert len(periods) > 5
    assert max(parse(period).ends for period in periods) <= demo.as_of


def test_a_demo_goes_on_from_the_day_it_came_to(tmp_path: Path) -> None:
    """Its live feed has run for two days: a figure after those would be one of the past."""
    first = ready("hmrc-ims", tmp_path)
    after = first.as_of + timedelta(days=2)
    hub = Hub(first.settings, as_of=after).open()
    at = f"{after}T09:00:00Z"
    hub.execute(RecordFigures(figures=(KpiFigure(kpi=LIVE_KPI, at=at, value=99),)), LOADER)
    hub.close()
    assert ready("hmrc-ims", tmp_path).as_of == after


def test_only_the_ims_demo_has_a_made_up_feed(tmp_path: Path) -> None:
    assert ready("nhs-paf", tmp_path).settings.connectors == {}
    (feed,) = ready("hmrc-ims", tmp_path / "ims").settings.connectors.values()
    assert feed.config["kpi"] == LIVE_KPI
    hub = Hub(Settings(data=tmp_path / "ims")).open()
    assert hub.snapshot(Need(kpis=frozenset({LIVE_KPI}))).kpis[LIVE_KPI].illustrative
    hub.close()


def test_the_day_after_the_last_figure_was_due() -> None:
    figures = [
        KpiFigure(kpi="a", period=p, value=1) for p in ("2025-12", "FY2025-26-Q2", "2025-11")
    ]
    assert after_last_due(figures) == date(2026, 1, 13) + timedelta(days=1)
    with pytest.raises(Invalid, match="no figures"):
        after_last_due([])


def test_an_unknown_demo_lists_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no demo 'mars'; there are: hmrc-ims, hmrc"):
        ready("mars", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def ims(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    demo = ready("hmrc-ims", tmp_path_factory.mktemp("ims"))
    hub = Hub(demo.settings, as_of=demo.as_of).open()
    yield hub
    hub.close()


def test_the_returns_of_the_last_month_show_every_state(ims: Hub) -> None:
    view = ims.snapshot(Need(submissions=frozenset({("ims", "")}))).submissions["ims", ""]
    seen = {"open", "draft", "submitted", "challenged", "accepted"}
    assert {state.value for state in view.counts} == seen
    stages = {pack.unit: pack.stage.value for pack in view.packs}
    assert stages["ims_sourcing"] == "not_started"
    assert stages["ims_live_services"] == "part"
    assert stages["ims"] == "challenged"
    assert {figure.by for figure in view.figures if figure.revision} == {"Performance coordinator"}
    asked = next(f.challenge for f in view.figures if f.challenge)
    assert (asked.by, asked.code, asked.overdue) == ("Performance team", "contradicts", False)


def test_units_have_been_in_time_and_late(ims: Hub) -> None:
    view = ims.snapshot(Need(submissions=frozenset({("ims", "")}))).submissions["ims", ""]
    strips = {p.unit: [month.punctual.outcome.value for month in p.months] for p in view.packs}
    assert all("unknown" not in strip for strip in strips.values())
    assert strips["ims"].count("late") == 2
    assert strips["ims_sourcing"][:-1] == ["on_time"] * 11
    assert strips["ims_sourcing"][-1] == "never"


def test_a_green_total_covers_a_red_unit_and_a_full_desk_marks_what_depends_on_it(
    ims: Hub,
) -> None:
    keys = ("ims.security_compliance", "ims.first_time_fix", "ims_live_services.desk_load")
    kpis = ims.snapshot(Need(kpis=frozenset(keys))).kpis
    total, fix, load = (kpis[key] for key in keys)
    assert (total.shown, total.status, total.masked) == ("98.6%", "green", 1)
    assert fix.upstream == ("Calls per service desk agent and day, Live services",)
    assert (load.target_range, load.status) == ((30, 45), "red")
    assert all(kpi.illustrative for kpi in kpis.values())


def test_what_people_did_since_stays_when_a_demo_is_prepared_again(tmp_path: Path) -> None:
    demo = ready("hmrc-ims", tmp_path)
    hub = Hub(demo.settings, as_of=demo.as_of).open()
    better = KpiFigure(kpi="ims.milestones_met", period="2025-12", value=85)
    hub.execute(RecordFigures(figures=(better,)), WORKER)
    before = hub.ask()
    ready("hmrc-ims", tmp_path)
    assert hub.ask() == before
    taken = hub.snapshot(Need(kpis=frozenset({better.kpi}))).kpis[better.kpi]
    assert taken.value == 85
    hub.close()


def test_a_demo_starts_again_after_a_published_figure_was_locked(tmp_path: Path) -> None:
    """Of that quarter two figures were published: taking the earlier one again would be refused."""
    demo = ready("hmrc-ims", tmp_path)
    hub = Hub(demo.settings, as_of=demo.as_of).open()
    seen = {"kpi": "hmrc.adviser_attempts", "period": "FY2025-26-Q1"}
    version = hub.execute(AcceptFigure(**seen, version=2), WORKER)["version"]
    hub.execute(LockFigure(**seen, version=version), WORKER)
    before = hub.ask()
    assert ready("hmrc-ims", tmp_path) == demo
    assert hub.ask() == before
    hub.close()


def test_a_day_of_the_past_has_no_returns_of_later_days(tmp_path: Path) -> None:
    demo = ready("hmrc-ims", tmp_path, date(2025, 9, 9))  # August is due on the 10th
    hub = Hub(demo.settings, as_of=demo.as_of).open()
    view = hub.snapshot(Need(submissions=frozenset({("ims", "")}))).submissions["ims", ""]
    hub.close()
    sent = {pack.unit: pack.sent for pack in view.packs}
    assert (view.period, sent["ims_sourcing"], sent["ims"]) == ("2025-08", 1, 0)


def told_of(hub: Hub) -> tuple[EventView, ...]:
    with hub.store.read() as session:
        return events(session, Sought(), 100, None)[0]


def test_events_are_published_with_a_source_or_marked_illustrative(ims: Hub) -> None:
    found = told_of(ims)
    assert len({event.kind for event in found}) == 5
    for event in found:
        assert event.illustrative != event.source.startswith("https://www.gov.uk/")


def test_a_day_of_the_past_foretells_no_incident(tmp_path: Path) -> None:
    demo = ready("hmrc-ims", tmp_path, date(2025, 9, 1))
    hub = Hub(demo.settings, as_of=demo.as_of).open()
    ahead = {event.kind for event in told_of(hub) if event.span.standing(hub.now()) == "next"}
    hub.close()
    assert ahead and "incident" not in ahead


def test_a_step_that_is_none_is_refused(ims: Hub, tmp_path: Path) -> None:
    path = tmp_path / "returns.csv"
    row = "2026-01-13,ims,2025-12,{},{},,"
    head = "day,unit,month,step,kpi,reason,words\n"
    for step, kpi, words in (
        ("dance", "ims.insight", "'dance' is no step of a return"),
        ("accept", "ims.nothing", "ims.nothing is not in the pack of ims for 2025-12"),
    ):
        path.write_text(head + row.format(step, kpi), encoding="utf-8")
        with pytest.raises(Invalid, match=words):
            demo_returns.play(ims, demo_returns.read(path), {})
