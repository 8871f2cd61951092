"""Saved views and the directory of names, over HTTP."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from desertbrew.contexts.security.commands.views import VIEWS_MOST
from desertbrew.contexts.security.tables import SavedView
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.roles import Role
from desertbrew.platform.db import Database
from security.cast import PIN, Register
from security.counter import enter, entries
from support.client import Client, answered, slug_of


def view(**changes: Any) -> dict[str, Any]:
    return {"page": "/lots", "name": "Maltas por vencer", "query": "q=malta&all=1", "is_default": False} | changes


def mine(client: Client, page: str | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answered(client.get("/v1/me/views", page=page))["items"]
    return found


def test_a_view_follows_its_person_to_another_device(visitor: Client, register: Register) -> None:
    register("ana", Role.COOK)
    office, phone = enter(visitor, "ana"), enter(visitor, "ana")
    saved = answered(office.post("/v1/me/views", view()), 201)
    answered(office.post("/v1/me/views", view(page="/items", name="Lúpulos")), 201)
    assert [each["name"] for each in mine(phone)] == ["Lúpulos", "Maltas por vencer"]
    assert mine(phone, "/lots") == [saved]
    renamed = answered(phone.put(f"/v1/me/views/{saved['id']}", view(name="Por vencer", query="")))
    assert mine(office, "/lots") == [renamed]
    answered(office.request("DELETE", f"/v1/me/views/{saved['id']}"), 204)
    assert mine(phone, "/lots") == []


def test_inv_s10_nobody_sees_or_changes_another_persons_views(visitor: Client, register: Register) -> None:
    register("ana", Role.COOK)
    register("luz", Role.OWNER)
    ana, luz = enter(visitor, "ana"), enter(visitor, "luz")
    path = f"/v1/me/views/{answered(ana.post('/v1/me/views', view(is_default=True)), 201)['id']}"
    assert mine(luz) == []
    assert slug_of(luz.put(path, view(name="Mía"))) == "not-found"
    assert slug_of(luz.request("DELETE", path)) == "not-found"
    # The same name and another default on the same page: each has their own.
    answered(luz.post("/v1/me/views", view(is_default=True)), 201)
    assert [each["is_default"] for each in mine(ana)] == [True]


def test_inv_s10_a_page_has_each_name_once_and_one_default(visitor: Client, register: Register) -> None:
    register("ana", Role.COOK)
    ana = enter(visitor, "ana")
    first = answered(ana.post("/v1/me/views", view(is_default=True)), 201)
    assert slug_of(ana.post("/v1/me/views", view(name=" Maltas por vencer "))) == "view-name-taken"
    second = answered(ana.post("/v1/me/views", view(name="Otra", is_default=True)), 201)
    assert slug_of(ana.put(f"/v1/me/views/{second['id']}", view())) == "view-name-taken"
    assert {each["id"]: each["is_default"] for each in mine(ana)} == {first["id"]: False, second["id"]: True}
    answered(ana.put(f"/v1/me/views/{first['id']}", view(is_default=True)))
    assert {each["id"]: each["is_default"] for each in mine(ana)} == {first["id"]: True, second["id"]: False}
    answered(ana.put(f"/v1/me/views/{first['id']}", view()))
    assert not any(each["is_default"] for each in mine(ana))


def test_inv_s10_holds_when_two_devices_save_at_once(visitor: Client, register: Register, security: Database) -> None:
    register("ana", Role.COOK)
    ana = enter(visitor, "ana")
    with ThreadPoolExecutor(6) as pool:
        tries = [pool.submit(ana.post, "/v1/me/views", view(name=f"Vista {n % 3}", is_default=True)) for n in range(6)]
        statuses = sorted(each.result().status_code for each in tries)
    assert statuses == [201, 201, 201, 409, 409, 409]
    with security.read() as tx:
        query = select(func.count()).where(SavedView.is_default)
        assert tx.session.execute(query).scalar_one() == 1


def test_a_page_keeps_only_so_many_views(visitor: Client, register: Register) -> None:
    register("ana", Role.COOK)
    ana = enter(visitor, "ana")
    for number in range(VIEWS_MOST):
        answered(ana.post("/v1/me/views", view(name=f"Vista {number}")), 201)
    assert slug_of(ana.post("/v1/me/views", view(name="Una más"))) == "too-many-views"
    answered(ana.post("/v1/me/views", view(page="/items")), 201)


@pytest.mark.parametrize(
    "change,pointer",
    [
        ({"name": "  "}, "/name"),
        ({"name": "a\u0000b"}, "/name"),
        ({"page": "//evil.test"}, None),
        ({"page": "lots"}, "/page"),
        ({"query": "q=ñ"}, "/query"),
        ({"query": "x" * 1001}, "/query"),
        ({"person_id": str(new_id())}, "/person_id"),
    ],
)
def test_each_field_of_a_view_says_what_is_wrong(
    visitor: Client, register: Register, change: dict[str, Any], pointer: str | None
) -> None:
    register("ana", Role.COOK)
    response = enter(visitor, "ana").post("/v1/me/views", view(**change))
    assert response.status_code == 422
    if pointer:
        assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


def test_inv_s7_a_pin_opens_ones_own_views_and_the_names(visitor: Client, register: Register) -> None:
    ana = register("ana", Role.MANAGER)
    tablet = enter(visitor, "ana")
    answered(tablet.post("/v1/shared-devices", {"name": "Sala de cocción"}), 201)
    answered(tablet.post("/v1/pin-sessions", {"person_id": str(ana.id), "pin": PIN}), 201)
    answered(tablet.post("/v1/me/views", view()), 201)
    assert [each["name"] for each in mine(tablet)] == ["Maltas por vencer"]
    assert answered(tablet.get("/v1/people/names"))["items"] == [{"id": str(ana.id), "display_name": "Ana"}]
    assert slug_of(tablet.get("/v1/people")) == "not-allowed"


def test_names_come_in_pages_with_those_who_left_and_nothing_else(visitor: Client, register: Register) -> None:
    gone = register("beto", Role.COOK, display_name="Beto")
    register("ana", Role.OWNER, display_name="Ana")
    register("luz", Role.WAITER, display_name="Luz")
    ana, luz = enter(visitor, "ana"), enter(visitor, "luz")
    answered(ana.post(f"/v1/people/{gone.id}/deactivations", {"reason": "Se mudó a otra ciudad"}), 201)
    first = answered(luz.get("/v1/people/names", limit=2))
    rest = answered(luz.get("/v1/people/names", limit=2, cursor=first["next_cursor"]))
    assert [each["display_name"] for each in first["items"] + rest["items"]] == ["Ana", "Beto", "Luz"]
    assert rest["next_cursor"] is None
    assert set(first["items"][0]) == {"id", "display_name"}
    assert slug_of(visitor.anonymous().get("/v1/people/names")) == "sign-in-needed"


def test_why_somebodys_access_ended_is_in_the_trail(visitor: Client, register: Register) -> None:
    beto, eva = register("beto", Role.COOK), register("eva", Role.COOK)
    register("ana", Role.OWNER)
    ana = enter(visitor, "ana")
    assert ana.post(f"/v1/people/{beto.id}/deactivations", {"reason": "x"}).status_code == 422
    answered(ana.post(f"/v1/people/{beto.id}/deactivations", {"reason": "Terminó su contrato"}), 201)
    # A device that still holds the command of a release before sends no reason.
    answered(ana.post(f"/v1/people/{eva.id}/deactivations"), 201)
    told = [each["details"] for each in entries(ana) if each["action"] == "security.deactivate_person"]
    assert sum("Terminó su contrato" in each for each in told) == 1
    assert len(told) == 2
