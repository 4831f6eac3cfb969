"""The command line: ``hub serve``, ``demo``, ``load``, ``dump``, ``import``, ``draw`` ..."""

import argparse
import csv
import ipaddress
import logging
import socket
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from flask import Flask
from pydantic import ValidationError

from hub import settings as configuration
from hub.commands import LoadScorecard, RecordFigures
from hub.commands.importing import sift
from hub.commands.scorecards import dump
from hub.connectors import BadRow, Look, Reading
from hub.connectors.csv_file import CsvFile
from hub.demo import SCORECARDS, Demo, prepare
from hub.displays.paper import order
from hub.domain.rights import system
from hub.drawing import theme
from hub.drawing.printing import PAPERS, to_pdf, to_png
from hub.errors import Forbidden, HubError, Invalid, Unusable
from hub.hub import Hub, utc_now
from hub.plugins import sentence
from hub.settings import Settings
from hub.web import FlaskHub
from hub.web.scenes import size
from hub.web.server import Server
from hub.web.visitors import anybody, loopback_only
from hub_kiosk.verbs import add_verbs

# what a scene may be told
ABOUT = ("unit", "lens", "perspective", "kpi", "period", "objective", "kpq", "page")
BAD_ROWS_SHOWN = 20
INSECURE = "No sign-in: everybody who reaches this hub is taken as the demo user."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status. Refusals are printed in words, on stderr."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    for chatty in ("apscheduler", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    chosen = parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except HubError as error:
        for line in _lines(error):
            print(f"hub: {line}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"hub: {_why(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("hub: stopped", file=sys.stderr)
        return 130


def _lines(error: HubError) -> tuple[str, ...]:
    """One line per fault, where the message is no more than all of them in a row."""
    several = error.message == "; ".join(error.problems)
    lines = error.problems if several else (error.message,)
    return tuple(" ".join(line.split()) for line in lines)


def _why(error: OSError) -> str:
    """The system's reason, with the name of the file where it is about one."""
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}" if error.filename else reason


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser("hub", description="The performance hub.")
    verbs = root.add_subparsers(required=True, metavar="command")
    demo_ = _verb(verbs, "demo", demo, "serve the demo scorecards on this computer")
    demo_.add_argument("--scorecard", choices=sorted(SCORECARDS), default="hmrc-ims")
    demo_.add_argument("--as-of", type=_day, help="the day taken for today")
    serve_ = _verb(verbs, "serve", serve, "serve this hub")
    serve_.add_argument("--insecure-demo", action="store_true", help="serve without sign-in")
    for verb in (demo_, serve_):
        verb.add_argument("--host", help="address to listen on (127.0.0.1)")
        verb.add_argument("--port", type=_port, help="port to listen on (8321)")
    load_ = _verb(verbs, "load", load, "load a scorecard file")
    load_.add_argument("file", type=Path)
    load_.add_argument("--dry-run", action="store_true", help="only print what would change")
    sides = load_.add_mutually_exclusive_group()
    sides.add_argument(
        "--ours",
        action="store_const",
        const="ours",
        dest="prefer",
        help="where the desk and the file differ, the file wins",
    )
    sides.add_argument(
        "--theirs",
        action="store_const",
        const="theirs",
        dest="prefer",
        help="where the desk and the file differ, the desk wins",
    )
    dump_ = _verb(verbs, "dump", dump_file, "write a unit's scorecard as a file")
    dump_.add_argument("unit")
    import_ = _verb(verbs, "import", import_file, "take figures from a CSV in long form")
    import_.add_argument("file", type=Path)
    import_.add_argument(
        "--keep-good", action="store_true", help="take the good rows and list the bad ones"
    )
    draw_ = _verb(verbs, "draw", draw, "draw a scene into a file")
    draw_.add_argument("scene")
    draw_.add_argument(
        "about", nargs="*", type=_said, help="what it may be told besides: key=value ..."
    )
    draw_.add_argument("--out", "-o", type=Path, required=True, help="a .svg, .png or .pdf")
    draw_.add_argument(
        "--size", help="in px: 1920x1080, 1080x1920, 3840x2160 ... (the scene's own shape)"
    )
    draw_.add_argument(
        "--paper",
        type=str.upper,
        choices=sorted(PAPERS),
        default="",
        help="of a PDF, and of a PNG without --size (the scene's own paper, else A4)",
    )
    draw_.add_argument("--theme", default="light", choices=["light", "dark"])
    draw_.add_argument("--as-of", type=_day, help="the day taken for today")
    for about in ABOUT:
        words = "print this page alone, not all of them" if about == "page" else None
        draw_.add_argument(f"--{about}", help=words)
    add_verbs(verbs.add_parser("kiosk", help="set a computer up as a screen of this hub"))
    return root


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-01-14") from None


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 65_535):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 1 to 65535")
    return int(text)


def _folder(text: str) -> Path:
    if not text.strip():
        raise argparse.ArgumentTypeError("the name of the folder is empty")
    return Path(text)


def _said(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not (key and equals):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form key=value")
    return key, value


def _verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, run: object, words: str
) -> argparse.ArgumentParser:
    verb = verbs.add_parser(name, help=words, description=words)
    verb.add_argument("--data", type=_folder, help="folder of the database and the state (.hub)")
    verb.add_argument("--config", type=Path, help="a hub.toml")
    verb.set_defaults(run=run)
    return verb


def _settings(chosen: argparse.Namespace) -> Settings:
    path = chosen.config or (Path("hub.toml") if Path("hub.toml").exists() else None)
    found = configuration.read(path)
    given = {k: getattr(chosen, k, None) for k in ("data", "host", "port")}
    wanted = {k: v for k, v in given.items() if v is not None}
    try:
        return Settings.model_validate({**found.model_dump(), **wanted})
    except ValidationError as error:
        raise Invalid(sentence(error)) from None


def _standing(chosen: argparse.Namespace) -> Hub:
    """The hub whose database is there already: a mistyped --data is not to make another one."""
    hub = Hub(_settings(chosen), as_of=getattr(chosen, "as_of", None))
    if not hub.store.there():
        raise Unusable(
            f"There is no hub database in {hub.store.path.parent}. Name the folder of yours "
            "with --data, or make one there with: hub load FILE --data "
            f"{hub.store.path.parent}"
        )
    return hub.open()


def _say(words: str) -> None:
    print(f"hub: {words}", file=sys.stderr, flush=True)


def demo(chosen: argparse.Namespace) -> int:
    settings = _settings(chosen)
    if not _on_this_computer(settings.host):
        raise Forbidden(
            f"The demo has no sign-in and serves this computer only, not {settings.host}."
        )
    _free(settings)
    if chosen.data is None and chosen.scorecard != "hmrc-ims":
        settings = settings.model_copy(update={"data": settings.data / chosen.scorecard})
    ready = prepare(chosen.scorecard, settings, chosen.as_of, _say)
    _addresses(ready)
    settings = ready.settings

    def mount(app: Flask) -> FlaskHub:
        hub = Hub(settings, as_of=ready.as_of)
        return FlaskHub(
            app,
            url_prefix="/",
            hub=hub,
            identify=loopback_only,
            banner=ready.banner,
            home=ready.home,
        )

    Server(mount, settings.host, settings.port, settings.threads).run()
    return 0


def _on_this_computer(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _free(settings: Settings) -> None:
    """Raise Unusable where nothing can listen on the address, before anything else is done."""
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
        family, _, _, _, place = found[0]
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(place)
    except (OSError, UnicodeError) as error:
        why = _why(error) if isinstance(error, OSError) else "this is not an address"
        raise Unusable(
            f"Cannot listen on {settings.host}, port {settings.port}: {why}. "
            "Choose another with --host and --port."
        ) from None


def _addresses(ready: Demo) -> None:
    root = f"http://{ready.settings.host}:{ready.settings.port}"
    _say(ready.banner)
    print(f"  everything    {root}/")
    print(f"  the wall      {root}/wall?scene=strategy_map&unit={ready.home}")
    print(f"  the board     {root}/board")
    print(f"  the desk      {root}/desk", flush=True)


def serve(chosen: argparse.Namespace) -> int:
    settings = _settings(chosen)
    if not chosen.insecure_demo:
        raise Unusable(
            "This hub has no sign-in yet, so it does not serve. With --insecure-demo "
            "everybody who reaches it may read and write."
        )
    _free(settings)
    Hub(settings).open().close()
    identify = anybody(frozenset(settings.allowed_hosts))

    def mount(app: Flask) -> FlaskHub:
        return FlaskHub(app, url_prefix="/", settings=settings, identify=identify, banner=INSECURE)

    _say(f"http://{settings.host}:{settings.port}/")
    Server(mount, settings.host, settings.port, settings.threads).run()
    return 0


def load(chosen: argparse.Namespace) -> int:
    text = _text(chosen.file)
    hub = _standing(chosen) if chosen.dry_run else Hub(_settings(chosen)).open()
    command = LoadScorecard(name=chosen.file.name, text=text, prefer=chosen.prefer)
    act = hub.rehearse if chosen.dry_run else hub.execute
    answer = act(command, system("hub load"))
    hub.close()
    for what in ("added", "changed", "retired", "kept"):
        for line in answer[what]:
            print(f"{what:8} {line}")
    for words in answer["warnings"]:
        print(f"warning: {words}", file=sys.stderr)
    counts = ", ".join(f"{len(answer[w])} {w}" for w in ("added", "changed", "retired"))
    print(f"{chosen.file.name}: {counts}{' (dry run: nothing kept)' if chosen.dry_run else ''}")
    return 0


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Invalid(f"{path}: this is not text in UTF-8") from None


def dump_file(chosen: argparse.Namespace) -> int:
    hub = _standing(chosen)
    with hub.store.read() as session:
        print(dump(session, chosen.unit), end="")
    hub.close()
    return 0


def import_file(chosen: argparse.Namespace) -> int:
    """Columns kpi, period or at, value or numerator and denominator; published and source."""
    hub = _standing(chosen)
    rows = _rows(chosen.file)
    _say(f"{len(rows):,} rows read")
    actor = system("hub import")
    with hub.store.read() as session:
        sifted = sift(session, rows, hub.now(), by=actor.id)
    for bad in sifted.bad[:BAD_ROWS_SHOWN]:
        print(f"{bad.place}: {bad.reason}", file=sys.stderr)
    if len(sifted.bad) > BAD_ROWS_SHOWN:
        print(f"and {len(sifted.bad) - BAD_ROWS_SHOWN:,} more", file=sys.stderr)
    if sifted.bad and not chosen.keep_good:
        raise Invalid(
            f"{len(sifted.bad):,} bad rows: nothing was taken (--keep-good takes the "
            f"{len(sifted.good):,} others)."
        )
    tally = {"new": 0, "revised": 0, "earlier": 0, "unchanged": 0}
    if sifted.good:
        tally = hub.execute(RecordFigures(figures=tuple(sifted.good)), actor)
    hub.close()
    print(
        f"{chosen.file.name}: "
        + ", ".join(f"{n:,} {what}" for what, n in tally.items())
        + (f", {len(sifted.bad):,} bad rows left out" if sifted.bad else "")
    )
    return 0


def _rows(path: Path) -> list[Reading | BadRow]:
    try:
        connector = CsvFile({"path": path, "settle_seconds": 0})
        return list(connector.read(Look(utc_now())))
    except UnicodeDecodeError:
        raise Invalid(f"{path}: this is not text in UTF-8") from None
    except csv.Error as error:
        raise Invalid(f"{path}: {error}") from None


def draw(chosen: argparse.Namespace) -> int:
    """A scene as SVG or PNG, or as a PDF of all its pages."""
    if chosen.out.suffix not in (".svg", ".png", ".pdf"):
        raise Invalid(f"{chosen.out}: the name ends in .svg, .png or .pdf")
    hub = _standing(chosen)
    measures = size(chosen.size) if chosen.size else None
    wanted = order(hub.displays[chosen.scene], theme(chosen.theme), measures, chosen.paper)
    said = {**{k: getattr(chosen, k) for k in ABOUT}, **dict(chosen.about)}
    about = hub.completed(chosen.scene, {k: v for k, v in said.items() if v})
    pages = list(hub.pages(chosen.scene, about, wanted.frame))
    hub.close()
    if chosen.out.suffix == ".svg":
        chosen.out.write_text(str(pages[0]), encoding="utf-8")
    elif chosen.out.suffix == ".png":
        chosen.out.write_bytes(to_png(pages[0], wanted.width))
    else:
        chosen.out.write_bytes(to_pdf(pages, wanted.paper))
    print(chosen.out)
    return 0
