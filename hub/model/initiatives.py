"""Initiatives: programmes and projects that deliver objectives, as a scorecard file declares."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hub.model.columns import Model


class Initiative(Model):
    """``progress`` is what was last reported: ``{"complete", "words", "by", "reported",
    "illustrative"}``; earlier reports are in the audit. ``milestones`` in order of the file:
    ``{"key", "title", "due", "done"}``. ``version`` counts edits and reports."""

    __tablename__ = "initiative"

    key: Mapped[str] = mapped_column(primary_key=True)
    unit_key: Mapped[str] = mapped_column(ForeignKey("unit.key"), index=True)
    kind: Mapped[str]
    title: Mapped[str]
    owner: Mapped[str]
    starts: Mapped[date]
    ends: Mapped[date]
    state: Mapped[str]
    node_key: Mapped[str | None] = mapped_column(ForeignKey("map_node.key"))
    milestones: Mapped[list[Any]]
    progress: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    audience: Mapped[str] = mapped_column(default="staff")
    source: Mapped[str] = mapped_column(default="")
    illustrative: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)


class InitiativeObjective(Model):
    """The scorecard objectives that an initiative delivers."""

    __tablename__ = "initiative_objective"

    initiative_key: Mapped[str] = mapped_column(ForeignKey("initiative.key"), primary_key=True)
    objective_key: Mapped[str] = mapped_column(
        ForeignKey("objective.key"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(default=0)
