"""The API under /api/v1: every command by its own route, and the lists that can be read."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import fields as fields_of
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request
from pydantic import BaseModel

from hub.commands import COMMANDS, Command
from hub.commands.measuring import MOST
from hub.domain.rights import Actor, Right, demand_somewhere
from hub.errors import Invalid, NotFound, TooLarge
from hub.snapshot import event_lists, initiatives, lists, note_lists, submission_lists, wall_lists
from hub.snapshot.events import Sought as EventsSought
from hub.snapshot.meetings import MeetingItem, meetings
from hub.snapshot.notes import Sought
from hub.snapshot.people import PersonItem
from hub.snapshot.people import listed as people
from hub.snapshot.recalled import RecalledCause
from hub.snapshot.recalled import listed as recalled
from hub.snapshot.uploads import UploadItem, upload
from hub.web import openapi
from hub.web.bodies import within
from hub.web.definitions import DefinitionItem, definition
from hub.web.drafts import item_for
from hub.web.intake import INTAKES
from hub.web.site import Site

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ROOT = "/api/v1"
MOST_BYTES = 4_000_000
PAGE, LARGEST_PAGE = 100, 1000
Items = tuple[list[Any], str | None]
KEY = "Idempotency-Key"
SOUGHT = tuple(field.name for field in fields_of(Sought))
EVENTS_SOUGHT = tuple(field.name for field in fields_of(EventsSought))


@dataclass(frozen=True)
class Query:
    """Something that can be read: a list of items in pages, or one item by its path. What is
    somebody's ``own`` is read for who asks, and is not there for others; ``told`` gives an item as
    who asks may see it."""

    path: str
    item: type[BaseModel]
    read: Callable[..., Any]
    filters: tuple[str, ...] = ()
    listed: bool = True
    own: bool = False
    told: Callable[["Session", Actor, Any], Any] = lambda _session, _actor, item: item
    right: Right = Right.READ  # needed on some unit at least


def _kpis(session: "Session", as_of: datetime, limit: int, after: str | None, **more: str) -> Items:
    return lists.kpis(session, as_of, limit, after, more["unit"], more["lens"])


def _measurements(
    session: "Session", _now: datetime, limit: int, after: str | None, kpi: str
) -> Any:
    return lists.measurements(session, kpi, limit, after)


def _notes(session: "Session", _now: datetime, limit: int, after: str | None, kpi: str) -> Any:
    return note_lists.notes(session, kpi, limit, after)


def _threads(
    session: "Session", _now: datetime, limit: int, after: str | None, **sought: str
) -> Any:
    return note_lists.threads(session, limit, after, Sought(**sought))


def _meetings(
    session: "Session", _now: datetime, limit: int, after: str | None, unit: str
) -> Items:
    return meetings(session, limit, after, unit)


def _events(session: "Session", _now: datetime, limit: int, after: str | None, **said: str) -> Any:
    return event_lists.listed(session, limit, after, EventsSought(**said))


def _submissions(
    session: "Session", as_of: datetime, limit: int, after: str | None, **more: str
) -> Items:
    return submission_lists.submissions(session, as_of, limit, after, more["unit"], more["period"])


def _initiatives(
    session: "Session", as_of: datetime, limit: int, after: str | None, unit: str
) -> Items:
    return initiatives.listed(session, as_of, limit, after, unit)


QUERIES = (
    Query("/kpis", lists.KpiItem, _kpis, ("unit", "lens")),
    Query("/kpis/{kpi}", lists.KpiItem, lists.kpi, (), False),
    Query("/kpis/{kpi}/definition", DefinitionItem, definition, (), False),
    Query("/kpis/{kpi}/measurements", lists.MeasurementItem, _measurements),
    Query("/kpis/{kpi}/notes", note_lists.NoteItem, _notes),
    Query(
        "/kpis/{kpi}/submissions/{period}",
        submission_lists.SubmissionInFull,
        submission_lists.submission,
        (),
        False,
        told=item_for,
    ),
    Query(
        "/submissions",
        submission_lists.SubmissionItem,
        _submissions,
        ("unit", "period"),
        told=item_for,
    ),
    Query("/uploads/{upload}", UploadItem, upload, (), False, True),
    Query("/notes", note_lists.ThreadItem, _threads, SOUGHT),
    Query("/events", event_lists.EventItem, _events, EVENTS_SOUGHT),
    Query("/issues", lists.IssueItem, lambda s, _now, limit, after: lists.issues(s, limit, after)),
    Query("/issues/{issue}", lists.IssueInFull, lists.issue, (), False),
    Query("/causes", RecalledCause, recalled, ("like", "without")),
    Query("/initiatives", initiatives.InitiativeItem, _initiatives, ("unit",)),
    Query("/people", PersonItem, people, right=Right.SOLVE),
    Query("/units", lists.UnitItem, lambda s, _now, limit, after: lists.units(s, limit, after)),
    Query("/lenses", lists.LensItem, lambda s, _now, limit, after: lists.lenses(s, limit, after)),
    Query("/displays", wall_lists.DisplayItem, wall_lists.displays, right=Right.ADMINISTER),
    Query("/rooms", wall_lists.RoomItem, wall_lists.rooms),
    Query("/messages", wall_lists.MessageItem, wall_lists.messages),
    Query("/meetings", MeetingItem, _meetings, ("unit",)),
)


def mount(blueprint: Blueprint, site: Site) -> None:
    for command in COMMANDS:
        if command.route is not None:
            _mount_command(blueprint, site, command)
    for query in QUERIES:
        _mount_query(blueprint, site, query)

    @cache  # making it is most of what a start would cost, and few ask for it
    def document() -> dict[str, Any]:
        return openapi.document(COMMANDS, INTAKES, QUERIES, f"{site.prefix}{ROOT}")

    def openapi_json() -> Response:
        return jsonify(document())

    def unknown(rest: str) -> Response:
        raise NotFound(f"There is nothing at {ROOT}/{rest}; {ROOT}/openapi.json lists what is.")

    blueprint.add_url_rule(ROOT + openapi.PATH, view_func=openapi_json)
    blueprint.add_url_rule(
        f"{ROOT}/<path:rest>",
        endpoint="unknown",
        view_func=unknown,
        methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
    )


def _rule(path: str) -> str:
    return ROOT + path.replace("{", "<").replace("}", ">")


def _mount_command(blueprint: Blueprint, site: Site, command: type[Command]) -> None:
    route = command.route
    assert route is not None

    def execute(**names: str) -> tuple[Response, int]:
        actor = site.actor()
        asked = command.model_validate(fields(command, body(), names))
        answer = site.hub.execute(asked, actor, idempotency_key(), site.ago())
        return jsonify(answer), route.status

    name = command.__name__
    blueprint.add_url_rule(_rule(route.path), name, execute, methods=["POST"])


def fields(command: type[Command], given: Any, names: dict[str, str]) -> dict[str, Any]:
    """Body and path as the command's fields. Raises Invalid where the body has the wrong form."""
    route = command.route
    if route is not None and route.many is not None:
        items = given if isinstance(given, list) else [given]
        if len(items) > MOST:
            raise TooLarge(f"{len(items):,} items: not more than {MOST:,} at once")
        return {route.many: items, **names}
    if not isinstance(given, dict):
        raise Invalid("The body is to be a JSON object.")
    if twice := sorted(given.keys() & names.keys()):
        raise Invalid(f"{', '.join(twice)}: stands in the address, not in the body")
    return {**given, **names}


def body() -> Any:
    """The JSON body of the request at hand, within bounds."""
    if request.mimetype != "application/json":
        raise Invalid("Send JSON, with Content-Type: application/json.")
    raw = within(MOST_BYTES, f"The body is larger than {MOST_BYTES // 1_000_000} MB.")
    try:
        found = json.loads(raw, parse_constant=_no_number)
        if b"\\ud" in raw.lower():
            json.dumps(found, ensure_ascii=False).encode()  # half a character cannot be kept
    except (ValueError, RecursionError) as error:
        raise Invalid(f"The body is not JSON: {error}") from None
    return found


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is not a number that JSON knows")


def idempotency_key() -> str | None:
    key = request.headers.get(KEY)
    if key is not None and not 1 <= len(key) <= 200:
        raise Invalid(f"{KEY}: between 1 and 200 characters")
    return key


def _mount_query(blueprint: Blueprint, site: Site, query: Query) -> None:
    def read(**names: str) -> Response:
        actor, now = site.actor(), site.hub.now()
        demand_somewhere(actor, query.right)
        with site.hub.store.read() as session:
            if not query.listed:
                asker = {"actor": actor.id} if query.own else {}
                found = query.read(session, now, **names, **asker)
                return _json(query.told(session, actor, found))
            limit, after, more = _asked(query)
            items, further = query.read(session, now, limit, after, **names, **more)
            told = [query.told(session, actor, item) for item in items]
        return _page((told, further), limit)

    blueprint.add_url_rule(_rule(query.path), f"get {query.path}", read, methods=["GET"])


def _asked(query: Query) -> tuple[int, str | None, dict[str, str]]:
    known = {"limit", "after", *query.filters}
    if strange := sorted(request.args.keys() - known):
        raise Invalid(f"{', '.join(strange)}: there is no such parameter")
    text = request.args.get("limit") or str(PAGE)
    if not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= LARGEST_PAGE:
        raise Invalid(f"limit: a number from 1 to {LARGEST_PAGE}")
    more = {name: request.args.get(name, "") for name in query.filters}
    return int(text), request.args.get("after"), more


def _page(found: Items, limit: int) -> Response:
    items, after = found
    following = None
    if after is not None:
        kept = {k: v for k, v in request.args.items() if k not in ("after", "limit")}
        query = "&".join(f"{k}={openapi.quoted(v)}" for k, v in kept.items())
        following = f"{request.path}?limit={limit}&after={openapi.quoted(after)}"
        following += f"&{query}" if query else ""
    return jsonify({"items": [i.model_dump(mode="json") for i in items], "next": following})


def _json(item: BaseModel) -> Response:
    return jsonify(item.model_dump(mode="json"))
