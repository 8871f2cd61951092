"""Recipes and batches."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desertbrew.contexts.production.tables.row import Row
from desertbrew.kernel.ids import Id
from desertbrew.platform.columns import BIG_ID, ID, MOMENT, MONEY, QUANTITY, RATIO, UNIT_COST


class Recipe(Row):
    """One version of a recipe; it is never changed, a better one is a new version."""

    __tablename__ = "recipe"
    __table_args__ = (UniqueConstraint("normalized_name", "version"), Index("ix_recipe_name_id", "name", "id"))

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    normalized_name: Mapped[str] = mapped_column(String(120))
    version: Mapped[int]
    style: Mapped[str] = mapped_column(String(200))
    brewer: Mapped[str] = mapped_column(String(200))
    batch_volume_l: Mapped[Decimal] = mapped_column(QUANTITY)
    boil_minutes: Mapped[Decimal | None] = mapped_column(QUANTITY)
    efficiency_pct: Mapped[Decimal | None] = mapped_column(QUANTITY)
    og: Mapped[Decimal | None] = mapped_column(QUANTITY)
    fg: Mapped[Decimal | None] = mapped_column(QUANTITY)
    abv_pct: Mapped[Decimal | None] = mapped_column(QUANTITY)
    ibu: Mapped[Decimal | None] = mapped_column(QUANTITY)
    color_srm: Mapped[Decimal | None] = mapped_column(QUANTITY)
    computed: Mapped[str] = mapped_column(Text)
    notes: Mapped[str] = mapped_column(Text)
    mash_steps: Mapped[str] = mapped_column(Text)
    repairs: Mapped[str] = mapped_column(Text)
    source_format: Mapped[str] = mapped_column(String(10))
    source_file: Mapped[str] = mapped_column(String(255))
    content_hash: Mapped[str] = mapped_column(String(64), unique=True)
    imported_at: Mapped[datetime] = mapped_column(MOMENT)
    document: Mapped[str | None] = mapped_column(Text)
    """The whole recipe; None where it came before documents were kept."""
    based_on: Mapped[Id | None] = mapped_column(ID)
    change_note: Mapped[str | None] = mapped_column(String(500))


class EquipmentProfile(Row):
    """A brewhouse as recipes are computed and scaled for it."""

    __tablename__ = "equipment_profile"

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    is_default: Mapped[bool]
    batch_volume_l: Mapped[Decimal] = mapped_column(QUANTITY)
    efficiency_pct: Mapped[Decimal] = mapped_column(QUANTITY)
    boil_minutes: Mapped[Decimal] = mapped_column(QUANTITY)
    boil_off_pct: Mapped[Decimal] = mapped_column(QUANTITY)
    shrinkage_pct: Mapped[Decimal] = mapped_column(QUANTITY)
    trub_loss_l: Mapped[Decimal] = mapped_column(QUANTITY)
    fermenter_loss_l: Mapped[Decimal] = mapped_column(QUANTITY)
    lauter_deadspace_l: Mapped[Decimal] = mapped_column(QUANTITY)
    kettle_volume_l: Mapped[Decimal | None] = mapped_column(QUANTITY)
    mash_tun_volume_l: Mapped[Decimal | None] = mapped_column(QUANTITY)
    mash_thickness_l_kg: Mapped[Decimal] = mapped_column(QUANTITY)
    grain_absorption_l_kg: Mapped[Decimal] = mapped_column(QUANTITY)
    grain_temp_c: Mapped[Decimal] = mapped_column(QUANTITY)
    altitude_m: Mapped[Decimal] = mapped_column(QUANTITY)
    utilization_pct: Mapped[Decimal] = mapped_column(QUANTITY)
    convention: Mapped[str] = mapped_column(String(20))
    formula: Mapped[str] = mapped_column(String(20))
    calcium_mg_l: Mapped[Decimal] = mapped_column(QUANTITY)
    magnesium_mg_l: Mapped[Decimal] = mapped_column(QUANTITY)
    sodium_mg_l: Mapped[Decimal] = mapped_column(QUANTITY)
    sulfate_mg_l: Mapped[Decimal] = mapped_column(QUANTITY)
    chloride_mg_l: Mapped[Decimal] = mapped_column(QUANTITY)
    bicarbonate_mg_l: Mapped[Decimal] = mapped_column(QUANTITY)


class RecipeIngredient(Row):
    """One line of a recipe, in warehouse terms."""

    __tablename__ = "recipe_ingredient"

    recipe_id: Mapped[Id] = mapped_column(ForeignKey("recipe.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    normalized_name: Mapped[str] = mapped_column(String(120))
    amount: Mapped[Decimal] = mapped_column(QUANTITY)
    unit: Mapped[str] = mapped_column(String(20))
    use: Mapped[str] = mapped_column(String(30))
    time_minutes: Mapped[Decimal | None] = mapped_column(QUANTITY)


class IngredientAlias(Row):
    """What somebody confirmed once: this name in a recipe is that item in the warehouse, or is not stocked at all."""

    __tablename__ = "ingredient_alias"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    normalized_name: Mapped[str] = mapped_column(String(120), primary_key=True)
    item_id: Mapped[Id | None] = mapped_column(ID)
    confirmed_by: Mapped[str] = mapped_column(String(64))
    confirmed_at: Mapped[datetime] = mapped_column(MOMENT)


class ItemCopy(Row):
    """Inventory's items as we heard of them."""

    __tablename__ = "item_copy"

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    sku: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    base_unit: Mapped[str] = mapped_column(String(8))


class Batch(Row):
    """One beer from plan to package: one brew, or several into one fermenter."""

    __tablename__ = "batch"
    __table_args__ = (
        CheckConstraint("planned_volume_l > 0", name="planned_volume_l"),
        CheckConstraint("packaged_volume_l IS NULL OR packaged_volume_l > 0", name="packaged_volume_l"),
        CheckConstraint("(state = 'COMPLETED') = (packaged_volume_l IS NOT NULL)", name="completed_is_packaged"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    recipe_id: Mapped[Id] = mapped_column(ForeignKey("recipe.id"))
    recipe_name: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(12), index=True)
    planned_on: Mapped[date]
    planned_volume_l: Mapped[Decimal] = mapped_column(QUANTITY)
    packaged_volume_l: Mapped[Decimal | None] = mapped_column(QUANTITY)
    product_item_id: Mapped[Id | None] = mapped_column(ID)
    brews_planned: Mapped[int] = mapped_column(server_default="1")
    fermenter_id: Mapped[Id | None] = mapped_column(ID)
    fermenter_days: Mapped[int] = mapped_column(server_default="14")
    equipment_id: Mapped[Id | None] = mapped_column(ID)
    kettle: Mapped[str | None] = mapped_column(Text)
    """What one of its brews is on that brewhouse, frozen as the recipe is; None where it was scaled in proportion."""
    plan_revision: Mapped[int] = mapped_column(server_default="1")
    shortages: Mapped[str] = mapped_column(Text)
    total_cost: Mapped[Decimal] = mapped_column(MONEY)
    cost_per_litre: Mapped[Decimal | None] = mapped_column(UNIT_COST)
    planned_at: Mapped[datetime] = mapped_column(MOMENT)


class BatchIngredient(Row):
    """The recipe's line, frozen into the batch at its brew length."""

    __tablename__ = "batch_ingredient"

    batch_id: Mapped[Id] = mapped_column(ForeignKey("batch.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    normalized_name: Mapped[str] = mapped_column(String(120))
    amount: Mapped[Decimal] = mapped_column(QUANTITY)
    unit: Mapped[str] = mapped_column(String(20))
    use: Mapped[str] = mapped_column(String(30))
    time_minutes: Mapped[Decimal | None] = mapped_column(QUANTITY)


class Brew(Row):
    """One mash and boil of a batch; its material is a request of its own. (INV-B4)"""

    __tablename__ = "brew"
    __table_args__ = (
        UniqueConstraint("batch_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("(state = 'KNOCKED_OUT') = (knocked_out_at IS NOT NULL)", name="knocked_out"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    batch_id: Mapped[Id] = mapped_column(ForeignKey("batch.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    issue_id: Mapped[Id | None] = mapped_column(ID, unique=True)
    fate: Mapped[str | None] = mapped_column(String(10))
    """What becomes of material that is still on its way when the batch is given up."""
    started_at: Mapped[datetime | None] = mapped_column(MOMENT)
    preboil_volume_l: Mapped[Decimal | None] = mapped_column(QUANTITY)
    preboil_sg: Mapped[Decimal | None] = mapped_column(RATIO)
    postboil_volume_l: Mapped[Decimal | None] = mapped_column(QUANTITY)
    og: Mapped[Decimal | None] = mapped_column(RATIO)
    vessel_id: Mapped[Id | None] = mapped_column(ForeignKey("vessel.id"))
    fermenter_volume_l: Mapped[Decimal | None] = mapped_column(QUANTITY)
    knocked_out_at: Mapped[datetime | None] = mapped_column(MOMENT)


class BatchCost(Row):
    """One line of a batch's cost ledger: never changed or deleted; a correction is a line that takes one back. (INV-B2)"""

    __tablename__ = "batch_cost"
    __table_args__ = (CheckConstraint("(amount >= 0) = (reverses_id IS NULL) OR amount = 0", name="amount"),)

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    batch_id: Mapped[Id] = mapped_column(ForeignKey("batch.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    description: Mapped[str] = mapped_column(String(200))
    amount: Mapped[Decimal] = mapped_column(MONEY)
    item_id: Mapped[Id | None] = mapped_column(ID)
    lot_id: Mapped[Id | None] = mapped_column(ID)
    lot_code: Mapped[str | None] = mapped_column(String(20))
    quantity: Mapped[Decimal | None] = mapped_column(QUANTITY)
    unit: Mapped[str | None] = mapped_column(String(8))
    supplier_name: Mapped[str] = mapped_column(String(120), server_default="")
    invoice_number: Mapped[str | None] = mapped_column(String(60))
    brew_id: Mapped[Id | None] = mapped_column(ForeignKey("brew.id"))
    rate_id: Mapped[Id | None] = mapped_column(ForeignKey("cost_rate.id"))
    reverses_id: Mapped[Id | None] = mapped_column(ForeignKey("batch_cost.id"), unique=True)
    by_name: Mapped[str] = mapped_column(String(120), server_default="")
    posted_at: Mapped[datetime] = mapped_column(MOMENT)


class CostRate(Row):
    """What something costs from a day on: a new price is a new line, and what was posted with the old one stays."""

    __tablename__ = "cost_rate"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount"),
        Index("ix_cost_rate_name_valid_from", "name", "valid_from"),
    )

    id: Mapped[Id] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(12))
    basis: Mapped[str] = mapped_column(String(10))
    amount: Mapped[Decimal] = mapped_column(UNIT_COST)
    valid_from: Mapped[date]
    set_by_name: Mapped[str] = mapped_column(String(120))
    set_at: Mapped[datetime] = mapped_column(MOMENT)


class BatchEvent(Row):
    """What happened to a batch, for people to read."""

    __tablename__ = "batch_event"

    seq: Mapped[int] = mapped_column(BIG_ID, primary_key=True, autoincrement=True)
    batch_id: Mapped[Id] = mapped_column(ForeignKey("batch.id"), index=True)
    at: Mapped[datetime] = mapped_column(MOMENT)
    what: Mapped[str] = mapped_column(String(30))
    by: Mapped[str] = mapped_column(String(64))
    by_name: Mapped[str] = mapped_column(String(120), server_default="")
    detail: Mapped[str] = mapped_column(String(500))
