"""Days off that the calendar does not know move the days on which figures are due."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from hub import closures
from hub.domain.periods import Closures, close, due_date
from hub.domain.submission import working_days_left
from hub.errors import HubError, Invalid
from hub.hub import Hub
from hub.settings import Settings


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    close({})


def test_a_day_off_moves_the_due_day_and_a_holiday_worked_moves_it_back() -> None:
    assert due_date("2025-12") == date(2026, 1, 13)
    close({"ENG": Closures(frozenset({date(2026, 1, 5)}))})
    assert due_date("2025-12") == date(2026, 1, 14)
    assert due_date("2025-12", division="SCT") == date(2026, 1, 14)
    close({"ENG": Closures(open=frozenset({date(2026, 1, 1)}))})
    assert due_date("2025-12") == date(2026, 1, 12)
    close({})
    assert due_date("2025-12") == date(2026, 1, 13)


def test_working_days_that_were_counted_before_are_counted_anew() -> None:
    week = date(2026, 1, 2), date(2026, 1, 9)
    assert working_days_left(*week) == 5
    close({"ENG": Closures(frozenset({date(2026, 1, 5)}))})
    assert working_days_left(*week) == 4


def test_a_hub_reads_its_file(tmp_path: Path) -> None:
    file = tmp_path / "holidays.toml"
    file.write_text("[ENG]\nclosed = [2026-01-05]\n")
    hub = Hub(Settings(data=tmp_path / "data", holidays=file)).open()
    assert due_date("2025-12") == date(2026, 1, 14)
    hub.close()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[ENG]\nclosed = ['soon']", "ENG: closed: not a list of dates"),
        ("[ENG]\nclosed = 2026-01-05", "ENG: closed: not a list of dates"),
        ("[ENG]\nshut = []", "ENG: give closed"),
        ("ENG = 1", "ENG: give closed"),
        ("[ENG", "holidays.toml"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "holidays.toml"
    file.write_text(text)
    with pytest.raises(HubError, match=words):
        closures.read(file)


def test_an_unknown_division_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="'MARS' is not a division"):
        close({"MARS": Closures()})
    with pytest.raises(HubError, match=r"nowhere\.toml"):
        closures.read(tmp_path / "nowhere.toml")


def test_the_file_that_ships_sets_nothing() -> None:
    shipped = Path(__file__).parents[1] / "config" / "holidays.toml"
    assert closures.read(shipped) == {}
