"""Sets a computer up as a screen: which files are written, and how they are taken away again.

What was written is recorded with its digest. Only what is recorded, and still is as it was written,
is ever changed or taken away; anything else is somebody else's.
"""

import hashlib
import json
import os
import shutil
import struct
import subprocess
import zipapp
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from tempfile import TemporaryDirectory

from hub_kiosk.settings import PLACE, of

LIBRARY = "usr/local/lib/hub-kiosk"
RECORD = f"{LIBRARY}/installed.json"
UNIT = "etc/systemd/system/hub-kiosk.service"
WANTED = "etc/systemd/system/multi-user.target.wants/hub-kiosk.service"
SETTINGS = str(PLACE.relative_to("/"))
NO_POINTER = f"XCURSOR_THEME=none XCURSOR_PATH=/{LIBRARY}/icons"
LABWC = {
    "@SESSION@": "labwc",
    "@START@": f"/usr/bin/labwc -C /{LIBRARY}/labwc",
    "@ENVIRONMENT@": f"LIBSEAT_BACKEND=seatd {NO_POINTER}",
}
X11 = {
    "@SESSION@": "xinit",
    "@START@": f"/usr/bin/xinit /{LIBRARY}/xsession -- /usr/bin/X :0 vt7 -nolisten tcp -nocursor",
    "@ENVIRONMENT@": f"DISPLAY=:0 {NO_POINTER}",
}
CURSORS = ("default", "left_ptr", "pointer")
NEEDED = {
    False: {"labwc": "labwc", "seatd": "seatd", "wlr-randr": "wlr-randr"},
    True: {"xinit": "xinit", "openbox": "openbox", "xset": "x11-xserver-utils", "Xorg": "xorg"},
}


class Refused(Exception):
    """Nothing was written; the message says why."""


@dataclass(frozen=True)
class File:
    """What is to be at a place: a file with this content, or a link to it."""

    content: bytes
    mode: int = 0o644
    link: bool = False


@dataclass(frozen=True)
class Plan:
    """What installing would write under ``root``. ``fates`` says of each place: new, changed, same,
    kept (somebody has edited it) or gone (no longer needed)."""

    root: Path
    wanted: dict[str, File]
    fates: dict[str, str]

    def lines(self) -> Iterator[str]:
        for place, fate in sorted(self.fates.items()):
            yield f"{fate:8} /{place}"

    def write(self) -> None:
        """Write it all; whatever interrupts this, doing it again or removing goes on from there."""
        known = recorded(self.root)
        ours = {p: f for p, f in self.wanted.items() if self.fates[p] != "kept"}
        both = {p: [*known.get(p, []), digest(f.content)] for p, f in ours.items()}
        _note(self.root, {**known, **both})
        for place, file in ours.items():
            if self.fates[place] != "same":
                _put(self.root / place, file)
        for place, fate in self.fates.items():
            if fate == "gone":
                (self.root / place).unlink()
        left = {p: d for p, d in known.items() if p not in ours and self.fates.get(p) != "gone"}
        _note(self.root, {**left, **{p: [digest(f.content)] for p, f in ours.items()}})


def plan(root: Path, hub: str, x11: bool) -> Plan:
    """What there is to write. Raises Refused where somebody else's file is in the way, and
    BadSettings for an address that is none."""
    known = recorded(root)
    wanted = dict(_files(x11))
    if hub:
        text = _own("hub-kiosk.toml").replace("@HUB@", of({"hub": hub}).hub)
        wanted[SETTINGS] = File(text.encode())
    elif not (root / SETTINGS).exists():
        raise Refused("the hub's address is missing: --hub http://hub.example:8321")
    fates = {place: _fate(root, place, file, known) for place, file in wanted.items()}
    if fates.get(SETTINGS) == "foreign":
        fates[SETTINGS] = "kept"
    if foreign := sorted(f"/{p}" for p, fate in fates.items() if fate == "foreign"):
        raise Refused(
            f"{', '.join(foreign)}: not written by this, or changed since. Move it away first; "
            "nothing was written"
        )
    idle = set(known) - set(wanted) - {SETTINGS}
    fates |= {place: "gone" for place in idle if _untouched(root, place, known)}
    return Plan(root, wanted, fates)


def remove(root: Path) -> Iterator[str]:
    """Take away what was written and is as it was; a line for each place."""
    known = recorded(root)
    if not known:
        raise Refused("nothing is installed here")
    for place in sorted(known):
        if _untouched(root, place, known):
            (root / place).unlink()
            yield f"removed  /{place}"
        elif _there(root / place):
            yield f"kept     /{place}: changed since it was written"
    (root / RECORD).unlink()
    library = root / LIBRARY
    for folder in sorted((p for p in library.rglob("*") if p.is_dir()), reverse=True):
        _drop(folder)
    _drop(library)


def settle(root: Path, x11: bool) -> Iterator[str]:
    """Tell the running system of the new files; lines for what is left for a person to do."""
    orders = [["systemd-sysusers"], ["systemctl", "daemon-reload"]]
    if root != Path("/"):
        yield f"For a computer that runs from {root}: it takes the files up when it starts."
        return
    for order in orders:
        done = subprocess.run(order, capture_output=True, text=True, check=False)
        if done.returncode:
            yield f"{' '.join(order)} failed: {done.stderr.strip()}"
    lacking = [package for name, package in NEEDED[x11].items() if not shutil.which(name)]
    if not shutil.which("chromium"):
        lacking.append("chromium")
    if lacking:
        yield f"Still missing: sudo apt install {' '.join(sorted(lacking))}"
    if Path("/etc/systemd/system/display-manager.service").exists():
        yield (
            "This computer starts a desktop, which would take the screen. "
            "Turn that off: sudo systemctl set-default multi-user.target"
        )
    yield "Start it now: sudo systemctl restart hub-kiosk. From now on the computer starts with it."


def tell_systemd(root: Path, *words: str) -> None:
    """Have the running system follow, where the files are its own."""
    if root == Path("/"):
        subprocess.run(["systemctl", *words], check=False)


def pack(target: Path) -> None:
    """Write the agent and this as one file that Python runs."""
    with TemporaryDirectory() as folder:
        for place, content in _package():
            path = Path(folder) / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        zipapp.create_archive(
            folder, target, interpreter="/usr/bin/python3", main="hub_kiosk.verbs:exit_with_status"
        )


def recorded(root: Path) -> dict[str, list[str]]:
    """What was written here, with the digests that it may have."""
    try:
        said = json.loads((root / RECORD).read_text())
    except FileNotFoundError:
        return {}
    except ValueError:
        raise Refused(f"{root / RECORD} cannot be read: it was changed or cut short") from None
    return dict(said["files"])


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# -- the files -----------------------------------------------------------------------------------


def _files(x11: bool) -> Iterator[tuple[str, File]]:
    for place, content in _package():
        yield f"{LIBRARY}/{place}", File(content)
    yield "usr/local/bin/hub-kiosk", File(_own("hub-kiosk.sh").encode(), 0o755)
    yield "etc/sysusers.d/hub-kiosk.conf", File(_own("hub-kiosk.sysusers").encode())
    unit = _own("hub-kiosk.service")
    for mark, words in (X11 if x11 else LABWC).items():
        unit = unit.replace(mark, words)
    yield UNIT, File(unit.encode())
    yield WANTED, File(b"/" + UNIT.encode(), link=True)
    for name in CURSORS:
        yield f"{LIBRARY}/icons/none/cursors/{name}", File(invisible())
    if x11:
        yield f"{LIBRARY}/xsession", File(_own("xsession").encode(), 0o755)
        yield f"{LIBRARY}/openbox.xml", File(_own("openbox.xml").encode())
        return
    for name in ("autostart", "rc.xml"):
        yield f"{LIBRARY}/labwc/{name}", File(_own(name).encode())


def _package() -> Iterator[tuple[str, bytes]]:
    """The files of this package, also where it is inside an archive."""

    def walk(folder: Traversable, below: str) -> Iterator[tuple[str, bytes]]:
        for item in folder.iterdir():
            if item.is_dir() and item.name != "__pycache__":
                yield from walk(item, f"{below}/{item.name}")
            elif item.is_file():
                yield f"{below}/{item.name}", item.read_bytes()

    yield from walk(files("hub_kiosk"), "hub_kiosk")


def _own(name: str) -> str:
    return (files("hub_kiosk") / "files" / name).read_text(encoding="utf-8")


def invisible() -> bytes:
    """A pointer of one clear dot, in the format of Xcursor(3): head, contents, image."""
    head = b"Xcur" + struct.pack("<3I", 16, 0x10000, 1)
    contents = struct.pack("<3I", 0xFFFD0002, 24, 28)
    image = struct.pack("<10I", 36, 0xFFFD0002, 24, 1, 1, 1, 0, 0, 0, 0)
    return head + contents + image


# -- what is there -------------------------------------------------------------------------------


def _there(path: Path) -> bool:
    return os.path.lexists(path)


def _found(path: Path) -> bytes:
    return str(path.readlink()).encode() if path.is_symlink() else path.read_bytes()


def _untouched(root: Path, place: str, known: dict[str, list[str]]) -> bool:
    path = root / place
    plain = path.is_symlink() or path.is_file()
    return plain and digest(_found(path)) in known.get(place, [])


def _fate(root: Path, place: str, file: File, known: dict[str, list[str]]) -> str:
    path = root / place
    if not _there(path):
        return "new"
    if not _untouched(root, place, known):
        return "foreign"
    return "same" if _found(path) == file.content else "changed"


def _put(path: Path, file: File) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.fresh")
    fresh.unlink(missing_ok=True)
    if file.link:
        fresh.symlink_to(file.content.decode())
    else:
        fresh.write_bytes(file.content)
        fresh.chmod(file.mode)
    fresh.replace(path)


def _note(root: Path, written: dict[str, list[str]]) -> None:
    text = json.dumps({"files": dict(sorted(written.items()))}, indent=1)
    _put(root / RECORD, File(text.encode()))


def _drop(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
