"""The demo brewery: made with the commands that people use, whole however often it is begun, and believable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib import resources
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select

from desertbrew.apps import compose, demo, registry
from desertbrew.apps.demo_accounts import DEMO_ACCOUNTS
from desertbrew.apps.demo_calendar import Story, calendar
from desertbrew.apps.demo_data import catalogue, kitchen
from desertbrew.apps.demo_data.fleet import CLIENTS
from desertbrew.apps.demo_data.people import PINS
from desertbrew.apps.demo_data.plant import tanks_for
from desertbrew.apps.demo_data.prices import PRICES
from desertbrew.contexts.inventory.contract import KegState
from desertbrew.contexts.inventory.tables import GasEvent, Item, KegEvent, Lot, Movement, RoomReading, YeastPitch
from desertbrew.contexts.production.rules.brewing_maths import figures_of
from desertbrew.contexts.production.rules.recipe_files import read_recipe_file
from desertbrew.contexts.production.tables import (
    Batch,
    BeerMovement,
    BrewStepEntry,
    FermentationReading,
    PackagingLine,
    Recipe,
)
from desertbrew.contexts.purchasing.rules import normalize_rfc
from desertbrew.contexts.purchasing.rules.orders import OrderState
from desertbrew.contexts.purchasing.tables import Supplier
from desertbrew.contexts.security import commands as security
from desertbrew.contexts.security.rules.secrets import pin_fault
from desertbrew.contexts.security.tables import Person
from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.ids import Id
from desertbrew.kernel.roles import PEOPLE_ROLES, Role
from desertbrew.platform import doctor
from desertbrew.platform.db import Origin
from desertbrew.platform.doctor import Health
from desertbrew.platform.host import Host
from desertbrew.platform.http.app import create_app
from support.client import Client, answered, serve
from support.sessions import FixedSessions
from support.stores import Store

# What the labels say: alcohol by volume, and bitterness.
LABELS = {
    "coahuilaceratops.xml": ("Coahuilaceratops Imperial IPA", Decimal("7.2"), 75),
    "velafrons.xml": ("Velafrons Neo Mexican Lager", Decimal("4.5"), 18),
    "carnotaurus.xml": ("Carnotaurus Amber Lager", Decimal("5.1"), 25),
    "t-rex.xml": ("T-Rex American Stout", Decimal("6.8"), 45),
}
MORNING = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
"""Nine in the morning at the brewery, on a Friday."""
STORY = demo.DemoSize(months=2, batches_per_month=8, seed=7)
SHORT = demo.DemoSize(months=1, batches_per_month=4, seed=3)


class PowerCut(Exception):
    """The load ends here."""


def tell_nobody(_part: float, _moment: object) -> None:
    """Nobody watches."""


def count(host: Host, context: str, table: type) -> int:
    with host.databases[context].read() as tx:
        return tx.session.execute(select(func.count()).select_from(table)).scalar_one()


def figures(host: Host) -> dict[str, Any]:
    """What the same seed must make again: every figure that people would see, and no id."""
    found: dict[str, Any] = {}
    with host.databases["inventory"].read() as tx:
        lots = select(Lot.code, Lot.supplier_lot, Lot.remaining_quantity, Lot.remaining_cost, Lot.status).order_by(Lot.code)
        found["lots"] = [tuple(row) for row in tx.session.execute(lots)]
        events = select(KegEvent.kind, KegEvent.client_name, func.count()).group_by(KegEvent.kind, KegEvent.client_name)
        found["kegs"] = sorted((kind, client or "", many) for kind, client, many in tx.session.execute(events))
        found["ledger"] = tx.session.execute(select(func.count(), func.sum(Movement.cost))).one()
    with host.databases["production"].read() as tx:
        batches = select(Batch.number, Batch.recipe_name, Batch.state, Batch.total_cost, Batch.packaged_volume_l)
        found["batches"] = [tuple(row) for row in tx.session.execute(batches.order_by(Batch.number))]
        moves = select(BeerMovement.kind, func.count(), func.sum(BeerMovement.volume_l)).group_by(BeerMovement.kind)
        found["beer"] = sorted(tuple(row) for row in tx.session.execute(moves))
    return found


def assert_healthy(host: Host) -> None:
    """The doctor finds nothing: ledgers, beer, kegs, costs, chains; nothing waits and nothing was given up."""
    findings = [each for each in doctor.examine(host) if each.what != "sqlite version"]
    assert {each.health for each in findings} == {Health.OK}, [each for each in findings if each.health is not Health.OK]


@pytest.fixture(scope="module")
def told(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A brewery with two months behind it, that nobody changes."""
    clock = FixedClock(MORNING)
    host = compose.build_host(store.prepare(registry.CONTEXTS, tmp_path_factory.mktemp("demo")), registry.CONTEXTS, clock)
    host.sessions.directory = FixedSessions(host.every_context, clock, behind=host.sessions.directory)
    demo.load_demo(host, tell_nobody, STORY)
    yield host
    for database in host.databases.values():
        database.close()


@pytest.fixture
def visitor_of(told: Host) -> Iterator[Client]:
    """Its owner, at the running application."""
    directory = told.sessions.directory
    assert isinstance(directory, FixedSessions)
    with serve(create_app(told), directory) as client:
        yield client.acting_as(Role.OWNER)


def test_the_doctor_finds_nothing_in_a_demo_brewery(told: Host) -> None:
    assert demo.is_demo_loaded(told)
    assert count(told, "security", Person) == len(DEMO_ACCOUNTS)
    assert count(told, "purchasing", Supplier) == len(catalogue.SUPPLIERS) + len(kitchen.SUPPLIERS)
    assert count(told, "inventory", Item) == len(catalogue.ITEMS) + len(kitchen.FOODS)
    assert_healthy(told)


def test_what_a_visitor_sees_is_a_brewery_at_work(told: Host, visitor_of: Client) -> None:
    client = visitor_of
    batches = answered(client.get("/v1/batches", limit=100))["items"]
    states = {batch["state"] for batch in batches}
    assert states == {"PLANNED", "BREWING", "FERMENTING", "CONDITIONING", "PACKAGING", "COMPLETED", "CANCELLED"}
    costs = [Decimal(batch["cost_per_litre"]) for batch in batches if batch["cost_per_litre"]]
    assert len(set(costs)) == len(costs) > 5
    assert all(Decimal(12) < cost < Decimal(60) for cost in costs)

    vessels = {each["code"]: each for each in answered(client.get("/v1/vessels"))["vessels"]}
    assert sum(bool(each["contents"]) for each in vessels.values()) >= 3

    # A stout is planned and the black malt got wet.
    planned = [batch["id"] for batch in batches if batch["state"] == "PLANNED"]
    enough = {batch: answered(client.get(f"/v1/batches/{batch}/availability"))["enough"] for batch in planned}
    assert False in enough.values()

    beers = answered(client.get("/v1/stock", kind="BEER"))["items"]
    assert len(beers) >= len(LABELS)
    kegs = answered(client.get("/v1/keg-figures"))
    there = {part["state"] for part in kegs["fleet"]}
    assert there == set(KegState)
    assert kegs["dwell"]["p50_days"] > 7
    assert answered(client.get("/v1/kegs-at-risk"))["items"], "somebody has forgotten a keg"
    assert any(lot["expired"] for lot in answered(client.get("/v1/lots", open_only=True))["items"])
    recall = answered(client.get("/v1/recalls"))["items"]
    assert len(recall) == 1


def test_the_kitchen_has_orders_of_every_state_and_food_that_asks_for_somebody(visitor_of: Client) -> None:
    client = visitor_of
    orders = answered(client.get("/v1/purchase-orders", limit=100))["items"]
    assert {order["state"] for order in orders} == set(OrderState)
    low = {item["sku"] for item in answered(client.get("/v1/items", low=True, limit=100))["items"]}
    assert "FOOD-CREAM" in low
    (buns,) = answered(client.get("/v1/items", q="FOOD-BUN"))["items"]
    (lot,) = answered(client.get("/v1/lots", item_id=buns["id"]))["items"]
    assert lot["expires_on"] == (MORNING + timedelta(days=1)).date().isoformat()
    packs = answered(client.get("/v1/supplier-packs", limit=100))["items"]
    assert all(pack["price"] for pack in packs)
    assert len(packs) == len(PRICES) + len(kitchen.FOODS)


def test_what_happened_is_what_happens_in_a_brewery(told: Host) -> None:
    with told.databases["production"].read() as tx:
        kinds = set(tx.session.execute(select(PackagingLine.kind)).scalars())
        reasons = set(tx.session.execute(select(BeerMovement.loss_reason)).scalars())
        known = select(Recipe.og, Recipe.fg, Recipe.abv_pct)
        assert all(None not in row for row in tx.session.execute(known)), "every version says what it becomes"
    assert kinds == {"KEG", "BOTTLE"}
    assert {"TRUB", "YEAST", "PACKAGING", "DUMPED"} <= reasons
    with told.databases["inventory"].read() as tx:
        clients = set(tx.session.execute(select(KegEvent.client_name)).scalars())
        out_of_limits = select(func.count()).where(RoomReading.in_limits.is_(False))
        assert tx.session.execute(out_of_limits).scalar_one() == 1
        moves = set(tx.session.execute(select(Movement.kind)).scalars())
    assert len(clients & {client.name for client in CLIENTS}) > 10
    assert {"RECEIPT", "ISSUE", "PRODUCTION", "RETURN", "WASTE"} <= moves
    assert count(told, "inventory", GasEvent) > 10


def test_fermentations_look_like_fermentations(told: Host) -> None:
    with told.databases["production"].read() as tx:
        query = select(FermentationReading.batch_id, FermentationReading.gravity, FermentationReading.temperature_c)
        curves: dict[Id, list[Decimal]] = defaultdict(list)
        for batch_id, gravity, celsius in tx.session.execute(query.order_by(FermentationReading.happened_at)):
            assert gravity is not None
            assert celsius is not None
            curves[batch_id].append(gravity)
            assert Decimal(0) < celsius < Decimal(23)
        notes = set(tx.session.execute(select(FermentationReading.note).distinct()).scalars())
        entries = select(BrewStepEntry.kind, func.count()).group_by(BrewStepEntry.kind)
        said = {kind: many for kind, many in tx.session.execute(entries)}  # noqa: C416 - a Row is no pair to mypy
    assert len(curves) > 8
    for curve in curves.values():
        assert all(later - earlier < Decimal("0.002") for earlier, later in pairwise(curve)), "beer does not get heavier"
    assert min(min(curve) for curve in curves.values()) < Decimal("1.016")
    assert any("Atorada" in note for note in notes)
    assert said["MEASURED"] > 5 * len(curves)
    assert count(told, "inventory", YeastPitch) > 0


@pytest.mark.parametrize("seed", range(1, 9))
@pytest.mark.parametrize("a_month", [1, 8, 30])
def test_no_two_beers_of_the_calendar_want_the_same_tank(seed: int, a_month: int) -> None:
    today = MORNING.date()
    opens = today - timedelta(days=200)
    codes = [tank.code for tank in tanks_for(a_month)]
    fermenters, brites = [code for code in codes if code[0] == "F"], [code for code in codes if code[0] == "B"]
    slots = calendar(opens, today, a_month, fermenters, brites, Random(seed))
    spans = [(slot.fermenter, slot.brew_on, slot.rack_on) for slot in slots]
    spans += [(slot.brite, slot.rack_on, slot.package_on) for slot in slots]
    spans.sort()
    for (tank, _, until), (other, since, _) in pairwise(spans):
        assert tank != other or until < since
    assert {slot.story for slot in slots} >= {Story.BREWED_NOW, Story.PACKAGED_NOW}
    assert len(slots) > 0.7 * a_month * 200 / 30


def test_the_same_seed_makes_the_same_brewery_however_often_it_is_cut_off(
    host: Host, store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    demo.load_demo(host, tell_nobody, SHORT)
    expected = figures(host)
    assert len(expected["batches"]) > 3

    other = compose.build_host(store.prepare(registry.CONTEXTS, tmp_path / "other"), registry.CONTEXTS, clock)
    try:
        for last in (1, 7, 30, 31, 90):
            left = [last]

            def cut(_part: float, _moment: object, left: list[int] = left) -> None:
                left[0] -= 1
                if left[0] < 0:
                    raise PowerCut

            with pytest.raises(PowerCut):
                demo.load_demo(other, cut, SHORT)
            assert not demo.is_demo_loaded(other)
        # Whoever finishes it finishes what was begun.
        demo.load_demo(other, tell_nobody, STORY)
        assert figures(other) == expected
        assert_healthy(other)

        demo.load_demo(other, tell_nobody, STORY)
        assert figures(other) == expected
    finally:
        for database in other.databases.values():
            database.close()


@pytest.mark.parametrize("account", DEMO_ACCOUNTS, ids=lambda account: account.role.value)
def test_there_is_one_person_a_role(account: security.DemoAccount) -> None:
    assert pin_fault(PINS[account.role]) is None
    assert "Demo" in account.display_name


def test_every_role_that_people_have_is_there_to_be_looked_at() -> None:
    assert sorted(account.role for account in DEMO_ACCOUNTS) == sorted(PEOPLE_ROLES)
    assert len({account.username for account in DEMO_ACCOUNTS}) == len(PEOPLE_ROLES)
    assert set(PINS) == set(PEOPLE_ROLES)


def test_no_tax_id_of_the_demo_can_be_anybodys() -> None:
    for supplier in (*catalogue.SUPPLIERS, *kitchen.SUPPLIERS):
        assert normalize_rfc(supplier.rfc) == supplier.rfc
        assert supplier.rfc[5:9] == "0230", "no 30th of February, no holder"
        assert supplier.email.endswith(".example")


@pytest.mark.parametrize("file_name", LABELS)
def test_the_recipes_are_read_without_repair_and_make_what_the_labels_say(file_name: str) -> None:
    content = (resources.files("desertbrew.apps.demo_data") / file_name).read_bytes()
    result = read_recipe_file(file_name, content)
    (recipe,) = result.recipes
    figures = figures_of(recipe)
    name, abv_pct, ibu = LABELS[file_name]
    assert (recipe.name, recipe.repairs, result.refused) == (name, (), ())
    assert figures.abv_pct is not None
    assert figures.ibu is not None
    assert abs(figures.abv_pct - abv_pct) < Decimal("0.1")
    assert abs(figures.ibu - ibu) < 1


def test_it_is_refused_where_real_people_work(host: Host, client: Client, origin: Origin) -> None:
    person = security.NewPerson("rosaura", "Rosaura", frozenset({Role.BREWER}))
    host.databases["security"].write(lambda tx: security.register_person(tx, person, by=security.THE_HOUSE), origin)
    with pytest.raises(demo.NotADemo):
        demo.load_demo(host, tell_nobody)
    assert count(host, "inventory", Item) == 0
