"""The OpenAPI document: what it says there is, and nothing else, is there; and as it says."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator

from hub.commands import COMMANDS
from hub.web.api import ROOT
from hub.web.intake import ANYTHING, PACK

API = f"/hub{ROOT}"
EVERYWHERE = {"HEAD", "OPTIONS"}  # Flask's own
JSON = "application/json"


@pytest.fixture
def document(hub_client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = hub_client.get(f"{API}/openapi.json").get_json()
    return found


def operations(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """The operations by method and path."""
    return {
        (method.upper(), path): operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def test_the_document_is_openapi(document: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(document).validate()
    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": API}]
    names = [each["operationId"] for each in operations(document).values()]
    assert len(names) == len(set(names))
    assert {c.__name__ for c in COMMANDS if c.route} <= set(names)


def test_what_is_routed_is_documented_and_what_is_documented_is_routed(
    hub_app: Flask, document: dict[str, Any]
) -> None:
    routed = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix(API)))
        for rule in hub_app.url_map.iter_rules()
        if rule.rule.startswith(f"{API}/") and not rule.endpoint.endswith(".unknown")
        for method in (rule.methods or set()) - EVERYWHERE
    }
    assert set(operations(document)) == routed


def test_every_operation_tells_its_parameters_bodies_and_refusals(
    document: dict[str, Any],
) -> None:
    for (method, path), operation in operations(document).items():
        about = f"{method} {path}"
        told = operation.get("parameters", [])
        in_path = {p["name"] for p in told if p["in"] == "path"}
        assert in_path == set(re.findall(r"\{(\w+)\}", path)), about
        responses = operation["responses"]
        (done,) = (code for code in responses if code.startswith("2"))
        assert JSON in responses[done]["content"], about
        refusals = {code: each for code, each in responses.items() if code >= "4"}
        for each in refusals.values():
            assert each["content"][JSON]["schema"] == {"$ref": "#/components/schemas/Error"}
        if method == "POST":
            assert {"400", "403", "404", "409", "413", "422", "503"} == set(refusals), about
            assert "Idempotency-Key" in {p["name"] for p in told if p["in"] == "header"}, about
            assert operation["requestBody"]["content"], about
        elif path != "/openapi.json":
            assert {"400", "403", "404", "503"} == set(refusals), about


def test_a_command_answers_with_the_status_that_is_documented(document: dict[str, Any]) -> None:
    for command in COMMANDS:
        if command.route:
            posted = operations(document)["POST", command.route.path]
            assert str(command.route.status) in posted["responses"]
            assert set(posted["requestBody"]["content"]) == {JSON}


def test_no_command_has_a_field_without_an_order() -> None:
    """A repeat is known by its words, and the next process would write a set in other ones."""
    told = {command.__name__: json.dumps(command.model_json_schema()) for command in COMMANDS}
    assert [name for name, schema in told.items() if "uniqueItems" in schema] == []


def test_a_file_is_taken_in_the_kinds_that_are_documented_and_in_no_other(
    hub_client: FlaskClient, document: dict[str, Any]
) -> None:
    posted = operations(document)["POST", PACK.path]
    kinds = set(posted["requestBody"]["content"])
    assert kinds == set(PACK.kinds) and ANYTHING in kinds
    assert {p["name"] for p in posted["parameters"] if p["in"] == "query"} == {"name"}
    path, raw = f"{API}{PACK.path}", b"kpi,period,value\nworks.on_time,2025-12,96"
    for kind in kinds:
        assert hub_client.post(path, data=raw, content_type=kind).status_code == 201
    for kind in (JSON, "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"):
        reply = hub_client.post(path, data=raw, content_type=kind)
        said = (reply.get_json() or {})["error"]
        assert (reply.status_code, "not a form around it" in said) == (400, True)
    reply = hub_client.post(f"{path}?file=x", data=raw, content_type=ANYTHING)
    assert (reply.status_code, "file" in reply.text) == (400, True)


def test_an_answer_has_the_fields_that_are_documented(
    hub_client: FlaskClient, document: dict[str, Any]
) -> None:
    """Of an upload, whose answers come from a file and from a row of the database."""
    raw = b"kpi,period,value\nworks.on_time,2025-12,96\nnope,2025-12,1"
    made = hub_client.post(f"{API}/uploads?name=pack.csv", data=raw).get_json() or {}
    found = hub_client.get(f"{API}/uploads/{made['id']}").get_json() or {}
    schemas = document["components"]["schemas"]
    assert set(made) == set(schemas["Uploaded"]["properties"])
    assert set(found) == set(schemas["UploadItem"]["properties"])
    assert (found["name"], found["applied_at"]) == ("pack.csv", None)
    (change,), (fault,) = found["changes"], found["faults"]
    assert (change["place"], change["outcome"], change["shown"]) == ("C2", "new", "96.0%")
    assert fault == {"place": "A3", "words": "“nope” is no KPI here"}
    assert set(change) == set(schemas["Change"]["properties"])
    assert hub_client.get(f"{API}/uploads/none").status_code == 404
