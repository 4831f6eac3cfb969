"""Reading a scorecard file, so that every fault can name its file, line and key."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from hub.commands.scorecard_file import ScorecardFile
from hub.errors import Invalid, TooLarge
from hub.plugins import phrase

MOST = 500_000  # characters
MOST_PARTS = 100_000  # values, counting what an alias repeats
DEEPEST = 20
Place = tuple[int | str, ...]


@dataclass(frozen=True)
class Source:
    """A file's name and the line each of its parts begins on."""

    name: str
    lines: Mapping[Place, int]

    def at(self, place: Place) -> str:
        """``hmrc.yaml, line 12``: where ``place``, or what contains it, begins."""
        for size in range(len(place), -1, -1):
            if place[:size] in self.lines:
                return f"{self.name}, line {self.lines[place[:size]]}"
        return self.name


def read(name: str, text: str) -> tuple[ScorecardFile, Source]:
    """Parse and validate. Raises Invalid with one sentence per fault."""
    if len(text) > MOST:
        raise TooLarge(f"{name}: more than {MOST:,} characters")
    reading = _Reading(name)
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        if root is None:
            raise Invalid(f"{name}: the file is empty")
        data = reading.value(root, ())
    except yaml.YAMLError as error:
        raise Invalid(f"{name}, {_mark(error)}") from None
    except RecursionError:
        raise Invalid(f"{name}: nested too deeply") from None
    source = Source(name, reading.lines)
    try:
        return ScorecardFile.model_validate(data), source
    except ValidationError as error:
        faults = tuple(_fault(source, fault) for fault in error.errors())
        raise Invalid("; ".join(faults), faults) from None


def _fault(source: Source, fault: Any) -> str:
    place: Place = fault["loc"]
    return f"{source.at(place)}: {phrase(place, fault['type'], fault['msg'])}"


def _mark(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    return f"line {mark.line + 1}: {problem}" if mark else problem


class _Reading:
    """Turns nodes into plain values, noting on which line each part begins."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Place, int] = {}
        self._scalars = yaml.SafeLoader("")

    def value(self, node: yaml.Node, place: Place) -> Any:
        """The plain value of a node. Raises Invalid where aliases blow it up."""
        line = node.start_mark.line + 1
        self.lines[place] = line
        if len(place) > DEEPEST:
            raise Invalid(f"{self.name}, line {line}: nested too deeply")
        if len(self.lines) > MOST_PARTS:
            raise Invalid(f"{self.name}, line {line}: more than {MOST_PARTS:,} values")
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*place, i)) for i, child in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        try:
            return self._scalars.construct_object(node)
        except ValueError as error:
            raise Invalid(f"{self.name}, line {line}: {error}") from None

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            word = str(key.value)
            if word in found:
                raise Invalid(f"{self.name}, line {line}: {word} stands here twice")
            found[word] = self.value(value, (*place, word))
            self.lines[(*place, word)] = line
        return found
