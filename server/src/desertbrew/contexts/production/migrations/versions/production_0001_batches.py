"""Recipes, what their ingredients are, and batches with their cost ledger."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from desertbrew.platform.columns import BIG_ID, ID, MOMENT, MONEY, QUANTITY, UNIT_COST
from desertbrew.platform.migrations.triggers import allow_changes, forbid_changes

revision = "production_0001"
down_revision = None
branch_labels = ("production",)
depends_on = None


def upgrade() -> None:
    """Apply."""
    _create_recipes()
    _create_matching()
    op.create_table(
        "batch",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("recipe_id", ID, nullable=False),
        sa.Column("recipe_name", sa.String(200), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("planned_on", sa.Date, nullable=False),
        sa.Column("planned_volume_l", QUANTITY, nullable=False),
        sa.Column("packaged_volume_l", QUANTITY),
        sa.Column("product_item_id", ID),
        sa.Column("issue_id", ID),
        sa.Column("shortages", sa.Text, nullable=False),
        sa.Column("total_cost", MONEY, nullable=False),
        sa.Column("cost_per_litre", UNIT_COST),
        sa.Column("planned_at", MOMENT, nullable=False),
        sa.CheckConstraint("planned_volume_l > 0", name=op.f("ck_batch_planned_volume_l")),
        sa.CheckConstraint("packaged_volume_l IS NULL OR packaged_volume_l > 0", name=op.f("ck_batch_packaged_volume_l")),
        sa.CheckConstraint(
            "(state = 'COMPLETED') = (packaged_volume_l IS NOT NULL)", name=op.f("ck_batch_completed_is_packaged")
        ),
        sa.ForeignKeyConstraint(["recipe_id"], ["recipe.id"], name="fk_batch_recipe_id"),
        sa.PrimaryKeyConstraint("id", name="pk_batch"),
        sa.UniqueConstraint("number", name="uq_batch_number"),
    )
    op.create_index("ix_batch_state", "batch", ["state"])
    op.create_table(
        "batch_ingredient",
        sa.Column("batch_id", ID, nullable=False),
        *_ingredient_columns(),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_batch_ingredient_batch_id"),
        sa.PrimaryKeyConstraint("batch_id", "line", name="pk_batch_ingredient"),
    )
    _create_ledger()


def _ingredient_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("line", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("normalized_name", sa.String(120), nullable=False),
        sa.Column("amount", QUANTITY, nullable=False),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.Column("use", sa.String(30), nullable=False),
        sa.Column("time_minutes", QUANTITY),
    ]


def _create_recipes() -> None:
    op.create_table(
        "recipe",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("normalized_name", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("style", sa.String(200), nullable=False),
        sa.Column("brewer", sa.String(200), nullable=False),
        sa.Column("batch_volume_l", QUANTITY, nullable=False),
        sa.Column("boil_minutes", QUANTITY),
        sa.Column("efficiency_pct", QUANTITY),
        sa.Column("og", QUANTITY),
        sa.Column("fg", QUANTITY),
        sa.Column("abv_pct", QUANTITY),
        sa.Column("ibu", QUANTITY),
        sa.Column("color_srm", QUANTITY),
        sa.Column("computed", sa.Text, nullable=False),
        sa.Column("notes", sa.Text, nullable=False),
        sa.Column("mash_steps", sa.Text, nullable=False),
        sa.Column("repairs", sa.Text, nullable=False),
        sa.Column("source_format", sa.String(10), nullable=False),
        sa.Column("source_file", sa.String(255), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("imported_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_recipe"),
        sa.UniqueConstraint("content_hash", name="uq_recipe_content_hash"),
        sa.UniqueConstraint("normalized_name", "version", name="uq_recipe_normalized_name_version"),
    )
    op.create_index("ix_recipe_name_id", "recipe", ["name", "id"])
    op.create_table(
        "recipe_ingredient",
        sa.Column("recipe_id", ID, nullable=False),
        *_ingredient_columns(),
        sa.ForeignKeyConstraint(["recipe_id"], ["recipe.id"], name="fk_recipe_ingredient_recipe_id"),
        sa.PrimaryKeyConstraint("recipe_id", "line", name="pk_recipe_ingredient"),
    )


def _create_matching() -> None:
    op.create_table(
        "ingredient_alias",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("normalized_name", sa.String(120), nullable=False),
        sa.Column("item_id", ID),
        sa.Column("confirmed_by", sa.String(64), nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("kind", "normalized_name", name="pk_ingredient_alias"),
    )
    op.create_table(
        "item_copy",
        sa.Column("id", ID, nullable=False),
        sa.Column("sku", sa.String(40), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("base_unit", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_item_copy"),
    )


def _create_ledger() -> None:
    op.create_table(
        "batch_cost",
        sa.Column("id", ID, nullable=False),
        sa.Column("batch_id", ID, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("description", sa.String(200), nullable=False),
        sa.Column("amount", MONEY, nullable=False),
        sa.Column("item_id", ID),
        sa.Column("lot_id", ID),
        sa.Column("lot_code", sa.String(20)),
        sa.Column("quantity", QUANTITY),
        sa.Column("unit", sa.String(8)),
        sa.Column("posted_at", MOMENT, nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_batch_cost_amount")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_batch_cost_batch_id"),
        sa.PrimaryKeyConstraint("id", name="pk_batch_cost"),
    )
    op.create_index("ix_batch_cost_batch_id", "batch_cost", ["batch_id"])
    forbid_changes("batch_cost")
    op.create_table(
        "batch_event",
        sa.Column("seq", BIG_ID, autoincrement=True, nullable=False),
        sa.Column("batch_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("what", sa.String(30), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("detail", sa.String(500), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name="fk_batch_event_batch_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_batch_event"),
    )
    op.create_index("ix_batch_event_batch_id", "batch_event", ["batch_id"])


def downgrade() -> None:
    """Take back."""
    allow_changes("batch_cost")
    for table in (
        "batch_event",
        "batch_cost",
        "batch_ingredient",
        "batch",
        "item_copy",
        "ingredient_alias",
        "recipe_ingredient",
        "recipe",
    ):
        op.drop_table(table)
