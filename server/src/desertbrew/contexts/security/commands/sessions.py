"""Opening and ending sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pydantic import SecretStr
from sqlalchemy import delete, select

from desertbrew.contexts.security.contract import SessionRevoked
from desertbrew.contexts.security.rules.sessions import IDLE, LIFETIME, SessionKind
from desertbrew.contexts.security.tables import SignIn
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.auth import hash_token
from desertbrew.platform.db import Tx

USER_AGENT_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that just began: the one moment at which its token is known here."""

    token: SecretStr
    expires_at: datetime


def open_session(
    tx: Tx, token: SecretStr, person_id: Id, kind: SessionKind, *, user_agent: str, device_id: Id | None, ends: str
) -> Opened:
    """Begin a session under `token`, and end the one that `ends` is the token of: nobody needs two in one browser."""
    if ends:
        end_session_of_token(tx, ends)
    expires_at = tx.now + LIFETIME[kind]
    tx.session.add(
        SignIn(
            id=new_id(),
            token_hash=hash_token(token.get_secret_value()),
            person_id=person_id,
            device_id=device_id,
            kind=kind.value,
            user_agent=user_agent[:USER_AGENT_LONGEST],
            created_at=tx.now,
            last_seen_at=tx.now,
            expires_at=expires_at,
        )
    )
    return Opened(token, expires_at)


def end_session_of_token(tx: Tx, token: str) -> None:
    """Sign out; without such a session there is nothing to do."""
    query = select(SignIn).where(SignIn.token_hash == hash_token(token))
    _revoke(tx, list(tx.session.execute(query).scalars()))


def revoke_session(tx: Tx, session_id: Id, *, of_person: str | None) -> None:
    """End a session; where `of_person` is given it must be theirs, and another's does not exist for them."""
    session = tx.session.get(SignIn, session_id)
    if session is None or (of_person is not None and str(session.person_id) != of_person):
        raise NotFound(what=Text("una sesión", "session"), id=session_id)
    _revoke(tx, [session])


def revoke_sessions_of(tx: Tx, person_id: Id, *, but: str = "", kind: SessionKind | None = None) -> None:
    """End a person's sessions, but the one with the id `but`; only those of `kind` where it is given."""
    query = select(SignIn).where(SignIn.person_id == person_id)
    if kind is not None:
        query = query.where(SignIn.kind == kind.value)
    _revoke(tx, [session for session in tx.session.execute(query).scalars() if str(session.id) != but])


def revoke_sessions_on(tx: Tx, device_id: Id) -> None:
    """End every session on a shared device."""
    _revoke(tx, list(tx.session.execute(select(SignIn).where(SignIn.device_id == device_id)).scalars()))


def revoke_every_session(tx: Tx) -> None:
    """End all of them: nobody can tell any more which of them should be alive."""
    _revoke(tx, list(tx.session.execute(select(SignIn)).scalars()))


def forget_ended_sessions(tx: Tx) -> None:
    """Drop sessions that ended by themselves."""
    for kind, idle in IDLE.items():
        ended = (SignIn.expires_at <= tx.now) | (SignIn.last_seen_at <= tx.now - idle)
        tx.session.execute(delete(SignIn).where(SignIn.kind == kind.value, ended))


def _revoke(tx: Tx, sessions: list[SignIn]) -> None:
    for session in sessions:
        tx.session.delete(session)
        tx.emit(SessionRevoked(session_id=session.id, person_id=session.person_id))
    tx.session.flush()
