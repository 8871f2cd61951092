"""The kitchen's Spanish wire, from outside: ten routes, called as a program calls them that was written for somebody else.

It sends no idempotency key, reads JSON numbers and the envelope {success, data, count, message}, and knows one status for
whatever is wrong with what it said: 400.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from desertbrew.kernel.clock import SystemClock, business_date
from desertbrew.kernel.ids import new_id
from support.running import Brewery
from support.waiting import eventually

NOBODY = "00000000-0000-7000-8000-000000000000"
CLIENTS = 64
SALTILLO = ZoneInfo("America/Monterrey")


def in_days(days: int) -> str:
    """A date as that wire writes it."""
    return (business_date(SystemClock().now(), SALTILLO) + timedelta(days=days)).isoformat()


def word() -> str:
    """Something that nobody else is called."""
    return str(new_id())[-12:]


@dataclass
class Kitchen:
    """The other program: a plain HTTP client with a key in its address."""

    brewery: Brewery
    http: httpx.Client

    def call(self, method: str, path: str, body: Any = None, **query: Any) -> httpx.Response:
        return self.http.request(method, self.brewery.url(path), json=body, params=query)

    def done(self, method: str, path: str, body: Any = None, status: int = 200, **query: Any) -> Any:
        """What is in the envelope of a success."""
        response = self.call(method, path, body, **query)
        assert response.status_code == status, f"{method} {path}: {response.status_code} {response.text}"
        said = response.json()
        assert said["success"] is True, said
        if isinstance(said["data"], list):
            assert said["count"] == len(said["data"])
        else:
            assert said["message"]
        return said["data"]

    def refused(self, method: str, path: str, body: Any = None, status: int = 400, **query: Any) -> str:
        """Why it was refused; nothing was done."""
        response = self.call(method, path, body, **query)
        assert response.status_code == status, f"{method} {path}: {response.status_code} {response.text}"
        said = response.json()
        assert said["success"] is False, said
        assert said["data"] is None
        assert said["message"]
        return str(said["message"])

    def category(self) -> str:
        return str(self.done("POST", "/api/categorias", {"nombre": f"Verduras {word()}"}, 201)["id"])

    def supplier(self) -> str:
        return str(self.done("POST", "/api/proveedores", supplier_named(f"Huerta {word()}"), 201)["id"])

    def ingredient(self, unit: str = "kg", low: float = 5, high: float = 50, category: str | None = None) -> str:
        body = {
            "nombre": f"Tomate {word()}",
            "descripcion": "Saladet",
            "unidadMedida": unit,
            "stockMinimo": low,
            "stockMaximo": high,
            "categoriaId": category or self.category(),
        }
        return str(self.done("POST", "/api/ingredientes", body, 201)["id"])

    def order(self, *lines: tuple[str, float, float], supplier: str | None = None) -> str:
        details = [
            {"ingredienteId": each, "cantidad": amount, "precioUnitario": price, "moneda": "MXN"}
            for each, amount, price in lines
        ]
        body = {"proveedorId": supplier or self.supplier(), "fechaEntregaEsperada": in_days(3), "detalles": details}
        return str(self.done("POST", "/api/ordenes-compra", body, 201)["ordenId"])

    def stock_up(self, ingredient: str, *lots: tuple[float, int], price: float = 20) -> list[str]:
        """Order, approve and receive lots of (quantity, days until they expire); returns their codes."""
        order = self.order((ingredient, sum(amount for amount, _ in lots), price))
        self.done("PUT", f"/api/ordenes-compra/{order}/aprobar", {})
        codes = [f"LT-{word()}" for _ in lots]
        lines = [lot_line(ingredient, code, amount, days) for code, (amount, days) in zip(codes, lots, strict=True)]
        self.done("PUT", f"/api/ordenes-compra/{order}/recibir", {"lotes": lines})
        return codes

    def consume(self, ingredient: str, amount: float, **more: Any) -> Any:
        body = {"ingredienteId": ingredient, "cantidad": amount, "motivo": "Servicio de comida", **more}
        return self.done("POST", "/api/inventario/consumo", body)

    def stock(self, ingredient: str) -> float:
        """What the books hold: everything that came less everything that went."""
        moves = self.done("GET", "/api/inventario/historial", ingredienteId=ingredient)
        signs = {"Entrada": 1, "Salida": -1, "Ajuste": 1, "Transferencia": 1}
        return float(round(sum(signs[each["tipoMovimiento"]] * each["cantidad"] for each in moves), 6))


def supplier_named(name: str, **more: Any) -> dict[str, Any]:
    return {
        "nombre": name,
        "nit": word().upper(),
        "telefono": "8440000000",
        "email": "ventas@huerta.example",
        "calle": "Calle del Nogal 1",
        "ciudad": "Saltillo",
        "codigoPostal": "25000",
        "pais": "México",
        "personaContacto": "Encargada de ventas",
        **more,
    }


def lot_line(ingredient: str, code: str, amount: float, days: int) -> dict[str, Any]:
    return {"ingredienteId": ingredient, "codigoLote": code, "cantidad": amount, "fechaVencimiento": in_days(days)}


@pytest.fixture
def key(brewery: Brewery) -> str:
    """A key for a program that stands for the kitchen's old system."""
    body = {"username": f"cocina-{word()}", "display_name": "Sistema de cocina", "roles": ["owner"]}
    person = brewery.post("/v1/people", body)
    return str(brewery.post(f"/v1/people/{person['id']}/program-keys", {"name": "Sistema de cocina"})["key"])


@pytest.fixture
def kitchen(brewery: Brewery, key: str) -> Iterator[Kitchen]:
    with httpx.Client(auth=("cocina", key), timeout=30, limits=httpx.Limits(max_connections=CLIENTS)) as http:
        yield Kitchen(brewery, http)


def test_a_programs_day_from_a_category_to_a_consumption(kitchen: Kitchen) -> None:
    category = kitchen.category()
    ingredient = kitchen.ingredient(low=5, high=50, category=category)
    wanting = {each["id"]: each for each in kitchen.done("GET", "/api/ingredientes/reabastecer")}
    assert (wanting[ingredient]["cantidadActual"], wanting[ingredient]["nivelUrgencia"]) == (0, 3)
    assert wanting[ingredient]["categoriaId"] == category

    supplier = kitchen.supplier()
    order = kitchen.order((ingredient, 30, 21.5), supplier=supplier)
    kitchen.refused("PUT", f"/api/ordenes-compra/{order}/recibir", {"lotes": [lot_line(ingredient, word(), 30, 9)]})
    approved = kitchen.done("PUT", f"/api/ordenes-compra/{order}/aprobar", {"aprobadorId": NOBODY})
    assert (approved["estado"], approved["total"]) == ("Aprobada", 645)
    soon, late = f"LT-{word()}", f"LT-{word()}"
    lots = [lot_line(ingredient, late, 20, 30), lot_line(ingredient, soon, 10, 2)]
    received = kitchen.done("PUT", f"/api/ordenes-compra/{order}/recibir", {"lotes": lots})
    assert received["estado"] == "Recibida"

    # No pause: what a client of that wire has just received, it may use.
    taken = kitchen.consume(ingredient, 12)
    assert [(each["codigo"], each["cantidad"]) for each in taken["lotes"]] == [(soon, 10), (late, 2)]
    assert (taken["stockActual"], taken["nivelUrgencia"], taken["costoTotal"]) == (18, 0, 258)
    assert ingredient not in {each["id"] for each in kitchen.done("GET", "/api/ingredientes/reabastecer")}

    history = kitchen.done("GET", "/api/inventario/historial", ingredienteId=ingredient)
    assert Counter(each["tipoMovimiento"] for each in history) == {"Entrada": 2, "Salida": 2}
    assert kitchen.stock(ingredient) == 18
    assert kitchen.consume(ingredient, 15)["nivelUrgencia"] == 1
    assert ingredient in {each["id"] for each in kitchen.done("GET", "/api/ingredientes/reabastecer")}


def test_a_lot_by_choice_is_taken_alone_and_whole(kitchen: Kitchen) -> None:
    ingredient = kitchen.ingredient()
    first, second = kitchen.stock_up(ingredient, (4, 3), (4, 20))
    lots = {each["codigo"]: each for each in kitchen.done("GET", "/api/lotes/proximos-vencer", dias=25)}
    assert [lots[code]["diasHastaVencimiento"] for code in (first, second)] == [3, 20]
    assert [lots[code]["critico"] for code in (first, second)] == [True, False]
    taken = kitchen.consume(ingredient, 3, loteId=lots[second]["id"], observaciones="Menú del día", usuarioId="u-7")
    assert [(each["codigo"], each["cantidad"]) for each in taken["lotes"]] == [(second, 3)]
    body = {"ingredienteId": ingredient, "cantidad": 2, "motivo": "Servicio", "loteId": lots[second]["id"]}
    kitchen.refused("POST", "/api/inventario/consumo", body)
    assert kitchen.stock(ingredient) == 5


def test_what_expires_is_shown_within_the_days_asked_for(kitchen: Kitchen) -> None:
    ingredient = kitchen.ingredient()
    near, week, far = kitchen.stock_up(ingredient, (1, 2), (1, 7), (1, 8))

    def codes(**query: Any) -> set[str]:
        return {each["codigo"] for each in kitchen.done("GET", "/api/lotes/proximos-vencer", **query)}

    assert codes() & {near, week, far} == {near, week}
    assert codes(dias=2) & {near, week, far} == {near}
    assert codes(dias=8) >= {near, week, far}
    for nonsense in ("-1", "pronto", "99999"):
        kitchen.refused("GET", "/api/lotes/proximos-vencer", dias=nonsense)


def test_the_unit_of_the_ingredient_is_the_unit_of_everything(kitchen: Kitchen) -> None:
    ingredient = kitchen.ingredient("g", low=500, high=5000)
    kitchen.stock_up(ingredient, (1500, 20), price=0.12)
    taken = kitchen.consume(ingredient, 1250)
    assert (taken["cantidad"], taken["unidadMedida"], taken["stockActual"]) == (1250, "g", 250)
    assert (taken["nivelUrgencia"], taken["costoTotal"]) == (2, 150)
    wanting = {each["id"]: each for each in kitchen.done("GET", "/api/ingredientes/reabastecer")}[ingredient]
    assert (wanting["stockMinimo"], wanting["cantidadActual"], wanting["unidadMedida"]) == (500, 250, "g")


def test_an_order_comes_in_parts_and_is_received_when_all_of_it_is(kitchen: Kitchen) -> None:
    tomato, onion = kitchen.ingredient(), kitchen.ingredient()
    order = kitchen.order((tomato, 10, 20), (onion, 6, 15))
    kitchen.done("POST", f"/api/ordenes-compra/{order}/aprobar", {})
    first = kitchen.done("PUT", f"/api/ordenes-compra/{order}/recibir", {"lotes": [lot_line(tomato, word(), 4, 9)]})
    assert first["estado"] == "ParcialmenteRecibida"
    rest = [lot_line(tomato, word(), 6, 9), lot_line(onion, word(), 6, 12)]
    assert kitchen.done("POST", f"/api/ordenes-compra/{order}/recibir", {"lotes": rest})["estado"] == "Recibida"
    assert (kitchen.stock(tomato), kitchen.stock(onion)) == (10, 6)
    again = {"lotes": [lot_line(tomato, word(), 1, 9)]}
    kitchen.refused("PUT", f"/api/ordenes-compra/{order}/recibir", again)
    assert kitchen.stock(tomato) == 10


def test_bad_input_is_a_400_that_says_what_is_wrong_and_does_nothing(kitchen: Kitchen) -> None:
    name = f"Lácteos {word()}"
    kitchen.done("POST", "/api/categorias", {"nombre": name, "descripcion": "Fríos"}, 201)
    kitchen.refused("POST", "/api/categorias", {"nombre": name.upper()})
    kitchen.refused("POST", "/api/categorias", {})
    known = kitchen.ingredient()
    good = {"nombre": f"Queso {word()}", "unidadMedida": "kg", "stockMinimo": 1, "stockMaximo": 5}
    for wrong in (
        {"stockMinimo": 5, "stockMaximo": 5},
        {"stockMinimo": 6},
        {"stockMinimo": -1},
        {"unidadMedida": "brazada"},
        {"categoriaId": NOBODY},
        {"nombre": ""},
        {"stockMaximo": "mucho"},
    ):
        kitchen.refused("POST", "/api/ingredientes", {**good, "categoriaId": kitchen.category(), **wrong})
    kitchen.done("POST", "/api/ingredientes", {**good, "categoriaId": kitchen.category()}, 201)
    kitchen.refused("POST", "/api/ingredientes", {**good, "categoriaId": kitchen.category()})

    supplier = supplier_named(f"Rancho {word()}")
    kitchen.done("POST", "/api/proveedores", supplier, 201)
    kitchen.refused("POST", "/api/proveedores", {**supplier_named(f"Rancho {word()}"), "nit": supplier["nit"]})
    kitchen.refused("POST", "/api/proveedores", {**supplier_named(f"Rancho {word()}"), "email": "sin arroba"})

    kitchen.refused("POST", "/api/inventario/consumo", {"ingredienteId": NOBODY, "cantidad": 1, "motivo": "Servicio"})
    assert "25" in kitchen.refused(
        "POST", "/api/inventario/consumo", {"ingredienteId": known, "cantidad": 25, "motivo": "Servicio"}
    )
    for amount in (0, -3, "dos", None):
        kitchen.refused(
            "POST", "/api/inventario/consumo", {"ingredienteId": known, "cantidad": amount, "motivo": "Servicio"}
        )
    assert kitchen.stock(known) == 0


def test_bad_orders_and_bad_deliveries_are_refused_whole(kitchen: Kitchen) -> None:
    ingredient, other, supplier = kitchen.ingredient(), kitchen.ingredient(), kitchen.supplier()
    line = {"ingredienteId": ingredient, "cantidad": 10, "precioUnitario": 5, "moneda": "MXN"}
    for body in (
        {"proveedorId": NOBODY, "detalles": [line]},
        {"proveedorId": supplier, "detalles": []},
        {"proveedorId": supplier, "detalles": [{**line, "cantidad": 0}]},
        {"proveedorId": supplier, "detalles": [{**line, "precioUnitario": -1}]},
        {"proveedorId": supplier, "detalles": [{**line, "ingredienteId": NOBODY}]},
        {"proveedorId": supplier, "detalles": [line, {**line, "ingredienteId": other, "moneda": "USD"}]},
        {"proveedorId": supplier, "detalles": [line], "fechaEntregaEsperada": in_days(-2)},
    ):
        kitchen.refused("POST", "/api/ordenes-compra", body)
    order = kitchen.order((ingredient, 10, 5), supplier=supplier)
    kitchen.refused("PUT", f"/api/ordenes-compra/{NOBODY}/aprobar", {}, 404)
    kitchen.refused("PUT", f"/api/ordenes-compra/{NOBODY}/recibir", {"lotes": [lot_line(ingredient, word(), 1, 9)]}, 404)
    kitchen.done("PUT", f"/api/ordenes-compra/{order}/aprobar", {})
    kitchen.refused("PUT", f"/api/ordenes-compra/{order}/aprobar", {})

    taken = kitchen.stock_up(ingredient, (1, 9))[0]
    twice = word()
    for lots in (
        [],
        [lot_line(ingredient, word(), 10, 0)],
        [lot_line(ingredient, word(), 10, -4)],
        [lot_line(other, word(), 10, 9)],
        [lot_line(ingredient, word(), 0, 9)],
        [lot_line(ingredient, taken, 10, 9)],
        [lot_line(ingredient, twice, 5, 9), lot_line(ingredient, twice, 5, 9)],
        [lot_line(ingredient, word(), 100, 9)],
    ):
        kitchen.refused("PUT", f"/api/ordenes-compra/{order}/recibir", {"lotes": lots})
    assert kitchen.stock(ingredient) == 1
    kitchen.done("PUT", f"/api/ordenes-compra/{order}/recibir", {"lotes": [lot_line(ingredient, word(), 10, 1)]})
    assert kitchen.stock(ingredient) == 11


def test_the_history_is_filtered(kitchen: Kitchen) -> None:
    ingredient = kitchen.ingredient()
    kitchen.stock_up(ingredient, (5, 9))
    kitchen.consume(ingredient, 2)

    def kinds(**query: Any) -> list[str]:
        found = kitchen.done("GET", "/api/inventario/historial", ingredienteId=ingredient, **query)
        return [each["tipoMovimiento"] for each in found]

    assert kinds() == ["Salida", "Entrada"]
    assert kinds(tipo="Entrada") == ["Entrada"]
    assert kinds(fechaDesde=in_days(-1), fechaHasta=in_days(1)) == ["Salida", "Entrada"]
    assert kinds(fechaDesde=in_days(2)) == []
    assert kinds(fechaHasta=in_days(-2)) == []
    kitchen.refused("GET", "/api/inventario/historial", ingredienteId="tomate")
    kitchen.refused("GET", "/api/inventario/historial", tipo="Magia")


def test_nobody_comes_in_without_a_key(kitchen: Kitchen, key: str) -> None:
    url = kitchen.brewery.url("/api/categorias")
    for auth in (None, ("cocina", "adivinada"), ("cocina", "")):
        refused = httpx.post(url, json={"nombre": "Sin llave"}, auth=auth)
        assert (refused.status_code, refused.json()["success"]) == (401, False)
    bearer = {"Authorization": f"Bearer {key}"}
    assert httpx.post(url, json={"nombre": f"Con llave {word()}"}, headers=bearer).status_code == httpx.codes.CREATED
    body = {"username": f"mesa-{word()}", "display_name": "Mesa", "roles": ["waiter"]}
    waiter = kitchen.brewery.post("/v1/people", body)
    other = kitchen.brewery.post(f"/v1/people/{waiter['id']}/program-keys", {"name": "Mesa"})["key"]
    refused = httpx.post(url, json={"nombre": "Sin permiso"}, auth=("mesa", other))
    assert (refused.status_code, refused.json()["success"]) == (403, False)


def test_a_key_that_was_revoked_opens_nothing(kitchen: Kitchen) -> None:
    sessions = kitchen.brewery.get("/v1/sessions", everyone=True)["items"]
    mine = [each["id"] for each in sessions if each["kind"] == "program"]
    kitchen.done("GET", "/api/ingredientes/reabastecer")
    for session in mine:
        kitchen.brewery.ask("DELETE", f"/v1/sessions/{session}")
    eventually(lambda: kitchen.call("GET", "/api/ingredientes/reabastecer").status_code == httpx.codes.UNAUTHORIZED)


def test_many_programs_take_the_last_of_it_and_nobody_takes_more(kitchen: Kitchen) -> None:
    """Available ≤ initial and stock never below zero, whoever asks at the same time."""
    ingredient = kitchen.ingredient(low=1, high=100)
    kitchen.stock_up(ingredient, (15, 4), (15, 9), (10, 20))
    body = {"ingredienteId": ingredient, "cantidad": 1, "motivo": "Todos a la vez"}

    def take(_: int) -> int:
        return kitchen.call("POST", "/api/inventario/consumo", body).status_code

    with ThreadPoolExecutor(CLIENTS) as clients:
        outcomes = Counter(clients.map(take, range(CLIENTS)))
    assert outcomes == {200: 40, 400: CLIENTS - 40}
    assert kitchen.stock(ingredient) == 0


@pytest.mark.parametrize("seed", [7, 20])
def test_whatever_programs_do_the_books_say_what_happened(kitchen: Kitchen, seed: int) -> None:
    """A plain account of quantities beside the system: FEFO by hand, after each step the same lots and the same stock."""
    chance = random.Random(seed)
    ingredient = kitchen.ingredient(low=5, high=80)
    shelf: list[tuple[int, int, str, int]] = []
    for step in range(18):
        if chance.random() < 0.4 or not shelf:
            lots = [(chance.randint(1, 9), chance.randint(1, 40)) for _ in range(chance.randint(1, 3))]
            codes = kitchen.stock_up(ingredient, *lots)
            for place, (code, (came, days)) in enumerate(zip(codes, lots, strict=True)):
                shelf.append((days, step * 10 + place, code, came))
            shelf.sort()
            continue
        wanted = chance.randint(1, 14)
        there = sum(amount for *_, amount in shelf)
        if wanted > there:
            body = {"ingredienteId": ingredient, "cantidad": wanted, "motivo": "Servicio"}
            kitchen.refused("POST", "/api/inventario/consumo", body)
        else:
            expected = []
            left = wanted
            while left:
                days, place, code, amount = shelf.pop(0)
                part = min(amount, left)
                expected.append((code, part))
                left -= part
                if amount > part:
                    shelf.insert(0, (days, place, code, amount - part))
            taken = kitchen.consume(ingredient, wanted)
            assert [(each["codigo"], each["cantidad"]) for each in taken["lotes"]] == expected
            assert taken["stockActual"] == there - wanted
    assert kitchen.stock(ingredient) == sum(amount for *_, amount in shelf)
