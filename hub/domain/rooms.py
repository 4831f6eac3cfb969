"""Rooms: displays that share one state, and what they show at a moment.

``Room.showing`` is a pure function of the room's state and of the time, so there is no timer that
could stick: whoever asks, and however late, gets the same answer for the same moment. Time that a
room is paused does not count, neither for the rotation nor for the return after idle.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EVERY_DAY = frozenset(range(1, 8))  # ISO weekdays: Monday is 1
LONDON = ZoneInfo("Europe/London")
NEVER = datetime.max.replace(tzinfo=UTC)
DAY = timedelta(days=1)  # nobody has to look further ahead than this
NOTHING = timedelta()


@dataclass(frozen=True)
class Step:
    """One scene of a playlist: its name, what it is about (unit, lens ...) and how long it stays.

    Where something in it is red it stays for ``seconds_when_red``; with ``only_red`` it is left
    out unless something is. It is left out on days that are not among its ISO weekdays.
    """

    scene: str
    about: Mapping[str, str] = field(default_factory=dict)
    seconds: int = 60
    seconds_when_red: int | None = None
    only_red: bool = False
    days: frozenset[int] = EVERY_DAY

    def stays(self, weekday: int, red: bool) -> timedelta:
        """How long the scene stays; nothing where it is left out."""
        if weekday not in self.days or (self.only_red and not red):
            return NOTHING
        longer = self.seconds_when_red if red else None
        return timedelta(seconds=self.seconds if longer is None else longer)


@dataclass(frozen=True)
class Span:
    """A stretch of local time on some weekdays, from ``starts`` up to ``ends``. It may go past
    midnight, and belongs to the day on which it starts; the same time twice is a whole day."""

    starts: time
    ends: time
    days: frozenset[int] = EVERY_DAY

    def holds(self, local: datetime) -> bool:
        """Whether a local time is within."""
        clock, today = local.time(), local.isoweekday() in self.days
        if self.starts < self.ends:
            return today and self.starts <= clock < self.ends
        begun_yesterday = (local - DAY).isoweekday() in self.days and clock < self.ends
        return begun_yesterday or (today and clock >= self.starts)


@dataclass(frozen=True)
class Hold:
    """A scene that a person has chosen in place of the rotation, and when they last touched it."""

    scene: str
    about: Mapping[str, str]
    by: str
    at: datetime


@dataclass(frozen=True)
class Pause:
    """The room stands still from ``at`` to ``until``."""

    at: datetime
    until: datetime
    by: str


@dataclass(frozen=True)
class Rotation:
    """Where the rotation was at a moment: ``step`` came on ``at``, and the steps in ``reds`` have
    had something red in them since."""

    step: int
    at: datetime
    reds: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Showing:
    """What a room shows: a scene and what it is about, in a theme; sure to stay so till ``until``.

    ``step`` is the place in the playlist, None for a scene that a person has chosen. ``elapsed``
    is how long it has been on, and ``stays`` how long it will have been when the rotation goes on;
    neither counts a pause. ``driver`` is who has chosen it or stopped the rotation. ``resting``:
    outside of the room's hours, and ``rests_until`` is when they begin again.
    """

    scene: str
    about: Mapping[str, str]
    theme: str
    step: int | None
    until: datetime
    elapsed: timedelta = NOTHING
    stays: timedelta | None = None  # None for a scene that a person has chosen
    driver: str = ""
    paused_until: datetime | None = None
    returns_at: datetime | None = None  # to the rotation, unless somebody touches it again
    resting: bool = False
    rests_until: datetime | None = None


@dataclass(frozen=True)
class Room:
    """The state that the displays of a room share. Instants have a zone; ``zone`` is the wall's.

    ``steps`` has at least one. ``hours`` are when the room is lit (none: always), ``dark`` when
    it is drawn in the dark theme. ``idle`` is how long a scene that a person has chosen stays
    untouched.
    """

    steps: tuple[Step, ...]
    rotation: Rotation
    hold: Hold | None = None
    pause: Pause | None = None
    idle: timedelta = timedelta(minutes=2)
    hours: tuple[Span, ...] = ()
    dark: tuple[Span, ...] = ()
    zone: ZoneInfo = LONDON

    def showing(self, now: datetime) -> Showing:
        """What the displays show at ``now``."""
        room = self.settled(now)
        turn, hold = room.rotation, room.hold
        pause = room.pause if room.pause and room.pause.at <= now else None
        returns = room._runs_out(hold.at, self.idle) if hold else None
        chosen = hold or self.steps[turn.step]
        changes = pause.until if pause else returns or room._gives_way(turn)
        if room.pause and not pause:  # a clock that is behind the one of who asked for it
            changes = min(changes, room.pause.at)
        stands = pause.at if pause else now
        resting = bool(self.hours) and not self._within(self.hours, now)
        return Showing(
            scene=chosen.scene,
            about=chosen.about,
            theme="dark" if self._within(self.dark, now) else "light",
            step=None if hold else turn.step,
            until=min(
                changes, self._next_mark(now), self._midnight(now)
            ),  # it has other steps then
            elapsed=max(NOTHING, stands - (hold.at if hold else turn.at)),
            stays=None if hold else room._stays(turn.step, turn.at, turn.reds),
            driver=pause.by if pause else hold.by if hold else "",
            paused_until=pause.until if pause else None,
            returns_at=returns,
            resting=resting,
            rests_until=self._opens(now) if resting else None,
        )

    def showings(self, now: datetime) -> tuple[Showing, ...]:
        """What a display shows at ``now``, best first, where its viewers may not see every scene:
        what the room shows, then, for as long, where the rotation is under a scene that a person
        has chosen, then the steps that follow and that are not left out."""
        room = self.settled(now)
        here, turn = replace(room, hold=None).showing(now), room.rotation
        count = len(self.steps)
        others = (n % count for n in range(turn.step + 1, turn.step + count))
        following = tuple(
            replace(here, scene=self.steps[n].scene, about=self.steps[n].about, step=n)
            for n in others
            if self._stays(n, turn.at, turn.reds)
        )
        held = (room.showing(now),) if room.hold else ()
        return (*held, here, *following)

    def settled(self, now: datetime) -> "Room":
        """The same room with all that is over by ``now`` taken out of its state: a pause that has
        ended, a chosen scene that nobody touched for long enough, the steps that went by."""
        hold = self.hold
        if hold and (self._runs_out(hold.at, self.idle) <= now or hold.at > now + self.idle):
            hold = None  # or the clock was put back since: nobody has touched it in this time
        if self.pause is None or now < self.pause.at:
            return replace(self, hold=hold, rotation=self._turned(self.rotation, now))
        stopped = self._turned(self.rotation, self.pause.at)
        if now < self.pause.until:
            return replace(self, hold=hold, rotation=stopped)
        lost = self.pause.until - self.pause.at
        late = replace(stopped, at=stopped.at + lost)
        if hold:
            hold = replace(hold, at=self._runs_out(hold.at, NOTHING))
        return replace(self, pause=None, hold=hold, rotation=self._turned(late, now))

    def seeing(self, reds: frozenset[int], now: datetime) -> "Room":
        """The room from ``now`` on, when other steps have something red in them: what is on stays
        on; only how long it and the others stay changes."""
        room = self.settled(now)
        return replace(room, rotation=replace(room.rotation, reds=reds))

    # -- the rotation ----------------------------------------------------------------------

    def _turned(self, turn: Rotation, now: datetime) -> Rotation:
        """The rotation as it has come on by ``now``, all the time running."""
        step, at = turn.step % len(self.steps), self._rounds_earlier(turn.at, turn.reds, now)
        while True:
            following, comes = self._next(step, at, turn.reds, now)
            if comes > now:
                return Rotation(step, at, turn.reds)
            step, at = following, self._rounds_later(comes, turn.reds, now)

    def _next(
        self, step: int, at: datetime, reds: frozenset[int], horizon: datetime
    ) -> tuple[int, datetime]:
        """The step after one that came on ``at``, and when it comes; where that is after
        ``horizon`` it need not be found. A step that no other can follow stays for the day."""
        comes = at + self._stays(step, at, reds)
        while comes <= horizon:
            for n in range(step + 1, step + 1 + len(self.steps)):
                if self._stays(n % len(self.steps), comes, reds):
                    return n % len(self.steps), comes
            comes = self._midnight(comes)
        return step, comes

    def _stays(self, step: int, at: datetime, reds: frozenset[int]) -> timedelta:
        weekday = at.astimezone(self.zone).isoweekday()
        return self.steps[step].stays(weekday, step in reds)

    def _rounds_later(self, at: datetime, reds: frozenset[int], now: datetime) -> datetime:
        """The last time by ``now``, and on the same day, that the rotation was where it is ``at``:
        a room that nobody asked for months is told as quickly as one asked a second ago."""
        whole = sum((self._stays(n, at, reds) for n in range(len(self.steps))), NOTHING)
        lasts = min(now, self._midnight(at)) - at
        return at + max(0, (lasts // whole) - 1) * whole if whole else at

    def _rounds_earlier(self, at: datetime, reds: frozenset[int], now: datetime) -> datetime:
        """A time by ``now`` when the rotation was where it is ``at``, which is still to come where
        a clock was put back: what is on goes on to the next all the same."""
        whole = sum((self._stays(n, now, reds) for n in range(len(self.steps))), NOTHING)
        return at - max(0, -((now - at) // whole)) * whole if whole and at > now else at

    def _midnight(self, moment: datetime) -> datetime:
        local = moment.astimezone(self.zone)
        return self._instant(local.date() + DAY, time())

    def _gives_way(self, turn: Rotation) -> datetime:
        """When the step that is on gives way to another; NEVER where there is none."""
        horizon = turn.at + self._stays(turn.step, turn.at, turn.reds) + DAY
        following, comes = self._next(turn.step, turn.at, turn.reds, horizon)
        return comes if following != turn.step else NEVER

    # -- clocks ----------------------------------------------------------------------------

    def _runs_out(self, starts: datetime, lasts: timedelta) -> datetime:
        """When something that lasts so long ends, as the time of a pause does not count."""
        ends, pause = starts + lasts, self.pause
        if pause is None or pause.at > ends or pause.until <= starts:
            return ends
        return ends + (pause.until - max(pause.at, starts))

    def _within(self, spans: tuple[Span, ...], now: datetime) -> bool:
        local = now.astimezone(self.zone)
        return any(span.holds(local) for span in spans)

    def _opens(self, now: datetime) -> datetime:
        """When the room's hours begin again; where they never do, some day after the next week."""
        mark, far = now, now + 8 * DAY
        while mark < far and not self._within(self.hours, mark):
            mark = self._next_mark(mark)
        return mark

    def _next_mark(self, now: datetime) -> datetime:
        """When the hours or the theme may change next, within a day or so."""
        today = now.astimezone(self.zone).date()
        marks = (
            self._instant(today + n * DAY, clock, fold)
            for span in (*self.hours, *self.dark)
            for clock in (span.starts, span.ends, time())
            for n in (0, 1, 2)
            for fold in (0, 1)
        )
        return min((mark for mark in marks if mark > now), default=NEVER)

    def _instant(self, day: date, clock: time, fold: int = 0) -> datetime:
        return datetime.combine(day, clock.replace(fold=fold), self.zone).astimezone(UTC)
