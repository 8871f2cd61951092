"""Alerts with their history, who wants to hear of them, and the browsers that may be pushed to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import BIG_ID, ID, MOMENT
from desertbrew.platform.migrations.triggers import allow_changes, forbid_changes

revision = "alerts_0001"
down_revision = None
branch_labels = ("alerts",)
depends_on = None


def _make_alerts() -> None:
    op.create_table(
        "alert",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject_type", sa.String(20), nullable=False),
        sa.Column("subject_id", ID, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("severity", sa.String(10), nullable=False),
        sa.Column("urgency", sa.Integer),
        sa.Column("figures", sa.Text, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("last_changed_at", MOMENT, nullable=False),
        sa.Column("acknowledged_by", ID),
        sa.Column("acknowledged_by_name", sa.String(120), nullable=False),
        sa.Column("acknowledged_at", MOMENT),
        sa.Column("cleared_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
    )
    still_open = sa.text("cleared_at IS NULL")
    op.create_index(
        "uq_alert_open", "alert", ["kind", "subject_id"], unique=True, postgresql_where=still_open, sqlite_where=still_open
    )
    op.create_index("ix_alert_last_changed_at", "alert", ["last_changed_at", "id"])
    op.create_table(
        "watch",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject_id", ID, nullable=False),
        sa.Column("stamp", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject_id", name="pk_watch"),
    )
    op.create_table(
        "alert_step",
        sa.Column("seq", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("alert_id", ID, nullable=False),
        sa.Column("step", sa.String(14), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("severity", sa.String(10), nullable=False),
        sa.Column("urgency", sa.Integer),
        sa.Column("figures", sa.Text, nullable=False),
        sa.Column("person_id", ID),
        sa.Column("person_name", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_alert_step"),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name="fk_alert_step_alert_id"),
    )
    op.create_index("ix_alert_step_alert_id", "alert_step", ["alert_id"])
    forbid_changes("alert_step")


def _make_readers() -> None:
    op.create_table(
        "reader",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("roles", sa.String(400), nullable=False),
        sa.Column("is_active", sa.Boolean, nullable=False),
        sa.Column("stamp", sa.String(80), nullable=False),
        sa.Column("mail_to", sa.String(254), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_reader"),
    )
    op.create_table(
        "choice",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("minimum", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "channel", "kind", name="pk_choice"),
        sa.ForeignKeyConstraint(["person_id"], ["reader.person_id"], name="fk_choice_person_id"),
    )
    op.create_table(
        "device",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("endpoint", sa.String(1000), nullable=False),
        sa.Column("p256dh", sa.String(120), nullable=False),
        sa.Column("auth", sa.String(40), nullable=False),
        sa.Column("label", sa.String(120), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_device"),
        sa.UniqueConstraint("endpoint", name="uq_device_endpoint"),
        sa.ForeignKeyConstraint(["person_id"], ["reader.person_id"], name="fk_device_person_id"),
    )
    op.create_index("ix_device_person_id", "device", ["person_id"])
    op.create_table(
        "push_key",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("private_pem", sa.Text, nullable=False),
        sa.Column("public_pem", sa.Text, nullable=False),
        sa.Column("public", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_push_key"),
    )
    op.create_table(
        "notice",
        sa.Column("seq", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("alert_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_notice"),
        sa.UniqueConstraint("alert_id", "person_id", "channel", name="uq_notice_alert_id_person_id_channel"),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name="fk_notice_alert_id"),
        sa.ForeignKeyConstraint(["person_id"], ["reader.person_id"], name="fk_notice_person_id"),
    )


def upgrade() -> None:
    """Apply."""
    _make_alerts()
    _make_readers()


def downgrade() -> None:
    """Take back."""
    for table in ("notice", "push_key", "device", "choice", "reader"):
        op.drop_table(table)
    allow_changes("alert_step")
    for table in ("alert_step", "watch", "alert"):
        op.drop_table(table)
