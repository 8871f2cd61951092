"""The rows that every context's database has besides its own: what left, what came, what was answered, who did it."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, Text, text

from desertbrew.platform.columns import BIG_ID, MOMENT

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraints are named alike on both dialects, or Alembic could not drop them on SQLite."""

METADATA = MetaData(naming_convention=NAMING)

outbox = Table(
    "outbox",
    METADATA,
    Column("seq", BIG_ID, primary_key=True, autoincrement=True),
    Column("id", String(36), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    Column("subject", String(100), nullable=False),
    Column("occurred_at", MOMENT, nullable=False),
    Column("request_id", String(64), nullable=False),
    Column("payload", Text, nullable=False),
    Column("delivered_at", MOMENT),
    sqlite_autoincrement=True,
)
Index(
    "ix_outbox_waiting",
    outbox.c.seq,
    postgresql_where=outbox.c.delivered_at.is_(None),
    sqlite_where=outbox.c.delivered_at.is_(None),
)

inbox = Table(
    "inbox",
    METADATA,
    Column("event_id", String(36), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("received_at", MOMENT, nullable=False),
)

held_event = Table(
    "held_event",
    METADATA,
    Column("event_id", String(36), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("context", String(30), nullable=False),
    Column("subject", String(100), nullable=False),
    Column("occurred_at", String(40), nullable=False),
    Column("request_id", String(64), nullable=False),
    Column("payload", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("held_at", MOMENT, nullable=False),
    Column("next_attempt_at", MOMENT),
    Column("last_error", Text, nullable=False),
    Column("reason", Text),
)
Index("ix_held_event_state_next_attempt_at", held_event.c.state, held_event.c.next_attempt_at)

idempotency_key = Table(
    "idempotency_key",
    METADATA,
    Column("key", String(36), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("status", Integer, nullable=False, server_default=text("0")),
    Column("body", Text, nullable=False, server_default=text("''")),
    Column("created_at", MOMENT, nullable=False),
)
Index("ix_idempotency_key_created_at", idempotency_key.c.created_at)

audit_entry = Table(
    "audit_entry",
    METADATA,
    Column("seq", BIG_ID, primary_key=True, autoincrement=False),
    Column("at", MOMENT, nullable=False),
    Column("actor", String(64), nullable=False),
    Column("action", String(100), nullable=False),
    Column("subject", String(100), nullable=False),
    Column("request_id", String(64), nullable=False),
    Column("details", Text),
    Column("salt", String(32), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
Index("ix_audit_entry_subject_seq", audit_entry.c.subject, audit_entry.c.seq)

job_run = Table(
    "job_run",
    METADATA,
    Column("name", String(60), primary_key=True),
    Column("next_at", MOMENT, nullable=False),
)

counter = Table(
    "counter",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("value", BIG_ID, nullable=False),
)

message = Table(
    "message",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("about", String(100), nullable=False),
    Column("recipient", String(320), nullable=False),
    Column("title", String(200), nullable=False),
    Column("content", Text),
    Column("request_id", String(64), nullable=False),
    Column("posted_at", MOMENT, nullable=False),
    Column("send_before", MOMENT),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", MOMENT),
    Column("settled_at", MOMENT),
    Column("last_error", Text, nullable=False),
    Column("reason", Text),
)
Index("ix_message_about", message.c.about)
Index(
    "ix_message_queued",
    message.c.kind,
    message.c.next_attempt_at,
    postgresql_where=message.c.state == "QUEUED",
    sqlite_where=message.c.state == "QUEUED",
)
