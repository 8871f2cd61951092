"""What must be true of a brewery's databases whatever was killed: every fault found is a sentence.

Reads the rows themselves, past the program, and knows of it only what its tables are called.
"""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Table, create_engine, select

from desertbrew.apps.registry import CONTEXTS
from desertbrew.platform import tables as house
from faults.brewery import NAMES, Brewery, context_of
from faults.load import Command, Journal
from support.waiting import eventually

HEARERS = {
    name: [context.name for context in CONTEXTS if name in context.hears()]
    for name in {each for context in CONTEXTS for each in context.hears()}
}
QUIET_WITHIN_S = 60.0

# Kind of command -> the audit trail's word for it.
ACTIONS = {
    "item": "inventory.create_item",
    "receipt": "inventory.receive_lots",
    "issue": "inventory.issue_stock",
    "supplier": "purchasing.register_supplier",
    "recipe": "production.import_recipes",
    "alias": "production.confirm_alias",
    "plan": "production.plan_batch",
    "start": "production.start_batch",
    "cost": "production.record_cost",
    "knock-out": "production.knock_out_brew",
    "packaging": "production.package_batch",
    "completion": "production.complete_batch",
}


class Books:
    """Every row of every context, read at one moment each; a SQLite file is opened so that it cannot be changed."""

    def __init__(self, brewery: Brewery) -> None:
        self._rows: dict[tuple[str, str], Sequence[Row[Any]]] = {}
        for context in CONTEXTS:
            engine = create_engine(_url(brewery, context.name))
            try:
                with engine.connect() as connection:
                    for table in (*house.METADATA.sorted_tables, *context.metadata.sorted_tables):
                        self._rows[context.name, table.name] = connection.execute(select(table)).all()
            finally:
                engine.dispose()

    def of(self, context: str, table: Table | str) -> Sequence[Row[Any]]:
        """The rows of one table."""
        return self._rows[context, table if isinstance(table, str) else table.name]


def _url(brewery: Brewery, context: str) -> str:
    if brewery.is_sqlite:
        # Read-only: SQLite before 3.51.3 corrupts a file that two processes checkpoint.
        return f"sqlite:///file:{brewery.data_dir}/{context}.db?mode=ro&uri=true"
    return brewery.settings["DATABASE_URL"].replace("{context}", context)


def wait_until_quiet(brewery: Brewery, within_s: float = QUIET_WITHIN_S) -> Books:
    """The books once every event has left its outbox and reached its readers; where some never do, as they are then."""
    books = Books(brewery)

    def look() -> bool:
        nonlocal books
        books = Books(brewery)
        return not any(_on_the_way(books))

    # What is still on its way then is a fault, and will be named as one.
    with contextlib.suppress(AssertionError):
        eventually(look, within_s)
    return books


def _on_the_way(books: Books) -> Iterator[str]:
    for context in NAMES:
        for row in books.of(context, house.outbox):
            if row.delivered_at is None:
                yield f"{context}: {row.name} of {row.subject} never left"
        for row in books.of(context, house.held_event):
            yield f"{context}: {row.name} of {row.subject} is held: {row.last_error}"
    known = {context: {row.event_id for row in books.of(context, house.inbox)} for context in NAMES}
    for context in NAMES:
        for row in books.of(context, house.outbox):
            for hearer in HEARERS.get(row.name, ()):
                if row.id not in known[hearer]:
                    yield f"{hearer} never heard {row.name} of {row.subject}"


def find_violations(books: Books, journal: Journal) -> list[str]:
    """Everything that is not as it was acknowledged, as it was told, or as a whole."""
    return [*journal.complaints, *_remembered(books, journal), *_counted(books, journal), *find_inner_faults(books)]


def find_inner_faults(books: Books) -> list[str]:
    """Everything in which the databases contradict themselves or each other, whoever asked for what."""
    return [*_on_the_way(books), *_halves(books), *_told(books), *_heard_once(books), *_brewed(books)]


def _remembered(books: Books, journal: Journal) -> Iterator[str]:
    """Every acknowledged command is there, with the very answer that went out; nothing else is."""
    kept = {(name, row.key): row for name in NAMES for row in books.of(name, house.idempotency_key)}
    for command in journal.commands:
        row = kept.pop((context_of(command.path), command.key), None)
        if not command.is_acknowledged:
            continue
        if row is None:
            yield f"acknowledged and lost: {_name(command)}"
        elif (row.status, row.body) != (command.status, command.answer.decode()):
            yield f"acknowledged and changed: {_name(command)} is remembered as {row.status} {row.body[:100]}"
    for (name, key), row in kept.items():
        yield f"{name} remembers {key}, which nobody sent: {row.body[:100]}"


def _name(command: Command) -> str:
    return f"{command.kind} {command.key} ({command.answer[:60]!r})"


def _counted(books: Books, journal: Journal) -> Iterator[str]:
    """As many effects as commands: one that happened twice has two rows, or two lines in the audit trail."""
    asked = Counter(command.kind for command in journal.commands if command.is_acknowledged)
    written = Counter(row.action for name in NAMES for row in books.of(name, house.audit_entry))
    there = {
        "item": len(books.of("inventory", "item")),
        "receipt": sum(row.source == "SUPPLIER" for row in books.of("inventory", "receipt")),
        "issue": sum(row.batch_id is None for row in books.of("inventory", "issue")),
        "supplier": len(books.of("purchasing", "supplier")),
        "recipe": len(books.of("production", "recipe")),
        "plan": len(books.of("production", "batch")),
        "cost": sum(row.kind != "MATERIAL" for row in books.of("production", "batch_cost")),
        "completion": sum(row.state == "COMPLETED" for row in books.of("production", "batch")),
    }
    for kind, action in ACTIONS.items():
        if there.get(kind, asked[kind]) != asked[kind]:
            yield f"{asked[kind]} × {kind} acknowledged, {there[kind]} there"
        if written[action] != asked[kind]:
            yield f"{asked[kind]} × {kind} acknowledged, {written[action]} in the audit trail"


def _halves(books: Books) -> Iterator[str]:
    """Nothing is there by half: no document without its lines, no line without its document, no key without answer."""
    moved: dict[Any, list[Row[Any]]] = {}
    for movement in books.of("inventory", "movement"):
        moved.setdefault(movement.document_id, []).append(movement)
    lots: dict[Any, list[Row[Any]]] = {}
    for lot in books.of("inventory", "lot"):
        lots.setdefault(lot.receipt_id, []).append(lot)
    for receipt in books.of("inventory", "receipt"):
        came = lots.pop(receipt.id, [])
        lines = moved.pop(receipt.id, [])
        if sum((lot.initial_cost for lot in came), Decimal(0)) != receipt.total_cost or not came:
            yield f"{receipt.number} does not cost what its lots cost"
        if Counter((lot.id, lot.initial_quantity, lot.initial_cost) for lot in came) != Counter(
            (line.lot_id, line.quantity, line.cost) for line in lines
        ):
            yield f"{receipt.number} has other ledger lines than lots"
    for issue in books.of("inventory", "issue"):
        taken = -sum((line.cost for line in moved.pop(issue.id, [])), Decimal(0))
        if taken != issue.total_cost:
            yield f"issue {issue.id} cost {issue.total_cost}, its ledger lines {taken}"
    yield from (f"a lot of no receipt: {receipt}" for receipt in lots)
    yield from (f"a ledger line of no document: {document}" for document in moved)
    yield from _unbalanced(books)
    for name in NAMES:
        for row in books.of(name, house.idempotency_key):
            if row.status == 0:
                yield f"{name}: key {row.key} without an answer"


def _unbalanced(books: Books) -> Iterator[str]:
    left: Counter[Any] = Counter()
    for movement in books.of("inventory", "movement"):
        left[movement.item_id] += movement.quantity
    for balance in books.of("inventory", "stock_balance"):
        if left[balance.item_id] != balance.quantity:
            yield f"item {balance.item_id}: balance {balance.quantity}, ledger {left[balance.item_id]}"


def _told(books: Books) -> Iterator[str]:
    """Every effect told its event once, and no event tells of what is not there."""
    issued = Counter(
        "inventory.stock_issued.v1"
        if row.batch_id is None
        else f"inventory.materials_{'issued' if row.state == 'ISSUED' else 'refused'}.v1"
        for row in books.of("inventory", "issue")
    )
    batches = books.of("production", "batch")
    history = Counter(row.what for row in books.of("production", "batch_event"))
    effects = {
        "inventory.item_created.v1": len(books.of("inventory", "item")),
        "inventory.lots_received.v1": len(books.of("inventory", "receipt")),
        "inventory.stock_issued.v1": issued["inventory.stock_issued.v1"],
        "inventory.materials_issued.v1": issued["inventory.materials_issued.v1"],
        "inventory.materials_refused.v1": issued["inventory.materials_refused.v1"],
        "purchasing.supplier_registered.v1": len(books.of("purchasing", "supplier")),
        "production.recipe_imported.v1": len(books.of("production", "recipe")),
        "production.batch_planned.v1": len(batches),
        "production.materials_requested.v1": history["starting"] + history["asked_again"],
        "production.batch_completed.v1": sum(row.state == "COMPLETED" for row in batches),
    }
    told = Counter(row.name for name in NAMES for row in books.of(name, house.outbox))
    for name, effect in effects.items():
        if told[name] != effect:
            yield f"{effect} effects, {told[name]} events {name}"


def _heard_once(books: Books) -> Iterator[str]:
    """Whatever a context heard was told by somebody, and took effect once."""
    told = {row.id for name in NAMES for row in books.of(name, house.outbox)}
    for name in NAMES:
        effects: Counter[str] = Counter()
        for entry in books.of(name, house.audit_entry):
            details = json.loads(entry.details or "{}")
            if "event_id" in details:
                effects[details["event_id"]] += 1
        for row in books.of(name, house.inbox):
            if row.event_id not in told:
                yield f"{name} heard {row.name} {row.event_id}, which nobody told"
            if effects.pop(row.event_id, 0) != 1:
                yield f"{name}: {row.name} {row.event_id} did not take effect once"
        yield from (f"{name}: event {each} took effect without being received" for each in effects)


def _brewed(books: Books) -> Iterator[str]:
    """Production and inventory tell the same story of every batch."""
    issues = {row.id: row for row in books.of("inventory", "issue") if row.batch_id is not None}
    drawn: dict[Any, Counter[Any]] = {}
    for line in books.of("inventory", "movement"):
        if line.document_id in issues:
            drawn.setdefault(issues[line.document_id].batch_id, Counter())[line.lot_id, -line.quantity, -line.cost] += 1
    paid: dict[Any, Counter[Any]] = {}
    for cost in books.of("production", "batch_cost"):
        if cost.kind == "MATERIAL":
            paid.setdefault(cost.batch_id, Counter())[cost.lot_id, cost.quantity, cost.amount] += 1
    stocked = {row.id for row in books.of("inventory", "receipt") if row.source == "BATCH"}
    of_batch = Counter(row.batch_id for row in issues.values() if row.state == "ISSUED")
    for batch in books.of("production", "batch"):
        if batch.state == "STARTING":
            yield f"{batch.number} still waits for its material"
        elif batch.state not in {"PLANNED", "CANCELLED"} and of_batch[batch.id] != 1:
            yield f"{batch.number} is {batch.state} on {of_batch[batch.id]} issues"
        if drawn.pop(batch.id, Counter()) != paid.pop(batch.id, Counter()):
            yield f"{batch.number}: its cost ledger is not what inventory issued"
        if batch.state == "COMPLETED" and batch.id not in stocked:
            yield f"{batch.number} was packaged and is not in stock"
    yield from (f"material left for a batch that is not there: {batch}" for batch in drawn)
    copies = {row.id for row in books.of("production", "item_copy")}
    yield from (f"production does not know item {row.sku}" for row in books.of("inventory", "item") if row.id not in copies)
    known = {row.id for row in books.of("inventory", "supplier_copy")}
    for row in books.of("purchasing", "supplier"):
        if row.id not in known:
            yield f"inventory does not know supplier {row.name}"
