"""What the web answers when something goes wrong: the right status and words for a person."""

from flask import Blueprint, Response, current_app, jsonify, render_template, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException, InternalServerError

from hub.drawing import LIGHT
from hub.drawing.theme import THEMES
from hub.errors import Busy, HubError, NotFound
from hub.plugins import faults
from hub.web.site import Site

SORRY = "Something went wrong inside the hub. Nothing was changed; the log says more."
CHANGING = ("POST", "PUT", "PATCH", "DELETE", "TRACE")
METHODS = ("GET", "HEAD", "OPTIONS", *CHANGING)
NOWHERE = ("nowhere", "unknown")  # the views of addresses that nothing answers


class Failures:
    """How one mounted hub says what went wrong."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def explain(self, error: HubError) -> Response:
        """A refusal of the hub's own."""
        response = self._answer(error.status, error.message, error.problems)
        if isinstance(error, Busy):
            response.headers["Retry-After"] = str(error.retry_after)
        return response

    def point_out(self, error: ValidationError) -> Response:
        """A body that does not fit its command: every field at fault is named."""
        problems = faults(error)
        return self._answer(400, "; ".join(problems), problems)

    def pass_on(self, error: HTTPException) -> Response:
        """What Werkzeug refuses, with the headers that go with it (Allow, Content-Range ...)."""
        response = self._answer(error.code or 500, error.description or error.name)
        for name, text in error.get_headers():
            if name != "Content-Type":
                response.headers[name] = text
        return response

    def apologise(self, _error: InternalServerError) -> Response:
        return self._answer(500, SORRY)

    def nowhere(self, rest: str) -> Response:
        """Stands at every address of the hub's that nothing else answers. A route does, since an
        error handler of the whole application would answer for its host as well."""
        place = f"{self.site.prefix}/{rest}"
        if allowed := _allowed():
            words = f"{request.method} is not possible at {place}; it answers {allowed[0]}."
            response = self._answer(405, words)
            response.headers["Allow"] = ", ".join(allowed)
            return response
        raise NotFound(f"There is nothing at {place}.")

    def _answer(self, status: int, words: str, problems: tuple[str, ...] = ()) -> Response:
        """A person who opened a page gets a page; everybody else gets JSON."""
        if self._page_wanted():
            theme = THEMES.get(request.args.get("theme", ""), LIGHT)
            page = render_template("error.html", title=words, **self.site.layout(theme))
            return Response(page, status)
        response = jsonify({"error": words, "problems": list(problems)})
        response.status_code = status
        return response

    def _page_wanted(self) -> bool:
        api = request.path.startswith(f"{self.site.prefix}/api/")
        return not api and "text/html" in request.headers.get("Accept", "")


def mount(blueprint: Blueprint, site: Site) -> None:
    failures = Failures(site)
    blueprint.register_error_handler(HubError, failures.explain)
    blueprint.register_error_handler(ValidationError, failures.point_out)
    blueprint.register_error_handler(HTTPException, failures.pass_on)
    blueprint.register_error_handler(InternalServerError, failures.apologise)
    blueprint.add_url_rule("/<path:rest>", view_func=failures.nowhere, methods=METHODS)
    blueprint.add_url_rule("/", view_func=failures.nowhere, methods=CHANGING, defaults={"rest": ""})
    blueprint.after_request(_narrow)


def _narrow(response: Response) -> Response:
    """What OPTIONS tells leaves out the methods that only ``nowhere`` takes."""
    if request.method == "OPTIONS" and "Allow" in response.headers:
        response.headers["Allow"] = ", ".join(_allowed())
    return response


def _allowed() -> list[str]:
    """The methods by which something does answer the address at hand."""
    routes = current_app.create_url_adapter(request)
    assert routes is not None  # there is one within a request
    views = {method: str(routes.match(method=method)[0]) for method in METHODS}
    return [method for method, view in views.items() if view.rsplit(".", 1)[-1] not in NOWHERE]
