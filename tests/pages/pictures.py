"""The pictures in the README: ``.venv/bin/python -m tests.pages.pictures`` makes them."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import FLAGS, find_browser, use_a_node_that_starts
from tests.server import Server

OUT = Path(__file__).resolve().parents[2] / "kiosk" / "pictures"
KPI = "ims.first_time_fix"
TOOL = "five_whys"


def problem(server: Server) -> str:
    """A problem in the middle of its analysis (illustrative, like the KPI); its id."""
    title = "First-time fix below target"
    issue = str(server.post("/issues", {"title": title, "kpi": KPI})["id"])
    chain = (
        "Handset faults go to tier 2",
        "The desk has no script for the new handset",
        "Articles were out of date at the rollout",
        "Nobody owns an article once it is out",
    )
    parent = None
    for text in chain:
        parent = because(server, issue, text, parent)
    act(server, issue, "mark_root", id=parent)
    because(server, issue, "New analysts are untrained", None)
    act(server, issue, "rule_out", id=because(server, issue, "Spare handsets run out", None))
    plan(server, issue, "Give every article an owner and a review date", parent, "2026-02-06")
    moved = plan(server, issue, "Put the handset script on every desk", parent, "2026-01-09")
    path = f"/issues/{issue}/countermeasures/{moved}/stage"
    server.post(path, {"stage": "do", "version": 1})
    return issue


def because(server: Server, issue: str, text: str, parent: str | None) -> str:
    asked = {"action": "ask", "arguments": {"text": text, "parent": parent}}
    return str(server.post(f"/issues/{issue}/tools/{TOOL}", asked)["causes"][0])


def act(server: Server, issue: str, action: str, **arguments: str | None) -> None:
    body = {"action": action, "arguments": arguments, "version": 1}
    server.post(f"/issues/{issue}/tools/{TOOL}", body)


def plan(server: Server, issue: str, text: str, cause: str | None, due: str) -> str:
    body = {"text": text, "cause": cause, "owner": "Director, Live Services", "due": due}
    return str(server.post(f"/issues/{issue}/countermeasures", body)["id"])


def main() -> int:
    OUT.mkdir(exist_ok=True)
    use_a_node_that_starts()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), "demo", "--data", f"{folder}/data").wait()
        try:
            take(server, {"wall": "/wall", "board": f"/board?issue={problem(server)}"})
        finally:
            server.stop()
    return 0


def take(server: Server, pictures: dict[str, str]) -> None:
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=find_browser({}), args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        for name, path in pictures.items():
            page.goto(server.address + path)
            page.wait_for_selector("main svg text")
            page.wait_for_function("document.fonts.status === 'loaded'")
            page.wait_for_load_state("networkidle")
            page.screenshot(path=OUT / f"{name}.png")
            print(OUT / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
