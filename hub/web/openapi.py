"""The OpenAPI 3.1 document, made from the commands, the files taken and the queries themselves."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from hub.commands import Answer, Command
from hub.web.intake import Intake

if TYPE_CHECKING:
    from hub.web.api import Query

ERROR = {
    "type": "object",
    "required": ["error", "problems"],
    "properties": {
        "error": {"type": "string", "description": "What is wrong, in words for a person."},
        "problems": {"type": "array", "items": {"type": "string"}},
    },
}
REFUSALS = {
    "400": "The request makes no sense; the words say where.",
    "403": "This actor may not do that.",
    "404": "There is no such thing.",
    "409": "Somebody else changed it first.",
    "413": "More than the hub takes at once.",
    "422": "The idempotency key was used before with another request.",
    "503": "The hub is busy; Retry-After says when to come again.",
}
READ_REFUSALS = {code: REFUSALS[code] for code in ("400", "403", "404", "503")}
SCHEMAS = "#/components/schemas/"
PATH = "/openapi.json"
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "description": "Repeating it changes nothing and gives the same answer.",
}
PRESENCE = {
    "name": "Hub-Presence",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "Of a shared board: the token of who was recognised there and asks for this.",
}
TAPPED = {
    "name": "Hub-Tapped-Ago",
    "in": "header",
    "required": False,
    "schema": {"type": "number", "minimum": 0},
    "description": "Seconds since a person asked for it, where it had to wait for the hub.",
}
HEADERS = (KEY, PRESENCE, TAPPED)
ITSELF = {
    "operationId": "getOpenapi",
    "summary": "This document.",
    "responses": {
        "200": {
            "description": "Done.",
            "content": {"application/json": {"schema": {"type": "object"}}},
        }
    },
}


def quoted(text: str) -> str:
    return quote(text, safe="")


def document(
    commands: Iterable[type[Command]],
    intakes: Iterable[Intake],
    queries: Iterable["Query"],
    root: str,
) -> dict[str, Any]:
    """The whole document; ``root`` is the address that all paths are below."""
    schemas: dict[str, Any] = {"Error": ERROR}
    paths: dict[str, dict[str, Any]] = {PATH: {"get": ITSELF}}
    for query in queries:
        paths.setdefault(query.path, {})["get"] = _reading(query, schemas)
    for command in commands:
        if command.route is not None:
            paths.setdefault(command.route.path, {})["post"] = _writing(command, schemas)
    for intake in intakes:
        paths.setdefault(intake.path, {})["post"] = _taking(intake, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Performance hub",
            "version": "1",
            "description": "Figures, notes and problems. A 2xx means that it is committed.",
        },
        "servers": [{"url": root}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _named(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"\{(\w+)\}", path)
    ]


def _taken_in(schemas: dict[str, Any], schema: dict[str, Any], name: str) -> dict[str, str]:
    """Put a model's schema and its parts among the components; the reference to it."""
    for part, definition in schema.pop("$defs", {}).items():
        schemas[part] = definition
    schemas[name] = schema
    return {"$ref": f"{SCHEMAS}{name}"}


def _writing(command: type[Command], schemas: dict[str, Any]) -> dict[str, Any]:
    route = command.route
    assert route is not None
    schema = command.model_json_schema(ref_template=SCHEMAS + "{model}")
    for name in re.findall(r"\{(\w+)\}", route.path):
        schema["properties"].pop(name, None)
        schema["required"] = [r for r in schema.get("required", []) if r != name]
    if route.many is not None:
        wanted = _one_or_many(schemas, schema, route.many)
    else:
        wanted = _taken_in(schemas, schema, command.__name__)
    content = {"application/json": {"schema": wanted}}
    return _posting(command, _named(route.path), content, route.status, schemas)


def _taking(intake: Intake, schemas: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = {kind: {} for kind in intake.kinds}  # the file, byte by byte
    query = [_parameter(name, "string") for name in intake.query]
    return _posting(intake.command, query, content, intake.status, schemas)


def _posting(
    command: type[Command],
    parameters: list[dict[str, Any]],
    content: dict[str, Any],
    status: int,
    schemas: dict[str, Any],
) -> dict[str, Any]:
    answer = command.apply.__annotations__["return"]
    return {
        "operationId": command.__name__,
        "summary": _first_line(command),
        "description": f"Needs the right to {command.right.value}.",
        "parameters": [*parameters, *HEADERS],
        "requestBody": {"required": True, "content": content},
        "responses": _responses(str(status), _answer(schemas, answer), REFUSALS),
    }


def _one_or_many(schemas: dict[str, Any], schema: dict[str, Any], field: str) -> dict[str, Any]:
    for part, definition in schema.pop("$defs", {}).items():
        schemas[part] = definition
    many = schema["properties"][field]
    return {"oneOf": [many["items"], many]}


def _answer(schemas: dict[str, Any], answer: type[Answer]) -> dict[str, Any]:
    schema = answer.model_json_schema(mode="serialization", ref_template=SCHEMAS + "{model}")
    return _taken_in(schemas, schema, answer.__name__)


def _responses(status: str, schema: dict[str, Any], refused: Mapping[str, str]) -> dict[str, Any]:
    error = {"application/json": {"schema": {"$ref": f"{SCHEMAS}Error"}}}
    refusals = {code: {"description": words, "content": error} for code, words in refused.items()}
    done = {"description": "Done.", "content": {"application/json": {"schema": schema}}}
    return {status: done, **refusals}


def _reading(query: "Query", schemas: dict[str, Any]) -> dict[str, Any]:
    schema = query.item.model_json_schema(mode="serialization", ref_template=SCHEMAS + "{model}")
    item: dict[str, Any] = _taken_in(schemas, schema, query.item.__name__)
    parameters = _named(query.path)
    if query.listed:
        parameters += [_parameter("limit", "integer"), _parameter("after", "string")]
        parameters += [_parameter(name, "string") for name in query.filters]
        item = {
            "type": "object",
            "required": ["items", "next"],
            "properties": {
                "items": {"type": "array", "items": item},
                "next": {"type": ["string", "null"], "description": "Path of the next page."},
            },
        }
    return {
        "operationId": "get" + re.sub(r"\W+", "_", query.path).rstrip("_"),
        "summary": _first_line(query.item),
        "parameters": parameters,
        "responses": _responses("200", item, READ_REFUSALS),
    }


def _parameter(name: str, kind: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": {"type": kind}}


def _first_line(thing: type) -> str:
    return (thing.__doc__ or thing.__name__).strip().splitlines()[0]
