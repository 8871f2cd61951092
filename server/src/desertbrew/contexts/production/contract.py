"""What other contexts may know of production."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from desertbrew.kernel.ids import Id


@dataclass(frozen=True, slots=True)
class RequestedMaterial:
    """So much of an item, in the unit of the recipe; inventory converts."""

    item_id: Id
    name: str
    amount: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class MaterialsRequested:
    """A brew is starting and waits for all of its material, or for the word that some is missing."""

    NAME: ClassVar[str] = "production.materials_requested.v1"

    issue_id: Id
    """Names this request; the same id never takes material twice."""
    batch_id: Id
    batch_number: str
    materials: tuple[RequestedMaterial, ...]

    @property
    def subject(self) -> str:
        """The batch."""
        return str(self.batch_id)


@dataclass(frozen=True, slots=True)
class BatchPlanned:
    """A brew has a day and a volume."""

    NAME: ClassVar[str] = "production.batch_planned.v1"

    batch_id: Id
    number: str
    recipe_name: str
    planned_volume_l: Decimal
    planned_on: date | None = None
    """The day of the first brew; None in events of before this was told."""
    style: str = ""
    abv_pct: Decimal | None = None
    ibu: Decimal | None = None
    happened_at: datetime | None = None
    materials: tuple[RequestedMaterial, ...] = ()
    """What it will ask for, as far as somebody has matched it with an item."""

    @property
    def subject(self) -> str:
        """The batch."""
        return str(self.batch_id)


@dataclass(frozen=True, slots=True)
class BatchReplanned:
    """A batch that has not started has another day, another volume, or its material is known better."""

    NAME: ClassVar[str] = "production.batch_replanned.v1"

    batch_id: Id
    number: str
    planned_volume_l: Decimal
    planned_on: date
    materials: tuple[RequestedMaterial, ...]
    """All of it, in place of what was told before."""
    revision: int | None = None
    """Which plan of the batch this is; plans told before they were counted have none."""

    @property
    def subject(self) -> str:
        """The batch."""
        return str(self.batch_id)


@dataclass(frozen=True, slots=True)
class ReleasedMaterial:
    """What a batch that was given up gives back to the very lot that it came from, at the cost it left with."""

    lot_id: Id
    item_id: Id
    quantity: Decimal
    """In the item's base unit."""
    cost: Decimal


@dataclass(frozen=True, slots=True)
class MaterialsReleased:
    """A batch was given up, and this of its material goes back into stock."""

    NAME: ClassVar[str] = "production.materials_released.v1"

    release_id: Id
    """Names this return; the same id never gives material back twice."""
    batch_id: Id
    batch_number: str
    materials: tuple[ReleasedMaterial, ...]

    @property
    def subject(self) -> str:
        """The batch."""
        return str(self.batch_id)


@dataclass(frozen=True, slots=True)
class BatchMoved:
    """A batch is in another state than before."""

    NAME: ClassVar[str] = "production.batch_moved.v1"

    batch_id: Id
    number: str
    state: str
    happened_at: datetime | None = None

    @property
    def subject(self) -> str:
        """The batch."""
        return str(self.batch_id)


@dataclass(frozen=True, slots=True)
class BatchCompleted:
    """The beer is packaged, and now it is known what a litre of it cost."""

    NAME: ClassVar[str] = "production.batch_completed.v1"

    batch_id: Id
    number: str
    product_item_id: Id | None
    """The item that the beer is stocked as; None where nobody said, or where its packages are stocked one by one."""
    packaged_volume_l: Decimal
    total_cost: Decimal
    cost_per_litre: Decimal
    happened_at: datetime | None = None

    @property
    def subject(self) -> str:
        """The batch."""
        return str(self.batch_id)


@dataclass(frozen=True, slots=True)
class RecipeImported:
    """A recipe, or a new version of one, can be brewed."""

    NAME: ClassVar[str] = "production.recipe_imported.v1"

    recipe_id: Id
    name: str
    version: int

    @property
    def subject(self) -> str:
        """The recipe."""
        return str(self.recipe_id)


@dataclass(frozen=True, slots=True)
class BeerPart:
    """So many litres at 20 °C of one batch."""

    batch_id: Id
    batch_number: str
    volume_l: Decimal


@dataclass(frozen=True, slots=True)
class BeerMoved:
    """Litres changed place: into a tank, to another, into packages, or away with a reason. The parts add up."""

    NAME: ClassVar[str] = "production.beer_moved.v1"

    movement_id: Id
    kind: str
    """KNOCK_OUT, TRANSFER, DILUTION, LOSS, PACKAGED or ADJUSTMENT."""
    from_vessel_id: Id | None
    from_vessel_code: str | None
    to_vessel_id: Id | None
    to_vessel_code: str | None
    volume_l: Decimal
    loss_reason: str | None
    document_id: Id | None
    """What the litres went into, such as a packaging run."""
    happened_at: datetime
    parts: tuple[BeerPart, ...]

    @property
    def subject(self) -> str:
        """The movement."""
        return str(self.movement_id)


@dataclass(frozen=True, slots=True)
class FermentationRead:
    """Somebody, or something, looked into a fermenting batch."""

    NAME: ClassVar[str] = "production.fermentation_read.v1"

    batch_id: Id
    at: datetime
    gravity_sg: Decimal | None
    """Specific gravity, 20/20 °C."""
    temperature_c: Decimal | None
    replaces_at: datetime | None = None
    """The moment of the reading that this one corrects; that one never was."""

    @property
    def subject(self) -> str:
        """The batch."""
        return str(self.batch_id)


@dataclass(frozen=True, slots=True)
class VesselMoved:
    """A vessel is in another state than before."""

    NAME: ClassVar[str] = "production.vessel_moved.v1"

    vessel_id: Id
    code: str
    state: str

    @property
    def subject(self) -> str:
        """The vessel."""
        return str(self.vessel_id)


@dataclass(frozen=True, slots=True)
class PackagingRunOpened:
    """Beer of a tank is going into packages: kegs may be filled for this run from now on."""

    NAME: ClassVar[str] = "production.packaging_run_opened.v1"

    run_id: Id
    number: str
    batch_id: Id
    batch_number: str
    beer_name: str
    vessel_code: str
    kegs_best_before: date | None

    @property
    def subject(self) -> str:
        """The run."""
        return str(self.run_id)


@dataclass(frozen=True, slots=True)
class PackagingRunClosed:
    """The run takes nothing more; whoever filled kegs for it says how many."""

    NAME: ClassVar[str] = "production.packaging_run_closed.v1"

    run_id: Id
    number: str
    batch_id: Id

    @property
    def subject(self) -> str:
        """The run."""
        return str(self.run_id)


@dataclass(frozen=True, slots=True)
class PackagesCosted:
    """What some packages of a run cost is known: they can be stocked. Pieces for bottles and cans, litres for kegs."""

    NAME: ClassVar[str] = "production.packages_costed.v1"

    line_id: Id
    run_number: str
    batch_numbers: tuple[str, ...]
    product_item_id: Id
    quantity: Decimal
    volume_l: Decimal
    total_cost: Decimal
    best_before: date | None
    run_id: Id | None = None

    @property
    def subject(self) -> str:
        """The line of the run."""
        return str(self.line_id)
