"""What people touch on a tool's picture: the words that the board's page reads, and buttons."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from hub.drawing import Node, Theme, group, label, node

TARGET = 56.0  # px of the smallest part to touch; 48 on the screen where it is shrunk most
SPACE = 6.0  # px between two targets
STATES = {"suspected": "Suspected", "confirmed": "Confirmed", "ruled_out": "Ruled out"}
BROKEN_BAR = "\u00a6"  # the bar itself parts what is asked from the first text
EDIT = "M4 20L5 15.5L16 4.5L19.5 8L8.5 19Z"
SHEET = "M6 3H14L18 7V21H6ZM9 12H15M9 16H15"
TICK = "M4 12.5L9.5 18L20 6.5"
CROSS = "M5.5 5.5L18.5 18.5M18.5 5.5L5.5 18.5"
ROOT = "M12 3V12M12 12L5 20M12 12L19 20M12 12V21"
PLUS = "M12 4V20M4 12H20"
CAPTIONS = ((16.0, 74.0), (13.0, 0.0))  # px of the word on a target, and of the target


@dataclass(frozen=True)
class Touch:
    """What a touch does: the action, its arguments, and the words that are asked for first.

    ``new`` is the argument that gets a new identity at the touch; ``most`` is how many characters
    may be written where that is more than a few lines. What names a cause lets the board ``recall``
    like ones. ``phrases`` is the kind of question whose beginnings are offered
    (hub.domain.phrases); for a cause they need not be asked for. ``look`` is what the board that
    was touched looks at from then on; a touch may do no more than that. The arguments of what can
    be dragged join those of where it is dropped.
    """

    does: str
    arguments: Mapping[str, object]
    spoken: str
    ask: str = ""
    first: str = ""
    version: int | None = None
    new: str = ""
    most: int = 0
    recall: bool = False
    phrases: str = ""
    sure: str = ""  # "Question?|Yes": asked before it is done
    look: Mapping[str, object] | None = None

    def on(self, drawn: Node, tool: str, issue: str) -> Node:
        """``drawn`` as the part to touch, in the words that the board's page reads."""
        first = f"|{self.first.replace('|', BROKEN_BAR)}" if self.first else ""
        said = {
            "role": "button",
            "tabindex": "0",
            "aria-label": self.spoken,
            "data-tool": tool,
            "data-issue": issue,
            "data-do": self.does,
            "data-args": json.dumps(dict(self.arguments)) if self.does or self.arguments else "",
            "data-look": "" if self.look is None else json.dumps(dict(self.look)),
            "data-ask": f"text|{self.ask}{first}" if self.ask else "",
            "data-sure": self.sure,
            "data-new": self.new,
            "data-most": str(self.most or ""),
            "data-recall": "yes" if self.recall else "",
            "data-phrases": self.phrases or ("cause" if self.recall else ""),
            "data-version": "" if self.version is None else str(self.version),
        }
        kept = {name: value for name, value in said.items() if value}
        return replace(drawn, attributes={**drawn.attributes, **kept})


def looking(spoken: str, **look: object) -> Touch:
    """A touch that looks at something; at the whole where nothing is said."""
    return Touch("", {}, spoken, look={key: said for key, said in look.items() if said is not None})


def name(*parts: str) -> str:
    """An id for a part of the picture; a cause's own id may hold anything."""
    return "-".join(quote(part, safe="") for part in parts)


def button(
    touch: Touch,
    tool: str,
    issue: str,
    theme: Theme,
    id: str,
    x: float,
    y: float,
    icon: str,
    word: str,
    on: bool = False,
    wide: float = TARGET,
) -> Node:
    """A small target with an icon and a word; ``on`` says that what it does has been done."""
    drawn = group(
        id,
        node("rect", x=0, y=0, width=wide, height=TARGET, rx=10,
             fill=theme["ink" if on else "surface-2"], stroke=theme["ink" if on else "line"],
             stroke_width=2, pointer_events="all"),
        *sign(icon, word, theme["surface" if on else "accent"],
              theme["surface" if on else "ink"], wide),
        x=x, y=y,
    )  # fmt: skip
    return touch.on(drawn, tool, issue)


def sign(icon: str, word: str, stroke: str, ink: str, wide: float) -> Iterator[Node]:
    """An icon above its word, in the middle of a target."""
    yield group(
        None,
        node("path", d=icon, fill="none", stroke=stroke, stroke_width=2.6,
             stroke_linecap="round", stroke_linejoin="round"),
        x=wide / 2 - 12, y=7,
    )  # fmt: skip
    size = next(size for size, least in CAPTIONS if wide >= least)
    yield label(word, wide / 2, TARGET - 8, size, 600, fill=ink, anchor="middle")
