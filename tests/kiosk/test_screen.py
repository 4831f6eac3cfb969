"""The switch of the screen: which one, for which outputs, and what if it fails."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hub_kiosk import screen
from hub_kiosk.screen import Screen, commands, found

Put = Callable[[str, str], None]


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Put:
    """``put("wlopm", "exit 0")``: a command of that name, the only ones that there are."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    def write(name: str, line: str) -> None:
        (tmp_path / name).write_text(f"#!/bin/sh\ncd {tmp_path}\n{line}\n")
        (tmp_path / name).chmod(0o755)

    return write


def test_the_switch_that_the_computer_has(put: Put, tmp_path: Path) -> None:
    wayland = {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":1", "PATH": str(tmp_path)}
    x11 = {"DISPLAY": ":0", "PATH": str(tmp_path)}
    assert found("auto", wayland) == "none"
    put("xset", "")
    put("wlr-randr", "")
    assert (found("auto", wayland), found("auto", x11)) == ("wlr-randr", "xset")
    put("wlopm", "")
    assert found("auto", wayland) == "wlopm"
    assert found("auto", {"PATH": str(tmp_path)}) == "none"
    assert found("none", wayland) == "none"


def test_every_output_is_switched(put: Put) -> None:
    put("wlr-randr", 'printf \'HDMI-A-1 "LG TV"\\n  Modes:\\n    1920x1080 px\\nDP-1 "x"\\n\'')
    assert commands("wlr-randr", False) == [
        ["wlr-randr", "--output", "HDMI-A-1", "--off"],
        ["wlr-randr", "--output", "DP-1", "--off"],
    ]


def test_the_television_follows_over_its_cable(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("cec-client", "cat >> told")
    monkeypatch.setattr(screen, "STEADY", 0.0)
    switch = Screen("none", cec=True)
    for on in (True, True, False, True):
        switch.light(on)
    assert (tmp_path / "told").read_text() == "on 0\nas\nstandby 0\non 0\nas\n"


def test_a_switch_that_fails_is_tried_again(
    put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "STEADY", 0.0)
    monkeypatch.setattr(screen, "AGAIN", 0.0)
    switch = Screen("wlopm", cec=False)
    put("wlopm", "echo no such output >&2; exit 1")
    switch.light(True)
    assert switch.lit is None
    put("wlopm", "exit 0")
    switch.light(True)
    assert switch.lit is True


def test_a_page_that_is_just_loading_does_not_light_the_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [0.0]
    monkeypatch.setattr(screen, "monotonic", lambda: clock[0])
    switch = Screen("none", cec=False)
    seen = []
    for second, on in ((1000, 0), (1005, 0), (1006, 1), (1007, 0), (1012, 1), (1017, 1)):
        clock[0] = second
        switch.light(bool(on))
        seen.append(switch.lit)
    assert seen == [None, False, False, False, False, True]
