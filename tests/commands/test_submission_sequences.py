"""Any sequence of steps, by whoever likes: nothing is lost, and what is locked stays as it is."""

from typing import Any

from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from hub.hub import Hub
from hub.model import Challenge, Measurement, Submission, SubmissionStep, Verdict
from tests.commands.test_submitting import QUESTION, Month

VALUES = st.integers(80, 99)
STEPS = st.one_of(
    st.tuples(st.just("draft"), st.fixed_dictionaries({"value": VALUES})),
    st.tuples(st.just("submit"), st.fixed_dictionaries({"value": VALUES})),
    st.tuples(st.just("nil"), st.just({"reason": "Nothing was printed"})),
    st.tuples(st.just("await"), st.just({"supplier": "The paper mill"})),
    st.tuples(st.just("return"), st.just({"reason": "Two decimals, please"})),
    st.tuples(st.just("challenge"), st.just(QUESTION)),
    st.tuples(st.just("answer"), st.just({"answer": "The depot was closed"})),
    st.tuples(st.just("answer"), st.fixed_dictionaries({"answer": st.just("!"), "value": VALUES})),
    st.tuples(st.just("accept"), st.just({})),
    st.tuples(st.just("lock"), st.just({})),
    st.tuples(
        st.just("restate"), st.fixed_dictionaries({"value": VALUES, "reason": st.just("Recount")})
    ),
)
Kept = list[tuple[int, float]]


def kept(hub: Hub) -> Kept:
    with hub.store.read() as session:
        rows = session.execute(
            select(Measurement.revision, Measurement.value).order_by(Measurement.revision)
        )
        return [(revision, value) for revision, value in rows]


def state(hub: Hub) -> str:
    with hub.store.read() as session:
        return session.scalar(select(Submission.state)) or ""


def afresh(hub: Hub) -> None:
    """No figure and no step: the next example begins with an empty month."""
    with hub.store.write() as session:
        for table in (Challenge, SubmissionStep, Submission, Measurement, Verdict):
            session.execute(delete(table))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(STEPS, max_size=14))
def test_no_sequence_of_steps_loses_a_figure_or_opens_a_lock(
    hub: Hub, hub_client: FlaskClient, steps: list[tuple[str, dict[str, Any]]]
) -> None:
    afresh(hub)
    month, taken = Month(hub_client), 0
    for name, body in steps:
        before, was = kept(hub), state(hub)
        reply = hub_client.post(
            f"/hub/api/v1/kpis/works.on_time/submissions/2025-12/{name}",
            json={"version": month.version, **body},
        )
        after = kept(hub)
        assert after[: len(before)] == before  # old revisions stay
        if reply.status_code >= 400:
            assert (reply.status_code, after, state(hub)) == (400, before, was)
            continue
        taken += 1
        month.version = (reply.json or {})["version"]
        if was in ("locked", "restated"):
            assert (name, state(hub)) == ("restate", "restated")
        if state(hub) == "accepted":
            assert unanswered(hub) == 0
    with hub.store.read() as session:
        assert len(session.scalars(select(SubmissionStep.id)).all()) == taken


def unanswered(hub: Hub) -> int:
    with hub.store.read() as session:
        return len(
            session.scalars(select(Challenge.id).where(Challenge.answered_at.is_(None))).all()
        )
