"""Plugins come in by one door; a broken one is missing and holds nobody up."""

from importlib.metadata import EntryPoint
from typing import Any

import pytest

from hub import plugins
from hub.connectors import Connector
from hub.displays import Display, Frame
from hub.drawing import LIGHT
from hub.errors import Invalid, NotFound, Unusable
from hub.hub import Hub
from hub.plugins import Plugin, Registry, Settings
from hub.problem_board import Tool
from hub.testing import SetClock


class Lamp(Plugin):
    name = "lamp"
    title = "Lamp"

    class Config(Settings):
        watts: int


class OtherLamp(Plugin):
    name = "lamp"
    title = "Another lamp"


class Nameless(Plugin):
    title = "Nameless"


def registry(monkeypatch: pytest.MonkeyPatch, **entries: str) -> Registry[Any]:
    found = [EntryPoint(name, value, "hub.lamps") for name, value in entries.items()]
    monkeypatch.setattr(plugins, "declared", lambda _group: found)
    return Registry("hub.lamps", Plugin)


def test_ours_are_there_and_none_is_missing() -> None:
    kinds: tuple[tuple[str, Any], ...] = (
        ("hub.connectors", Connector),
        ("hub.displays", Display),
        ("hub.tools", Tool),
    )
    for group, kind in kinds:
        there = Registry(group, kind)
        assert list(there) and not there.missing
        assert all(plugin.title and plugin.__doc__ for plugin in there)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("no.such.module:Thing", "ModuleNotFoundError: No module named 'no'"),
        ("tests.test_plugins:Gone", "AttributeError"),
        ("tests.test_plugins:registry", "is not a Plugin"),
        ("tests.test_plugins:Nameless", "Nameless has no name"),
        ("tests.broken_plugin:Lamp", "ZeroDivisionError"),
        ("tests.leaving_plugin:Lamp", "SystemExit"),
    ],
)
def test_a_broken_plugin_is_missing_with_its_reason(
    monkeypatch: pytest.MonkeyPatch, value: str, reason: str
) -> None:
    there = registry(monkeypatch, good="tests.test_plugins:Lamp", odd=value)
    assert "lamp" in there and "odd" not in there
    assert reason in there.missing["odd"].reason
    with pytest.raises(NotFound, match=r"plugin 'odd' cannot be used: its plugin is missing \(."):
        there["odd"]


def test_two_of_one_name_are_one_and_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    there = registry(monkeypatch, a="tests.test_plugins:Lamp", b="tests.test_plugins:OtherLamp")
    assert [plugin.title for plugin in there] == ["Lamp"]
    assert "two plugins of hub.lamps are called 'lamp'" in there.missing["b"].reason
    with pytest.raises(Unusable, match="two plugins"):
        there.add(OtherLamp)


def test_an_unknown_name_lists_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotFound, match=r"no plugin called 'torch'. There are: lamp \(Lamp\)\."):
        registry(monkeypatch, a="tests.test_plugins:Lamp")["torch"]


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({}, "Lamp: watts: is missing"),
        ({"watts": "many"}, "Lamp: watts: "),
        ({"watts": 1, "volts": 2}, "Lamp: volts: there is no such field"),
    ],
)
def test_a_config_is_checked_in_words(config: dict[str, Any], said: str) -> None:
    with pytest.raises(Invalid) as refused:
        Lamp(config)
    assert refused.value.message.startswith(said)


def test_a_hub_starts_with_a_broken_plugin_and_says_so(
    hub: Hub, hub_clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = EntryPoint("odd", "no.such.module:Thing", "any")
    monkeypatch.setattr(plugins, "declared", lambda _group: [odd])
    other = Hub(hub.settings, hub_clock).open()
    with pytest.raises(NotFound, match="The display 'odd' cannot be used"):
        other.scene("odd", {}, Frame(1920, 1080, LIGHT))
    other.close()
