"""The browser's flags, and its profile before it starts."""

import json
from pathlib import Path

import pytest

from hub_kiosk.browser import NotStarted, command
from hub_kiosk.profile import SWEPT, heal, swap, sweep
from hub_kiosk.settings import Settings

ON_WAYLAND = {"PATH": "/bin", "WAYLAND_DISPLAY": "wayland-0"}


def test_a_plain_hub_counts_as_secure_and_only_that() -> None:
    flag = "--unsafely-treat-insecure-origin-as-secure="
    plain = command(Settings("http://hub:8321/in", browser="sh"), ON_WAYLAND, "file:///w")
    safe = command(Settings("https://hub", browser="sh"), ON_WAYLAND, "file:///w")
    assert f"{flag}http://hub:8321" in plain
    assert not [word for word in safe if word.startswith(flag)]


def test_the_browser_listens_on_no_port() -> None:
    words = command(Settings("http://hub", browser="sh", flags=("--x",)), ON_WAYLAND, "file:///w")
    assert "--remote-debugging-pipe" in words
    assert not [word for word in words if "debugging-port" in word]
    assert words[-3:] == ["--ozone-platform=wayland", "--x", "file:///w"]


def test_a_browser_that_is_not_there_is_named() -> None:
    with pytest.raises(NotStarted, match="no browser called netscape"):
        command(Settings("http://hub", browser="netscape"), {"PATH": "/bin"}, "")


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    (tmp_path / "profile" / "Default").mkdir(parents=True)
    return tmp_path / "profile"


def test_a_crash_is_forgotten(profile: Path) -> None:
    preferences = profile / "Default" / "Preferences"
    preferences.write_text('{"profile": {"exit_type": "Crashed", "name": "wall"}, "a": 1}')
    (profile / "SingletonLock").symlink_to("another-name-1234")
    heal(profile)
    assert json.loads(preferences.read_text()) == {
        "profile": {"exit_type": "Normal", "exited_cleanly": True, "name": "wall"},
        "a": 1,
    }
    assert not (profile / "SingletonLock").is_symlink()


@pytest.mark.parametrize("rest", [b"", b"\0" * 40, b'{"profile": {"ex', b"[]", b'{"profile": 3}'])
def test_preferences_cut_short_by_a_power_cut_go(profile: Path, rest: bytes) -> None:
    (profile / "Default" / "Preferences").write_bytes(rest)
    heal(profile)
    assert [path.name for path in (profile / "Default").iterdir()] == []


def test_the_sweep_keeps_what_the_screen_is_known_by(profile: Path) -> None:
    kept = ["Local Storage", "IndexedDB", "Service Worker"]
    for name in (*SWEPT, *(f"Default/{name}" for name in kept)):
        (profile / name).mkdir(parents=True)
        (profile / name / "file").write_text("x")
    sweep(profile)
    assert sorted(path.name for path in (profile / "Default").iterdir()) == sorted(kept)
    assert [path.name for path in profile.iterdir()] == ["Default"]


def test_a_profile_set_aside_comes_back(profile: Path) -> None:
    swap(profile)
    assert not profile.exists()
    profile.mkdir()
    (profile / "fresh").touch()
    swap(profile)
    assert [path.name for path in profile.iterdir()] == ["Default"]
