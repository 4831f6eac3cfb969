"""Units, scorecards and the strategy map, as a scorecard file declares them.

``retired`` things stay, so that figures and notes keep what they belong to; they are not shown.
``position`` is the order of the file. ``version`` counts the edits of what people edit.
"""

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hub.model.columns import Model


class Unit(Model):
    __tablename__ = "unit"

    key: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    short: Mapped[str]
    parent_key: Mapped[str | None] = mapped_column(
        ForeignKey("unit.key", deferrable=True, initially="DEFERRED"), index=True
    )
    director: Mapped[str | None]
    declared_in: Mapped[str]  # key of the unit whose file declares it
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)


class Scorecard(Model):
    """One unit's scorecard: its words for the levels and the rule for when figures are due."""

    __tablename__ = "scorecard"

    unit_key: Mapped[str] = mapped_column(ForeignKey("unit.key"), primary_key=True)
    title: Mapped[str]
    vision: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    legend: Mapped[dict[str, Any]]
    due: Mapped[dict[str, Any]]
    figures: Mapped[list[Any]]
    retired: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)


class Perspective(Model):
    """A band of one unit's scorecard and map."""

    __tablename__ = "perspective"

    key: Mapped[str] = mapped_column(primary_key=True)
    unit_key: Mapped[str] = mapped_column(ForeignKey("unit.key"), index=True)
    title: Mapped[str]
    question: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)


class Lens(Model):
    """A switchable viewpoint over KPIs, shared by the whole hub."""

    __tablename__ = "lens"

    key: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    declared_in: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)


class MapNode(Model):
    """``kind``: vision | plan_goal | programme | objective | enabler."""

    __tablename__ = "map_node"

    key: Mapped[str] = mapped_column(primary_key=True)
    unit_key: Mapped[str] = mapped_column(ForeignKey("unit.key"), index=True)
    kind: Mapped[str]
    title: Mapped[str]
    perspective_key: Mapped[str | None] = mapped_column(ForeignKey("perspective.key"))
    subtitle: Mapped[str | None]
    source: Mapped[str] = mapped_column(default="")
    illustrative: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)


class Link(Model):
    """A cause-effect arrow: ``source`` helps (+) or trades off against (-) ``target``."""

    __tablename__ = "link"

    source_key: Mapped[str] = mapped_column(ForeignKey("map_node.key"), primary_key=True)
    target_key: Mapped[str] = mapped_column(
        ForeignKey("map_node.key"), primary_key=True, index=True
    )
    unit_key: Mapped[str] = mapped_column(ForeignKey("unit.key"), index=True)
    sign: Mapped[str]
    strength: Mapped[str]
    rationale: Mapped[str] = mapped_column(default="")
    lag: Mapped[int] = mapped_column(default=0)
    evidence: Mapped[str] = mapped_column(default="")
    illustrative: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)


class Objective(Model):
    """A scorecard objective; ``kpqs`` are the key performance questions about it, in order:
    ``{"key", "question", "kpis"}``."""

    __tablename__ = "objective"

    key: Mapped[str] = mapped_column(primary_key=True)
    unit_key: Mapped[str] = mapped_column(ForeignKey("unit.key"), index=True)
    title: Mapped[str]
    perspective_key: Mapped[str] = mapped_column(ForeignKey("perspective.key"), index=True)
    kpqs: Mapped[list[Any]]
    method: Mapped[dict[str, Any]] = mapped_column(default=dict)  # how its KPIs come to a status
    serves: Mapped[list[Any]] = mapped_column(default=list)  # objectives of the parent unit
    source: Mapped[str] = mapped_column(default="")
    illustrative: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)


class ObjectiveRollUp(Model):
    """Which map objectives a scorecard objective rolls up to: many to many."""

    __tablename__ = "objective_roll_up"

    objective_key: Mapped[str] = mapped_column(ForeignKey("objective.key"), primary_key=True)
    node_key: Mapped[str] = mapped_column(ForeignKey("map_node.key"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)
