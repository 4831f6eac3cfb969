"""Who changed what and when, read from the audit: definitions of KPIs, reports on initiatives."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.domain.periods import parse
from hub.domain.sheet_words import day
from hub.model import AuditEntry

MOST = 40
LONGEST = 200  # characters of one new value
DEFINING = ("EditKpi", "SetTarget", "RebaseLimits", "OverrideStatus", "LiftOverride")


@dataclass(frozen=True)
class Edit:
    """One change: ``lines`` say what was made of it."""

    entry: int
    at: datetime
    by: str
    lines: tuple[str, ...]


def edits(
    session: Session, key: str, ahead: timedelta = timedelta(), most: int = MOST
) -> tuple[Edit, ...]:
    """The last changes to the definition of the KPI ``key``. The audit has the true time: what the
    hub took for now was ``ahead`` of it."""
    said = f'"kpi":{json.dumps(key)}'
    rows = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.command.in_(DEFINING), AuditEntry.body.contains(said, autoescape=True))
        .order_by(AuditEntry.seq.desc())
        .limit(most)
    )
    return tuple(
        Edit(row.seq, row.at + ahead, row.actor_name, tuple(_lines(row.command, body)))
        for row in rows
        if (body := _body(row.body)).get("kpi") == key
    )


@dataclass(frozen=True)
class Report:
    """How far somebody said that an initiative was."""

    at: datetime
    by: str
    complete: float
    words: str


def reports(session: Session, key: str, most: int = MOST) -> tuple[Report, ...]:
    """The last reports on the initiative ``key``."""
    said = f'"initiative":{json.dumps(key)}'
    rows = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.command == "ReportProgress")
        .where(AuditEntry.body.contains(said, autoescape=True))
        .order_by(AuditEntry.seq.desc())
        .limit(most)
    )
    bodies = [(row, _body(row.body)) for row in rows]
    return tuple(
        Report(row.at, row.actor_name, body["complete"], body.get("words", ""))
        for row, body in bodies
        if body.get("initiative") == key
    )


def _body(text: str) -> Mapping[str, Any]:
    """The command's fields; none where only a digest of a long one was kept."""
    if not text.startswith("{"):
        return {}
    found: dict[str, Any] = json.loads(text)
    return found


def _lines(command: str, body: Mapping[str, Any]) -> Iterator[str]:
    match command:
        case "EditKpi":
            for name, value in body["changes"].items():
                yield f"{name.replace('_', ' ')}: {_short(value)}"
        case "SetTarget":
            since = day(date.fromisoformat(body["since"]))
            taken = body["value"] is None
            words = "taken away" if taken else f"is {_short(body['value'])}"
            yield f"target from {since} {words}"
        case "RebaseLimits":
            title = parse(body["period"]).title
            anew = f"limits anew from {title}: {body['reason']}"
            yield anew if body["reason"] is not None else f"limits no longer anew from {title}"
        case "OverrideStatus":
            until = f" until {day(date.fromisoformat(body['until']))}" if body["until"] else ""
            yield f"status set to {body['status']} by hand{until}: {body['reason']}"
        case _:
            yield "status no longer set by hand"


def _short(value: Any) -> str:
    """A new value in few words."""
    words = _said(value) or "nothing"
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()}\u2026"


def _said(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(
            f"{name.replace('_', ' ')} {_said(each)}" for name, each in value.items() if each != []
        )
    if isinstance(value, list):
        return "; ".join(_said(each) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
