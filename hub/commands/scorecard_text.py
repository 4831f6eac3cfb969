"""Reading a scorecard file, so that every fault can name its file, line and key."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from hub.commands.scorecard_file import ScorecardFile
from hub.errors import Invalid, TooLarge
from hub.plugins import phrase

MOST = 2_000_000  # characters
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
    lines: dict[Place, int] = {}
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        if root is None:
            raise Invalid(f"{name}: the file is empty")
        data = _value(root, (), lines, name)
    except yaml.YAMLError as error:
        raise Invalid(f"{name}, {_mark(error)}") from None
    source = Source(name, lines)
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


_build = yaml.SafeLoader("")


def _value(node: yaml.Node, place: Place, lines: dict[Place, int], name: str) -> Any:
    """The plain value of a node, noting where each part begins. Aliases are not followed far."""
    line = node.start_mark.line + 1
    lines[place] = line
    if len(place) > DEEPEST:
        raise Invalid(f"{name}, line {line}: nested too deeply")
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*place, i), lines, name) for i, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, lines, name)
    try:
        return _build.construct_object(node)
    except ValueError as error:
        raise Invalid(f"{name}, line {line}: {error}") from None


def _mapping(
    node: yaml.MappingNode, place: Place, lines: dict[Place, int], name: str
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        word = str(key.value)
        if word in found:
            raise Invalid(f"{name}, line {line}: {word} stands here twice")
        found[word] = _value(value, (*place, word), lines, name)
        lines[(*place, word)] = line
    return found
