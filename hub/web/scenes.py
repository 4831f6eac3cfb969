"""Scenes and tool drawings as SVG, with an ETag that is known before anything is drawn."""

import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request

from hub.displays import Audience, Frame
from hub.domain.legibility import Viewing, least
from hub.errors import Invalid
from hub.hub import Scene
from hub.problem_board import Canvas
from hub.web.site import Site, colours, theme_of

SVG = "image/svg+xml; charset=utf-8"
COMMON = frozenset({"unit", "lens", "perspective", "kpi"})
FRAMED = ("theme", "size", "scene", "diagonal", "distance", "paper")  # not of a scene's own config
FULL_HD = "1920x1080"
LOOK = "look."  # begins what an address says of where to look on a tool's picture
BOARD = "1512x428"  # the room there is for a tool on a full-HD board


def mount(blueprint: Blueprint, site: Site) -> None:
    def scene(name: str) -> Response:
        return answer(site, asked(site, name))

    def tool(name: str) -> Response:
        issue = request.args.get("issue", "")
        width, height = size(request.args.get("size") or BOARD)
        drawing = site.hub.drawing(name, issue, Canvas(width, height, colours()), look())
        response = Response(str(drawing), content_type=SVG)
        response.add_etag()
        return _revalidated(response)

    blueprint.add_url_rule("/scenes/<name>.svg", view_func=scene)
    blueprint.add_url_rule("/tools/<name>.svg", endpoint="tool", view_func=tool)


def asked(site: Site, name: str) -> Scene:
    """The scene that the address at hand asks for."""
    return scene_of(site, name, request.args, site.audience(), site.viewing())


def scene_of(
    site: Site, name: str, arguments: Mapping[str, str], audience: Audience, viewing: Viewing | None
) -> Scene:
    """The scene that an address with such arguments gives to such an audience, who stand there."""
    width, height = size(arguments.get("size") or FULL_HD)
    frame = Frame.of(width, height, theme_of(arguments), least(viewing) if viewing else 0.0)
    return site.hub.scene(name, config(site, name, arguments), frame, audience)


def config(site: Site, name: str, arguments: Mapping[str, str]) -> dict[str, Any]:
    """What the address says about the scene; empty arguments count as not given, and what every
    scene may be told (unit, lens ...) does no harm where a scene has no use for it."""
    known = site.hub.displays[name].Config.model_fields
    said = {
        k: v
        for k, v in arguments.items()
        if v and k not in FRAMED and (k in known or k not in COMMON)
    }
    return site.hub.completed(name, said, site.home)


def answer(site: Site, scene: Scene) -> Response:
    response = Response(content_type=SVG)
    response.set_etag(scene.etag)
    if scene.etag not in request.if_none_match:
        response.set_data(site.drawn.picture(scene))
    return _revalidated(response)


def _revalidated(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-cache, private"
    response.make_conditional(request)
    return response


def look() -> dict[str, str]:
    """What the address at hand says of where to look on a tool's picture."""
    told = request.args.items()
    return {key.removeprefix(LOOK): said for key, said in told if key.startswith(LOOK)}


def size(text: str) -> tuple[int, int]:
    """``1920x1080`` as width and height in px, each between 320 and 8000."""
    match = re.fullmatch(r"(\d{3,4})x(\d{3,4})", text, re.ASCII)
    if not match:
        raise Invalid(f"size: {text!r} is not a size such as {FULL_HD}")
    width, height = int(match[1]), int(match[2])
    if not (320 <= width <= 8000 and 320 <= height <= 8000):
        raise Invalid("size: between 320 and 8000 px a side")
    return width, height
