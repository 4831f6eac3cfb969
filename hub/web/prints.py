"""Scenes on paper: as a PNG, and as a PDF of all their pages, for people and not for screens."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from flask import Blueprint, Response, request

from hub.displays.paper import Order, order
from hub.drawing import Node
from hub.drawing.printing import PAGES, to_pdf, to_png
from hub.errors import TooLarge
from hub.web.scenes import config, size
from hub.web.site import Site, theme_of

PLAIN = re.compile(r"[\w.-]{1,60}", re.ASCII)


@dataclass(frozen=True)
class Form:
    """What comes out of the press: its file name's end, its media type, and what makes it."""

    ending: str
    mimetype: str
    make: Callable[[list[Node], Order], bytes]


PNG = Form("png", "image/png", lambda pages, wanted: to_png(pages[0], wanted.width))
PDF = Form("pdf", "application/pdf", lambda pages, wanted: to_pdf(pages, wanted.paper))


def mount(blueprint: Blueprint, site: Site) -> None:
    prints = Prints(site)
    blueprint.add_url_rule("/scenes/<name>.png", "print_png", prints.png)
    blueprint.add_url_rule("/scenes/<name>.pdf", "print_pdf", prints.pdf)


class Prints:
    """The prints of one mounted hub; a paired screen is not let in here (``Site.let_in``)."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.hub = site.hub

    def png(self, name: str) -> Response:
        """The picture, or the page of it that the address names: the first, if none."""
        about = config(self.site, name, request.args)
        paged = "page" in self.hub.displays[name].Config.model_fields
        return self._printed(name, {"page": 1, **about} if paged else about, PNG)

    def pdf(self, name: str) -> Response:
        """All pages of the scene, or the one that the address names."""
        return self._printed(name, config(self.site, name, request.args), PDF)

    def _printed(self, name: str, about: dict[str, Any], form: Form) -> Response:
        wanted = self._order(name)
        audience = self.site.audience()
        response = Response(content_type=form.mimetype)
        response.headers["Cache-Control"] = "no-cache, private"
        response.set_etag(self._etag(name, about, wanted, form))
        file = f"{self._file(name, about)}.{form.ending}"
        response.headers["Content-Disposition"] = f'inline; filename="{file}"'
        if not request.if_none_match.contains(response.get_etag()[0] or ""):
            with self.site.press.turn():
                found = self.hub.pages(name, about, wanted.frame, audience)
                response.set_data(form.make(_few(found), wanted))
        response.make_conditional(request)
        return response

    def _order(self, name: str) -> Order:
        said = request.args.get("size")
        measures = size(said) if said else None
        display = self.hub.displays[name]
        return order(display, theme_of(request.args), measures, request.args.get("paper", ""))

    def _etag(self, name: str, about: dict[str, Any], wanted: Order, form: Form) -> str:
        scene = self.hub.scene(name, about, wanted.frame, self.site.audience())
        measure = wanted.width if form is PNG else wanted.paper
        pages = "page" if "page" in about else "pages"
        return f"{scene.etag}-{form.ending}-{measure}-{pages}"

    def _file(self, name: str, about: dict[str, Any]) -> str:
        """A name to keep it by: what it is about, and the day."""
        words = [name, *(str(said) for key, said in about.items() if key != "page")]
        return "-".join([*filter(PLAIN.fullmatch, words), f"{self.hub.now():%Y-%m-%d}"])


def _few(pages: Iterator[Node]) -> list[Node]:
    """The pages, refused before too many of them are drawn."""
    found = list(islice(pages, PAGES + 1))
    if len(found) > PAGES:
        raise TooLarge(f"This has more than {PAGES} pages: print one with page= in its address.")
    return found
