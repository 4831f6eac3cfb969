"""The count after a drill finds what it is there to find."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from hub.commands import LoadScorecard
from hub.domain.rights import system
from hub.errors import Unusable
from hub.hub import Hub
from hub.settings import Settings
from hub.testing import WORKER
from hub.web import FlaskHub
from tests.drills.counting import count
from tests.drills.plants import with_plants
from tests.drills.writers import Writer, writer

WRITERS, TURNS = 4, 17  # each kind; enough for two submissions, and for a pack that is not applied

OF_A_PACK = (
    "(select max(m.id) from measurement m join kpi on kpi.id = m.kpi_id where key like 'plant_2.%')"
)


@pytest.fixture(scope="module")
def drilled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Hub, list[Writer]]]:
    """Writers at work in this process, one after the other; no server, and nothing is killed."""
    hub = Hub(Settings(data=tmp_path_factory.mktemp("drilled"))).open()
    hub.execute(LoadScorecard(name="works.yaml", text=with_plants(WRITERS)), system("drill"))
    app = Flask("drilled")
    FlaskHub(app, hub=hub, url_prefix="/", identify=lambda _request: WORKER, schedule=False)
    client = app.test_client()
    writers = [writer(number, 0) for number in range(WRITERS)]
    for each in writers:
        for write in islice(each.writes(), TURNS):
            headers = {"Idempotency-Key": write.key}
            reply = client.post(
                write.path, data=write.body, content_type=write.form, headers=headers
            )
            assert reply.status_code in (200, 201), reply.text
            write.answer = reply.get_json() or {}
            each.acknowledged.append(write)
    yield hub, writers
    hub.close()


def test_all_is_well_where_nothing_happened(drilled: tuple[Hub, list[Writer]]) -> None:
    hub, writers = drilled
    outcome = count(hub, 0, writers)
    assert outcome.sound and all(outcome.acknowledged.values()), outcome
    assert outcome.totals > 40 and outcome.packs > 3
    assert {pack.applied is None for pack in writers[2].packs} == {True, False}


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        ("delete from submission_step where id = 3", "lost"),
        ("insert into submission_step (kpi_id, period, step, state, words, by_id, by, at) select "
         "kpi_id, period, step, state, words, by_id, by, at from submission_step where id = 3",
         "duplicated"),
        ("update submission set version = version + 1 where state = 'restated'", "duplicated"),
        ("delete from challenge", "lost"),
        ("delete from note where text = (select max(text) from note)", "lost"),
        ("delete from upload where applied_at is null", "lost"),
        ("delete from idempotency_key where key = (select max(key) from idempotency_key)", "lost"),
        (f"delete from measurement where id = {OF_A_PACK}", "halved"),
        (f"update measurement set entry = entry + 1 where id = {OF_A_PACK}", "halved"),
        ("update upload set applied_at = at where applied_at is null", "halved"),
        ("update measurement set value = value + 1 where id = (select max(id) from measurement "
         "where actor = 'system:totals')", "totals_wrong"),
        ("delete from measurement where id = (select max(id) from measurement where actor = "
         "'system:totals')", "totals_wrong"),
        ("update verdict set status = 'green' where status != 'green'", "verdicts_wrong"),
        ("update verdict set points = '[]'", "verdicts_wrong"),
        ("update verdict set note_count = 9", "verdicts_wrong"),
    ],
)  # fmt: skip
def test_what_is_spoilt_is_found(
    drilled: tuple[Hub, list[Writer]], tmp_path: Path, spoil: str, named: str
) -> None:
    hub, writers = drilled
    other = Hub(Settings(data=tmp_path))
    with (
        closing(sqlite3.connect(hub.store.path)) as source,
        closing(sqlite3.connect(other.store.path)) as copy,
    ):
        source.backup(copy)
        assert copy.execute(spoil).rowcount
        copy.commit()
    outcome = count(other.open(), 0, writers)
    other.close()
    assert getattr(outcome, named) > 0 and not outcome.sound, outcome


def test_an_audit_entry_that_was_changed_is_found(drilled: tuple[Hub, list[Writer]]) -> None:
    hub, writers = drilled
    with hub.store.write() as session:
        session.execute(text("update audit set actor = 'somebody else' where seq = 5"))
    with pytest.raises(Unusable, match="broken at entry 5"):
        count(hub, 0, writers)
