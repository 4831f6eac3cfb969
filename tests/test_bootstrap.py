"""Start-up from a checkout: when .venv is made, repaired or left alone, and what is said."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from hub import bootstrap
from hub.bootstrap import RUN, TEST, Checkout, Purpose

OUTSIDE = "/usr"
OURS = Purpose("hub", RUN.pins, RUN.also, proof=("pytest",))  # there, in whoever runs this
ABSENT = Purpose("hub", RUN.pins, RUN.also, proof=("no-such-distribution",))


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A small checkout with an environment in it that was never completed."""
    put(tmp_path, "config/requirements.txt", "flask==3.1.3\n")
    put(tmp_path, "config/requirements-test.txt", "flask==3.1.3\npytest==9.2.0\n")
    put(tmp_path, "pyproject.toml", "[project]\n")
    put(tmp_path, "kiosk/package-lock.json", "{}")
    put(tmp_path, "kiosk/src/wall.ts", "export {};")
    put(tmp_path, ".venv/bin/python", "")
    return Checkout(tmp_path)


def put(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def complete(checkout: Checkout, purpose: Purpose) -> None:
    bootstrap.write(checkout.stamp(purpose.pins), bootstrap.digest(checkout, purpose.pins))


class Steps:
    """Stands in for the steps of an installation: notes them, and breaks off where told to."""

    def __init__(self, break_at: str = "") -> None:
        self.taken: list[str] = []
        self.break_at = break_at

    def __call__(self, checkout: Checkout, what: str, command: Sequence[str], lock: int) -> None:
        self.taken.append(what)
        if self.break_at and self.break_at in what:
            raise KeyboardInterrupt


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    steps = Steps()
    monkeypatch.setattr(bootstrap, "step", steps)
    monkeypatch.setattr(bootstrap, "usable", lambda python: True)
    return steps


def test_an_environment_without_a_stamp_is_not_fresh(checkout: Checkout) -> None:
    assert not bootstrap.fresh(checkout, RUN)


def test_a_completed_environment_is_fresh(checkout: Checkout) -> None:
    complete(checkout, RUN)
    assert bootstrap.fresh(checkout, RUN)


@pytest.mark.parametrize(
    "name",
    [
        "config/requirements.txt",
        "pyproject.toml",
        "kiosk/package-lock.json",
        "kiosk/package.json",
        "kiosk/build.mjs",
        "kiosk/tsconfig.json",
        "kiosk/hatch_build.py",
        "kiosk/src/wall.ts",
        "kiosk/src/board/five_whys.ts",
    ],
)
def test_a_changed_or_new_input_makes_it_stale(checkout: Checkout, name: str) -> None:
    complete(checkout, RUN)
    put(checkout.root, name, "changed")
    assert not bootstrap.fresh(checkout, RUN)


def test_a_removed_or_renamed_source_makes_it_stale(checkout: Checkout) -> None:
    complete(checkout, RUN)
    source = checkout.root / "kiosk/src/wall.ts"
    source.rename(source.with_name("hall.ts"))
    assert not bootstrap.fresh(checkout, RUN)


def test_other_files_do_not_matter(checkout: Checkout) -> None:
    complete(checkout, RUN)
    put(checkout.root, "hub/cli.py", "")
    put(checkout.root, "kiosk/node_modules/esbuild/package.json", "{}")
    assert bootstrap.fresh(checkout, RUN)


def test_a_moved_checkout_is_stale(checkout: Checkout) -> None:
    complete(checkout, RUN)
    moved = checkout.root.rename(checkout.root.with_name("elsewhere"))
    assert not bootstrap.fresh(Checkout(moved), RUN)


def test_an_environment_whose_python_is_gone_is_stale(checkout: Checkout) -> None:
    complete(checkout, RUN)
    checkout.python.unlink()
    assert not bootstrap.fresh(checkout, RUN)


def test_the_environment_of_the_tests_will_do_to_run_but_not_the_other_way_round(
    checkout: Checkout,
) -> None:
    complete(checkout, TEST)
    assert bootstrap.fresh(checkout, RUN)
    checkout.stamp(TEST.pins).unlink()
    complete(checkout, RUN)
    assert not bootstrap.fresh(checkout, TEST)


def test_an_installed_hub_runs_as_it_is(tmp_path: Path) -> None:
    assert not bootstrap.ours_to_make(Checkout(tmp_path), ABSENT, OUTSIDE)


def test_a_bare_python_needs_the_environment(checkout: Checkout) -> None:
    assert bootstrap.ours_to_make(checkout, ABSENT, OUTSIDE)


def test_somebody_elses_environment_with_the_project_runs_as_it_is(checkout: Checkout) -> None:
    complete(checkout, RUN)
    assert not bootstrap.ours_to_make(checkout, OURS, OUTSIDE)


def test_a_venv_we_did_not_make_runs_as_it_is_when_it_has_the_project(checkout: Checkout) -> None:
    assert not bootstrap.ours_to_make(checkout, OURS, str(checkout.venv))
    assert bootstrap.ours_to_make(checkout, ABSENT, str(checkout.venv))


def test_the_venv_we_made_is_ours_to_keep_in_step(checkout: Checkout) -> None:
    complete(checkout, RUN)
    assert bootstrap.ours_to_make(checkout, OURS, str(checkout.venv))


def test_in_our_venv_what_is_complete_is_current(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(bootstrap.SEEN_TO, raising=False)
    complete(checkout, RUN)
    assert bootstrap.current(checkout, OURS)


def test_a_stamp_in_a_venv_that_lost_the_project_is_not_believed(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(bootstrap.SEEN_TO, raising=False)
    complete(checkout, RUN)
    assert not bootstrap.current(checkout, ABSENT)
    assert not bootstrap.fresh(checkout, RUN)


def test_what_was_just_seen_to_is_not_looked_at_again(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(bootstrap.SEEN_TO, str(checkout.venv))
    assert bootstrap.current(checkout, RUN)


def test_preparing_installs_the_pins_and_then_the_hub(checkout: Checkout, steps: Steps) -> None:
    bootstrap.prepare(checkout, RUN)
    assert [what.split(",")[0] for what in steps.taken] == [
        "installing requirements.txt",
        "installing the hub",
    ]
    assert bootstrap.fresh(checkout, RUN)


def test_preparing_what_is_fresh_does_nothing(checkout: Checkout, steps: Steps) -> None:
    complete(checkout, RUN)
    bootstrap.prepare(checkout, RUN)
    assert steps.taken == []


def test_an_interrupted_installation_is_taken_up_again(checkout: Checkout, steps: Steps) -> None:
    complete(checkout, TEST)
    put(checkout.root, "pyproject.toml", "changed")
    steps.break_at = "installing the hub"
    with pytest.raises(KeyboardInterrupt):
        bootstrap.prepare(checkout, RUN)
    put(checkout.root, "pyproject.toml", "[project]\n")
    assert not bootstrap.fresh(checkout, RUN)
    steps.break_at = ""
    bootstrap.prepare(checkout, RUN)
    assert bootstrap.fresh(checkout, RUN)


def test_an_input_edited_during_the_installation_leaves_it_stale(
    checkout: Checkout, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    def edit(*_: object) -> None:
        put(checkout.root, "kiosk/src/wall.ts", "edited meanwhile")

    monkeypatch.setattr(bootstrap, "step", edit)
    bootstrap.prepare(checkout, RUN)
    assert not bootstrap.fresh(checkout, RUN)


def test_a_broken_venv_is_made_anew_and_its_lock_and_downloads_are_kept(
    checkout: Checkout, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "usable", lambda python: False)
    put(checkout.venv, "downloads/pip/flask.whl", "")
    bootstrap.prepare(checkout, RUN)
    assert steps.taken[0] == "making .venv"
    assert not checkout.python.exists()
    assert (checkout.venv / "downloads/pip/flask.whl").exists()
    assert (checkout.venv / "lock").exists()


def test_a_python_that_does_not_start_or_has_no_pip_is_not_usable(checkout: Checkout) -> None:
    assert not bootstrap.usable(checkout.venv / "bin" / "absent")
    put(checkout.root, "python", f'#!/bin/sh\nexec {sys.executable} -S -I "$@"\n')
    (checkout.root / "python").chmod(0o755)
    assert not bootstrap.usable(checkout.root / "python")


def test_the_second_start_says_that_it_waits_and_then_goes_on(tmp_path: Path) -> None:
    told: list[str] = []
    with ExitStack() as first:
        first.enter_context(bootstrap.held(tmp_path / "lock", lambda: told.append("first")))

        def wait() -> None:
            told.append("second waits")
            first.close()

        with bootstrap.held(tmp_path / "lock", wait):
            told.append("second goes on")
    assert told == ["second waits", "second goes on"]


def test_what_the_first_start_completed_the_second_does_not_do_again(
    checkout: Checkout, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as first:
        first.enter_context(bootstrap.held(checkout.venv / "lock", lambda: None))

        def first_completes() -> None:
            complete(checkout, RUN)
            first.close()

        monkeypatch.setattr(bootstrap, "waiting", first_completes)
        bootstrap.prepare(checkout, RUN)
    assert steps.taken == []


def test_a_step_shows_its_name_and_a_failing_one_the_end_of_its_output(
    checkout: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    checkout.log.touch()
    command = [sys.executable, "-c", "print('no such pin'); raise SystemExit(3)"]
    lock = bootstrap.held(checkout.venv / "lock", lambda: None)
    failure = pytest.raises(SystemExit, match=r"installing pins failed \(3\)[^$]*no such pin")
    with lock as held, failure:
        bootstrap.step(checkout, "installing pins", command, held)
    assert "hub: installing pins " in capsys.readouterr().err


def test_downloads_stay_in_the_checkout(checkout: Checkout) -> None:
    surroundings = bootstrap.surroundings(checkout)
    for name in ("PIP_CACHE_DIR", "npm_config_cache"):
        assert Path(surroundings[name]).is_relative_to(checkout.venv)


def test_an_old_python_is_told_which_one_is_needed() -> None:
    assert "needs Python 3.11 or later, and this is Python 3.9" in bootstrap.refusal(
        (3, 9), "linux"
    )
    assert bootstrap.refusal((3, 11), "linux") == ""
    assert bootstrap.refusal((3, 14), "darwin") == ""
    assert "WSL" in bootstrap.refusal((3, 12), "win32")


def test_a_python_without_venv_is_told_what_debian_calls_it(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit, match="apt install python3-venv"):
        bootstrap.prepare(checkout, RUN)


@pytest.mark.parametrize(
    "name",
    [
        "hub/__init__.py",
        "hub/__main__.py",
        "hub/bootstrap.py",
        "tests/__init__.py",
        "tests/__main__.py",
    ],
)
def test_an_older_python_can_read_what_runs_first(name: str) -> None:
    ast.parse((bootstrap.ROOT / name).read_text(encoding="utf-8"), feature_version=(3, 8))


def test_what_runs_first_needs_the_standard_library_alone() -> None:
    bare = (
        f"import sys; sys.path.insert(0, {str(bootstrap.ROOT)!r}); "
        "import hub.__main__, tests.__main__; "
        "print(sorted(m for m in sys.modules if m.startswith(('hub.', 'tests.'))))"
    )
    asked = subprocess.run(
        [sys.executable, "-I", "-S", "-c", bare], check=True, capture_output=True, text=True
    )
    assert asked.stdout.strip() == "['hub.__main__', 'hub.bootstrap', 'tests.__main__']"


def test_the_names_agree_with_the_project() -> None:
    project = tomllib.loads((bootstrap.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["name"] == bootstrap.PROJECT
    oldest = ".".join(map(str, bootstrap.OLDEST))
    assert project["project"]["requires-python"] == f">={oldest}"


def test_the_pins_of_the_tests_hold_those_of_the_hub() -> None:
    checkout = Checkout(bootstrap.ROOT)
    run, test = (pins(checkout.pins(purpose.pins)) for purpose in (RUN, TEST))
    assert run <= test


def pins(path: Path) -> set[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {line.rstrip(" \\") for line in lines if line[:1].isalnum()}
