"""The migrations give what the models say, and lose nothing on the way."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from hub.commands import LoadScorecard
from hub.domain.questions import key_of
from hub.errors import Unusable
from hub.hub import Hub
from hub.model import Model
from hub.store import migrations
from hub.testing import SCORECARD, WORKER


def test_the_migrations_equal_the_models(hub: Hub) -> None:
    engine = create_engine(f"sqlite:///{hub.store.path}", poolclass=NullPool)
    with engine.connect() as connection:
        opts = {"compare_server_default": True, "include_name": not_of_the_index}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Model.metadata) == []


def not_of_the_index(name: str | None, _kind: str, _parents: object) -> bool:
    """SQLite keeps a full-text index in tables of its own."""
    return not (name or "").startswith("cause_text")


def test_the_newest_revision_is_stamped_and_opening_again_changes_nothing(hub: Hub) -> None:
    hub.close()
    before = dump(hub.store.path)
    migrations.migrate(hub.store.path)
    assert dump(hub.store.path) == before
    head = migrations.scripts().get_current_head()
    assert f"INSERT INTO \"alembic_version\" VALUES('{head}');" in before


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def drop_a_table() -> None:
    op.execute("drop table kpi_lens")


def break_a_reference() -> None:
    op.execute("update kpi_lens set lens_key = 'nowhere'")


def copy_the_parents() -> None:
    """What a batch migration does: with foreign keys on, this would delete the children."""
    with op.batch_alter_table("lens", recreate="always"):
        pass


@pytest.fixture
def next_revision(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """A revision after the newest: give it an ``upgrade``."""
    directory = migrations.scripts()
    real = list(directory.walk_revisions())
    script = SimpleNamespace(revision="next", module=SimpleNamespace(upgrade=lambda: None))
    ahead = SimpleNamespace(walk_revisions=lambda _from, _to: [script, *real[:1]])
    monkeypatch.setattr(migrations, "scripts", lambda: ahead)
    monkeypatch.setattr(MigrationContext, "stamp", lambda *_: None)
    yield script.module


@pytest.mark.parametrize("upgrade", [drop_a_table, break_a_reference])
def test_a_migration_that_would_lose_is_undone(
    hub: Hub, next_revision: SimpleNamespace, upgrade: object
) -> None:
    hub.close()
    before = dump(hub.store.path)
    next_revision.upgrade = upgrade
    with pytest.raises(Unusable, match=r"would have lost data.*it was undone"):
        migrations.migrate(hub.store.path)
    assert dump(hub.store.path) == before


def test_copying_a_table_keeps_its_children(hub: Hub, next_revision: SimpleNamespace) -> None:
    hub.close()
    next_revision.upgrade = copy_the_parents
    migrations.migrate(hub.store.path)
    with hub.store.read() as session:
        assert session.scalar(text("select count(*) from kpi_lens")) == 2


def test_a_migration_that_fails_half_way_is_undone(
    hub: Hub, next_revision: SimpleNamespace
) -> None:
    def fail() -> None:
        drop_a_table()
        raise ZeroDivisionError

    hub.close()
    before = dump(hub.store.path)
    next_revision.upgrade = fail
    with pytest.raises(ZeroDivisionError):
        migrations.migrate(hub.store.path)
    assert dump(hub.store.path) == before


def as_before_0002(path: Path) -> None:
    """Questions as plain texts, as the first revision had them."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update objective set kpqs = json_array(?, ?)", QUESTIONS)
        connection.execute(
            "update loaded_item set fields = json_set(fields, '$.kpqs', json_array(?, ?)) "
            "where kind = 'objective'",
            QUESTIONS,
        )


QUESTIONS = ("Do we keep our word?", "How " + "very " * 20 + "well do we keep it?")


def test_plain_questions_get_the_keys_that_a_load_gives_them(hub: Hub) -> None:
    hub.close()
    as_before_0002(hub.store.path)
    submissions = migrations.scripts().get_revision("0002")
    assert submissions is not None
    engine = create_engine(f"sqlite:///{hub.store.path}", poolclass=NullPool)
    with engine.begin() as connection:
        submissions.module.key_questions(connection)
    plain = SCORECARD.replace(f'["{QUESTIONS[0]}"]', json.dumps(QUESTIONS))
    loaded = hub.execute(LoadScorecard(name="works.yaml", text=plain), WORKER)
    assert (loaded["added"], loaded["changed"], loaded["kept"]) == ([], [], [])
    newer = SCORECARD.replace(f'["{QUESTIONS[0]}"]', '["How well do we keep it?"]')
    changed = hub.execute(LoadScorecard(name="works.yaml", text=newer), WORKER)["changed"]
    assert changed == ["objective works.delivery: kpqs"]  # the file's news, and no conflict


@pytest.mark.parametrize(
    "question", [*QUESTIONS, "\u60a8\u6ee1\u610f\u5417\uff1f", "Caf\u00e9\u2019s or A&E?", "x" * 90]
)
def test_the_migration_makes_keys_as_a_file_does(question: str) -> None:
    submissions = migrations.scripts().get_revision("0002")
    assert submissions is not None
    kept = {"key": key_of(question), "question": question, "kpis": []}
    assert submissions.module.keyed(question) == kept
