"""``python3 -m tests``: every test, on a machine that need have no more than Python.

Makes the environment, sees to a browser and to cairo, then runs pytest with the arguments given,
two test files at a time. With ``-n0`` among the arguments it is one, as a debugger wants it.
``python3 -m tests --prepare`` does all but run pytest.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from hub.bootstrap import ROOT, TEST, Checkout, enter, run, say, tail

AT_ONCE = ("-n2", "--dist=loadfile")  # a file's tests stay together, with the servers they start


def main() -> int:
    enter(TEST)
    lacking = missing()
    if lacking and apt_is_ours():
        apt(list(lacking))
        lacking = missing()
    if lacking:
        return refuse(lacking)
    return 0 if sys.argv[1:] == ["--prepare"] else pytest(sys.argv[1:])


def missing() -> dict[str, str]:
    """The Debian packages the tests cannot do without and do not find, each with the reason."""
    from tests.browser import NoBrowserError, find_browser

    lacking = {}
    try:
        find_browser(os.environ)
    except NoBrowserError as error:
        lacking["chromium"] = str(error)
    try:
        import_module("cairocffi")
    except OSError:
        lacking["libcairo2"] = "the library cairo was not found; printing needs it"
    return lacking


def apt_is_ours() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt(packages: list[str]) -> None:
    """Install Debian packages. Whether that came off is for ``missing`` to say."""
    checkout = Checkout(ROOT)
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    run(checkout, "reading Debian's package lists", ["apt-get", "update"])
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if run(checkout, f"installing Debian's {' and '.join(packages)}", command):
        say(f"tests: apt-get failed; {tail(checkout.log)}\n")


def refuse(lacking: dict[str, str]) -> int:
    for package, reason in lacking.items():
        say(f"tests: {package} is missing: {reason}\n")
    say(f"tests: nothing was run. On Debian and Ubuntu: apt install {' '.join(lacking)}\n")
    return 1


def pytest(arguments: list[str]) -> int:
    """Run pytest with a home and a temporary directory that are gone afterwards; its exit code."""
    with TemporaryDirectory(prefix="hub-tests-") as scratch:
        process = subprocess.Popen(
            [sys.executable, "-m", "pytest", *AT_ONCE, *arguments],
            cwd=ROOT,
            env=surroundings(Path(scratch)),
        )
        # pytest hears Ctrl-C itself, and has to finish before its directory goes; it would die
        # of SIGTERM with its servers still up, and takes them down when it is interrupted
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: process.send_signal(signal.SIGINT))
        code = process.wait()
    return code if code >= 0 else 128 - code


def surroundings(scratch: Path) -> dict[str, str]:
    from tests.browser import find_browser

    home = scratch / "home"
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    browser = find_browser(os.environ)  # Playwright looks for its own in the real home
    return {
        **kept,
        "HOME": str(home),
        "TMPDIR": str(scratch),
        "HUB_TEST_BROWSER": browser,
        "NODE_DISABLE_COMPILE_CACHE": "1",
    }


if __name__ == "__main__":
    sys.exit(main())
