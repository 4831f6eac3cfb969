"""Every tool there is, as people touch it: whatever is drawn may be tapped, by several at once, on
pictures that are out of date, and again from where the line broke."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from hub.commands import RaiseIssue, UseTool
from hub.domain.rights import Actor, Grant, Right
from hub.drawing import LIGHT, Node
from hub.errors import HubError
from hub.hub import Hub
from hub.model import Cause, IssueCause, ToolLayout
from hub.problem_board import Canvas
from tests.geometry import faults

CANVAS = Canvas(1500, 640, LIGHT)
PEOPLE = tuple(
    Actor(f"person:{n}", f"Person {n}", grants=frozenset({Grant(Right.SOLVE)})) for n in range(3)
)
WORDS = (
    "No spare part",
    "Nobody was told",
    "x",
    "Wo der Plan fehlt: " * 12,
    "a\nb\n\nc",
    "| {} <&>",
)
LINES = ("Spare parts; 3", "Toner 14\nPaper 9\nDrum 2", "7", "")
some = settings(
    max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@dataclass(frozen=True)
class Tap:
    """One touch, as a board sends it: it can be sent again."""

    key: str
    by: Actor
    command: UseTool


class Board:
    """Somebody's board: it shows one problem, and sends what is tapped on what it shows."""

    def __init__(self, hub: Hub, issue: str, by: Actor, draws: st.DataObject, ids: Any) -> None:
        self.hub, self.issue, self.by, self.draws, self.ids = hub, issue, by, draws, ids
        self.shown: dict[str, Node] = {}

    def look(self) -> None:
        """Fetch what there is; with each tool at the whole, or where the last picture led."""
        for tool in self.hub.tools:
            before = self.shown.get(tool.name, Node("g", {}))
            ways = [p.attributes["data-look"] for p in before.walk() if "data-look" in p.attributes]
            look = json.loads(self.draws.draw(st.sampled_from(["{}", *sorted(ways)])))
            said = {key: str(value) for key, value in look.items()}
            self.shown[tool.name] = self.hub.drawing(tool.name, self.issue, CANVAS, said)

    def tap(self, *verbs: str) -> Tap | None:
        """Touch anything on a picture, with words where they are asked for; of ``verbs`` alone
        where there are any."""
        tool = self.draws.draw(st.sampled_from(sorted(self.shown)))
        parts = [p.attributes for p in self.shown[tool].walk() if "data-do" in p.attributes]
        parts = [p for p in parts if not verbs or p["data-do"] in verbs]
        if not parts:
            return None
        said = self.draws.draw(st.sampled_from(parts))
        arguments = json.loads(said.get("data-args", "{}"))
        if "data-ask" in said:
            words = LINES if tool == "pareto" else WORDS
            arguments[said["data-ask"].split("|")[0]] = self.draws.draw(st.sampled_from(words))
        if "data-new" in said:
            arguments[said["data-new"]] = str(next(self.ids))
        command = UseTool(
            issue=self.issue,
            tool=tool,
            action=said["data-do"],
            arguments=arguments,
            version=int(said["data-version"]) if "data-version" in said else None,
        )
        return Tap(str(next(self.ids)), self.by, command)


def identities() -> Any:
    number = 0
    while True:
        number += 1
        yield UUID(int=number + (next_base() << 64))


_bases = iter(range(1, 10**9))


def next_base() -> int:
    return next(_bases)


def begun(hub: Hub) -> str:
    raised = RaiseIssue.model_validate({"title": "Late again", "kpi": "works.on_time"})
    return str(hub.execute(raised, PEOPLE[0])["id"])


def send(hub: Hub, tap: Tap) -> dict[str, Any] | None:
    """The hub's answer; None where it refuses, which it does in words for a person."""
    try:
        return hub.execute(tap.command, tap.by, tap.key)
    except HubError as error:
        assert error.status < 500 and len(error.message) > 10, error.message
        return None


def state(hub: Hub, issue: str) -> str:
    """All that the tools keep about a problem."""
    with hub.store.read() as session:
        causes = session.scalars(
            select(Cause).join(IssueCause).where(IssueCause.issue_id == issue).order_by(Cause.id)
        )
        rows = [(c.id, c.text, c.parent_id, c.state, c.root, c.evidence, c.version) for c in causes]
        kept = session.execute(
            select(ToolLayout.tool, ToolLayout.layout, ToolLayout.version)
            .where(ToolLayout.issue_id == issue)
            .order_by(ToolLayout.tool)
        )
        return json.dumps([rows, [list(row) for row in kept]])


def pictures(hub: Hub, issue: str) -> dict[str, str]:
    return {tool.name: str(hub.drawing(tool.name, issue, CANVAS)) for tool in hub.tools}


@some
@given(draws=st.data())
def test_whatever_is_tapped_every_tool_stays_whole_and_nothing_is_done_twice(
    hub: Hub, draws: st.DataObject
) -> None:
    issue, ids = begun(hub), identities()
    boards = [Board(hub, issue, by, draws, ids) for by in PEOPLE]
    sent: list[tuple[Tap, Any]] = []
    for board in boards:
        board.look()
    for _ in range(16):
        board = draws.draw(st.sampled_from(boards))
        if draws.draw(st.booleans()):  # else it acts on what it saw last
            board.look()
        if tap := board.tap():
            sent.append((tap, send(hub, tap)))
    drawn = pictures(hub, issue)
    for tool in hub.tools:
        assert faults(hub.drawing(tool.name, issue, CANVAS)) == []
    before = state(hub, issue)
    prefix = sent[: draws.draw(st.integers(0, len(sent)))]
    for tap, answer in [*prefix, *prefix]:
        if answer is not None:
            assert send(hub, tap) == answer
    assert state(hub, issue) == before
    assert pictures(hub, issue) == drawn


def letters_of(hub: Hub, issue: str) -> dict[str, Counter[str]]:
    """What each tool's picture says, wherever it stands and however its lines are broken."""
    drawn = {tool.name: hub.drawing(tool.name, issue, CANVAS) for tool in hub.tools}
    return {
        name: Counter("".join(_said(drawing)).replace(" ", "")) for name, drawing in drawn.items()
    }


def _said(drawing: Node) -> list[str]:
    return [each for part in drawing.walk() for each in part.children if isinstance(each, str)]


@some
@given(draws=st.data())
def test_what_several_add_at_once_is_the_same_whoever_comes_first(
    hub: Hub, draws: st.DataObject
) -> None:
    """Each sends their own in order; how the hub happens to get them makes no difference."""
    issue, other, ids = begun(hub), begun(hub), identities()
    lanes: list[list[Tap]] = []
    for by in PEOPLE:
        board = Board(hub, issue, by, draws, ids)
        board.look()
        taps = [board.tap("ask", "add", "note") for _ in range(5)]
        lanes.append([tap for tap in taps if tap])
    for where in (issue, other):
        left = [list(lane) for lane in lanes]
        while any(left):
            lane = draws.draw(st.sampled_from([lane for lane in left if lane]))
            tap = lane.pop(0)
            assert send(hub, moved(tap, where)) is not None
    assert letters_of(hub, issue) == letters_of(hub, other)


def moved(tap: Tap, issue: str) -> Tap:
    """The same touch on another problem: its new things have identities of their own there."""
    arguments = dict(tap.command.arguments)
    if "id" in arguments:
        arguments["id"] = str(UUID(int=UUID(arguments["id"]).int ^ hash_of(issue)))
    command = tap.command.model_copy(update={"issue": issue, "arguments": arguments})
    return Tap(f"{tap.key}:{issue}", tap.by, command)


def hash_of(issue: str) -> int:
    return UUID(issue).int & ((1 << 60) - 1)
