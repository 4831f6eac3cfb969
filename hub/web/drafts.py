"""Drafts are told to those who work on the figure: who records in its unit, and who reviews it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from hub.commands.command import lineage
from hub.domain.rights import Actor, Right, may
from hub.snapshot.packs import SubmissionView
from hub.snapshot.submission_lists import SubmissionItem

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

AT_WORK = (Right.RECORD, Right.REVIEW)


def views_for(
    session: "Session", actor: Actor, views: Iterable[SubmissionView]
) -> list[SubmissionView]:
    """The figures of packs as ``actor`` may see them."""
    return [
        view if not view.draft or _at_work(session, actor, view.unit) else replace(view, draft={})
        for view in views
    ]


def item_for(session: "Session", actor: Actor, item: SubmissionItem) -> SubmissionItem:
    """A submission of the API as ``actor`` may see it."""
    if not item.draft or _at_work(session, actor, item.unit):
        return item
    return item.model_copy(update={"draft": {}})


def _at_work(session: "Session", actor: Actor, unit: str) -> bool:
    line = lineage(session, unit)
    return any(may(actor, right, line) for right in AT_WORK)
