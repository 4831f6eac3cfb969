"""The agent's own page, for as long as there is no other: its words, and when to try again."""

import socket
import ssl
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

PAGE = Path(__file__).parent / "wait.html"
PATIENCE = 4.0  # s
ELSEWHERE = "192.0.2.1"  # RFC 5737: nobody's; nothing is sent to it
WORDS = {
    "net::ERR_NAME_NOT_RESOLVED": "No computer of this name was found. Is the network up, and the "
    "name right?",
    "net::ERR_INTERNET_DISCONNECTED": "This screen has no network. Is the cable in, or the Wi-Fi "
    "set up?",
    "net::ERR_ADDRESS_UNREACHABLE": "There is no way through the network to the hub.",
    "net::ERR_CONNECTION_REFUSED": "The computer is there, but the hub does not run on it yet.",
    "net::ERR_CERT_AUTHORITY_INVALID": "The hub's certificate is by somebody whom this screen does "
    "not know.",
    "net::ERR_CERT_DATE_INVALID": "The hub's certificate is out of date, or this screen's clock is "
    "wrong.",
    "net::ERR_CERT_COMMON_NAME_INVALID": "The hub's certificate is for another name than this.",
}
OTHER = "Something answers at this address, but it is not the hub's page for screens."
SILENT = "The hub does not answer."


def why(code: str) -> str:
    """Words for the browser's reason why it cannot open a page."""
    plain = code.removeprefix("net::ERR_").replace("_", " ").lower()
    return WORDS.get(code) or f"{SILENT} ({plain})"


def address(title: str, hub: str, words: str) -> str:
    """The page that says this; it stays where it is when only the words change."""
    said = {"title": title, "hub": hub, "why": words, "self": f"{socket.gethostname()}  {own()}"}
    return f"{PAGE.as_uri()}#{urlencode(said)}"


def first(hub: str) -> str:
    """The page that a browser begins with, so that its own white one is never seen."""
    return address("Looking for the hub", hub, "")


def own() -> str:
    """The address of this computer in its network, as somebody who comes to help asks for it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        try:
            line.connect((ELSEWHERE, 9))
        except OSError:
            return "no network"
        return str(line.getsockname()[0])


def answers(display: str) -> bool:
    """Whether there is a page at the address. Whether to trust it is for the browser to say."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    direct = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trusting)
    )
    try:
        with direct.open(display, timeout=PATIENCE) as reply:
            return bool(reply.status == 200)
    except (OSError, ValueError, urllib.error.URLError):
        return False
