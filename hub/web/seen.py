"""What the viewers of a screen may see of its room: a scene that is kept from them is passed over,
and the screen shows the next one meanwhile."""

import logging
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from hub.displays import Audience
from hub.domain.legibility import Viewing
from hub.domain.rooms import Showing
from hub.errors import Forbidden, NotFound
from hub.snapshot.rooms import GlassView
from hub.web.scenes import FULL_HD, scene_of
from hub.web.site import Site

log = logging.getLogger(__name__)


def seen(site: Site, view: GlassView) -> GlassView:
    """What a display shows: the first of the room's showings that its viewers may see; the room's
    own where they may see none."""
    audience = Audience(view.visibility)
    found = (s for s in view.showings if may_see(site, s, view.last, audience, view.viewing))
    return replace(view, showing=next(found, view.showing))


def may_see(site: Site, showing: Showing, last: str, audience: Audience, viewing: Viewing) -> bool:
    """Whether such viewers are given the picture. It is drawn as the display at hand asks for it
    next, in the size of its ``last`` one, and is then there already."""
    size = dict(parse_qsl(urlsplit(last).query)).get("size", FULL_HD)
    arguments = {**showing.about, "theme": showing.theme, "size": size}
    try:
        site.drawn.picture(scene_of(site, showing.scene, arguments, audience, viewing))
    except (NotFound, Forbidden):
        return False
    except Exception:  # a display may fail in any way; who asks for the picture is told
        log.exception("could not draw %s", showing.scene)
    return True
