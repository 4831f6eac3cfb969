"""Start-up from a checkout: make ``.venv`` from the pins, keep it in step, go on inside it.

Nothing is installed when this begins, so it uses the standard library alone and imports nothing
else of the hub; and it can be read by older Pythons, which get a message instead of a traceback.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
PROJECT = "performance-hub"
OLDEST = (3, 11)
KIOSK = (
    ".npmrc",
    "build.mjs",
    "hatch_build.py",
    "package-lock.json",
    "package.json",
    "tsconfig.json",
)
UNFINISHED = "unfinished\n"
SEEN_TO = "HUB_ENVIRONMENT"  # names the environment that was just brought up to date


@dataclass(frozen=True)
class Purpose:
    """What an environment is for: the module to run, its pins, and how to tell it is fit.

    ``pins`` is installed where it is not; an environment made from one of ``also`` will do.
    ``proof`` names distributions that an environment made by somebody else has to have.
    """

    module: str
    pins: str
    also: tuple[str, ...]
    proof: tuple[str, ...]


RUN = Purpose("hub", "requirements.txt", ("requirements-test.txt",), (PROJECT,))
TEST = Purpose("tests", "requirements-test.txt", (), (PROJECT, "pytest", "playwright"))


@dataclass(frozen=True)
class Checkout:
    """A source tree of the hub, and the environment in it."""

    root: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def log(self) -> Path:
        return self.venv / "setup.log"

    def pins(self, name: str) -> Path:
        return self.root / "config" / name

    def stamp(self, name: str) -> Path:
        """Holds the digest of what the environment was made from, once it is complete."""
        return self.venv / f"{name}.stamp"

    def stamps(self) -> tuple[Path, ...]:
        return tuple(path for path in map(self.stamp, (RUN.pins, TEST.pins)) if path.exists())


def enter(purpose: Purpose) -> None:
    """Return inside an environment fit for ``purpose``; elsewhere, make one and start again in it.

    An installed hub, or an environment of somebody else's making that has the project, is fit.
    """
    checkout = Checkout(ROOT)
    if not ours_to_make(checkout, purpose, sys.prefix):
        return
    if reason := refusal(sys.version_info[:2], sys.platform):
        raise SystemExit(f"hub: {reason}")
    if inside(checkout, sys.prefix) and current(checkout, purpose):
        os.environ[SEEN_TO] = str(checkout.venv)
        return
    try:
        prepare(checkout, purpose)
    except KeyboardInterrupt:
        say("\nhub: interrupted; the next start carries on from here\n")
        raise SystemExit(130) from None
    os.environ[SEEN_TO] = str(checkout.venv)
    os.execv(checkout.python, [str(checkout.python), "-m", purpose.module, *sys.argv[1:]])


def ours_to_make(checkout: Checkout, purpose: Purpose, prefix: str) -> bool:
    """Whether the environment is for us to see to. Of .venv, only when a stamp says we made it."""
    if not checkout.pins(purpose.pins).is_file():
        return False
    ours = inside(checkout, prefix) and bool(checkout.stamps())
    return ours or not installed(purpose)


def inside(checkout: Checkout, prefix: str) -> bool:
    return Path(prefix).resolve() == checkout.venv.resolve()


def installed(purpose: Purpose) -> bool:
    """Whether the Python that runs this has the project and what the purpose needs."""
    try:
        return all(metadata.version(name) for name in purpose.proof)
    except metadata.PackageNotFoundError:
        return False


def current(checkout: Checkout, purpose: Purpose) -> bool:
    """Whether the environment we are in is up to date. A Python replaced under it lost it all."""
    if os.environ.get(SEEN_TO) == str(checkout.venv):
        return True
    if fresh(checkout, purpose) and installed(purpose):
        return True
    spoil(checkout, purpose)
    return False


def refusal(version: tuple[int, int], platform: str) -> str:
    """Why this Python cannot make the environment, or nothing."""
    if version < OLDEST:
        has, oldest = (".".join(map(str, numbers)) for numbers in (version, OLDEST))
        return f"this needs Python {oldest} or later, and this is Python {has} ({sys.executable})"
    if platform == "win32":
        return "a checkout starts on Linux or macOS; on Windows use WSL or install the wheel"
    return ""


def fresh(checkout: Checkout, purpose: Purpose) -> bool:
    """Whether .venv was completed from just what the checkout holds now."""
    return checkout.python.exists() and any(
        reads(checkout.stamp(name)) == digest(checkout, name)
        for name in (purpose.pins, *purpose.also)
        if checkout.stamp(name).exists()
    )


def reads(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def digest(checkout: Checkout, pins: str) -> str:
    """What an environment is made from, in one number: place, pins, project, browser side."""
    total = hashlib.sha256(str(checkout.root).encode())
    for path in inputs(checkout, pins):
        name = path.relative_to(checkout.root).as_posix()
        total.update(f"\0{name}\0{path.stat().st_size}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def inputs(checkout: Checkout, pins: str) -> list[Path]:
    kiosk = checkout.root / "kiosk"
    named = [checkout.pins(pins), checkout.root / "pyproject.toml", *(kiosk / n for n in KIOSK)]
    return [path for path in (*named, *sorted((kiosk / "src").rglob("*"))) if path.is_file()]


def prepare(checkout: Checkout, purpose: Purpose) -> None:
    """Bring .venv up to date, one process at a time. Raises SystemExit where that cannot be."""
    if fresh(checkout, purpose):
        return
    if reason := lacking():
        raise SystemExit(f"hub: {reason}")
    checkout.venv.mkdir(exist_ok=True)
    with held(checkout.venv / "lock", waiting) as lock:
        if not fresh(checkout, purpose):
            install(checkout, purpose, lock)


def lacking() -> str:
    """Which part of the standard library the system has left out, or nothing."""
    missing = [name for name in ("venv", "ensurepip") if util.find_spec(name) is None]
    if not missing:
        return ""
    return (
        f"this Python comes without {' and '.join(missing)} ({sys.executable}); "
        "on Debian and Ubuntu: apt install python3-venv"
    )


def waiting() -> None:
    say("hub: another start is setting up .venv; waiting for it\n")


@contextmanager
def held(path: Path, wait: Callable[[], None]) -> Iterator[int]:
    """Hold the lock file; call ``wait`` first where somebody else has it. Gives its descriptor."""
    import fcntl  # not on Windows, where only an installed hub runs

    with path.open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            wait()
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock.fileno()


def install(checkout: Checkout, purpose: Purpose, lock: int) -> None:
    """Make or repair .venv. The stamp comes last: without it the next start does this again."""
    made_from = digest(checkout, purpose.pins)
    spoil(checkout, purpose)
    checkout.log.write_bytes(b"")
    if not usable(checkout.python):
        sweep(checkout)
        step(checkout, "making .venv", [outer_python(), "-m", "venv", str(checkout.venv)], lock)
    pip = [str(checkout.python), "-m", "pip", "install"]
    pins = checkout.pins(purpose.pins)
    step(checkout, f"installing {pins.name}", [*pip, "--require-hashes", "-r", str(pins)], lock)
    itself = [*pip, "--no-deps", "-e", str(checkout.root)]
    step(checkout, "installing the hub, building its browser side", itself, lock)
    write(checkout.stamp(purpose.pins), made_from)


def spoil(checkout: Checkout, purpose: Purpose) -> None:
    """Say in every stamp that the environment is not complete."""
    for stamp in {checkout.stamp(purpose.pins), *checkout.stamps()}:
        write(stamp, UNFINISHED)


def write(path: Path, text: str) -> None:
    """Replace a file whole: a reader sees the old text or the new."""
    draft = path.with_name(path.name + ".draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def usable(python: Path) -> bool:
    """Whether the environment's Python starts, is new enough and has a pip."""
    probe = f"import sys, pip._internal.cli.main; sys.exit(sys.version_info[:2] < {OLDEST})"
    if not python.exists():
        return False
    asked = subprocess.run([str(python), "-c", probe], check=False, capture_output=True)
    return asked.returncode == 0


def sweep(checkout: Checkout) -> None:
    """Clear a broken .venv out; the lock is in use, downloads and the stamps are kept."""
    import shutil

    for name in ("bin", "include", "lib", "lib64", "share", "pyvenv.cfg"):
        path = checkout.venv / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def outer_python() -> str:
    """The Python behind the one that runs: that one may live in the .venv about to be remade."""
    return str(getattr(sys, "_base_executable", sys.executable))


def step(checkout: Checkout, what: str, command: Sequence[str], lock: int) -> None:
    """Run one step. Raises SystemExit with the end of its output when it fails."""
    code = run(checkout, what, command, lock)
    if code:
        raise SystemExit(f"hub: {what} failed ({code}); {tail(checkout.log)}")


def run(checkout: Checkout, what: str, command: Sequence[str], lock: int | None = None) -> int:
    """Run a command with its output in the log, showing a dot every two seconds; its exit code.

    The child holds the lock too: should this process be killed, nobody starts beside the child.
    """
    say(f"hub: {what} ")
    began = time.monotonic()
    with checkout.log.open("ab") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=surroundings(checkout),
            pass_fds=() if lock is None else (lock,),
        )
        code = watch(process)
    say(f" {time.monotonic() - began:.0f} s\n")
    return code


def surroundings(checkout: Checkout) -> dict[str, str]:
    """The environment variables of a step: what it downloads is kept in .venv, nothing elsewhere.

    npm trusts the certificates that the machine trusts: many offices inspect what comes in.
    """
    downloads = checkout.venv / "downloads"
    return {
        "NODE_USE_SYSTEM_CA": "1",
        **os.environ,
        "NODE_DISABLE_COMPILE_CACHE": "1",
        "PIP_CACHE_DIR": str(downloads / "pip"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
        "PIP_USER": "0",
        "npm_config_cache": str(downloads / "npm"),
    }


def watch(process: subprocess.Popen[bytes]) -> int:
    try:
        while True:
            try:
                return process.wait(timeout=2)
            except subprocess.TimeoutExpired:
                say(".")
    except BaseException:  # interrupted: leave no child behind
        process.terminate()
        process.wait()
        raise


def tail(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-25:]
    return "\n".join([f"the end of {log}:", *(f"  {line}" for line in lines)])


def say(text: str) -> None:
    """Tell the person; standard output belongs to the command."""
    sys.stderr.write(text)
    sys.stderr.flush()
