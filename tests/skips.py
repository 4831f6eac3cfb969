"""A skipped test is a failure: a run that passes has tried everything."""

import pytest

UNTRIED = ("skipped", "xfailed", "xpassed")


def untried(config: pytest.Config) -> list[str]:
    """The tests that did not have to hold, by address."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return []
    return [report.nodeid for outcome in UNTRIED for report in reporter.stats.get(outcome, [])]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if untried(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if names := untried(config):
        told = ", ".join(names)
        terminalreporter.write_line(f"skipped or expected to fail, so not passed: {told}", red=True)
