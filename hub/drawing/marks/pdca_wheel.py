"""The PDCA wheel: quarters fill clockwise from Plan to Act; a full wheel means acted."""

from hub.drawing.nodes import Node, group, node
from hub.drawing.theme import Theme

STAGES = ("plan", "do", "check", "act")
QUARTERS = (
    "M20.8 20.8V2A18.8 18.8 0 0 0 2 20.8Z",
    "M23.2 20.8V2A18.8 18.8 0 0 1 42 20.8Z",
    "M23.2 23.2V42A18.8 18.8 0 0 0 42 23.2Z",
    "M20.8 23.2V42A18.8 18.8 0 0 1 2 23.2Z",
)


def pdca_wheel(
    stage: str | None, theme: Theme, x: float, y: float, size: float = 36, *, id: str | None = None
) -> Node:
    """The wheel around ``(x, y)``, filled up to ``stage``; empty where ``stage`` is None."""
    done = STAGES.index(stage) + 1 if stage else 0
    quarters = (
        node(
            "path",
            d=quarter,
            fill=theme["ink"] if index < done else "none",
            stroke=theme["ink" if index < done else "ink-3"],
            stroke_width=1.5,
            stroke_linejoin="round",
        )
        for index, quarter in enumerate(QUARTERS)
    )
    return group(
        id,
        *quarters,
        x=x - size / 2,
        y=y - size / 2,
        scale=size / 44,
        role="img",
        aria_label=f"{stage.capitalize()} stage" if stage else "not planned yet",
    )
