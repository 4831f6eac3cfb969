"""The settings file of a screen, /etc/hub-kiosk.toml, and words for what is wrong in it."""

import difflib
import os
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PLACE = Path("/etc/hub-kiosk.toml")
STATE = Path(os.environ.get("STATE_DIRECTORY", "/var/lib/hub-kiosk"))
SWITCHES = ("auto", "wlopm", "wlr-randr", "xset", "none")
SHORTEST_PATIENCE = 5  # s; a busy Raspberry Pi may well not paint for two or three


class BadSettings(Exception):
    """The settings cannot be used; the message says where and why."""


@dataclass(frozen=True)
class Settings:
    """What a screen shows and how. Each field is a line of the file; only ``hub`` has to be there.

    ``hub`` is the hub's address without a slash at its end. A page that has not painted for
    ``patience_seconds`` is taken for frozen.
    """

    hub: str
    browser: str = "chromium"
    flags: tuple[str, ...] = ()
    profile: Path = STATE / "profile"
    patience_seconds: int = 20
    clean_at: time = time(4, 10)
    screen_off: str = "auto"
    cec: bool = False

    @property
    def display(self) -> str:
        """The address of the page that the screen stays on."""
        return f"{self.hub}/display"

    @property
    def origin(self) -> str:
        parts = urlsplit(self.hub)
        return f"{parts.scheme}://{parts.netloc}"


def read(path: Path) -> Settings:
    """The settings in a file. Raises BadSettings."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadSettings(f"{path} is not there") from None
    except UnicodeDecodeError:
        raise BadSettings(f"{path} is not text in UTF-8") from None
    except OSError as error:
        raise BadSettings(f"{path} cannot be read: {error.strerror}") from None
    try:
        return of(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"{path}: {error}") from None
    except BadSettings as error:
        raise BadSettings(f"{path}: {error}") from None


def of(said: dict[str, Any]) -> Settings:
    """The settings that a file's lines say. Raises BadSettings for the first that is wrong."""
    for name in said:
        if name not in READERS:
            near = difflib.get_close_matches(name, READERS, 1)
            hint = f"; is it {near[0]}?" if near else f". There are: {', '.join(READERS)}"
            raise BadSettings(f"there is no setting called {name}{hint}")
    if "hub" not in said:
        raise BadSettings('the hub\'s address is missing: hub = "http://hub.example:8321"')
    return Settings(**{name: READERS[name](name, value) for name, value in said.items()})


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadSettings(f'{name} is text in quotes, such as {name} = "..."')
    return value.strip()


def _address(name: str, value: Any) -> str:
    text = _text(name, value).rstrip("/").removesuffix("/display")
    parts = urlsplit(text)
    plain = re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[\w.-]+)(:\d{1,5})?", parts.netloc)
    if parts.scheme not in ("http", "https") or not plain or parts.query or parts.fragment:
        raise BadSettings(f"{name}: {text!r} is not an address such as http://hub.example:8321")
    return text


def _folder(name: str, value: Any) -> Path:
    folder = Path(_text(name, value))
    if not folder.is_absolute():
        raise BadSettings(f"{name}: {folder} does not begin with a slash")
    return folder


def _flags(name: str, value: Any) -> tuple[str, ...]:
    fit = isinstance(value, list) and all(isinstance(v, str) for v in value)
    if not fit or not all(flag.startswith("--") for flag in value):
        raise BadSettings(f'{name} is a list such as ["--force-device-scale-factor=1.25"]')
    return tuple(value)


def _seconds(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < SHORTEST_PATIENCE:
        raise BadSettings(f"{name} is a whole number of seconds, {SHORTEST_PATIENCE} or more")
    return value


def _clock(name: str, value: Any) -> time:
    if isinstance(value, time):
        return value
    if isinstance(value, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        return time.fromisoformat(value)
    raise BadSettings(f'{name} is a time of day such as "04:10"')


def _switch(name: str, value: Any) -> str:
    if value not in SWITCHES:
        raise BadSettings(f"{name} is one of {', '.join(SWITCHES)}")
    return str(value)


def _yes(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadSettings(f"{name} is true or false, without quotes")
    return value


READERS: dict[str, Callable[[str, Any], Any]] = {
    "hub": _address,
    "browser": _text,
    "flags": _flags,
    "profile": _folder,
    "patience_seconds": _seconds,
    "clean_at": _clock,
    "screen_off": _switch,
    "cec": _yes,
}
