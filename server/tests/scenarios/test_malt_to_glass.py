"""From malt to glass: a newcomer signs in, imports a real recipe, receives malt, brews it, and sees what it cost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from support import brewing
from support.brewing import SmallRecipe
from support.running import OWNER, Brewery
from support.waiting import eventually

KALASLAGER = "recipes/bsmx/jaklindq__kalaslager.bsmx"
"""A German pilsner that somebody brews at home, 43 L at a time, as BeerSmith saved it."""

# What the warehouse calls the recipe's ingredients, what it keeps them in, and what exactly enough of each costs.
WAREHOUSE = {
    "Pilsner (2 Row) Bel": ("Malta Pilsner", "kg", "3550.00"),
    "Cara-Pils/Dextrine": ("Malta Carapils", "kg", "290.00"),
    "Vienna Malt": ("Malta Viena", "kg", "245.00"),
    "Hallertau Magnum": ("Lúpulo Magnum", "kg", "380.00"),
    "Hallertauer Hersbrucker": ("Lúpulo Hersbrucker", "kg", "905.00"),
    "Saaz": ("Lúpulo Saaz", "kg", "958.33"),
    "Tettnang": ("Lúpulo Tettnang", "kg", "911.67"),
    "German Lager": ("Levadura Lager alemana", "piece", "360.00"),
    "Epsom Salt (MgSO4)": ("Sulfato de magnesio", "kg", "12.00"),
    "Chalk": ("Carbonato de calcio", "kg", "9.50"),
    "Baking Soda": ("Bicarbonato de sodio", "kg", "4.25"),
    "Salt": ("Sal", "kg", "2.75"),
    "Gypsum (Calcium Sulfate)": ("Yeso", "kg", "1.50"),
    "Ideal Pale Lager": None,
}
"""The last is the water of the tap: nobody keeps it in stock."""

SPENT_BESIDES = {
    ("LABOR", "Mano de obra, doble cocción"): "1250.00",
    ("ENERGY", "Gas y electricidad"): "790.00",
    ("WATER", "Agua"): "30.00",
    ("OVERHEAD", "Gastos fijos"): "300.00",
}


def test_a_newcomer_brews_a_real_recipe_and_sees_what_a_litre_cost(started: Brewery, shared_data: Path) -> None:
    brewery = started

    # The page asks who one is. While nobody works here, the server shows a code on its own screen: that lets her in.
    brewery.ask("DELETE", "/v1/session")
    assert brewery.ask("GET", "/v1/batches").status_code == httpx.codes.UNAUTHORIZED
    brewery.sign_in()
    session = brewery.get("/v1/session")
    assert (session["person"]["username"], session["person"]["roles"]) == (OWNER, ["owner"])

    # She drops a BeerSmith file on the page: the recipe is there, and three signs that its program wrote in a way that
    # no XML allows are listed as repaired.
    imported = brewing.import_recipe(brewery, "kalaslager.bsmx", (shared_data / KALASLAGER).read_bytes())
    assert {repair["code"] for repair in imported["repairs"]} == {"html-entity"}
    recipe = brewery.get(f"/v1/recipes/{imported['recipe_id']}")
    assert (recipe["name"], recipe["style"], recipe["unmatched"]) == ("Kalaslager", "German Pils", len(WAREHOUSE))

    # She puts what it needs into the catalogue, and says once what each of the recipe's words means.
    prices = fill_the_catalogue(brewery, recipe["id"])
    assert brewery.get(f"/v1/recipes/{recipe['id']}")["unmatched"] == 0

    # She plans a thousand litres. Nothing of it is in stock, and the plan says so, in the units of the warehouse.
    beer = {"sku": "BEER-KALASLAGER", "name": "Cerveza Kalaslager", "kind": "BEER", "base_unit": "L"}
    beer_id = brewery.post("/v1/items", beer)["id"]
    batch_id = brewing.plan(brewery, recipe["id"], "1000", beer_id)
    availability = brewery.get(f"/v1/batches/{batch_id}/availability")
    assert availability["enough"] is False
    needed = {line["item_id"]: (line["needed"], line["unit"]) for line in availability["items"]}
    assert set(needed) == set(prices)

    # A lorry brings exactly that.
    supplier = brewery.post("/v1/suppliers", {"name": "Maltas de prueba", "lead_time_days": 3})
    lines = [(item_id, *needed[item_id], price) for item_id, price in prices.items()]
    receipt = brewing.receive(brewery, supplier["id"], *lines)
    assert Decimal(receipt["total_cost"]) == Decimal("7630.00")
    assert len(receipt["lots"]) == len(prices)
    assert brewery.get(f"/v1/batches/{batch_id}/availability")["enough"] is True

    # She brews: every ingredient leaves the warehouse at once, oldest lot first, and nothing is left of any.
    brewery.post(f"/v1/batches/{batch_id}/starts")
    brewing_now = brewing.wait_for_state(brewery, batch_id, "BREWING")
    assert {cost["lot_code"] for cost in brewing_now["costs"]} == {lot["code"] for lot in receipt["lots"]}
    assert Decimal(brewing_now["total_cost"]) == Decimal("7630.00")
    assert set(brewing.on_hand(brewery, {item_id: item_id for item_id in prices}).values()) == {Decimal(0)}

    # The work and the power are spent, and three weeks later 850 L are packaged: the rest stayed in the tanks.
    for (kind, description), amount in SPENT_BESIDES.items():
        brewery.post(f"/v1/batches/{batch_id}/costs", {"kind": kind, "description": description, "amount": amount})
    brew_id = brewing_now["brews"][0]["id"]
    brewery.post(f"/v1/brews/{brew_id}/knock-outs", {"volume_l": "970", "og": "1.046"})
    brewery.post(f"/v1/batches/{batch_id}/conditionings")
    brewery.post(f"/v1/batches/{batch_id}/packagings")
    done = brewery.post(f"/v1/batches/{batch_id}/completions", {"packaged_volume_l": "850"})

    # 10,000 pesos over 850 L.
    assert Decimal(done["total_cost"]) == Decimal("10000.00")
    assert Decimal(done["cost_per_litre"]) == Decimal("11.764706")
    assert sum(Decimal(cost["amount"]) for cost in done["costs"]) == Decimal(10_000)
    assert [move["name"] for move in done["moves"] if move["allowed"]] == ["record_reading"]

    # And there is beer in the cold room, at what it cost.
    (stock,) = eventually(lambda: brewery.get("/v1/stock", q="Kalaslager", kind="BEER")["items"])
    assert stock["name"] == "Cerveza Kalaslager"
    assert (Decimal(stock["on_hand"]), Decimal(stock["value"])) == (Decimal(850), Decimal(10_000))
    assert brewery.get("/v1/production/dead-letters")["items"] == []
    assert brewery.get("/v1/inventory/dead-letters")["items"] == []


def fill_the_catalogue(brewery: Brewery, recipe_id: str) -> dict[str, str]:
    """Make an item of every ingredient and match it; item id -> what enough of it costs."""
    matches = brewery.get("/v1/ingredient-matches", recipe_id=recipe_id)["items"]
    assert {each["name"] for each in matches} == set(WAREHOUSE)
    prices = {}
    for each in matches:
        known = WAREHOUSE[each["name"]]
        item_id = None
        if known is not None:
            name, unit, price = known
            item = {"sku": f"{each['kind']}-{name}", "name": name, "kind": each["kind"], "base_unit": unit}
            item_id = brewery.post("/v1/items", item)["id"]
            prices[item_id] = price
        brewing.match(brewery, each["kind"], each["name"], item_id)
    return prices


# Starting a brew crosses two databases. Whatever goes wrong between them, material is taken once, whole, or not at all.

STOCKED = {"Malta": Decimal(25), "Lupulo": Decimal(1), "Levadura": Decimal(3)}
AFTER_ONE_BREW = {"Malta": Decimal(5), "Lupulo": Decimal("0.8"), "Levadura": Decimal(2)}


def stock_up(brewery: Brewery, recipe: SmallRecipe, *names: str) -> None:
    """Receive 25 kg of malt, a kilo of hops, three packets of yeast, or only what is named."""
    prices = {"Malta": ("25", "kg", "620.00"), "Lupulo": ("1", "kg", "700.00"), "Levadura": ("3", "piece", "270.00")}
    brewing.receive(brewery, recipe.supplier_id, *((recipe.items[name], *prices[name]) for name in names or prices))


def test_a_shortage_is_named_and_once_it_is_delivered_the_brew_starts(brewery: Brewery) -> None:
    recipe = brewing.small_recipe(brewery)
    stock_up(brewery, recipe, "Malta", "Levadura")
    batch_id = brewing.plan(brewery, recipe.recipe_id)

    # No hops came: the batch says so, and neither malt nor yeast was touched.
    brewery.post(f"/v1/batches/{batch_id}/starts")
    refused = brewing.wait_for_refusal(brewery, batch_id)
    (shortage,) = refused["shortages"]
    assert (shortage["item_id"], shortage["reason"]) == (recipe.items["Lupulo"], "NOT_ENOUGH")
    assert (Decimal(shortage["needed"]), Decimal(shortage["available"])) == (Decimal("0.2"), Decimal(0))
    assert brewing.on_hand(brewery, recipe.items) == {**STOCKED, "Lupulo": 0}

    # The hops arrive, and the very same batch starts.
    stock_up(brewery, recipe, "Lupulo")
    brewery.post(f"/v1/batches/{batch_id}/starts")
    started = brewing.wait_for_state(brewery, batch_id, "BREWING")
    assert started["shortages"] == []
    assert brewing.on_hand(brewery, recipe.items) == AFTER_ONE_BREW
    # 20 of 25 kg for 620.00, 200 g of a kilo for 700.00, one of three packets for 270.00.
    assert Decimal(started["total_cost"]) == Decimal("496.00") + Decimal("140.00") + Decimal("90.00")


def test_yeast_in_packets_that_nobody_converts_is_refused_and_nothing_is_taken(brewery: Brewery) -> None:
    # The program that this one replaces took the malt, failed on the packet, and took the malt again at each retry.
    recipe = brewing.small_recipe(brewery, yeast_unit="kg")
    stock_up(brewery, recipe, "Malta", "Lupulo")
    brewing.receive(brewery, recipe.supplier_id, (recipe.items["Levadura"], "0.0345", "kg", "270.00"))
    batch_id = brewing.plan(brewery, recipe.recipe_id)
    before = brewing.on_hand(brewery, recipe.items)

    for _ in range(3):
        brewery.post(f"/v1/batches/{batch_id}/starts")
        (shortage,) = brewing.wait_for_refusal(brewery, batch_id)["shortages"]
        assert (shortage["reason"], shortage["unit"]) == ("UNIT_DOES_NOT_CONVERT", "piece")
        assert brewing.on_hand(brewery, recipe.items) == before
    assert brewery.get(f"/v1/batches/{batch_id}/availability")["enough"] is False

    # Somebody says that a packet is 11.5 g, and the brew starts.
    brewery.put(f"/v1/items/{recipe.items['Levadura']}/conversions/piece", {"factor_to_base": "0.0115"})
    brewery.post(f"/v1/batches/{batch_id}/starts")
    brewing.wait_for_state(brewery, batch_id, "BREWING")
    assert brewing.on_hand(brewery, recipe.items) == {**AFTER_ONE_BREW, "Levadura": Decimal("0.023")}


def test_starting_at_once_from_many_screens_takes_the_material_once(brewery: Brewery) -> None:
    recipe = brewing.small_recipe(brewery)
    stock_up(brewery, recipe)
    stock_up(brewery, recipe)
    batch_id = brewing.plan(brewery, recipe.recipe_id)

    with ThreadPoolExecutor(8) as screens:
        path = f"/v1/batches/{batch_id}/starts"
        answers = [answer.status_code for answer in screens.map(lambda _: brewery.ask("POST", path), range(8))]
    assert sorted(answers) == [202] + [409] * 7
    brewing.wait_for_state(brewery, batch_id, "BREWING")
    assert brewing.on_hand(brewery, recipe.items) == {
        "Malta": Decimal(30), "Lupulo": Decimal("1.8"), "Levadura": Decimal(5)
    }  # fmt: skip
    assert len(brewing.movements_of(brewery, recipe.items["Malta"], "ISSUE")) == 1


def test_two_brews_that_want_the_last_malt_do_not_both_get_it(brewery: Brewery) -> None:
    recipe = brewing.small_recipe(brewery)
    stock_up(brewery, recipe)
    batches = [brewing.plan(brewery, recipe.recipe_id) for _ in range(2)]

    with ThreadPoolExecutor(2) as screens:
        for answer in screens.map(lambda each: brewery.ask("POST", f"/v1/batches/{each}/starts"), batches):
            assert answer.status_code == 202

    def is_settled(batch_id: str) -> bool:
        return brewing.state_of(brewery, batch_id) != "STARTING"

    eventually(lambda: all(is_settled(each) for each in batches), brewing.ANSWERED_WITHIN_S)
    assert sorted(brewing.state_of(brewery, each) for each in batches) == ["BREWING", "PLANNED"]
    assert brewing.on_hand(brewery, recipe.items) == AFTER_ONE_BREW


@pytest.mark.dialect("postgresql")  # one process has no inventory that could be away while production is not
def test_a_batch_waits_for_an_inventory_that_is_down_and_goes_on_by_itself(brewery: Brewery) -> None:
    recipe = brewing.small_recipe(brewery)
    stock_up(brewery, recipe)
    batch_id = brewing.plan(brewery, recipe.recipe_id)

    brewery.power_cut("inventory")
    answer = brewery.post(f"/v1/batches/{batch_id}/starts")
    assert answer["state"] == "STARTING"
    # It neither moves nor can be started again, and whoever asks what there is hears that nobody knows.
    assert brewery.ask("POST", f"/v1/batches/{batch_id}/starts").status_code == 409
    unknown = brewery.ask("GET", f"/v1/batches/{batch_id}/availability")
    assert (unknown.status_code, unknown.json()["type"].rpartition("/")[2]) == (503, "neighbour-unavailable")
    assert brewing.state_of(brewery, batch_id) == "STARTING"

    brewery.start()
    brewing.wait_for_state(brewery, batch_id, "BREWING")
    assert brewing.on_hand(brewery, recipe.items) == AFTER_ONE_BREW
    assert len(brewing.movements_of(brewery, recipe.items["Malta"], "ISSUE")) == 1


def test_a_power_cut_in_the_middle_of_a_start_settles_by_itself(brewery: Brewery) -> None:
    recipe = brewing.small_recipe(brewery)
    stock_up(brewery, recipe)
    batch_id = brewing.plan(brewery, recipe.recipe_id)

    # The start is acknowledged, and at that moment everything goes dark, wherever the request has got to by then.
    brewery.post(f"/v1/batches/{batch_id}/starts")
    brewery.power_cut()
    brewery.start()
    brewing.wait_for_state(brewery, batch_id, "BREWING")
    assert brewing.on_hand(brewery, recipe.items) == AFTER_ONE_BREW
    assert len(brewing.movements_of(brewery, recipe.items["Malta"], "ISSUE")) == 1
