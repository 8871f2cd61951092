"""The audit trail: whoever changes it is found at the entry that was changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from desertbrew.platform import audit
from desertbrew.platform.db import Database, Origin, Tx
from desertbrew.platform.tables import audit_entry
from support.client import Client, answered

ENTRIES = 20
SEALED = ("at", "actor", "action", "subject", "request_id", "salt", "digest", "previous_hash", "hash")


@pytest.fixture
def trail(tower: Database, origin: Origin) -> Database:
    def five(first: int) -> Callable[[Tx], None]:
        def work(tx: Tx) -> None:
            for n in range(first, first + 5):
                tx.note("tower.test", f"thing {n}", f'{{"n": {n}}}')

        return work

    for first in range(0, ENTRIES, 5):
        tower.write(five(first), origin)
    return tower


@pytest.fixture
def burglar(trail: Database) -> Iterator[Connection]:
    """A connection on which the database's own refusals are switched off, and whose doings are undone."""
    with trail.write_engine.connect() as connection, connection.begin() as transaction:
        on_table = "" if trail.is_sqlite else " ON audit_entry"
        for trigger in ("audit_entry_no_update", "audit_entry_no_delete"):
            connection.execute(text(f"DROP TRIGGER {trigger}{on_table}"))
        yield connection
        transaction.rollback()


def at(number: int) -> object:
    return audit_entry.c.seq == number


def test_an_untouched_trail_is_whole(trail: Database) -> None:
    with trail.read() as tx:
        connection = tx.connection
        verdict = audit.verify(connection)
        last = connection.execute(select(audit_entry.c.hash).where(audit_entry.c.seq == ENTRIES)).scalar_one()
    assert verdict == audit.Verdict(ENTRIES, last, None)


@pytest.mark.parametrize("column", SEALED)
def test_an_edited_entry_is_found(burglar: Connection, column: str) -> None:
    value = text("'2026-01-01 00:00:00.000000'") if column == "at" else "somebody else"
    if column in {"salt", "digest", "previous_hash", "hash"}:
        value = "0" * 32
    burglar.execute(update(audit_entry).where(audit_entry.c.seq == 7).values({column: value}))
    assert audit.verify(burglar).broken_at == 7


def test_edited_details_are_found(burglar: Connection) -> None:
    burglar.execute(update(audit_entry).where(audit_entry.c.seq == 7).values(details='{"n": 8}'))
    assert audit.verify(burglar).broken_at == 7


def test_details_edited_together_with_their_digest_are_found(burglar: Connection) -> None:
    salt, details = "0" * 32, '{"n": 8}'
    values = {"salt": salt, "details": details, "digest": audit.digest_details(salt, details)}
    burglar.execute(update(audit_entry).where(audit_entry.c.seq == 7).values(values))
    assert audit.verify(burglar).broken_at == 7


@pytest.mark.parametrize("number", [1, 7, ENTRIES - 1])
def test_a_deleted_entry_is_found_at_the_one_after_it(burglar: Connection, number: int) -> None:
    burglar.execute(delete(audit_entry).where(audit_entry.c.seq == number))
    assert audit.verify(burglar).broken_at == number + 1


def test_a_trail_cut_at_its_end_shows_in_its_head(burglar: Connection) -> None:
    before = audit.verify(burglar)
    burglar.execute(delete(audit_entry).where(audit_entry.c.seq > 15))
    after = audit.verify(burglar)
    assert (after.entries, after.broken_at) == (15, None)
    assert after.head != before.head


def test_reordered_entries_are_found(burglar: Connection) -> None:
    for old, new in ((7, 100), (8, 7), (100, 8)):
        burglar.execute(update(audit_entry).where(audit_entry.c.seq == old).values(seq=new))
    assert audit.verify(burglar).broken_at == 7


def test_an_inserted_entry_is_found(burglar: Connection) -> None:
    for number in range(ENTRIES, 7, -1):
        burglar.execute(update(audit_entry).where(audit_entry.c.seq == number).values(seq=number + 1))
    entry = dict(burglar.execute(select(audit_entry).where(audit_entry.c.seq == 7)).mappings().one())
    burglar.execute(insert(audit_entry).values({**entry, "seq": 8}))
    assert audit.verify(burglar).broken_at == 8


def test_an_entry_added_at_the_end_is_found(burglar: Connection) -> None:
    entry = dict(burglar.execute(select(audit_entry).where(audit_entry.c.seq == ENTRIES)).mappings().one())
    burglar.execute(insert(audit_entry).values({**entry, "seq": ENTRIES + 1}))
    assert audit.verify(burglar).broken_at == ENTRIES + 1


def test_erased_details_leave_the_trail_whole(trail: Database, origin: Origin) -> None:
    before = _verdict(trail)
    trail.write(lambda tx: tx.session.execute(update(audit_entry).values(details=None)), origin)
    assert _verdict(trail) == before


def _verdict(database: Database) -> audit.Verdict:
    with database.read() as tx:
        return audit.verify(tx.connection)


@pytest.mark.parametrize("column", ["seq", *SEALED])
def test_the_database_refuses_an_update(trail: Database, origin: Origin, column: str) -> None:
    before = _verdict(trail)
    same_value = update(audit_entry).where(audit_entry.c.seq == 7).values({column: audit_entry.c[column]})
    with pytest.raises(DBAPIError, match="append-only"):
        trail.write(lambda tx: tx.session.execute(same_value), origin)
    assert _verdict(trail) == before


def test_the_database_refuses_a_delete(trail: Database, origin: Origin) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        trail.write(lambda tx: tx.session.execute(delete(audit_entry).where(audit_entry.c.seq == 7)), origin)
    assert _verdict(trail).entries == ENTRIES


@pytest.mark.dialect("postgresql")
def test_the_database_refuses_to_be_emptied_at_once(trail: Database, origin: Origin) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        trail.write(lambda tx: tx.session.execute(text("TRUNCATE audit_entry")), origin)
    assert _verdict(trail).entries == ENTRIES


@given(st.lists(st.text()), st.lists(st.text()))
def test_no_two_field_lists_are_sealed_alike(one: list[str], other: list[str]) -> None:
    assert (audit.seal(audit.GENESIS, one) == audit.seal(audit.GENESIS, other)) == (one == other)


def test_a_command_is_written_down_with_who_what_and_which_request(client: Client) -> None:
    made = client.request(
        "POST", "/v1/rings", {"bell": "Angelus", "weight_kg": "2"}, headers={"X-Request-Id": "from-the-phone"}
    )
    [entry] = answered(client.get("/v1/tower/audit-entries"))["items"]
    assert entry["action"] == "tower.ring_bell"
    assert entry["subject"] == made.json()["id"]
    assert entry["request_id"] == "from-the-phone"
    assert '"Angelus"' in entry["details"]


def test_the_trail_is_read_newest_first_page_by_page(client: Client, trail: Database) -> None:
    seen: list[int] = []
    cursor = None
    while True:
        page = answered(client.get("/v1/tower/audit-entries", limit=7, cursor=cursor))
        seen += [entry["seq"] for entry in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == list(range(ENTRIES, 0, -1))
    [entry] = answered(client.get("/v1/tower/audit-entries", subject="thing 3"))["items"]
    assert entry["seq"] == 4
