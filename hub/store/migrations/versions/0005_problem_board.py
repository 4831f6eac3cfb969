"""The problem board: what an issue goes through, what a cure is to bring, who is known."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

MOMENT = sa.DateTime(timezone=True)

# columns that what is there already gets with this value, and that have no default after that
FILLED = {
    "countermeasure": {"strength": "''", "result": "''", "decision": "''", "decided_because": "''"},
    "issue": {
        "place": "''",
        "addressed": "''",
        "category": "''",
        "severity": "''",
        "containment": "''",
        "tier": "1",
        "before": "''",
        "waiver": "''",
    },
    "person": {"pin_failures": "0"},
}
NUMBERS = ("tier", "pin_failures")


WORDS = "create virtual table cause_text using fts5(id unindexed, text, tokenize = 'porter')"


def upgrade() -> None:
    op.create_table(
        "escalation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issue.id"], name=op.f("fk_escalation_issue_id_issue")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
    )
    op.create_index("ix_escalation_issue_id", "escalation", ["issue_id"])

    op.create_table(
        "issue_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issue.id"], name=op.f("fk_issue_step_issue_id_issue")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_step")),
    )
    op.create_index("ix_issue_step_issue_id_id", "issue_step", ["issue_id", "id"])

    op.create_table(
        "stage_reached",
        sa.Column("countermeasure_id", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["countermeasure_id"],
            ["countermeasure.id"],
            name=op.f("fk_stage_reached_countermeasure_id_countermeasure"),
        ),
        sa.PrimaryKeyConstraint("countermeasure_id", "stage", name=op.f("pk_stage_reached")),
    )

    op.create_table(
        "tool_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("tool", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("undo", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issue.id"], name=op.f("fk_tool_action_issue_id_issue")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_action")),
    )
    op.create_index("ix_tool_action_issue_id_by_id", "tool_action", ["issue_id", "by_id"])

    with op.batch_alter_table("cause", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entered_by", sa.String(), nullable=True))

    for table, columns in FILLED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, value in columns.items():
                kind = sa.Integer() if name in NUMBERS else sa.String()
                batch_op.add_column(
                    sa.Column(name, kind, nullable=False, server_default=sa.text(value))
                )

    with op.batch_alter_table("countermeasure", schema=None) as batch_op:
        batch_op.add_column(sa.Column("effect_kpi_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("predicted", sa.Double(), nullable=True))
        batch_op.add_column(sa.Column("check_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("result_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("entered_by", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_countermeasure_check_on"), ["check_on"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_countermeasure_effect_kpi_id_kpi"), "kpi", ["effect_kpi_id"], ["id"]
        )

    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.add_column(sa.Column("updated_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("signal", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("episode", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("due", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("review_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("merged_into", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("entered_by", sa.String(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_issue_episode"), ["episode"])
        batch_op.create_foreign_key(
            batch_op.f("fk_issue_merged_into_issue"), "issue", ["merged_into"], ["id"]
        )

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("badge", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("pin", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("pin_rests_until", MOMENT, nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_person_badge"), ["badge"])

    op.execute(WORDS)
    op.execute("insert into cause_text (id, text) select id, text from cause")
    op.execute("update issue set updated_at = raised_at")
    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.alter_column("updated_at", nullable=False)
    for table, columns in FILLED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name in columns:
                batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_person_badge"), type_="unique")
        for name in ("pin_rests_until", "pin", "badge", *FILLED["person"]):
            batch_op.drop_column(name)

    with op.batch_alter_table("issue", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_issue_merged_into_issue"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_issue_episode"), type_="unique")
        for name in ("updated_at", "signal", "episode", "due", "review_on", "merged_into"):
            batch_op.drop_column(name)
        for name in ("entered_by", *FILLED["issue"]):
            batch_op.drop_column(name)

    with op.batch_alter_table("countermeasure", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_countermeasure_effect_kpi_id_kpi"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_countermeasure_check_on"))
        for name in ("effect_kpi_id", "predicted", "check_on", "result_at", "entered_by"):
            batch_op.drop_column(name)
        for name in FILLED["countermeasure"]:
            batch_op.drop_column(name)

    with op.batch_alter_table("cause", schema=None) as batch_op:
        batch_op.drop_column("entered_by")
    for table in ("cause_text", "tool_action", "stage_reached", "issue_step", "escalation"):
        op.drop_table(table)
