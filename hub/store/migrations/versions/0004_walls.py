"""Walls: rooms, paired displays, messages to them, and the dated events that charts tell of."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("rooms", sa.JSON(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index("ix_message_ends_at", ["ends_at"], unique=False)

    op.create_table(
        "dated_event",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("told", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unit_key", sa.String(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_key"], ["unit.key"], name=op.f("fk_dated_event_unit_key_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dated_event")),
        sa.UniqueConstraint("key", name=op.f("uq_dated_event_key")),
    )
    with op.batch_alter_table("dated_event", schema=None) as batch_op:
        batch_op.create_index("ix_dated_event_starts", ["starts"], unique=False)
        batch_op.create_index(batch_op.f("ix_dated_event_unit_key"), ["unit_key"], unique=False)

    op.create_table(
        "room",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("unit_key", sa.String(), nullable=True),
        sa.Column("playlist", sa.JSON(), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.Column("dark", sa.JSON(), nullable=False),
        sa.Column("idle_seconds", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("rotation", sa.JSON(), nullable=False),
        sa.Column("hold", sa.JSON(), nullable=False),
        sa.Column("pause", sa.JSON(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_key"], ["unit.key"], name=op.f("fk_room_unit_key_unit")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_room")),
    )
    op.create_table(
        "dated_event_kpi",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["dated_event.id"], name=op.f("fk_dated_event_kpi_event_id_dated_event")
        ),
        sa.ForeignKeyConstraint(["kpi_id"], ["kpi.id"], name=op.f("fk_dated_event_kpi_kpi_id_kpi")),
        sa.PrimaryKeyConstraint("event_id", "kpi_id", name=op.f("pk_dated_event_kpi")),
    )
    with op.batch_alter_table("dated_event_kpi", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dated_event_kpi_kpi_id"), ["kpi_id"], unique=False)

    op.create_table(
        "display",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("room_key", sa.String(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("diagonal", sa.Double(), nullable=False),
        sa.Column("distance", sa.Double(), nullable=False),
        sa.Column("part", sa.JSON(), nullable=False),
        sa.Column("credential", sa.String(), nullable=False),
        sa.Column("following", sa.String(), nullable=True),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paired_by", sa.String(), nullable=False),
        sa.Column("paired_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("identify_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reloads", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["room_key"], ["room.key"], name=op.f("fk_display_room_key_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_display")),
    )
    with op.batch_alter_table("display", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_display_credential"), ["credential"], unique=False)
        batch_op.create_index(batch_op.f("ix_display_following"), ["following"], unique=False)
        batch_op.create_index(batch_op.f("ix_display_room_key"), ["room_key"], unique=False)

    op.create_table(
        "display_contact",
        sa.Column("display_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("heap", sa.Integer(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("scene", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["display_id"], ["display.id"], name=op.f("fk_display_contact_display_id_display")
        ),
        sa.PrimaryKeyConstraint("display_id", name=op.f("pk_display_contact")),
    )
    op.create_table(
        "pairing",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("check", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("display_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["display_id"], ["display.id"], name=op.f("fk_pairing_display_id_display")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing")),
    )
    with op.batch_alter_table("pairing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pairing_code"), ["code"], unique=False)
        batch_op.create_index(batch_op.f("ix_pairing_device"), ["device"], unique=False)

    op.create_table(
        "initiative",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("unit_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("node_key", sa.String(), nullable=True),
        sa.Column("milestones", sa.JSON(), nullable=False),
        sa.Column("progress", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["node_key"], ["map_node.key"], name=op.f("fk_initiative_node_key_map_node")
        ),
        sa.ForeignKeyConstraint(
            ["unit_key"], ["unit.key"], name=op.f("fk_initiative_unit_key_unit")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_initiative")),
    )
    with op.batch_alter_table("initiative", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_initiative_unit_key"), ["unit_key"], unique=False)

    op.create_table(
        "initiative_objective",
        sa.Column("initiative_key", sa.String(), nullable=False),
        sa.Column("objective_key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_key"],
            ["initiative.key"],
            name=op.f("fk_initiative_objective_initiative_key_initiative"),
        ),
        sa.ForeignKeyConstraint(
            ["objective_key"],
            ["objective.key"],
            name=op.f("fk_initiative_objective_objective_key_objective"),
        ),
        sa.PrimaryKeyConstraint(
            "initiative_key", "objective_key", name=op.f("pk_initiative_objective")
        ),
    )
    with op.batch_alter_table("initiative_objective", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_initiative_objective_objective_key"), ["objective_key"], unique=False
        )

    op.create_table(
        "meeting",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("unit_key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["unit_key"], ["unit.key"], name=op.f("fk_meeting_unit_key_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_unit", ["unit_key", "held_at"], unique=False)

    op.create_table(
        "redefinition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["kpi_id"], ["kpi.id"], name=op.f("fk_redefinition_kpi_id_kpi")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redefinition")),
    )
    with op.batch_alter_table("redefinition", schema=None) as batch_op:
        batch_op.create_index("ix_redefinition_kpi", ["kpi_id", "at"], unique=False)

    op.add_column(
        "countermeasure", sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True)
    )
