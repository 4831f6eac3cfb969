"""The demonstrations: prepared once or twice, the same hub, on the day the figures were due."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from hub.commands import KpiFigure, RecordFigures
from hub.demo import LIVE_KPI, LOADER, SCORECARDS, Demo, after_last_due, prepare
from hub.domain.periods import parse
from hub.errors import Invalid, NotFound
from hub.hub import LONDON, Hub
from hub.model import Measurement
from hub.settings import Settings
from hub.snapshot.views import Need


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
