"""What the demo's people say and do about its KPIs: notes, problems, countermeasures, a meeting.

``config/talk`` has one command a step. It is taken on its own day, by a role and not by a person,
and only once: what people have made of it since stays.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import yaml

from hub.commands.command import COMMANDS, Command
from hub.domain.rights import Actor, Grant, Right
from hub.errors import Conflict, Invalid
from hub.hub import Hub

NAMED = frozenset({"id", "issue", "cause", "parent", "countermeasure"})  # whose names stand for ids
VERBS = frozenset({"AddNote", "AssignCountermeasure", "MoveCountermeasure", "RaiseIssue"})
VERBS |= {"RecordMeeting", "UseTool"}


@dataclass(frozen=True)
class Step:
    """A command that ``by`` gives on ``day``; ``key`` keeps it from being taken twice."""

    day: date
    by: str
    command: Command
    key: str


def read(path: Path) -> tuple[Step, ...]:
    """The steps of a file, in its order. Raises Invalid for one that is no command."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(_step(row, f"{path.stem}-{number}") for number, row in enumerate(rows))


def _step(row: dict[str, Any], key: str) -> Step:
    verbs = {verb.__name__: verb for verb in COMMANDS if verb.__name__ in VERBS}
    if row["do"] not in verbs:
        raise Invalid(f"{row['do']!r} is nothing that a step can do: {', '.join(sorted(verbs))}")
    command = verbs[row["do"]].model_validate(_with_ids(row["with"]))
    return Step(row["day"], row["by"], command, key)


def _with_ids(said: dict[str, Any]) -> dict[str, Any]:
    """The same with ids in the place of names, also further inside."""
    return {
        name: str(uuid5(NAMESPACE_URL, f"demo:{value}"))
        if name in NAMED
        else _with_ids(value)
        if isinstance(value, dict)
        else value
        for name, value in said.items()
    }


def play(hub: Hub, steps: tuple[Step, ...]) -> None:
    """Take the steps up to today that were not taken, each on its day."""
    today = hub.as_of
    for step in steps:
        if today is None or step.day > today:
            continue
        hub.pin(step.day)
        with suppress(Conflict):  # it was taken long ago, or people have gone on from there
            hub.execute(step.command, _role(step.by), step.key)
    hub.pin(today)


def _role(name: str) -> Actor:
    grants = frozenset(Grant(right) for right in (Right.NOTE, Right.SOLVE))
    return Actor(f"role:{name.lower().replace(' ', '-')}", name, grants=grants)
