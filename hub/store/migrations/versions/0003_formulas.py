"""Formulas that are named, and a way to the commands of one kind in the audit."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("kpi", sa.Column("named_formula", sa.String(), nullable=True))
    op.create_index(op.f("ix_audit_command"), "audit", ["command"])
