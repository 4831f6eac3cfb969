"""Who is asking, before there is sign-in: demo visitors, and what they must show to be let in.

A web page somewhere else must not be able to drive a hub on this computer: the Host header has
to name the hub itself (DNS rebinding), and a write's Origin has to be the hub's own (forgery).
"""

import ipaddress
from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

from flask import Request

from hub.domain.rights import Actor, Grant, Right
from hub.errors import Forbidden

RIGHTS = frozenset(Right) - {Right.ADMINISTER}
DEMO = Actor("demo", "Demo user", grants=frozenset(Grant(right) for right in RIGHTS))
HERE = Actor("demo", "Demo user", grants=frozenset(Grant(right) for right in Right))
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def loopback_only(request: Request) -> Actor:
    """Everybody at this computer is the demo user, rooms and screens included; nobody else is let
    in."""
    if not _loopback(request.remote_addr or ""):
        raise Forbidden("This demonstration is for this computer only.")
    _own_host(request, loopback_name)
    own_origin(request)
    return HERE


def anybody(allowed: frozenset[str]) -> Callable[[Request], Actor]:
    """Everybody who reaches the hub is the demo user: for ``hub serve --insecure-demo``.

    Addresses given as numbers are fine, names only if they are in ``allowed``.
    """

    def identify(request: Request) -> Actor:
        _own_host(request, lambda name: _number(name) or name == "localhost" or name in allowed)
        own_origin(request)
        return DEMO

    return identify


def _own_host(request: Request, fine: Callable[[str], bool]) -> None:
    if not fine(_parts(f"//{request.host}").hostname or ""):
        raise Forbidden(f"{request.host!r} is not an address of this hub.")


def own_origin(request: Request) -> None:
    """A write (or a socket) comes from the hub's own pages, or from no page at all. Raises
    Forbidden."""
    origin = request.headers.get("Origin")
    if origin is not None and _parts(origin).netloc != request.host:
        raise Forbidden("This request came from another site.")
    fetch = request.headers.get("Sec-Fetch-Site", "none")
    if request.method not in SAFE and fetch not in ("same-origin", "none"):
        raise Forbidden("This request came from another site.")


def _parts(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        raise Forbidden(f"{address!r} is not an address.") from None


def loopback_name(name: str) -> bool:
    """Whether a host is this very computer."""
    return name == "localhost" or _loopback(name)


def _loopback(text: str) -> bool:
    try:
        return ipaddress.ip_address(text).is_loopback
    except ValueError:
        return False


def _number(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
