"""The hub itself: one way in (``execute``), one way out (``scene``), one nudge (``notify``).

Command -> Hub.execute -> one transaction (effect + audit + outbox + idempotency key) -> nudge
Snapshot -> Display.draw -> tree of SVG nodes -> SVG
"""

import hashlib
import json
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from importlib import metadata
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hub import closures
from hub.commands.command import Command, Context
from hub.connectors import Connector
from hub.displays import Audience, Display, Frame
from hub.domain.periods import close
from hub.domain.rights import Actor
from hub.domain.visibility import read
from hub.drawing import Node
from hub.errors import NotFound
from hub.plugins import Missing, Registry
from hub.problem_board import Analysis, Canvas, Tool
from hub.settings import Settings
from hub.snapshot.desk import first_lens, first_unit
from hub.snapshot.issues import analysis_of
from hub.snapshot.sight import look
from hub.snapshot.taking import take
from hub.snapshot.views import IssueView, Need, Snapshot
from hub.store import Store, ledger

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

log = logging.getLogger(__name__)
LONDON = ZoneInfo("Europe/London")
FIRST = {"unit": first_unit, "lens": first_lens}
Notify = Callable[[Mapping[str, int]], None]


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Scene:
    """A picture that may still have to be drawn: its ETag is known before."""

    etag: str
    topics: frozenset[str]
    draw: Callable[[], Node]


def _outdated_by(topics: Iterable[str], drawing: Node) -> Node:
    """A picture that says which topics make it out of date when they move on."""
    said = {"data-topics": " ".join(sorted(topics))}
    return replace(drawing, attributes={**drawing.attributes, **said})


@dataclass(frozen=True)
class _Asked:
    """A command in words, for the audit and against its own repetition."""

    command: str
    body: str
    key: str | None
    fingerprint: str
    ago: timedelta


def _asked(command: Command, key: str | None, ago: timedelta = timedelta()) -> _Asked:
    name, body = type(command).__name__, command.model_dump_json()
    if key is None:
        return _Asked(name, body, None, "", ago)
    # a default that differs at every reading, such as an id, is no part of what was asked
    said = command.model_dump_json(exclude_unset=True)
    return _Asked(name, body, key, ledger.fingerprint(name, said), ago)


class Hub:
    """Everything but the web: use it from Flask, a script or a test.

    ``as_of`` pins the day that the hub takes for today (a demonstration of past figures); the
    time of day goes on. Audit entries always carry the true time.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        clock: Callable[[], datetime] = utc_now,
        as_of: date | None = None,
    ) -> None:
        self.settings = settings or Settings()
        self.clock = clock
        self.pin(as_of)
        self.store = Store(self.settings.address)
        self.connectors = Registry("hub.connectors", Connector)  # type: ignore[type-abstract]
        self.displays = Registry("hub.displays", Display)
        self.tools = Registry("hub.tools", Tool)
        self.notify: Notify = lambda versions: None
        self._relayed = 0
        self._relaying = threading.Lock()

    def pin(self, as_of: date | None) -> None:
        """Take ``as_of`` for today from now on; none: the true day."""
        self.as_of, self._shift = as_of, self._shifted(as_of)

    def _shifted(self, as_of: date | None) -> timedelta:
        if as_of is None:
            return timedelta()
        now = self.clock()
        day_time = now.astimezone(LONDON).time().replace(fold=0)
        # in UTC: between two local times Python forgets that summer time came or went
        return datetime.combine(as_of, day_time, LONDON).astimezone(UTC) - now

    def now(self) -> datetime:
        """What the hub takes for now: the true time, or the pinned day's."""
        return self.clock() + self._shift

    def open(self) -> "Hub":
        """Examine and migrate the database. Raises Unusable and leaves alone what it must."""
        close(closures.read(self.settings.holidays) if self.settings.holidays else {})
        self.store.open()
        with self.store.read() as session:
            self._relayed = ledger.newest(session)
        return self

    def close(self) -> None:
        self.store.close()

    # -- write -----------------------------------------------------------------------------

    def execute(
        self,
        command: Command,
        actor: Actor,
        key: str | None = None,
        ago: timedelta = timedelta(),
    ) -> dict[str, Any]:
        """Do it, or raise a HubError and leave everything as it was.

        Returns the answer as JSON values once it is committed. With an idempotency ``key`` a
        repeat changes nothing and returns the same answer. It was asked for so long ``ago`` at a
        board that could not reach the hub then.
        """
        asked = _asked(command, key, ago)
        answer, told = self.store.carry(lambda session: self._apply(session, command, actor, asked))
        self._nudge(told)
        found: dict[str, Any] = json.loads(answer)
        return found

    def rehearse(self, command: Command, actor: Actor) -> dict[str, Any]:
        """What ``execute`` would answer; nothing is kept."""
        with self.store.write() as session:
            answer, _ = self._apply(session, command, actor, _asked(command, None))
            session.rollback()
        found: dict[str, Any] = json.loads(answer)
        return found

    def _apply(
        self, session: "Session", command: Command, actor: Actor, asked: "_Asked"
    ) -> tuple[str, int]:
        """The answer, and the number of the last event told: 0 where nothing has happened."""
        entry = ledger.begin(session)
        now = self.now()
        context = Context(
            session, actor, now, entry.seq, self.tools, self.displays, now - asked.ago
        )
        command.authorise(context)
        if asked.key is not None:
            before = ledger.replayed(session, actor, asked.key, asked.fingerprint)
            if before is not None:
                return before, 0
        answer = command.apply(context).model_dump_json()
        at = self.clock()
        if context.facts or asked.key is not None:
            tapped = at - asked.ago if asked.ago else None
            ledger.close(session, entry, actor, asked.command, asked.body, at, tapped)
        told = ledger.tell(session, entry, context.facts, at)
        if asked.key is not None:
            ledger.remember(session, actor, asked.key, asked.fingerprint, answer, at)
        return answer, told

    # -- nudge -----------------------------------------------------------------------------

    def _nudge(self, told: int) -> None:
        try:
            self.relay(told)
        except Exception:  # the change is safe; the scheduler relays again within a second
            log.exception("could not nudge")

    def relay(self, told: int | None = None) -> None:
        """Nudge whoever shows a topic that has moved on, whichever process moved it.

        Where ``told`` is the last event to tell of, and somebody has seen to it, that is all.
        """
        with self._relaying:
            if told is not None and told <= self._relayed:
                return
            with self.store.read() as session:
                reached, touched = ledger.since(session, self._relayed)
            if touched:
                self.notify(touched)
            self._relayed = reached

    # -- read ------------------------------------------------------------------------------

    def snapshot(self, need: Need, audience: Audience | None = None) -> Snapshot:
        """The hub at this moment, as far as ``need`` asks and ``audience`` may see (a person who
        is let in: everything)."""
        with self.store.read() as session:
            if audience is not None:
                look(session, audience.visibility)
            return take(session, need, self.now())

    def scene(
        self, name: str, config: Mapping[str, Any], frame: Frame, audience: Audience | None = None
    ) -> Scene:
        """A scene with its ETag: topic versions, what was asked for, and the local day."""
        audience = audience or Audience()
        display = self.displays[name](config)
        need = display.needs(frame, audience)
        topics = read(need.topics(), audience.visibility)
        today = self.now().astimezone(LONDON).date().isoformat()
        with self.store.read() as session:
            versions = ledger.versions(session, topics)
        said = display.config.model_dump_json()
        size = f"{frame.width}x{frame.height} {frame.least} {frame.theme.name}"
        seen = [said, size, audience.visibility, today]
        words = json.dumps([name, display.revision, *seen, self._run, versions])
        return Scene(
            hashlib.sha256(words.encode()).hexdigest()[:32],
            topics,
            lambda: _outdated_by(topics, display.draw(self.snapshot(need, audience), frame)),
        )

    def pages(
        self, name: str, config: Mapping[str, Any], frame: Frame, audience: Audience | None = None
    ) -> Iterator[Node]:
        """The pages of a scene, all of one moment: every one, or the one that ``config`` names."""
        audience = audience or Audience()
        display = self.displays[name](config)
        snapshot = self.snapshot(display.needs(frame, audience), audience)
        drawing = display.draw(snapshot, frame)
        yield drawing
        if "page" not in config:
            for number in range(2, int(drawing.attributes.get("data-pages", "1")) + 1):
                yield self.displays[name]({**config, "page": number}).draw(snapshot, frame)

    @cached_property
    def _run(self) -> str:
        """Distinguishes one code version's pictures from another's."""
        return metadata.version("performance-hub")

    def missing(self) -> list[Missing]:
        """Plugins that are declared and cannot be used, each with the reason."""
        registries = (self.connectors, self.displays, self.tools)
        return [m for registry in registries for m in registry.missing.values()]

    def versions(self, topics: Iterable[str]) -> dict[str, int]:
        with self.store.read() as session:
            return ledger.versions(session, topics)

    def ask(self) -> int:
        """A question that only a working database can answer: the number of the last event."""
        with self.store.read() as session:
            return ledger.newest(session)

    def completed(
        self, name: str, said: Mapping[str, Any], home: str | None = None
    ) -> dict[str, Any]:
        """The config of a scene: a unit or lens that it needs, and nobody named, is the first."""
        found = dict(said)
        for field, spec in self.displays[name].Config.model_fields.items():
            if spec.is_required() and field not in found and field in FIRST:
                found[field] = (home if field == "unit" else None) or self._first(field)
        return found

    def _first(self, what: str) -> str:
        with self.store.read() as session:
            found = FIRST[what](session)
        if found is None:
            raise NotFound("There is no scorecard yet: load one with hub load.")
        return found

    def drawing(
        self, tool: str, issue: str, canvas: Canvas, look: Mapping[str, str] | None = None
    ) -> Node:
        """A tool's picture of an issue; ``look`` is what a board looks at, as its address says."""
        with self.store.read() as session:
            brief, causes, layouts, plan = analysis_of(session, issue, self.now())
        return self._drawn(tool, Analysis(brief, causes, layouts.get(tool, {}), plan), canvas, look)

    def drawing_of(
        self, tool: str, issue: IssueView, canvas: Canvas, look: Mapping[str, str] | None = None
    ) -> Node:
        """The picture of an issue as a snapshot has it."""
        layout = issue.layouts.get(tool, {})
        known = Analysis(issue.brief, issue.causes, layout, issue.countermeasures)
        return self._drawn(tool, known, canvas, look)

    def _drawn(
        self, tool: str, analysis: Analysis, canvas: Canvas, look: Mapping[str, str] | None
    ) -> Node:
        drawn = self.tools[tool]()
        return drawn.draw(replace(analysis, look=drawn.looking(look or {})), canvas)


__all__ = ["Hub", "Scene", "utc_now"]
