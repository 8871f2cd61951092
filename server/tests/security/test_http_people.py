"""People and shared devices on the wire."""

from __future__ import annotations

from typing import Any

import pytest

from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.ids import new_id
from desertbrew.kernel.roles import Role
from security.cast import PASSWORD, PIN, Register
from security.counter import enter, entries, me
from support.client import Client, answered, slug_of

NEW_PASSWORD = "otra frase muy larga"


def test_a_manager_registers_somebody_who_then_signs_in(visitor: Client, register: Register) -> None:
    register("luz", Role.MANAGER)
    luz = enter(visitor, "luz")
    body = {
        "username": "Beto",
        "display_name": " Beto Luna ",
        "roles": ["driver", "warehouse"],
        "password": PASSWORD,
        "pin": PIN,
    }
    key = str(new_id())
    person = answered(luz.post("/v1/people", body, key=key), 201)
    again = luz.post("/v1/people", body, key=key)
    assert (again.headers["idempotent-replayed"], again.json()) == ("true", person)
    assert person["display_name"] == "Beto Luna"
    assert (person["has_password"], person["has_pin"], person["active"]) == (True, True, True)
    assert answered(luz.get(f"/v1/people/{person['id']}")) == person
    assert [row["username"] for row in answered(luz.get("/v1/people", q="beto"))["items"]] == ["beto"]
    assert slug_of(luz.post("/v1/people", body)) == "username-taken"
    assert me(enter(visitor, "beto"))["person"]["id"] == person["id"]
    written = str(entries(luz))
    assert PASSWORD not in written
    assert PIN not in written
    assert "argon2" not in written


@pytest.mark.parametrize(
    "change,pointer",
    [
        ({"password": "corta"}, "/password"),
        ({"password": "1234567890"}, "/password"),
        ({"password": "beto siempre beto"}, "/password"),
        ({"pin": "1234"}, "/pin"),
        ({"pin": "12"}, "/pin"),
        ({"username": "b e t o"}, "/username"),
        ({"roles": []}, "/roles"),
        ({"roles": ["service"]}, "/roles"),
        ({"roles": ["king"]}, "/roles/0"),
        ({"display_name": "a\u0000b"}, "/display_name"),
    ],
)
def test_each_field_says_what_is_wrong_with_it(client: Client, change: dict[str, Any], pointer: str) -> None:
    body = {"username": "beto", "display_name": "Beto", "roles": ["driver"]} | change
    response = client.post("/v1/people", body)
    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]
    assert "1234567890" not in response.text


def test_a_manager_makes_no_owner(visitor: Client, register: Register) -> None:
    owner = register("ana", Role.OWNER)
    manager = visitor.acting_as(Role.MANAGER)
    body = {"username": "eva", "display_name": "Eva", "roles": ["owner"]}
    assert slug_of(manager.post("/v1/people", body)) == "owners-only"
    path = f"/v1/people/{owner.id}"
    assert slug_of(manager.put(f"{path}/roles", {"roles": ["cook"]})) == "owners-only"
    assert slug_of(manager.put(f"{path}/password", {"new_password": NEW_PASSWORD})) == "owners-only"
    assert slug_of(manager.put(f"{path}/pin", {"pin": PIN})) == "owners-only"
    assert slug_of(manager.post(f"{path}/deactivations")) == "owners-only"


def test_new_roles_are_in_force_at_the_next_request(visitor: Client, register: Register) -> None:
    person = register("ana", Role.COOK)
    ana = enter(visitor, "ana")
    assert slug_of(ana.get("/v1/people")) == "not-allowed"
    manager = visitor.acting_as(Role.MANAGER)
    answered(manager.put(f"/v1/people/{person.id}/roles", {"roles": ["manager"]}))
    answered(ana.get("/v1/people"))
    answered(manager.put(f"/v1/people/{person.id}/roles", {"roles": ["cook"]}))
    assert slug_of(ana.get("/v1/people")) == "not-allowed"


def test_who_is_deactivated_is_out_at_the_next_request(visitor: Client, register: Register) -> None:
    person = register("ana", Role.COOK)
    ana = enter(visitor, "ana")
    answered(ana.get("/v1/session"))
    manager = visitor.acting_as(Role.MANAGER)
    gone = answered(manager.post(f"/v1/people/{person.id}/deactivations"), 201)
    assert gone["active"] is False
    assert slug_of(ana.get("/v1/session")) == "sign-in-needed"
    assert slug_of(manager.post(f"/v1/people/{person.id}/deactivations")) == "person-inactive"
    assert slug_of(manager.post(f"/v1/people/{new_id()}/deactivations")) == "not-found"


def test_the_last_owner_cannot_be_deactivated(visitor: Client, register: Register) -> None:
    owner = register("ana", Role.OWNER)
    assert slug_of(enter(visitor, "ana").post(f"/v1/people/{owner.id}/deactivations")) == "last-owner"


def test_ones_own_password_takes_the_present_one(visitor: Client, register: Register) -> None:
    person = register("ana", Role.COOK)
    ana, elsewhere = enter(visitor, "ana"), enter(visitor, "ana")
    path, key = f"/v1/people/{person.id}/password", str(new_id())
    response = ana.put(path, {"new_password": NEW_PASSWORD})
    assert response.json()["errors"][0]["pointer"] == "/current_password"
    response = ana.put(path, {"new_password": NEW_PASSWORD, "current_password": "a wrong password"})
    assert response.json()["errors"][0]["pointer"] == "/current_password"
    right = {"new_password": NEW_PASSWORD, "current_password": PASSWORD}
    answered(ana.put(path, right, key=key))
    assert ana.put(path, right, key=key).headers["idempotent-replayed"] == "true"
    assert slug_of(elsewhere.get("/v1/session")) == "sign-in-needed"
    answered(ana.get("/v1/session"))
    enter(visitor, "ana", NEW_PASSWORD)


def test_other_peoples_secrets_take_a_manager(visitor: Client, register: Register) -> None:
    person = register("ana", Role.COOK)
    cook, manager = visitor.acting_as(Role.COOK, person="luz"), visitor.acting_as(Role.MANAGER)
    for path, body in (("password", {"new_password": NEW_PASSWORD}), ("pin", {"pin": "7194"}), ("pin", {"pin": None})):
        assert slug_of(cook.put(f"/v1/people/{person.id}/{path}", body)) == "not-allowed"
        answered(manager.put(f"/v1/people/{person.id}/{path}", body))
        assert slug_of(manager.put(f"/v1/people/{new_id()}/{path}", body)) == "not-found"
    enter(visitor, "ana", NEW_PASSWORD)


def test_a_key_that_set_a_pin_tells_nothing_of_it(visitor: Client, register: Register) -> None:
    person = register("ana", Role.COOK)
    manager, key = visitor.acting_as(Role.MANAGER), str(new_id())
    answered(manager.put(f"/v1/people/{person.id}/pin", {"pin": "7194"}, key=key))
    # The stored fingerprint is the same for any PIN, so it cannot be guessed from it; taking the PIN away is another.
    assert manager.put(f"/v1/people/{person.id}/pin", {"pin": "8305"}, key=key).headers["idempotent-replayed"]
    refused = manager.put(f"/v1/people/{person.id}/pin", {"pin": None}, key=key)
    assert slug_of(refused) == "idempotency-key-reused"


def test_a_tablet_is_shared_and_people_sign_in_by_pin(visitor: Client, register: Register, clock: FixedClock) -> None:
    person = register("ana", Role.BREWER, Role.MANAGER)
    register("luz", Role.MANAGER)
    tablet = enter(visitor, "luz")
    assert slug_of(tablet.get("/v1/shared-devices/current/people")) == "device-not-shared"
    shared = tablet.post("/v1/shared-devices", {"name": "Barra"})
    device = answered(shared, 201)
    assert {"HttpOnly", "SameSite=lax"} <= set(shared.headers["set-cookie"].split("; "))
    assert tablet.delete("/v1/session").status_code == 204
    assert answered(tablet.get("/v1/setup"))["shared_device"]["name"] == "Barra"
    offered = answered(tablet.get("/v1/shared-devices/current/people"))["items"]
    assert offered == [
        {"id": str(person.id), "display_name": "Ana", "roles": ["brewer", "manager"]},
        {"id": offered[1]["id"], "display_name": "Luz", "roles": ["manager"]},
    ]
    assert slug_of(tablet.post("/v1/pin-sessions", {"person_id": str(person.id), "pin": "9999"})) == "wrong-pin"
    session = answered(tablet.post("/v1/pin-sessions", {"person_id": str(person.id), "pin": PIN}), 201)
    assert session["kind"] == "pin"
    assert [name for name in session["permissions"] if name.startswith("security.")] == ["security.self.use"]
    assert slug_of(tablet.get("/v1/people")) == "not-allowed"
    answered(tablet.get("/v1/sessions"))
    assert slug_of(tablet.put(f"/v1/people/{person.id}/pin", {"pin": "7194"})) == "not-allowed"
    manager = enter(visitor, "luz")
    assert [row["id"] for row in answered(manager.get("/v1/shared-devices"))["items"]] == [device["id"]]
    assert manager.delete(f"/v1/shared-devices/{device['id']}").status_code == 204
    assert slug_of(tablet.get("/v1/session")) == "sign-in-needed"
    assert slug_of(tablet.get("/v1/shared-devices/current/people")) == "device-not-shared"


def test_a_pin_is_good_for_nothing_without_the_tablet(visitor: Client, register: Register) -> None:
    person = register("ana", Role.BREWER)
    body = {"person_id": str(person.id), "pin": PIN}
    assert slug_of(visitor.post("/v1/pin-sessions", body)) == "device-not-shared"
    assert slug_of(visitor.acting_as(Role.BREWER).post("/v1/shared-devices", {"name": "Mía"})) == "not-allowed"


def test_sharing_a_tablet_again_leaves_one_device(visitor: Client, register: Register) -> None:
    register("luz", Role.MANAGER)
    tablet = enter(visitor, "luz")
    for name in ("Barra", "Cocina"):
        answered(tablet.post("/v1/shared-devices", {"name": name}), 201)
    assert [row["name"] for row in answered(tablet.get("/v1/shared-devices"))["items"]] == ["Cocina"]
