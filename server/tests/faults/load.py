"""People at work: each command is written down with its key before the first try, and sent until it is acknowledged.

That is what a device with an outbox does. So at the end every command of the journal must be there, once, whatever was
killed in between; nothing here expects a refusal, and whatever is unexpected is written down as a complaint.
"""

from __future__ import annotations

import base64
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Protocol, Self

import httpx

from desertbrew.kernel.ids import new_id
from desertbrew.platform.auth import SESSION_COOKIE
from faults.brewery import Brewery, is_listening
from support.waiting import eventually

ACKNOWLEDGED_WITHIN_S = 90.0
PATIENCE_S = 30.0
RETRY_S = 0.05
RECIPE = """<?xml version="1.0" encoding="UTF-8"?>
<RECIPES><RECIPE><NAME>Prueba de fuego</NAME><VERSION>1</VERSION><TYPE>All Grain</TYPE><BREWER>Nadie</BREWER>
<BATCH_SIZE>100</BATCH_SIZE><BOIL_SIZE>110</BOIL_SIZE><BOIL_TIME>60</BOIL_TIME><EFFICIENCY>75</EFFICIENCY>
<HOPS><HOP><VERSION>1</VERSION><NAME>Hop Tester</NAME><ALPHA>5.5</ALPHA><AMOUNT>0.125</AMOUNT><USE>Boil</USE>
<TIME>60</TIME></HOP></HOPS>
<FERMENTABLES><FERMENTABLE><VERSION>1</VERSION><NAME>Malt Tester</NAME><TYPE>Grain</TYPE><AMOUNT>21.3</AMOUNT>
<YIELD>78</YIELD><COLOR>3</COLOR></FERMENTABLE></FERMENTABLES>
</RECIPE></RECIPES>
"""


@dataclass
class Command:
    """One thing that somebody wants done, and what became of it."""

    kind: str
    method: str
    path: str
    body: Any
    key: str = field(default_factory=lambda: str(new_id()))
    status: int = 0
    answer: bytes = b""
    tries: int = 0

    @property
    def is_acknowledged(self) -> bool:
        """Whether the server said that it is done."""
        return self.status != 0


class GivenUp(Exception):
    """The test has failed already; nobody need wait for a server that will not come back."""


@dataclass
class Journal:
    """Everything that was asked of the brewery, in writing; safe to use from many threads."""

    commands: list[Command] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    acknowledged: int = 0
    replayed: int = 0
    unavailable: int = 0
    """Answers of 503."""
    slowest_s: float = 0.0
    """The longest that any one answer took."""
    is_given_up: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def write_down(self, command: Command) -> None:
        """Before the first try."""
        with self._lock:
            self.commands.append(command)

    def acknowledge(self, command: Command, response: httpx.Response) -> None:
        """The server says that it is done."""
        with self._lock:
            command.status, command.answer = response.status_code, response.content
            self.acknowledged += 1
            self.replayed += "idempotent-replayed" in response.headers

    def complain(self, what: str) -> None:
        """Something was not as promised."""
        with self._lock:
            self.complaints.append(what)

    def note_answer(self, seconds: float, *, unavailable: bool) -> None:
        """How long an answer took."""
        with self._lock:
            self.slowest_s = max(self.slowest_s, seconds)
            self.unavailable += unavailable


class Counter(Protocol):
    """Where one asks a brewery, and as whom."""

    token: str

    def url_of(self, path: str) -> str:
        """Who answers `path`, and where."""
        ...


class Person:
    """One HTTP client; sends until it is answered."""

    def __init__(self, brewery: Counter, journal: Journal) -> None:
        self._brewery = brewery
        self._journal = journal
        self._http = httpx.Client(cookies={SESSION_COOKIE: brewery.token}, timeout=PATIENCE_S)
        self._pause = threading.Event()
        self._was_unreachable = False

    def do(self, kind: str, method: str, path: str, body: Any = None, *, heard_of: bool = False) -> dict[str, Any] | None:
        """Have it done: None where the answer was not what a healthy brewery would say.

        With `heard_of` a 404 is no answer yet: one context hears of what another made a moment later.
        """
        command = Command(kind, method, path, body)
        self._journal.write_down(command)
        response = self._until_answered(command, heard_of=heard_of)
        if not response.is_success:
            self._journal.complain(f"{kind} {path}: {response.status_code} {response.text[:200]}")
            return None
        self._journal.acknowledge(command, response)
        answer: dict[str, Any] = response.json()
        return answer

    def ask(self, path: str) -> dict[str, Any] | None:
        """Read something; None where it is not there."""
        response = self._until_answered(Command("query", "GET", path, None))
        if not response.is_success:
            self._journal.complain(f"GET {path}: {response.status_code} {response.text[:200]}")
            return None
        answer: dict[str, Any] = response.json()
        return answer

    def again(self, command: Command) -> None:
        """Send what was acknowledged once more: the answer must be the same, byte for byte."""
        response = self._until_answered(command)
        if (response.status_code, response.content) != (command.status, command.answer):
            self._journal.complain(f"{command.kind} {command.key} was answered differently: {response.text[:200]}")
        elif "idempotent-replayed" not in response.headers:
            self._journal.complain(f"{command.kind} {command.key} was done a second time")

    def close(self) -> None:
        """Let the connections go."""
        self._http.close()

    def _until_answered(self, command: Command, *, heard_of: bool = False) -> httpx.Response:
        response = eventually(lambda: self._attempt(command, heard_of=heard_of), ACKNOWLEDGED_WITHIN_S)
        assert response is not None
        return response

    def _attempt(self, command: Command, *, heard_of: bool = False) -> httpx.Response | None:
        if self._journal.is_given_up:
            raise GivenUp
        headers = {"Idempotency-Key": command.key} if command.method != "GET" else {}
        url = self._brewery.url_of(command.path)
        if self._was_unreachable and not is_listening(url):
            # Waiting for it is what a device does too, and leaves the server the machine to start on.
            self._pause.wait(RETRY_S)
            return None
        command.tries += 1
        began = perf_counter()
        try:
            response = self._http.request(command.method, url, json=command.body, headers=headers)
            self._was_unreachable = False
        except httpx.TransportError as error:
            if isinstance(error, httpx.TimeoutException):
                self._journal.complain(f"{command.kind} {command.path}: no answer in {PATIENCE_S:.0f} s")
            self._was_unreachable = True
            return None
        is_unavailable = response.status_code == httpx.codes.SERVICE_UNAVAILABLE
        self._journal.note_answer(perf_counter() - began, unavailable=is_unavailable)
        if is_unavailable:
            if not response.headers.get("retry-after", "").isdigit():
                self._journal.complain(f"503 without Retry-After: {response.text[:200]}")
            self._pause.wait(RETRY_S)
            return None
        if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            self._journal.complain(f"{command.kind} {command.path}: {response.status_code} {response.text[:200]}")
            self._pause.wait(RETRY_S)
            return None
        if heard_of and response.status_code == httpx.codes.NOT_FOUND:
            self._pause.wait(RETRY_S)
            return None
        return response


@dataclass
class Catalogue:
    """What the brewery begins with: more than enough of everything, so that nothing is ever refused."""

    supplier: str
    items: list[str]
    beer: str
    recipe: str

    @classmethod
    def open(cls, person: Person) -> Catalogue:
        """Make it, with the brewery's own commands."""

        def made(kind: str, path: str, body: dict[str, Any], method: str = "POST") -> dict[str, Any]:
            answer = person.do(kind, method, path, body, heard_of=True)
            assert answer is not None, f"the brewery refuses to begin: {path}"
            return answer

        def item(sku: str, kind: str, unit: str) -> str:
            body = {"sku": sku, "name": f"Artículo {sku}", "kind": kind, "base_unit": unit}
            return str(made("item", "/v1/items", body)["id"])

        supplier = str(made("supplier", "/v1/suppliers", {"name": "Malterías del Norte"})["id"])
        malt, hops, beer = item("malta", "MALT", "kg"), item("lupulo", "HOPS", "kg"), item("cerveza", "BEER", "L")
        content = base64.b64encode(RECIPE.encode()).decode()
        imported = made("recipe", "/v1/recipe-imports", {"file_name": "fuego.xml", "content_base64": content})
        recipe = str(imported["imported"][0]["recipe_id"])
        for kind, name, known in (("MALT", "Malt Tester", malt), ("HOPS", "Hop Tester", hops)):
            made("alias", "/v1/ingredient-aliases", {"kind": kind, "name": name, "item_id": known}, "PUT")
        lines = [{"item_id": each, "quantity": "50000", "unit": "kg", "total_cost": "777777.77"} for each in (malt, hops)]
        made("receipt", "/v1/receipts", {"supplier_id": supplier, "lines": lines})
        return cls(supplier, [malt, hops], beer, recipe)


class Load:
    """Some people who work until they are told to stop, each by a seeded plan of their own."""

    def __init__(self, brewery: Brewery, people: int, seed: int) -> None:
        self.journal = Journal()
        self._brewery = brewery
        self._enough = threading.Event()
        opener = Person(brewery, self.journal)
        self.catalogue = Catalogue.open(opener)
        opener.close()
        self._threads = [
            threading.Thread(target=self._work, args=(random.Random(f"{seed}-{number}"),), daemon=True)
            for number in range(people)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *exc: object) -> None:
        self.journal.is_given_up = kind is not None
        self.finish()

    def finish(self) -> None:
        """Let everybody finish what they have in hand; raises AssertionError where somebody cannot."""
        self._enough.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(ACKNOWLEDGED_WITHIN_S + PATIENCE_S)
                assert not thread.is_alive(), "somebody still waits for an answer"

    def wait_for(self, more: int) -> None:
        """Until so many more commands were acknowledged."""
        target = self.journal.acknowledged + more
        eventually(lambda: self.journal.acknowledged >= target, ACKNOWLEDGED_WITHIN_S)

    def wait_for_503(self, more: int) -> None:
        """Until so many more requests were told to come back later."""
        target = self.journal.unavailable + more
        eventually(lambda: self.journal.unavailable >= target, ACKNOWLEDGED_WITHIN_S)

    def _work(self, chance: random.Random) -> None:
        worker = _Worker(Person(self._brewery, self.journal), self.journal, self.catalogue, chance)
        try:
            while not self._enough.is_set():
                worker.do_something()
        except GivenUp:
            return
        except Exception as error:
            self.journal.complain(f"somebody stopped working: {error!r}")
            raise
        finally:
            worker.person.close()


class _Worker:
    """What one person does all day; their batches are theirs alone, so every move of them is allowed."""

    def __init__(self, person: Person, journal: Journal, catalogue: Catalogue, chance: random.Random) -> None:
        self.person = person
        self._journal = journal
        self._has = catalogue
        self._chance = chance
        self._started: list[str] = []
        self._acts: list[tuple[Callable[[], None], int]] = [
            (self._receive, 4),
            (self._issue, 4),
            (self._brew, 3),
            (self._advance, 4),
            (self._name_something, 1),
            (self._repeat, 1),
        ]

    def do_something(self) -> None:
        acts, weights = zip(*self._acts, strict=True)
        self._chance.choices(acts, weights)[0]()

    def _amount(self, most: int) -> str:
        return f"{self._chance.randint(1, most * 1000) / 1000:.3f}"

    def _receive(self) -> None:
        lines = [
            {
                "item_id": self._chance.choice(self._has.items),
                "quantity": self._amount(9),
                "unit": self._chance.choice(["kg", "lb"]),
                "total_cost": f"{self._chance.randint(0, 99999) / 100:.2f}",
                "supplier_lot": f"S-{self._chance.randint(1, 999)}",
            }
            for _ in range(self._chance.randint(1, 3))
        ]
        self.person.do("receipt", "POST", "/v1/receipts", {"supplier_id": self._has.supplier, "lines": lines})

    def _issue(self) -> None:
        chosen = self._chance.sample(self._has.items, self._chance.randint(1, 2))
        lines = [{"item_id": each, "quantity": self._amount(2), "unit": "kg"} for each in chosen]
        self.person.do("issue", "POST", "/v1/issues", {"reason": "muestra de laboratorio", "lines": lines})

    def _brew(self) -> None:
        plan = {
            "recipe_id": self._has.recipe,
            "planned_volume_l": self._amount(50),
            "planned_on": "2026-12-01",
            "product_item_id": self._has.beer,
        }
        batch = self.person.do("plan", "POST", "/v1/batches", plan)
        if batch and self.person.do("start", "POST", f"/v1/batches/{batch['id']}/starts"):
            self._started.append(batch["id"])

    def _advance(self) -> None:
        """Complete the oldest brew, if its material has come."""
        if not self._started:
            return
        path = f"/v1/batches/{self._started[0]}"
        batch = self.person.ask(path)
        if batch is None:
            self._started.pop(0)
        elif batch["state"] == "BREWING":
            self._started.pop(0)
            cost = {"kind": "LABOR", "description": "jornada", "amount": self._amount(100)[:-1]}
            self.person.do("cost", "POST", f"{path}/costs", cost)
            litres = batch["planned_volume_l"]
            self.person.do("knock-out", "POST", f"/v1/brews/{batch['brews'][0]['id']}/knock-outs", {"volume_l": litres})
            self.person.do("packaging", "POST", f"{path}/packagings")
            self.person.do("completion", "POST", f"{path}/completions", {"packaged_volume_l": litres})
        else:
            # Not yet: somebody else's turn to be looked after first.
            self._started.append(self._started.pop(0))

    def _name_something(self) -> None:
        code = new_id().hex[-12:]
        if self._chance.random() < 0.5:
            item = {"sku": f"x{code}", "name": f"Cosa {code}", "kind": "OTHER", "base_unit": "piece"}
            self.person.do("item", "POST", "/v1/items", item)
        else:
            self.person.do("supplier", "POST", "/v1/suppliers", {"name": f"Proveedor {code}"})

    def _repeat(self) -> None:
        done = [command for command in self._journal.commands[-40:] if command.is_acknowledged]
        if done:
            self.person.again(self._chance.choice(done))
