"""A clock set back an hour or forward a month between two writes: nothing is lost or undone."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from hub.hub import Hub
from hub.model import AuditEntry, SubmissionStep
from hub.store import ledger
from hub.testing import NOON, SetClock
from tests.commands.test_submission_sequences import STEPS, VALUES, afresh, kept
from tests.commands.test_submitting import PLACE, Month, history, record

LATEST = timedelta(days=40)  # that a clock is wrong by
JUMPS = (timedelta(hours=-1), timedelta(days=31), timedelta(days=-31), timedelta())
RECORDED = st.tuples(st.just("record"), st.fixed_dictionaries({"value": VALUES}))
Steps = Sequence[tuple[str, dict[str, Any]]]


def outcome(hub: Hub, client: FlaskClient, steps: Steps) -> list[Any]:
    """What every step was answered, and what is kept in the end."""
    month, told = Month(client), list[Any]()
    for name, body in steps:
        if name == "jump":
            jump(hub, body["by"])
            continue
        if name == "record":
            reply = client.post(
                "/hub/api/v1/kpis/works.on_time/measurements", json={"period": "2025-12", **body}
            )
        else:
            reply = client.post(f"{PLACE}/{name}", json={"version": month.version, **body})
        seen = client.get(PLACE).get_json() or {}
        month.version = seen.get("version", month.version)
        told.append((name, reply.status_code, seen.get("state")))
    steps_kept = history(hub)
    return [told, kept(hub), steps_kept]


def jump(hub: Hub, by: timedelta) -> None:
    """Not to before the day on which December's figures are due, when less is possible."""
    clock = hub.clock
    assert isinstance(clock, SetClock)
    clock.at = min(max(clock.at + by, NOON - timedelta(hours=9)), NOON + LATEST)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(STEPS | RECORDED, st.sampled_from(JUMPS)), max_size=12))
@example(
    [
        (("submit", {"value": 90}), timedelta(days=31)),
        (("record", {"value": 91}), timedelta(days=-31)),
        (("return", {"reason": "Two decimals, please"}), timedelta(hours=-1)),
        (("record", {"value": 92}), timedelta()),
        (("accept", {}), timedelta()),
    ]
)
def test_what_is_written_does_not_depend_on_how_the_clock_jumps(
    hub: Hub,
    hub_client: FlaskClient,
    hub_clock: SetClock,
    steps: list[tuple[tuple[str, dict[str, Any]], timedelta]],
) -> None:
    afresh(hub)
    hub_clock.at = NOON
    minute = timedelta(minutes=1)
    steady = outcome(hub, hub_client, [x for s, _ in steps for x in (s, ("jump", {"by": minute}))])
    afresh(hub)
    hub_clock.at = NOON
    jumped = outcome(hub, hub_client, [x for s, by in steps for x in (s, ("jump", {"by": by}))])
    assert jumped == steady


def test_the_audit_chain_holds_and_tells_the_clock_as_it_was(
    hub: Hub, hub_client: FlaskClient, hub_clock: SetClock
) -> None:
    month = Month(hub_client)
    month("submit", 201, value=95)
    hub_clock.move(days=31)
    record(hub, {"period": "2025-11", "value": 94})
    hub_clock.move(days=-31, hours=-1)
    month("accept")
    month("lock")
    with hub.store.read() as session:
        assert ledger.verify(session) == 5  # the scorecard, and these
        at = session.scalars(select(AuditEntry.at).order_by(AuditEntry.seq)).all()
        steps = session.scalars(select(SubmissionStep).order_by(SubmissionStep.id)).all()
    assert at[1:] == [NOON, NOON + timedelta(days=31), *[NOON - timedelta(hours=1)] * 2]
    assert [step.state for step in steps] == ["submitted", "accepted", "locked"]


def test_a_write_repeated_after_the_clock_jumped_is_done_once(
    hub: Hub, hub_client: FlaskClient, hub_clock: SetClock
) -> None:
    body, key = {"version": 0, "value": 95}, {"Idempotency-Key": "once"}
    first = hub_client.post(f"{PLACE}/submit", json=body, headers=key)
    for by in JUMPS:
        jump(hub, by)
        assert hub_client.post(f"{PLACE}/submit", json=body, headers=key).json == first.json
    assert kept(hub) == [(1, 95)]
    assert hub_clock.at > datetime(2026, 1, 1, tzinfo=UTC)
