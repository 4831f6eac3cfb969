"""Writers that share a transaction: each has its own outcome, and one refused leaves no trace."""

import threading
import time
from collections.abc import Callable

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hub.errors import Busy, Invalid
from hub.hub import Hub
from hub.model import Unit
from hub.store import Store

Work = Callable[[Session], str]


def count(session: Session) -> str:
    unit = session.get_one(Unit, "works")
    unit.version += 1
    session.flush()
    return str(unit.version)


def refused(session: Session) -> str:
    count(session)
    raise Invalid("not like this")


def crashed(session: Session) -> str:
    count(session)
    raise ZeroDivisionError


def dangling(session: Session) -> str:
    session.execute(text("insert into role values ('nobody', 'read', '*')"))
    return count(session)


def together(store: Store, *works: Work) -> list[str | Exception]:
    """Have them all wait for one turn, so that one transaction takes them along."""
    outcomes: list[str | Exception] = [""] * len(works)

    def carry(place: int) -> None:
        try:
            outcomes[place] = store.carry(works[place])
        except Exception as error:
            outcomes[place] = error

    threads = [threading.Thread(target=carry, args=(place,)) for place in range(len(works))]
    with store.queue.turn():
        for number, thread in enumerate(threads, 1):
            thread.start()
            until(store, number)
    for thread in threads:
        thread.join(30)
    return outcomes


def until(store: Store, waiting: int) -> None:
    for _ in range(5000):
        if len(store._convoy._waiting) == waiting:
            return
        time.sleep(0.001)
    raise AssertionError("they do not wait")


def version(hub: Hub) -> int:
    with hub.store.read() as session:
        return session.get_one(Unit, "works").version


def test_each_sees_what_those_before_it_did(hub: Hub) -> None:
    assert together(hub.store, *[count] * 40) == [str(n) for n in range(2, 42)]
    assert version(hub) == 41


def test_one_refused_leaves_no_trace_and_the_others_stay(hub: Hub) -> None:
    outcomes = together(hub.store, count, refused, count)
    assert [outcomes[0], outcomes[2]] == ["2", "3"]
    assert isinstance(outcomes[1], Invalid)
    assert version(hub) == 3


@pytest.mark.parametrize(
    ("bad", "error"), [(crashed, ZeroDivisionError), (dangling, IntegrityError)]
)
def test_one_that_breaks_spoils_nothing_for_the_others(
    hub: Hub, bad: Work, error: type[Exception]
) -> None:
    outcomes = together(hub.store, count, bad, count, refused)
    assert [outcomes[0], outcomes[2]] == ["2", "3"]
    assert isinstance(outcomes[1], error) and isinstance(outcomes[3], Invalid)
    assert version(hub) == 3


def test_patience_ends_in_busy_and_nothing_is_done_later(hub: Hub) -> None:
    store = Store(hub.settings.address, patience=0.05)
    with store.queue.turn():
        outcomes: list[type[BaseException]] = []

        def carry() -> None:
            try:
                store.carry(count)
            except Busy as busy:
                outcomes.append(type(busy))

        threads = [threading.Thread(target=carry) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert outcomes == [Busy] * 3
    assert store.carry(count) == "2"
    store.close()


def test_one_commit_is_enough_for_all(hub: Hub) -> None:
    commits: list[object] = []
    event.listen(hub.store._writer, "commit", commits.append)
    together(hub.store, count, refused, count)
    assert len(commits) == 1


def test_a_commit_that_fails_is_nobodys_success(hub: Hub) -> None:
    def fail(_connection: object) -> None:
        raise OSError("no space left")

    event.listen(hub.store._writer, "commit", fail)
    outcomes = together(hub.store, count, count)
    event.remove(hub.store._writer, "commit", fail)
    assert [type(outcome) for outcome in outcomes] == [OSError, OSError]
    assert version(hub) == 1
    assert hub.store.carry(count) == "2"
