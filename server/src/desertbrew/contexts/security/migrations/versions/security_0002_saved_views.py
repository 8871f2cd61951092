"""Saved views: a list page's filters under a name, each person's own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import ID, MOMENT

revision = "security_0002"
down_revision = "security_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "saved_view",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("page", sa.String(80), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("query", sa.String(1000), nullable=False),
        sa.Column("is_default", sa.Boolean, nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
        sa.UniqueConstraint("person_id", "page", "name", name="uq_saved_view_person_id_page_name"),
    )
    default = sa.text("is_default")
    op.create_index(
        "uq_saved_view_default",
        "saved_view",
        ["person_id", "page"],
        unique=True,
        postgresql_where=default,
        sqlite_where=default,
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("saved_view")
