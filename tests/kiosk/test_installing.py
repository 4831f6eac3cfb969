"""Setting a computer up: what is written, again and away, and what is left alone."""

import configparser
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from hub.cli import main
from hub_kiosk.installing import invisible

Run = Callable[..., tuple[int, str, str]]
HUB = "http://hub.example:8321"
SETTINGS = "etc/hub-kiosk.toml"
UNIT = "etc/systemd/system/hub-kiosk.service"
LIBRARY = "usr/local/lib/hub-kiosk"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "root").mkdir()
    return tmp_path / "root"


@pytest.fixture
def run(root: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """``run("install", ...)`` for the computer whose files are in ``root``."""

    def ran(verb: str, *arguments: str) -> tuple[int, str, str]:
        status = main(["kiosk", verb, "--root", str(root), *arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return ran


def there(root: Path) -> dict[str, tuple[bytes, int]]:
    """The files and links below a folder, with their modes."""
    found = [path for path in root.rglob("*") if path.is_symlink() or path.is_file()]
    return {
        str(path.relative_to(root)): (
            bytes(path.readlink()) if path.is_symlink() else path.read_bytes(),
            path.lstat().st_mode,
        )
        for path in found
    }


def test_a_dry_run_writes_nothing(run: Run, root: Path) -> None:
    status, out, _ = run("install", "--hub", HUB, "--dry-run")
    assert (status, there(root)) == (0, {})
    for place in (SETTINGS, UNIT, "etc/sysusers.d/hub-kiosk.conf", f"{LIBRARY}/labwc/autostart"):
        assert f"new      /{place}\n" in out


def test_what_is_installed_runs(run: Run, root: Path) -> None:
    assert run("install", "--hub", HUB)[0] == 0
    asked = subprocess.run(
        [sys.executable, "-I", "-c", "import sys; sys.path.insert(0, sys.argv.pop(1)); "
         "from hub_kiosk.verbs import main; sys.exit(main(sys.argv[1:]))",
         str(root / LIBRARY), "check", "--settings", str(root / SETTINGS)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert f"the screen shows {HUB}/display" in asked.stdout, asked.stderr
    assert os.access(root / "usr/local/bin/hub-kiosk", os.X_OK)


@pytest.mark.parametrize("flags", [(), ("--x11",)])
def test_the_unit_starts_a_session_that_is_there(
    run: Run, root: Path, flags: tuple[str, ...]
) -> None:
    run("install", "--hub", HUB, *flags)
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string((root / UNIT).read_text())
    assert "@SESSION@" not in (root / UNIT).read_text()
    named = [word for word in unit["Service"]["ExecStart"].split() if LIBRARY in word]
    assert [place for place in named if not (root / place.lstrip("/")).exists()] == []
    assert unit["Service"]["Type"] == "notify"
    assert "PAMName" not in unit["Service"]  # its session would be another unit, and unheard
    link = root / "etc/systemd/system/multi-user.target.wants/hub-kiosk.service"
    assert str(link.readlink()) == f"/{UNIT}"
    for sheet in root.rglob("*.xml"):
        ElementTree.parse(sheet)
    for script in (*root.rglob("xsession"), *root.rglob("autostart"), *root.rglob("hub-kiosk.sh")):
        subprocess.run(["sh", "-n", script], check=True)


def test_doing_it_again_changes_nothing(run: Run, root: Path) -> None:
    run("install", "--hub", HUB)
    before = there(root)
    status, out, _ = run("install")
    assert (status, there(root)) == (0, before)
    assert {line.split()[0] for line in out.splitlines() if " /" in line[:12]} == {"same"}


def test_going_to_x11_and_back_leaves_nothing_over(run: Run, root: Path) -> None:
    run("install", "--hub", HUB)
    before = there(root)
    run("install", "--x11")
    assert f"{LIBRARY}/xsession" in there(root)
    assert f"{LIBRARY}/labwc/autostart" not in there(root)
    run("install")
    assert there(root) == before


def test_settings_that_a_person_edited_are_kept(run: Run, root: Path) -> None:
    run("install", "--hub", HUB)
    (root / SETTINGS).write_text(f'hub = "{HUB}"\ncec = true\n')
    status, out, _ = run("install", "--hub", "http://other")
    assert (status, f"kept     /{SETTINGS}\n" in out) == (0, True)
    assert "cec = true" in (root / SETTINGS).read_text()
    run("remove")
    assert list(there(root)) == [SETTINGS]


def test_settings_that_nobody_edited_follow_a_new_address(run: Run, root: Path) -> None:
    run("install", "--hub", HUB)
    run("install")
    run("install", "--hub", "http://other")
    assert 'hub = "http://other"' in (root / SETTINGS).read_text()


@pytest.mark.parametrize("place", [UNIT, "usr/local/bin/hub-kiosk", f"{LIBRARY}/labwc/rc.xml"])
def test_somebody_elses_file_is_not_touched(run: Run, root: Path, place: str) -> None:
    (root / place).parent.mkdir(parents=True)
    (root / place).write_text("mine")
    before = there(root)
    status, _, err = run("install", "--hub", HUB)
    assert (status, there(root)) == (1, before)
    assert f"/{place}: not written by this" in err


def test_a_file_changed_since_is_left_and_named(run: Run, root: Path) -> None:
    run("install", "--hub", HUB)
    (root / UNIT).write_text("mine")
    assert run("install")[0] == 1
    status, out, _ = run("remove")
    assert (status, list(there(root))) == (0, [UNIT])
    assert f"kept     /{UNIT}: changed since it was written\n" in out


def test_removing_takes_all_of_it_and_no_more(run: Run, root: Path) -> None:
    (root / "etc/systemd/system").mkdir(parents=True)
    (root / "etc/systemd/system/other.service").write_text("other")
    before = there(root)
    run("install", "--hub", HUB)
    assert run("remove")[0] == 0
    assert there(root) == before
    assert not (root / LIBRARY).exists()
    status, _, err = run("remove")
    assert (status, err) == (1, "hub-kiosk: nothing is installed here\n")


def test_an_installation_cut_short_goes_on(run: Run, root: Path) -> None:
    run("install", "--hub", HUB)
    before = there(root)
    for place in (UNIT, f"{LIBRARY}/hub_kiosk/agent.py"):
        (root / place).unlink()
    run("install")
    assert there(root) == before


@pytest.mark.parametrize("hub", ["", "hub.example", "ftp://hub"])
def test_without_an_address_nothing_is_written(run: Run, root: Path, hub: str) -> None:
    status, _, err = run("install", "--hub", hub)
    assert (status, there(root)) == (1, {})
    assert "http://hub.example:8321" in err


def test_one_file_carries_all_of_it(tmp_path: Path, root: Path, run: Run) -> None:
    run("install", "--hub", HUB)
    before = there(root)
    run("remove")
    packed = tmp_path / "hub-kiosk.pyz"
    assert main(["kiosk", "pack", str(packed)]) == 0
    subprocess.run(
        [sys.executable, "-I", packed, "install", "--hub", HUB, "--root", root],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    assert there(root) == before


def test_the_pointer_is_one_clear_dot() -> None:
    """Xcursor(3): 16 bytes of head, 12 of contents, 36 of image head, one pixel of 0."""
    assert len(invisible()) == 16 + 12 + 36 + 4
    assert invisible().endswith(b"\0" * 4)
