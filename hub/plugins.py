"""Plugins: a class with a name, found through an entry point; ours come in by the same door.

Three kinds take this one form: connectors (``hub.connectors``), displays (``hub.displays``) and
problem-board tools (``hub.tools``). A plugin that is missing or broken becomes a ``Missing``: it
is listed with its reason, and the server starts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from hub.errors import Invalid, NotFound, Unusable


class Settings(BaseModel):
    """Base of every plugin's ``Config`` and of every action's arguments: frozen, nothing extra."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Plugin:
    """Base of every plugin. ``name`` is its address, ``title`` what people read.

    ``Config`` says what may be set; an instance holds a validated one in ``config``.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    Config: ClassVar[type[Settings]] = Settings

    def __init__(self, config: Mapping[str, Any] | None = None) -> None:
        try:
            self.config: Any = self.Config.model_validate(dict(config or {}))
        except ValidationError as error:
            raise Invalid(f"{self.title}: {sentence(error)}") from None


def sentence(error: ValidationError) -> str:
    """A pydantic error as one sentence for a person, naming each field."""
    return "; ".join(faults(error))


def faults(error: ValidationError) -> tuple[str, ...]:
    """One phrase per fault: where it is, and what is wrong there.

    Pydantic calls a list too short as well when it is only its items that are wrong.
    """
    found = error.errors()
    around = {fault["loc"][:n] for fault in found for n in range(len(fault["loc"]))}
    return tuple(
        phrase(fault["loc"], fault["type"], fault["msg"])
        for fault in found
        if fault["type"] != "too_short" or fault["loc"] not in around
    )


def phrase(where: tuple[int | str, ...], kind: str, message: str) -> str:
    place = ".".join(str(part) for part in where) or "it"
    if kind == "extra_forbidden":
        return f"{place}: there is no such field"
    if kind == "missing":
        return f"{place}: is missing"
    if message == "String should have at least 1 character":
        return f"{place}: needs words"
    return f"{place}: {message.removeprefix('Value error, ')}"


P = TypeVar("P", bound=Plugin)


@dataclass(frozen=True)
class Missing:
    """Stands where a plugin should be: its name and why it cannot be used."""

    name: str
    reason: str


@cache  # what is installed stays as it is for as long as a process runs
def declared(group: str) -> tuple[EntryPoint, ...]:
    """The entry points of a group in the order of their names."""
    return tuple(sorted(entry_points(group=group), key=lambda entry: entry.name))


class Registry(Generic[P]):
    """The plugin classes of one kind, by name."""

    def __init__(self, group: str, base: type[P]) -> None:
        self.group = group
        self.kind = base.__name__.lower()  # what people call one of them: a display, a tool
        self.missing: dict[str, Missing] = {}
        self._classes: dict[str, type[P]] = {}
        self._base = base
        for entry in declared(group):
            self._load(entry)

    def _load(self, entry: EntryPoint) -> None:
        try:
            self.add(entry.load())
        except (Exception, SystemExit) as error:  # a stranger's plugin may fail in any way
            reason = f"{type(error).__name__}: {error}"
            self.missing[entry.name] = Missing(entry.name, reason)

    def add(self, plugin: type[P]) -> None:
        """Take in a class, as its entry point would. Raises Unusable for a wrong or second one."""
        if not (isinstance(plugin, type) and issubclass(plugin, self._base)):
            raise Unusable(f"{plugin!r} is not a {self._base.__name__}")
        if not isinstance(getattr(plugin, "name", None), str):
            raise Unusable(f"{plugin.__qualname__} has no name")
        if self._classes.setdefault(plugin.name, plugin) is not plugin:
            raise Unusable(f"two plugins of {self.group} are called {plugin.name!r}")

    def __iter__(self) -> Iterator[type[P]]:
        return iter(self._classes.values())

    def __contains__(self, name: str) -> bool:
        return name in self._classes

    def __getitem__(self, name: str) -> type[P]:
        if name in self._classes:
            return self._classes[name]
        if name in self.missing:
            raise NotFound(
                f"The {self.kind} {name!r} cannot be used: its plugin is missing "
                f"({self.missing[name].reason})."
            )
        raise NotFound(f"There is no {self.kind} called {name!r}. There are: {self._listed()}.")

    def _listed(self) -> str:
        """What there is, by name as an address says it, with the title that people read."""
        known = sorted(self._classes.items())
        return ", ".join(f"{name} ({plugin.title})" for name, plugin in known) or "none"
