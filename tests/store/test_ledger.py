"""One transaction: effect, audit entry, outbox and idempotency key, or none of them."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from hub.commands import AddNote, RecordMeasurements
from hub.commands.command import Answer, Context
from hub.domain.rights import Actor, Grant, Right
from hub.errors import Forbidden, Invalid, KeyReused, Unusable
from hub.hub import Hub
from hub.model import AuditEntry, Event, IdempotencyKey, Measurement, Note, Topic, Verdict
from hub.scheduler import Scheduler
from hub.store import ledger
from hub.testing import WORKER, SetClock

KPI = "works.on_time"
EVERYTHING = (Note, Measurement, AuditEntry, Event, Topic, IdempotencyKey, Verdict)
OTHER = Actor("other", "Another", grants=WORKER.grants)


def note(words: str = "As agreed") -> AddNote:
    return AddNote.model_validate({"kpi": KPI, "text": words})


def rows(hub: Hub) -> dict[str, int]:
    with hub.store.read() as session:
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in EVERYTHING
        }


def verified(hub: Hub) -> int:
    with hub.store.read() as session:
        return ledger.verify(session)


def tamper(hub: Hub, statement: str) -> None:
    with hub.store.write() as session:
        session.execute(text(statement))


# -- all or nothing ------------------------------------------------------------------------


class FailLate(AddNote):
    """Notes the KPI, then fails."""

    def apply(self, context: Context) -> Answer:  # type: ignore[override]
        super().apply(context)
        raise Invalid("too late")


def test_a_command_that_fails_late_leaves_nothing_anywhere(hub: Hub) -> None:
    before = rows(hub)
    with pytest.raises(Invalid, match="too late"):
        hub.execute(FailLate.model_validate({"kpi": KPI, "text": "x"}), WORKER, "key")
    assert rows(hub) == before


@pytest.mark.parametrize("step", ["close", "tell", "remember"])
def test_a_ledger_that_fails_takes_the_effect_back(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    before = rows(hub)
    monkeypatch.setattr(ledger, step, fail)
    with pytest.raises(ZeroDivisionError):
        hub.execute(note(), WORKER, "key")
    assert rows(hub) == before


def test_a_success_leaves_one_of_each(hub: Hub) -> None:
    before = rows(hub)
    hub.execute(note(), WORKER, "key")
    after = rows(hub)
    assert {name: after[name] - before[name] for name in ("note", "audit", "event")} == {
        "note": 1,
        "audit": 1,
        "event": 1,
    }
    assert after["idempotency_key"] == 1


def test_a_rehearsal_keeps_nothing(hub: Hub) -> None:
    before = rows(hub)
    assert hub.rehearse(note(), WORKER)["text"] == "As agreed"
    assert rows(hub) == before


# -- audit ---------------------------------------------------------------------------------


def test_the_audit_says_who_did_what(hub: Hub, hub_clock: SetClock) -> None:
    hub.execute(note("said"), WORKER)
    with hub.store.read() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
        assert entry is not None
        said = (entry.actor, entry.actor_name, entry.command, entry.at)
        assert said == ("worker", "A worker", "AddNote", hub_clock())
        assert '"text":"said"' in entry.body


@pytest.mark.parametrize(
    "statement",
    [
        "update audit set body = replace(body, 'two', 'too') where seq = 3",
        "update audit set actor_name = 'Nobody' where seq = 2",
        "update audit set at = '2020-01-01 00:00:00.000000' where seq = 3",
        "update audit set hash = 'x' where seq = 2",
        "delete from audit where seq = 3",
        "delete from audit where seq = 1",
        "update audit set seq = 99 where seq = 3",
    ],
)
def test_the_chain_shows_an_edit_and_a_removal(hub: Hub, statement: str) -> None:
    for words in ("one", "two", "three"):
        hub.execute(note(words), WORKER)
    assert verified(hub) == 4
    tamper(hub, statement)
    with pytest.raises(Unusable, match="the audit chain is broken at entry"):
        verified(hub)


def test_the_chain_stands_on_odd_words_and_long_bodies(hub: Hub) -> None:
    hub.execute(note("“ünïcode” \U0001f600 \\ \" '"), WORKER)
    figures = [
        {"period": f"{y}-{m:02}", "value": y} for y in range(1900, 2000) for m in range(1, 13)
    ]
    hub.execute(RecordMeasurements.model_validate({"kpi": KPI, "figures": figures}), WORKER)
    assert verified(hub) == 3
    with hub.store.read() as session:
        bodies = session.scalars(select(AuditEntry.body)).all()
    assert max(map(len, bodies)) <= ledger.KEPT_BODY
    assert bodies[-1].startswith("sha256:")


# -- idempotency ---------------------------------------------------------------------------


def test_the_same_key_gives_the_same_answer_and_changes_nothing(
    hub: Hub, hub_clock: SetClock
) -> None:
    first = hub.execute(note(), WORKER, "key")
    before = rows(hub)
    hub_clock.move(hours=1)
    assert hub.execute(note(), WORKER, "key") == first  # its own id is none of the caller's words
    assert rows(hub) == before


def test_a_key_with_another_body_is_refused(hub: Hub) -> None:
    hub.execute(note(), WORKER, "key")
    before = rows(hub)
    with pytest.raises(KeyReused):
        hub.execute(note("Otherwise"), WORKER, "key")
    figures = {"kpi": KPI, "figures": [{"period": "2025-12", "value": 1}]}
    with pytest.raises(KeyReused):
        hub.execute(RecordMeasurements.model_validate(figures), WORKER, "key")
    assert rows(hub) == before


def test_a_repeat_asks_for_the_right_again(hub: Hub) -> None:
    hub.execute(note(), WORKER, "key")
    dismissed = Actor("worker", "A worker", grants=frozenset({Grant(Right.READ)}))
    with pytest.raises(Forbidden):
        hub.execute(note(), dismissed, "key")


def test_keys_are_each_actor_s_own(hub: Hub) -> None:
    first = hub.execute(note(), WORKER, "key")
    second = hub.execute(note(), OTHER, "key")
    assert first["id"] != second["id"] and second["author"] == "Another"


def test_a_refusal_uses_no_key_up(hub: Hub) -> None:
    with pytest.raises(Invalid):
        hub.execute(FailLate.model_validate({"kpi": KPI, "text": "x"}), WORKER, "key")
    assert hub.execute(note(), WORKER, "key")["text"] == "As agreed"


def test_keys_are_kept_ninety_days(hub: Hub, hub_clock: SetClock) -> None:
    hub.execute(note(), WORKER, "key")
    for days, kept in ((90, 1), (1, 0)):
        hub_clock.move(days=days)
        Scheduler(hub)._tidy()
        assert rows(hub)["idempotency_key"] == kept


# -- outbox --------------------------------------------------------------------------------


class Ear:
    """Hears the nudges; fails as often as told."""

    def __init__(self, failures: int = 0) -> None:
        self.heard: dict[str, int] = {}
        self.failures = failures

    def __call__(self, versions: Mapping[str, int]) -> None:
        if self.failures:
            self.failures -= 1
            raise ConnectionError
        self.heard |= versions


def test_a_write_nudges_its_topics(hub: Hub) -> None:
    hub.notify = ear = Ear()
    hub.execute(note(), WORKER)
    of_staff = {f"kpi:{KPI}@staff", "lens:delivery@staff", "unit:works@staff"}
    assert set(ear.heard) == {*of_staff, "notes:*"}
    assert ear.heard == hub.versions(ear.heard)


def test_a_failed_nudge_is_healed_by_the_next_relay(hub: Hub) -> None:
    hub.notify = ear = Ear(failures=2)
    hub.execute(note(), WORKER)  # committed all the same
    assert ear.heard == {}
    Scheduler(hub)._relay()
    assert ear.heard == {}
    hub.relay()
    assert f"kpi:{KPI}@staff" in ear.heard


def test_another_process_s_write_is_relayed_once(hub: Hub, hub_clock: SetClock) -> None:
    other = Hub(hub.settings, hub_clock).open()
    hub.notify = ear = Ear()
    other.execute(note(), WORKER)
    assert ear.heard == {}
    hub.relay()
    assert ear.heard[f"kpi:{KPI}@staff"] == other.ask()
    ear.heard = {}
    hub.relay()
    assert ear.heard == {}
    other.close()


def test_a_hub_that_opens_does_not_repeat_old_news(hub: Hub, hub_clock: SetClock) -> None:
    other = Hub(hub.settings, hub_clock).open()
    other.notify = ear = Ear()
    other.relay()
    assert ear.heard == {}
    other.close()


def test_more_events_than_one_look_takes_are_all_relayed(hub: Hub) -> None:
    hub.notify = Ear(failures=10**9)
    for number in range(5):
        hub.execute(note(str(number)), WORKER)
    seq = hub.ask() - 5
    with hub.store.read() as session:
        seq, some = ledger.since(session, seq, most=3)
        assert some[f"kpi:{KPI}@staff"] == seq == hub.ask() - 2
        assert ledger.since(session, seq, most=3)[0] == hub.ask()


def test_old_events_go_and_versions_stay(hub: Hub, hub_clock: SetClock) -> None:
    hub.execute(note(), WORKER)
    version = hub.versions([f"kpi:{KPI}@staff"])
    with hub.store.write() as session:
        ledger.forget(session, hub_clock() + timedelta(days=8))
    assert rows(hub)["event"] == 0
    assert hub.versions([f"kpi:{KPI}@staff"]) == version
    hub.execute(note(), WORKER)
    assert hub.versions([f"kpi:{KPI}@staff"])[f"kpi:{KPI}@staff"] > version[f"kpi:{KPI}@staff"]
