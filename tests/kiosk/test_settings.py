"""The settings file: what is wrong in it is said in words, with the name of the setting."""

from datetime import time
from pathlib import Path

import pytest

from hub_kiosk import settings
from hub_kiosk.settings import BadSettings, read


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "hub-kiosk.toml"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "the hub's address is missing"),
        ('hub = "wall.example"', "'wall.example' is not an address such as"),
        ('hub = "http://u:p@wall.example"', "is not an address"),
        ('hub = "http://wall.example/?a=b"', "is not an address"),
        ("hub = 8321", "hub is text in quotes"),
        ("hub = http://wall", "line 1, column 7"),
        ('hub = "http://h"\nflag = []', "no setting called flag; is it flags?"),
        ('hub = "http://h"\nzoom = 2', "no setting called zoom. There are: hub, browser"),
        ('hub = "http://h"\nflags = "--x"', 'flags is a list such as ["--force'),
        ('hub = "http://h"\nflags = ["x"]', "flags is a list"),
        ('hub = "http://h"\npatience_seconds = 2', "a whole number of seconds, 5 or more"),
        ('hub = "http://h"\npatience_seconds = true', "a whole number of seconds"),
        ('hub = "http://h"\nclean_at = "25:00"', 'a time of day such as "04:10"'),
        ('hub = "http://h"\nscreen_off = "tv"', "one of auto, wlopm, wlr-randr, xset, none"),
        ('hub = "http://h"\ncec = "yes"', "cec is true or false, without quotes"),
        ('hub = "http://h"\nprofile = "profile"', "does not begin with a slash"),
    ],
)
def test_what_is_wrong_is_said(place: Path, line: str, said: str) -> None:
    place.write_text(line)
    with pytest.raises(BadSettings) as refused:
        read(place)
    assert said in str(refused.value)
    assert str(refused.value).startswith(str(place))


def test_a_file_that_cannot_be_read_is_said(place: Path) -> None:
    with pytest.raises(BadSettings, match="is not there"):
        read(place)
    place.write_bytes(b"\xff\x00")
    with pytest.raises(BadSettings, match="not text in UTF-8"):
        read(place)


@pytest.mark.parametrize(
    ("said", "display", "origin"),
    [
        ("http://hub:8321/", "http://hub:8321/display", "http://hub:8321"),
        ("https://app.example/hub", "https://app.example/hub/display", "https://app.example"),
        ("http://10.0.0.5/display", "http://10.0.0.5/display", "http://10.0.0.5"),
        ("http://[fe80::1]:80", "http://[fe80::1]:80/display", "http://[fe80::1]:80"),
    ],
)
def test_the_address_as_people_type_it(place: Path, said: str, display: str, origin: str) -> None:
    place.write_text(f'hub = "{said}"\nclean_at = 03:30:00\n')
    found = read(place)
    assert (found.display, found.origin, found.clean_at) == (display, origin, time(3, 30))


def test_the_file_that_is_installed_names_every_setting() -> None:
    text = (Path(settings.__file__).parent / "files" / "hub-kiosk.toml").read_text()
    named = {line.lstrip("#").split(" = ")[0] for line in text.splitlines() if " = " in line}
    assert named | {"profile"} == set(settings.READERS)
