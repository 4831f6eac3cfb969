"""Settings: hub.toml and the environment, read once into frozen values."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from hub.errors import Invalid, Unusable

PREFIX = "HUB_"


Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Phrases = Annotated[tuple[Phrase, ...], Field(max_length=24)]


class ConnectorSettings(BaseModel):
    """One connector instance: ``plugin`` names the class, ``config`` is the plugin's own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    plugin: str
    every_seconds: float = Field(60, ge=0.05, le=86_400)
    config: dict[str, Any] = {}


class Settings(BaseModel):
    """Everything that may be set. ``data`` holds the database and the state of a server."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: Path = Path(".hub")
    database: str = ""  # an SQLAlchemy address; empty: hub.db in ``data``
    host: str = "127.0.0.1"
    port: int = Field(8321, ge=1, le=65_535)
    threads: int = Field(256, ge=8, le=2000)  # made when needed; an open screen holds one
    allowed_hosts: tuple[str, ...] = ()
    holidays: Path | None = None  # a file of days off and bank holidays worked
    connectors: dict[str, ConnectorSettings] = {}
    phrases: dict[str, Phrases] = {}  # by kind of question, in place of the hub's own

    @property
    def address(self) -> str:
        return self.database or f"sqlite:///{quote(str(self.data.resolve() / 'hub.db'))}"


def read(path: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """hub.toml (if there is one) with HUB_DATA, HUB_DATABASE, HUB_HOST, HUB_PORT on top."""
    values: dict[str, Any] = {}
    if path is not None:
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise Unusable(f"{path}: {error}") from None
    for name, text in (os.environ if environment is None else environment).items():
        field = name.removeprefix(PREFIX).lower()
        if name.startswith(PREFIX) and field in ("data", "database", "host", "port", "threads"):
            values[field] = text
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        where = path or "the environment"
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise Invalid(f"{where}: {faults}") from None
