"""The verbs of ``hub-kiosk``, which ``hub kiosk`` has too: run, check, install, remove, pack."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from hub_kiosk import installing
from hub_kiosk.installing import Refused
from hub_kiosk.settings import PLACE, BadSettings, read


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("hub-kiosk", description="A screen of the performance hub.")
    add_verbs(parser)
    chosen = parser.parse_args(arguments)
    return int(chosen.run(chosen))


def exit_with_status() -> None:
    """What the packed file runs."""
    sys.exit(main())


def add_verbs(parser: argparse.ArgumentParser) -> None:
    """Let a parser take the verbs; the chosen one is ``run``, and gives an exit status."""
    verbs = parser.add_subparsers(required=True, metavar="verb")
    install = verbs.add_parser("install", help="set this computer up as a screen")
    install.add_argument("--hub", default="", help="the hub's address: http://hub.example:8321")
    install.add_argument("--x11", action="store_true", help="for X11 in place of labwc")
    install.add_argument("--dry-run", action="store_true", help="only print what would be written")
    remove = verbs.add_parser("remove", help="take away what install wrote")
    for verb in (install, remove):
        verb.add_argument(
            "--root", type=Path, default=Path("/"), help="where the computer's files are (/)"
        )
    pack = verbs.add_parser("pack", help="write all this as one file, to carry to the screen")
    pack.add_argument("file", type=Path, help="such as hub-kiosk.pyz")
    run = verbs.add_parser("run", help="keep the browser alive; systemd does this")
    check = verbs.add_parser("check", help="say what is wrong in the settings")
    for verb in (run, check):
        verb.add_argument("--settings", type=Path, default=PLACE, help=f"({PLACE})")
    work = {install: _install, remove: _remove, pack: _pack, run: _run, check: _check}
    for verb, does in work.items():
        verb.set_defaults(run=does)


def _run(chosen: argparse.Namespace) -> int:
    from hub_kiosk.agent import Agent  # it needs Linux; the other verbs run anywhere

    return Agent(chosen.settings).run()


def _check(chosen: argparse.Namespace) -> int:
    try:
        settings = read(chosen.settings)
    except BadSettings as error:
        return _fail(str(error))
    print(f"{chosen.settings} is fit for use; the screen shows {settings.display}")
    return 0


def _install(chosen: argparse.Namespace) -> int:
    try:
        plan = installing.plan(chosen.root, chosen.hub, chosen.x11)
        for line in plan.lines():
            print(line)
        if chosen.dry_run:
            print("Nothing was written (--dry-run).")
            return 0
        plan.write()
        for line in installing.settle(chosen.root, chosen.x11):
            print(line)
    except (Refused, BadSettings) as error:
        return _fail(str(error))
    except PermissionError as error:
        return _fail(f"{error.filename}: not permitted; put sudo in front")
    return 0


def _remove(chosen: argparse.Namespace) -> int:
    try:
        installing.tell_systemd(chosen.root, "stop", "hub-kiosk.service")
        for line in installing.remove(chosen.root):
            print(line)
        installing.tell_systemd(chosen.root, "daemon-reload")
    except Refused as error:
        return _fail(str(error))
    except PermissionError as error:
        return _fail(f"{error.filename}: not permitted; put sudo in front")
    return 0


def _pack(chosen: argparse.Namespace) -> int:
    installing.pack(chosen.file)
    print(f"{chosen.file}: carry it to the screen; there: sudo python3 {chosen.file.name} install")
    return 0


def _fail(words: str) -> int:
    print(f"hub-kiosk: {words}", file=sys.stderr)
    return 1
