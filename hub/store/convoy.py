"""Writers that arrive together share one transaction, and so one wait for the disk.

Waiting until the disk has a commit is most of what a small write costs. While one transaction is
on its way to the disk, whoever comes next waits; the first of them then takes all the others along.
Each works in a savepoint of its own, so that one refused leaves no trace and the others stay, and
nobody hears of success before the commit.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hub.errors import Busy, HubError
from hub.store.queue import WriterQueue

MOST = 32  # members of one transaction: a late one would rather wait for the next
BUSY = "The hub is busy writing; please try again in a moment."
T = TypeVar("T")
Work = Callable[[Session], T]


@dataclass(eq=False)
class Member(Generic[T]):
    """A piece of work, and what became of it once it is ``called``; or it is called to lead."""

    work: Work[T]
    leads: bool = False
    called: threading.Event = field(default_factory=threading.Event)
    answers: list[T] = field(default_factory=list)
    error: BaseException | None = None

    def outcome(self) -> T:
        if self.error is not None:
            raise self.error
        if not self.answers:
            raise Busy(BUSY)  # whoever led was torn away
        return self.answers[-1]


class Convoy:
    """``carry`` does a piece of work in a transaction, alone or together with others."""

    def __init__(self, queue: WriterQueue, writer: Engine, patience: float) -> None:
        self._queue, self._writer, self._patience = queue, writer, patience
        self._lock = threading.Lock()
        self._waiting: list[Member[Any]] = []
        self._led = False

    def carry(self, work: Work[T]) -> T:
        """What the work answers, once it is committed; or its error, and nothing is changed."""
        member = Member(work)
        with self._lock:
            self._waiting.append(member)
            member.leads, self._led = not self._led, True
        if not member.leads and not member.called.wait(self._patience):
            self._give_up(member)
        if member.leads:
            self._lead(member)
        return member.outcome()

    def _give_up(self, member: Member[Any]) -> None:
        with self._lock:
            if member in self._waiting and not member.leads:
                self._waiting.remove(member)
                raise Busy(BUSY)
        member.called.wait()  # under way already: its outcome is near, and counts

    def _lead(self, member: Member[Any]) -> None:
        batch = [member]
        try:
            with self._queue.turn():
                batch = self._boarded()
                self._run(batch)
        except Busy as busy:
            member.error = member.error or busy
        finally:
            self._hand_over(batch)

    def _boarded(self) -> list[Member[Any]]:
        with self._lock:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        return batch

    def _hand_over(self, batch: list[Member[Any]]) -> None:
        with self._lock:
            self._waiting = [m for m in self._waiting if m not in batch]
            self._led = bool(self._waiting)
            if self._led:
                self._waiting[0].leads = True
                self._waiting[0].called.set()
        for member in batch:
            member.called.set()

    def _run(self, batch: list[Member[Any]]) -> None:
        try:
            done = len(batch) > 1 and self._together(batch)
        except SQLAlchemyError as error:  # it did not even begin, and would not for any of them
            for member in batch:
                member.error = error
            return
        for member in () if done else batch:
            self._alone(member)

    def _together(self, batch: list[Member[Any]]) -> bool:
        """False where one failed so that all is undone; each is then to be tried alone."""
        with self._writer.connect() as connection:
            transaction = connection.begin()
            try:
                with transaction:
                    answers = [self._in_savepoint(member, connection) for member in batch]
            except Exception:  # whosever it is: tried alone, it is raised where it belongs
                return False
        for member, answer in zip(batch, answers, strict=True):
            member.answers += answer
        return True

    def _in_savepoint(self, member: Member[T], connection: Connection) -> list[T]:
        """The answer, or none where the work was refused: then ``error`` says why."""
        member.error = None
        session = Session(
            connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        )
        try:
            with session, session.begin():
                return [member.work(session)]
        except HubError as error:
            member.error = error
            return []

    def _alone(self, member: Member[Any]) -> None:
        member.error = None
        try:
            with Session(self._writer, expire_on_commit=False) as session, session.begin():
                answer = member.work(session)
        except BaseException as error:  # raised again where it belongs, in the member's thread
            member.error = error
        else:
            member.answers.append(answer)
