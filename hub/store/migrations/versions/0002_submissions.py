"""Submissions, threads of notes, answers to questions, and what a definition sheet still lacked."""

import json
import re
from hashlib import sha256
from unicodedata import normalize

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

WEIGHTED = """'{"way": "weighted_average", "status": null, "reason": ""}'"""

# columns that are filled for what is there already, and have no default after that
PLAIN = {
    "kpi": (
        "declared_in",
        "depends_on",
        "about_people",
        "least_people",
        "rebases",
        "chart_points",
    ),
    "objective": ("method", "serves"),
}


def key_questions(connection: sa.Connection) -> None:
    """Questions that are plain texts get a key and a list of KPIs, as a load of the same file
    would give them: on the objectives, and in what the last load remembers of them."""
    objectives = "select key, kpqs from objective"
    for key, kpqs in connection.exec_driver_sql(objectives).fetchall():
        connection.execute(
            sa.text("update objective set kpqs = :kpqs where key = :key"),
            {"key": key, "kpqs": json.dumps([keyed(kpq) for kpq in json.loads(kpqs)])},
        )
    loaded = "select unit_key, key, fields from loaded_item where kind = 'objective'"
    for unit, key, fields in connection.exec_driver_sql(loaded).fetchall():
        known = json.loads(fields)
        known["kpqs"] = [keyed(kpq) for kpq in known.get("kpqs", ())]
        connection.execute(
            sa.text(
                "update loaded_item set fields = :fields "
                "where kind = 'objective' and unit_key = :unit and key = :key"
            ),
            {"unit": unit, "key": key, "fields": json.dumps(known)},
        )


def keyed(kpq: str) -> dict[str, object]:
    """A question with the key made of its words, as that was made when this revision came out."""
    plain = normalize("NFKD", kpq.casefold()).encode("ascii", "ignore").decode()
    key = "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))
    if not key or len(key) > 60:
        digest = sha256(" ".join(kpq.split()).encode()).hexdigest()[:8]
        key = f"{key[:51].rpartition('-')[0] or 'question'}-{digest}"
    return {"key": key, "question": kpq, "kpis": []}


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    op.create_table(
        "challenge",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by_id", sa.String(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["kpi_id"], ["kpi.id"], name=op.f("fk_challenge_kpi_id_kpi")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge")),
    )
    op.create_index("ix_challenge_kpi", "challenge", ["kpi_id", "period"])

    op.create_table(
        "override",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["kpi_id"], ["kpi.id"], name=op.f("fk_override_kpi_id_kpi")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_override")),
    )
    op.create_index("ix_override_kpi", "override", ["kpi_id"])

    op.create_table(
        "review",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=True),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["kpi_id"], ["kpi.id"], name=op.f("fk_review_kpi_id_kpi")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index("ix_review_kpi", "review", ["kpi_id", "at"])

    op.create_table(
        "submission",
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("narrative", sa.String(), nullable=False),
        sa.Column("nil", sa.String(), nullable=False),
        sa.Column("supplier", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("first_submitted", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["kpi_id"], ["kpi.id"], name=op.f("fk_submission_kpi_id_kpi")),
        sa.PrimaryKeyConstraint("kpi_id", "period", name=op.f("pk_submission")),
    )
    op.create_index("ix_submission_state", "submission", ["state", "kpi_id"])

    op.create_table(
        "submission_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["kpi_id"], ["kpi.id"], name=op.f("fk_submission_step_kpi_id_kpi")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_step")),
    )
    op.create_index("ix_submission_step_kpi", "submission_step", ["kpi_id", "period"])

    op.create_table(
        "kpq_answer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("objective_key", sa.String(), nullable=False),
        sa.Column("kpq", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["objective_key"], ["objective.key"], name=op.f("fk_kpq_answer_objective_key_objective")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpq_answer")),
    )
    op.create_index("ix_kpq_answer_kpq", "kpq_answer", ["objective_key", "kpq", "at"])

    op.create_table(
        "note_edit",
        sa.Column("note_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_note_edit_note_id_note")),
        sa.PrimaryKeyConstraint("note_id", "version", name=op.f("pk_note_edit")),
    )
    with op.batch_alter_table("kpi", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("declared_in", sa.String(), nullable=False, server_default=sa.text("''"))
        )
        batch_op.add_column(sa.Column("mandated_by", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("totalling", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("over_periods", sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column("depends_on", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )
        batch_op.add_column(sa.Column("outcome", sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column("about_people", sa.Boolean(), nullable=False, server_default=sa.text("0"))
        )
        batch_op.add_column(
            sa.Column("least_people", sa.Integer(), nullable=False, server_default=sa.text("10"))
        )
        batch_op.add_column(
            sa.Column("rebases", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )
        batch_op.add_column(
            sa.Column("chart_points", sa.Integer(), nullable=False, server_default=sa.text("36"))
        )
        batch_op.create_index(batch_op.f("ix_kpi_declared_in"), ["declared_in"], unique=False)
        batch_op.create_index(batch_op.f("ix_kpi_mandated_by"), ["mandated_by"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_kpi_mandated_by_kpi"),
            "kpi",
            ["mandated_by"],
            ["key"],
            initially="DEFERRED",
            deferrable=True,
        )

    with op.batch_alter_table("measurement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("people", sa.Integer(), nullable=True))

    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parent_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("until", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("resolved_by", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_note_parent_id", ["parent_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_note_parent_id_note"), "note", ["parent_id"], ["id"]
        )

    with op.batch_alter_table("objective", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("method", sa.JSON(), nullable=False, server_default=sa.text(WEIGHTED))
        )
        batch_op.add_column(
            sa.Column("serves", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )

    with op.batch_alter_table("verdict", schema=None) as batch_op:
        batch_op.add_column(sa.Column("variation", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("assurance", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("override", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("people", sa.Integer(), nullable=True))

    op.execute("update kpi set declared_in = unit_key")
    key_questions(op.get_bind())
    for table, columns in PLAIN.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)
    op.create_index(
        "ix_kpi_leaning",
        "kpi",
        ["id"],
        sqlite_where=sa.text("outcome is not null or depends_on != '[]'"),
    )
