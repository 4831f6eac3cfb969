"""A run in which a test was skipped, or was expected to fail, does not pass."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]


@pytest.mark.parametrize(
    ("mark", "body"),
    [
        ("skip", "pass"),
        ("xfail", "assert False"),
        ("xfail", "pass"),
    ],
)
def test_an_untried_test_fails_the_run(pytester: pytest.Pytester, mark: str, body: str) -> None:
    written(pytester, f"import pytest\n@pytest.mark.{mark}\ndef test_one(): {body}\n")
    result = pytester.runpytest_inprocess("-p", "tests.skips")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["skipped or expected to fail, so not passed: *test_one"])


def test_a_module_left_out_fails_the_run(pytester: pytest.Pytester) -> None:
    written(pytester, "import pytest\npytest.importorskip('no_such_module')\n")
    result = pytester.runpytest_inprocess("-p", "tests.skips")
    assert result.ret != pytest.ExitCode.OK


def test_a_run_that_tried_everything_passes(pytester: pytest.Pytester) -> None:
    written(pytester, "def test_one(): pass\n")
    assert pytester.runpytest_inprocess("-p", "tests.skips").ret == pytest.ExitCode.OK


def written(pytester: pytest.Pytester, text: str) -> Path:
    return pytester.makepyfile(test_sample=text)
