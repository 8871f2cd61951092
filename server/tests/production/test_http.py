"""Every route of production on the wire: it does its work, and it refuses what it must."""

from __future__ import annotations

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from desertbrew.contexts.production.context import CONTEXT
from desertbrew.contexts.production.rules.batches import Move
from desertbrew.contexts.production.tables import Batch, Brew, Recipe
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.roles import Role
from desertbrew.platform.db import Tx
from production.batch_routes import BATCH_ROUTES
from production.brewhouse import WORDS, Brewhouse
from production.cellar_routes import CELLAR_ROUTES
from production.packaging_routes import PACKAGING_ROUTES
from production.recipe_routes import EQUIPMENT, RECIPE_ROUTES
from support.brewing import RECIPE
from support.client import Client, answered, slug_of
from support.waiting import eventually

NOBODY = str(new_id())


@dataclass
class Brewery:
    """A brewhouse with a planned and a brewing batch, and somebody at its counter."""

    client: Client
    brewhouse: Brewhouse
    recipe: Recipe
    planned: Batch
    brewing: Batch
    packaging: Batch

    def equip(self) -> str:
        """A brewhouse at the plant's altitude."""
        found: str = answered(self.client.post("/v1/equipment-profiles", EQUIPMENT), 201)["id"]
        return found

    def plan(self, **changed: Any) -> dict[str, Any]:
        whole = {"recipe_id": str(self.recipe.id), "planned_volume_l": "820", "planned_on": "2026-11-25"}
        return {**whole, **changed}

    def starting(self) -> Batch:
        """A batch whose request was lost on the way: the real inventory beside would answer it."""
        batch = self.brewhouse.plan(self.recipe)

        def lose(tx: Tx) -> None:
            tx.session.execute(update(Batch).where(Batch.id == batch.id).values(state="STARTING"))
            tx.session.execute(update(Brew).where(Brew.batch_id == batch.id).values(state="STARTING", issue_id=new_id()))

        self.brewhouse.write(lose)
        return batch

    def brew(self) -> Brew:
        return self.brewhouse.read(self.brewing).brews[0]

    def entry(self) -> dict[str, Any]:
        steps = answered(self.client.get(f"/v1/brews/{self.brew().id}/sheet"))["steps"]
        ph = next(step for step in steps if step["code"] == "mash_ph")
        moment = "2026-11-20T14:00:00-06:00"
        return {"step_id": ph["id"], "kind": "MEASURED", "value": "5.9", "happened_at": moment}

    def half_brewed(self) -> Batch:
        batch = self.brewhouse.brewing(recipe=self.recipe, brews=2)
        return self.brewhouse.knock_out(batch, "50")

    def fermenting(self) -> Batch:
        return self.brewhouse.knock_out(self.brewhouse.brewing(recipe=self.recipe))

    def labor(self) -> Id:
        self.brewhouse.spend(self.brewing, "10.00")
        return self.brewhouse.read(self.brewing).costs[-1].id

    def material(self) -> Id:
        return self.brewhouse.read(self.brewing).costs[0].id


@pytest.fixture
def batches(brewhouse: Brewhouse) -> tuple[Recipe, Batch, Batch, Batch]:
    """A plan and a brew, made before anybody serves them: the real inventory would refuse the brew its material."""
    recipe = brewhouse.matched_recipe()
    return recipe, brewhouse.plan(recipe), brewhouse.brewing(recipe=recipe), brewhouse.packaging(recipe=recipe)


@pytest.fixture
def brewery(brewhouse: Brewhouse, batches: tuple[Recipe, Batch, Batch, Batch], client: Client) -> Brewery:
    return Brewery(client, brewhouse, *batches)


def file(text: str = RECIPE.format(mark="de la red"), name: str = "receta.xml") -> dict[str, str]:
    return {"file_name": name, "content_base64": base64.b64encode(text.encode()).decode()}


Request = Callable[[Brewery], httpx.Response]
LABOR = {"kind": "LABOR", "description": "Mano de obra", "amount": "1250.00"}

# Route -> what works and its status, what does not and how it is refused.
ROUTES: dict[tuple[str, str], tuple[Request, int, Request, str]] = {
    ("POST", "/v1/recipe-imports"): (
        lambda at: at.client.post("/v1/recipe-imports", file()),
        201,
        lambda at: at.client.post("/v1/recipe-imports", {"file_name": "a.xml", "content_base64": "!!!!"}),
        "file-unreadable",
    ),
    ("GET", "/v1/recipes"): (
        lambda at: at.client.get("/v1/recipes", q="vela"),
        200,
        lambda at: at.client.acting_as(Role.WAITER).get("/v1/recipes"),
        "not-allowed",
    ),
    ("GET", "/v1/recipes/{recipe_id}"): (
        lambda at: at.client.get(f"/v1/recipes/{at.recipe.id}"),
        200,
        lambda at: at.client.get(f"/v1/recipes/{NOBODY}"),
        "not-found",
    ),
    ("GET", "/v1/ingredient-matches"): (
        lambda at: at.client.get("/v1/ingredient-matches", recipe_id=at.recipe.id),
        200,
        lambda at: at.client.get("/v1/ingredient-matches", recipe_id="velafrons"),
        "malformed-request",
    ),
    ("PUT", "/v1/ingredient-aliases"): (
        lambda at: at.client.put("/v1/ingredient-aliases", {"kind": "OTHER", "name": "Agua", "item_id": None}),
        200,
        lambda at: at.client.put("/v1/ingredient-aliases", {"kind": "OTHER", "name": "Agua", "item_id": NOBODY}),
        "not-found",
    ),
    ("GET", "/v1/batches"): (
        lambda at: at.client.get("/v1/batches", state="BREWING"),
        200,
        lambda at: at.client.get("/v1/batches", state="DREAMT"),
        "malformed-request",
    ),
    ("POST", "/v1/batches"): (
        lambda at: at.client.post("/v1/batches", at.plan()),
        201,
        lambda at: at.client.post("/v1/batches", at.plan(recipe_id=NOBODY)),
        "not-found",
    ),
    ("GET", "/v1/batches/{batch_id}"): (
        lambda at: at.client.get(f"/v1/batches/{at.planned.id}"),
        200,
        lambda at: at.client.get(f"/v1/batches/{NOBODY}"),
        "not-found",
    ),
    ("GET", "/v1/batches/{batch_id}/availability"): (
        lambda at: at.client.get(f"/v1/batches/{at.planned.id}/availability"),
        200,
        lambda at: at.client.get(f"/v1/batches/{NOBODY}/availability"),
        "not-found",
    ),
    ("POST", "/v1/batches/{batch_id}/starts"): (
        lambda at: at.client.post(f"/v1/batches/{at.planned.id}/starts"),
        202,
        lambda at: at.client.post(f"/v1/batches/{at.brewing.id}/starts"),
        "batch-move-not-allowed",
    ),
    ("POST", "/v1/batches/{batch_id}/costs"): (
        lambda at: at.client.post(f"/v1/batches/{at.brewing.id}/costs", LABOR),
        201,
        lambda at: at.client.post(f"/v1/batches/{at.brewing.id}/costs", {**LABOR, "kind": "MATERIAL"}),
        "invalid-input",
    ),
    ("POST", "/v1/batches/{batch_id}/completions"): (
        lambda at: at.client.post(f"/v1/batches/{at.packaging.id}/completions", {"packaged_volume_l": "85"}),
        201,
        lambda at: at.client.post(f"/v1/batches/{at.planned.id}/completions", {"packaged_volume_l": "85"}),
        "batch-move-not-allowed",
    ),
    ("POST", "/v1/batches/{batch_id}/cancellations"): (
        lambda at: at.client.post(f"/v1/batches/{at.planned.id}/cancellations", {"reason": "no hay tanque"}),
        201,
        lambda at: at.client.post(
            f"/v1/batches/{at.brewing.id}/cancellations",
            {"reason": "no hay tanque", "materials": [{"cost_id": NOBODY, "fate": "RETURN"}]},
        ),
        "not-found",
    ),
    **BATCH_ROUTES,
}

ROUTES |= RECIPE_ROUTES


def test_every_route_is_tried_here() -> None:
    house = ("/v1/production/audit-entries", "/v1/production/dead-letters", "/v1/production/messages")
    ours = {(each.method, each.path) for each in CONTEXT.routes.declared if not each.path.startswith(house)}
    assert ours == set(ROUTES) | set(CELLAR_ROUTES) | set(PACKAGING_ROUTES)


@pytest.mark.parametrize("route", ROUTES, ids=" ".join)
def test_the_route_does_its_work(brewery: Brewery, route: tuple[str, str]) -> None:
    request, status, _, _ = ROUTES[route]
    answered(request(brewery), status)


@pytest.mark.parametrize("route", ROUTES, ids=" ".join)
def test_the_route_refuses_what_it_must_and_changes_nothing(brewery: Brewery, route: tuple[str, str]) -> None:
    _, _, request, slug = ROUTES[route]
    assert slug_of(request(brewery)) == slug
    assert brewery.brewhouse.state(brewery.planned) == "PLANNED"
    assert brewery.brewhouse.read(brewery.brewing).batch.total_cost == 500
    assert brewery.brewhouse.faults() == []


# ------------------------------------------------------------------------------------------------------------ the wire


def test_a_file_is_answered_recipe_by_recipe(brewery: Brewery) -> None:
    broken = RECIPE.format(mark="rota").replace("<BATCH_SIZE>100</BATCH_SIZE>", "<BATCH_SIZE>cien</BATCH_SIZE>")
    whole = RECIPE.format(mark="sana")
    two = broken.replace("</RECIPES>", whole[whole.index("<RECIPE>") :])
    answer = answered(brewery.client.post("/v1/recipe-imports", file(two)), 201)
    assert answer["format"] == "beerxml"
    assert [(each["name"], each["version"], each["known"]) for each in answer["imported"]] == [("Prueba sana", 1, False)]
    (refused,) = answer["refused"]
    assert (refused["name"], refused["line"]) == ("Prueba rota", 3)
    assert refused["reason"]
    again = answered(brewery.client.post("/v1/recipe-imports", file(whole)), 201)
    assert [(each["recipe_id"], each["known"]) for each in again["imported"]] == [(answer["imported"][0]["recipe_id"], True)]


def test_what_is_no_recipe_is_refused_with_a_reason_and_not_with_an_error(brewery: Brewery) -> None:
    for text in ("hola", "<html/>", "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><RECIPES>&a;</RECIPES>"):
        answer = answered(brewery.client.post("/v1/recipe-imports", file(text)), 201)
        assert answer["imported"] == []
        assert answer["refused"][0]["reason"]
        assert "root:" not in str(answer)


def test_a_file_that_many_drop_at_once_is_one_recipe(brewery: Brewery) -> None:
    with ThreadPoolExecutor(8) as hands:
        answers = list(hands.map(lambda _: brewery.client.post("/v1/recipe-imports", file()), range(8)))
    imported = [answered(answer, 201)["imported"][0] for answer in answers]
    assert len({each["recipe_id"] for each in imported}) == 1
    assert [each["known"] for each in imported].count(False) == 1


def test_an_alias_that_many_confirm_at_once_is_confirmed(brewery: Brewery) -> None:
    body = {"kind": "OTHER", "name": "Agua", "item_id": None}
    with ThreadPoolExecutor(8) as hands:
        answers = list(hands.map(lambda _: brewery.client.put("/v1/ingredient-aliases", body), range(8)))
    assert {answer.status_code for answer in answers} == {200}


def test_what_nobody_matched_is_named_for_machines_too(brewery: Brewery) -> None:
    (imported,) = answered(brewery.client.post("/v1/recipe-imports", file()), 201)["imported"]
    batch = answered(brewery.client.post("/v1/batches", brewery.plan(recipe_id=imported["recipe_id"])), 201)
    start = next(move for move in batch["moves"] if move["name"] == "start")
    assert start == {"name": "start", "allowed": False, "why_not": "ingredients-unmatched"}
    refused = brewery.client.post(f"/v1/batches/{batch['id']}/starts")
    assert (refused.status_code, slug_of(refused)) == (409, "ingredients-unmatched")
    assert len(refused.json()["ingredients"]) == len(WORDS)


def test_the_page_of_a_batch_says_which_moves_there_are(brewery: Brewery) -> None:
    shown = answered(brewery.client.get(f"/v1/batches/{brewery.brewing.id}"))
    assert {move["name"]: move["why_not"] for move in shown["moves"]} == {
        "replan": "state-brewing",
        "start": "no-brew-left",
        "ask_again": "nothing-asked",
        "knock_out": None,
        "ferment": "nothing-in-fermenter",
        "condition": "state-brewing",
        "package": "state-brewing",
        "complete": "state-brewing",
        "record_cost": None,
        "record_reading": None,
        "cancel": None,
    }
    assert len(shown["moves"]) == len(Move)
    assert [cost["lot_code"] for cost in shown["costs"]] == ["LOTE-000001", "LOTE-000002", "LOTE-000003"]
    assert [event["what"] for event in shown["history"]] == ["planned", "starting", "materials_issued"]


def test_a_figure_outside_its_tolerance_wants_a_word(brewery: Brewery) -> None:
    path = f"/v1/brews/{brewery.brew().id}"
    said = answered(brewery.client.post(f"{path}/entries", brewery.entry()), 201)
    assert said["value"] == "5.900000"
    assert said["by_name"]

    def ph() -> dict[str, Any]:
        steps = answered(brewery.client.get(f"{path}/sheet"))["steps"]
        return dict(next(step for step in steps if step["code"] == "mash_ph"))

    assert (ph()["deviates"], ph()["unexplained"], ph()["contested"]) == (True, True, False)
    note = {**brewery.entry(), "kind": "NOTE", "value": None, "note": "agua dura"}
    answered(brewery.client.post(f"{path}/entries", note), 201)
    answered(brewery.client.post(f"{path}/entries", {**brewery.entry(), "value": "5.8"}), 201)
    assert (ph()["deviates"], ph()["unexplained"], ph()["contested"]) == (True, False, True)


def test_the_answer_of_now_and_that_of_later_are_the_same(brewery: Brewery) -> None:
    made = answered(brewery.client.post("/v1/batches", brewery.plan(planned_volume_l="8.2E+2")), 201)
    assert made["planned_volume_l"] == "820.000000"
    assert answered(brewery.client.get(f"/v1/batches/{made['id']}")) == made


def test_ten_thousand_over_850_litres_on_the_wire(brewery: Brewery) -> None:
    batch_id = brewery.packaging.id
    brewery.client.post(f"/v1/batches/{batch_id}/costs", {**LABOR, "amount": "9500.00"})
    refused = brewery.client.post(f"/v1/batches/{batch_id}/completions", {"packaged_volume_l": "850"})
    assert refused.json()["errors"][0]["pointer"] == "/packaged_volume_l"  # 100 were planned
    bigger = brewery.brewhouse.packaging("500.00", recipe=brewery.recipe, litres="1000")
    brewery.client.post(f"/v1/batches/{bigger.id}/costs", {**LABOR, "amount": "9500.00"})
    done = answered(brewery.client.post(f"/v1/batches/{bigger.id}/completions", {"packaged_volume_l": "850"}), 201)
    assert (done["total_cost"], done["cost_per_litre"]) == ("10000.00", "11.764706")


def test_a_start_that_inventory_refuses_shows_what_is_missing(brewery: Brewery) -> None:
    # The real inventory runs beside, and has never heard of these items.
    answered(brewery.client.post(f"/v1/batches/{brewery.planned.id}/starts"), 202)
    path = f"/v1/batches/{brewery.planned.id}"
    shown = eventually(lambda: (found := answered(brewery.client.get(path)))["shortages"] and found)
    assert shown["state"] == "PLANNED"
    assert {shortage["reason"] for shortage in shown["shortages"]} == {"UNKNOWN_ITEM"}
    assert answered(brewery.client.get(f"{path}/availability"))["enough"] is False


@pytest.mark.parametrize(
    "changed",
    [
        {"planned_volume_l": "0"},
        {"planned_volume_l": "-1"},
        {"planned_volume_l": "1000001"},
        {"planned_volume_l": "NaN"},
        {"planned_volume_l": "0.0001"},
        {"planned_on": "ayer"},
        {"recipe_id": "velafrons"},
        {"surprise": 1},
    ],
    ids=str,
)
def test_a_malformed_plan_is_refused_with_a_pointer(brewery: Brewery, changed: dict[str, Any]) -> None:
    refused = brewery.client.post("/v1/batches", brewery.plan(**changed))
    assert (refused.status_code, slug_of(refused)) == (422, "malformed-request")
    assert refused.json()["errors"][0]["pointer"] == f"/{next(iter(changed))}"


@pytest.mark.parametrize("path", ["/v1/recipes", "/v1/batches"])
def test_pages_go_on_where_they_ended(brewery: Brewery, path: str) -> None:
    for n in range(3):
        brewery.client.post("/v1/recipe-imports", file(RECIPE.format(mark=n)))
        brewery.client.post("/v1/batches", brewery.plan())
    whole = answered(brewery.client.get(path))["items"]
    first = answered(brewery.client.get(path, limit=2))
    rest = answered(brewery.client.get(path, cursor=first["next_cursor"]))
    assert first["items"] + rest["items"] == whole
    assert (len(first["items"]), rest["next_cursor"]) == (2, None)
    assert slug_of(brewery.client.get(path, cursor="x")) == "invalid-input"


def test_a_cost_that_is_sent_again_is_recorded_once(brewery: Brewery) -> None:
    key = str(new_id())
    for _ in range(2):
        answered(brewery.client.post(f"/v1/batches/{brewery.brewing.id}/costs", LABOR, key=key), 201)
    assert brewery.brewhouse.read(brewery.brewing).batch.total_cost == Decimal(1750)
