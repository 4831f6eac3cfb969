"""What the marks of packs mean: the fields of the bars, and the cells of the months."""

from collections.abc import Collection, Sequence

from hub.domain.punctuality import Outcome, Punctual
from hub.domain.submission import State
from hub.drawing import Node, group, label, width
from hub.drawing.marks.pack_bar import ORDER, WORDS, field, shown_as
from hub.drawing.marks.punctual_strip import cell
from hub.drawing.theme import Theme

SIZE = 23.0
ALWAYS = (State.LOCKED, State.SUBMITTED)
MONTHS = (
    (Punctual(Outcome.ON_TIME), "in time"),
    (Punctual(Outcome.LATE, 3), "working days late"),
    (Punctual(Outcome.NEVER), "never came"),
    (Punctual(Outcome.UNKNOWN), "before the hub"),
)


def states_key(seen: Collection[State], theme: Theme, x: float, base: float, room: float) -> Node:
    """The fields of the states that are ``seen``, with their words, on one line."""
    shown = {shown_as(state) for state in seen}
    states = [state for state in ORDER if state in shown or state in ALWAYS]
    size = _size([WORDS[state] for state in states], room)
    drawn, across = list[Node](), 0.0
    for state in states:
        mark = field(state, theme, 1.3 * size, size)
        drawn.append(group(None, *mark, x=across, y=-0.83 * size))
        drawn.append(label(WORDS[state], across + 1.65 * size, 0, size, fill=theme["ink-2"]))
        across += _step(WORDS[state], size)
    return group("key-states", *drawn, x=x, y=base)


def months_key(
    seen: Collection[Outcome], theme: Theme, x: float, base: float, room: float, end: bool = False
) -> Node:
    """The cells of the months that are ``seen``, with their words, on one line; up to the ``end``
    of the room, or from its start."""
    months = [(punctual, words) for punctual, words in MONTHS if punctual.outcome in seen]
    size = _size([words for _, words in months], room)
    wide = sum(_step(words, size) for _, words in months) - 1.05 * size
    drawn, across = list[Node](), max(0.0, room - wide) if end else 0.0
    for punctual, words in months:
        mark = cell(punctual, theme, 1.15 * size)
        drawn.append(group(None, *mark, x=across, y=-0.92 * size))
        drawn.append(label(words, across + 1.65 * size, 0, size, fill=theme["ink-2"]))
        across += _step(words, size)
    return group("key-months", *drawn, x=x, y=base)


def _size(words: Sequence[str], room: float) -> float:
    wide = sum(_step(each, SIZE) for each in words)
    return SIZE * min(1.0, room / wide) if wide else SIZE


def _step(words: str, size: float) -> float:
    return 2.7 * size + width(words, size) * 1.03
