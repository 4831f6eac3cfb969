"""The shared board: who stands at it, and what the audit says of who entered for whom, when."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("audit", sa.Column("entered_by", sa.String(), nullable=True))
    op.add_column("audit", sa.Column("tapped_at", MOMENT, nullable=True))

    op.create_table(
        "presence",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("board", sa.String(), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_presence_person_id_person")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_presence")),
    )
    op.create_index("ix_presence_person_id", "presence", ["person_id"])

    op.create_table(
        "slip",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=True),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("sent", sa.JSON(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_slip_issue_id_issue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip")),
        sa.UniqueConstraint("digest", name=op.f("uq_slip_digest")),
    )
    op.create_index("ix_slip_expires_at", "slip", ["expires_at"])


def downgrade() -> None:
    op.drop_table("slip")
    op.drop_table("presence")
    op.drop_column("audit", "tapped_at")
    op.drop_column("audit", "entered_by")
