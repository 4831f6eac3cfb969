"""Who is let in before there is sign-in: this computer, by its own name, from its own pages."""

from collections.abc import Callable

import pytest
from flask import Request
from werkzeug.test import EnvironBuilder

from hub.domain.rights import Actor
from hub.errors import Forbidden
from hub.web.visitors import DEMO, HERE, anybody, loopback_only

Identify = Callable[[Request], Actor]


def asking(
    host: str = "localhost:8321", by: str = "127.0.0.1", method: str = "GET", **headers: str
) -> Request:
    sent = {"Host": host} | {name.replace("_", "-"): words for name, words in headers.items()}
    environ = EnvironBuilder(
        method=method,
        headers=list(sent.items()),
        environ_base={"REMOTE_ADDR": by},
    ).get_environ()
    return Request(environ)


def in_(identify: Identify, request: Request) -> bool:
    try:
        return identify(request) in (DEMO, HERE)
    except Forbidden:
        return False


@pytest.mark.parametrize("host", ["localhost", "localhost:8321", "127.0.0.1:8321", "[::1]:8321"])
def test_this_computer_by_its_own_names(host: str) -> None:
    assert in_(loopback_only, asking(host))
    assert in_(loopback_only, asking(host, "::1"))


@pytest.mark.parametrize("by", ["192.168.0.7", "10.0.0.1", "::ffff:10.0.0.1", "", "unix:"])
def test_no_other_computer(by: str) -> None:
    assert not in_(loopback_only, asking(by=by))


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "192.168.0.7", "[::1", ""],
)
def test_no_other_name(host: str) -> None:
    """A name that somebody else's DNS points here is not the hub's."""
    assert not in_(loopback_only, asking(host))


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://localhost:9999", "null", "http://[", "localhost:8321"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_other_site_s_page(origin: str, method: str) -> None:
    assert not in_(loopback_only, asking(method=method, Origin=origin))
    assert not in_(anybody(frozenset()), asking(method=method, Origin=origin))


def test_the_hub_s_own_pages_may_write() -> None:
    own = {"Origin": "http://localhost:8321", "Sec_Fetch_Site": "same-origin"}
    assert in_(loopback_only, asking(method="POST", **own))
    assert in_(loopback_only, asking(method="POST"))  # a script sends neither


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_write_from_elsewhere_is_refused_without_an_origin_too(site: str) -> None:
    assert not in_(loopback_only, asking(method="POST", Sec_Fetch_Site=site))
    assert in_(loopback_only, asking(method="GET", Sec_Fetch_Site=site))  # a link may lead here


def test_an_open_hub_knows_numbers_and_the_names_it_was_given() -> None:
    identify = anybody(frozenset({"hub.works.example"}))
    for host in ("192.168.0.7:8321", "hub.works.example", "localhost", "[fd00::1]"):
        assert in_(identify, asking(host, by="192.168.0.9"))
    assert not in_(identify, asking("evil.example", by="192.168.0.9"))
