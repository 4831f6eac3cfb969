"""The queue of writers: first come, first served, and nobody waits for ever."""

import threading
import time

import pytest

from hub.errors import Busy
from hub.store.queue import WriterQueue


def until(queue: WriterQueue, waiting: int) -> None:
    """Until so many writers wait; bounded."""
    for _ in range(2000):
        if len(queue._waiting) == waiting:
            return
        time.sleep(0.001)
    raise AssertionError(f"{len(queue._waiting)} writers wait, not {waiting}")


def test_turns_come_in_the_order_of_arrival() -> None:
    queue, order, threads = WriterQueue(30), [], []

    def write(number: int) -> None:
        with queue.turn():
            order.append(number)

    with queue.turn():
        for number in range(12):
            threads.append(threading.Thread(target=write, args=(number,)))
            threads[-1].start()
            until(queue, number + 1)
    for thread in threads:
        thread.join(30)
    assert order == list(range(12))


def test_patience_ends_in_busy_and_leaves_no_ticket_behind() -> None:
    queue = WriterQueue(0.01)
    with queue.turn():
        with pytest.raises(Busy, match="try again"), queue.turn():
            pass
        until(queue, 0)
    with queue.turn():
        pass


def test_a_turn_that_fails_is_passed_on() -> None:
    queue = WriterQueue(0.01)
    with pytest.raises(ZeroDivisionError), queue.turn():
        raise ZeroDivisionError
    with queue.turn():
        pass


def test_one_at_a_time() -> None:
    queue, inside, most = WriterQueue(30), 0, 0

    def write() -> None:
        nonlocal inside, most
        for _ in range(50):
            with queue.turn():
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert most == 1
