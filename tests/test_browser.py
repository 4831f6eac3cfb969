"""The browser the tests look through: it must report errors, feel fingers and see with axe."""

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from tests.browser import NoBrowserError, Pages, axe, find_browser, touch


def document(body: str) -> str:
    head = '<!doctype html><html lang="en"><title>A page</title>'
    return "data:text/html," + quote(f"{head}<body style='margin:0'><main>{body}</main></body>")


def test_a_quiet_page_has_no_faults(page: Pages) -> None:
    page(document("<h1>Wall</h1>"))
    page.close()
    assert page.faults == []


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ("console.error('link lost')", "console: link lost"),
        ("setTimeout(() => { throw new Error('no scene') })", "no scene"),
        ("fetch('https://cdn.example/x.js').catch(() => 0)", "ERR_NAME_NOT_RESOLVED"),
    ],
)
def test_an_error_in_a_page_is_a_fault(browser: Browser, script: str, fault: str) -> None:
    pages = Pages(browser)
    opened = pages(document("<h1>Wall</h1>"))
    with opened.expect_event("console" if "setTimeout" not in script else "pageerror"):
        opened.evaluate(f"() => {{ {script} }}")
    pages.close()
    assert [fault in found for found in pages.unexpected()] == [True]
    pages.expect_fault(fault)
    assert pages.unexpected() == []


def test_each_finger_goes_its_own_way(page: Pages) -> None:
    # without the style, Chromium may take a finger moving right as a swipe back in the history
    still = "<style>html { overscroll-behavior: none }</style>"
    wall = page(document(f"<h1>Wall</h1>{still}"), has_touch=True)
    wall.evaluate(
        """() => {
          window.seen = [];
          for (const kind of ["touchstart", "touchmove", "touchend"])
            document.addEventListener(kind, (event) => {
              for (const { identifier, clientX } of event.changedTouches)
                seen.push([kind, identifier, Math.round(clientX), event.touches.length]);
            });
        }"""
    )
    fingers = touch(wall)
    fingers.press(1, 100, 100)
    fingers.press(2, 800, 100)
    fingers.move(1, (150, 100), (200, 100))
    fingers.lift(2)
    fingers.move(1, (300, 100))
    fingers.lift(1)
    fingers.tap(500, 100)
    seen = wall.evaluate("seen")
    assert [(kind, x, down) for kind, _, x, down in seen] == [
        ("touchstart", 100, 1),
        ("touchstart", 800, 2),
        ("touchmove", 150, 2),
        ("touchmove", 200, 2),
        ("touchend", 800, 1),
        ("touchmove", 300, 1),
        ("touchend", 300, 0),
        ("touchstart", 500, 1),
        ("touchend", 500, 0),
    ]
    assert len({finger for _, finger, x, _ in seen if x in (100, 800)}) == 2


def test_axe_names_what_is_serious_and_where(page: Pages) -> None:
    faint = page(document("<h1>Wall</h1><p id='faint' style='color:#bbb'>Late returns</p>"))
    assert [line.split(":")[0] for line in axe(faint)] == ["serious color-contrast at #faint"]
    assert axe(page(document("<h1>Wall</h1><p>Late returns</p>"))) == []


def test_a_browser_that_is_asked_for_has_to_start(tmp_path: Path) -> None:
    with pytest.raises(NoBrowserError, match=r"HUB_TEST_BROWSER names .*absent, which does not"):
        find_browser({"HUB_TEST_BROWSER": str(tmp_path / "absent")})


def test_a_browser_on_the_path_is_found(tmp_path: Path) -> None:
    chrome = tmp_path / "google-chrome"
    chrome.write_text("#!/bin/sh\n", encoding="ascii")
    chrome.chmod(0o755)
    assert find_browser({"PATH": str(tmp_path)}) == str(chrome)


def test_where_there_is_none_the_package_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.browser.NAMES", ("chromium",))
    monkeypatch.setattr("tests.browser.playwrights_own", lambda: str(tmp_path / "absent"))
    with pytest.raises(NoBrowserError, match="install Debian's package chromium"):
        find_browser({"PATH": str(tmp_path)})
