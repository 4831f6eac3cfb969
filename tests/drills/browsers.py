"""A browser of its own for a drill, outside of the tests."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, BrowserType
from playwright.sync_api import sync_playwright as driver

from tests.browser import FLAGS, find_browser, use_a_node_that_starts


@contextmanager
def launched(*flags: str, chromium: BrowserType | None = None) -> Iterator[Browser]:
    """With ``chromium`` where Playwright is at work in this process already."""
    program = find_browser(os.environ)
    use_a_node_that_starts()
    with TemporaryDirectory(prefix="hub-drill-") as home, ExitStack() as opened:
        kind = chromium or opened.enter_context(driver()).chromium
        browser = kind.launch(
            executable_path=program, args=[*FLAGS, *flags], env={**os.environ, "HOME": home}
        )
        try:
            yield browser
        finally:
            browser.close()
