"""A tool that somebody else has made: installed as a package, and there on every board."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import Pages, settled
from tests.server import Server

CODE = '''
"""One large button, and what was shouted so far."""
from hub.drawing import group, label, node, scene
from hub.problem_board import Arguments, Changes, NewCause, Tool
from hub.problem_board.touch import Touch


class Shout(Tool):
    """Everybody says what they think, at once."""

    name = "shout"
    title = "Shout"
    hint = "Say it out loud"

    class Words(Arguments):
        text: str
        id: str

    def on_shout(self, analysis, arguments: Words):
        return Changes(add=(NewCause(arguments.text, id=arguments.id),))

    def draw(self, analysis, canvas):
        touch = Touch("shout", {}, "Shout", "What do you shout?", new="id")
        button = group("shout", node("rect", width=300, height=80, fill=canvas.theme["accent"]))
        heard = (
            label(cause.text, 20, 160 + 40 * n, 28, 600, fill=canvas.theme["ink"])
            for n, cause in enumerate(analysis.causes)
        )
        return scene(canvas.width, canvas.height, canvas.theme,
                     touch.on(button, self.name, analysis.issue.id), *heard, title="Shout")
'''
WHEEL = {
    "shouting.py": CODE,
    "shouting-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: shouting\nVersion: 1.0\n",
    "shouting-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\n"
    "Tag: py3-none-any\n",
    "shouting-1.0.dist-info/entry_points.txt": "[hub.tools]\nshout = shouting:Shout\n",
    "shouting-1.0.dist-info/RECORD": "",
}


@pytest.fixture
def with_shout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A hub on a machine on which the package was installed."""
    wheel, there = tmp_path / "shouting-1.0-py3-none-any.whl", tmp_path / "installed"
    with zipfile.ZipFile(wheel, "w") as packed:
        for name, text in WHEEL.items():
            packed.writestr(name, text)
    install = ("-m", "pip", "install", "-q", "--no-index", "--no-deps", "--target", there, wheel)
    subprocess.run([sys.executable, *install], check=True)
    monkeypatch.setenv("PYTHONPATH", str(there))
    server = Server(tmp_path, "demo", "--data", str(tmp_path / "data")).wait()
    yield server
    server.stop()


def test_a_stranger_s_tool_works_with_the_causes_of_all_others(
    with_shout: Server, page: Pages
) -> None:
    hub = with_shout
    issue = str(hub.post("/issues", {"title": "Loud", "kpi": "ims.first_time_fix"})["id"])
    shown = settled(page(f"{hub.address}/board?issue={issue}", has_touch=True))
    shown.locator("#tool-open").tap()
    expect(shown.locator("#tool-link-shout")).to_contain_text("Say it out loud")
    shown.locator("#tool-link-shout").tap()
    shown.locator(".tool [data-do='shout']").tap()
    shown.locator("#editors textarea").fill("Too loud here")
    shown.locator("#editors [type=submit]").tap()
    expect(shown.locator(".tool svg")).to_contain_text("Too loud here")
    shown.goto(f"{hub.address}/board?issue={issue}&tool=five_whys")
    expect(shown.locator(".tool svg")).to_contain_text("Too loud here")
