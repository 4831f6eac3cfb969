"""What the web answers when something goes wrong: the right status and words for a person."""

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException, InternalServerError

from hub.errors import Busy, HubError
from hub.plugins import faults
from hub.web.site import Site

SORRY = "Something went wrong inside the hub. Nothing was changed; the log says more."


def mount(blueprint: Blueprint, site: Site) -> None:
    def explain(error: HubError) -> Response:
        """A person who opened a page gets a page; everybody else gets JSON."""
        if "text/html" in request.headers.get("Accept", ""):
            page = render_template("error.html", title=error.message, **site.layout())
            return Response(page, error.status)
        response = _answer(error.status, error.message, error.problems)
        if isinstance(error, Busy):
            response.headers["Retry-After"] = "2"
        return response

    blueprint.register_error_handler(HubError, explain)
    blueprint.register_error_handler(ValidationError, point_out)
    blueprint.register_error_handler(HTTPException, pass_on)
    blueprint.register_error_handler(InternalServerError, apologise)


def point_out(error: ValidationError) -> Response:
    """A body that does not fit its command: every field at fault is named."""
    problems = faults(error)
    return _answer(400, "; ".join(problems), problems)


def pass_on(error: HTTPException) -> Any:
    if "/api/" not in request.path:
        return error
    return _answer(error.code or 500, error.description or error.name, ())


def apologise(_error: InternalServerError) -> Response:
    return _answer(500, SORRY, ())


def _answer(status: int, words: str, problems: tuple[str, ...]) -> Response:
    response = jsonify({"error": words, "problems": list(problems)})
    response.status_code = status
    return response
