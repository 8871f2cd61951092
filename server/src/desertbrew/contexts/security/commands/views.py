"""Saved views: a list page's filters under a name, each person's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from desertbrew.contexts.security import queries
from desertbrew.contexts.security.errors import TooManyViews, ViewNameTaken
from desertbrew.contexts.security.tables import Person, SavedView
from desertbrew.kernel.errors import NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.platform.db import Tx

VIEWS_MOST = 30
"""On one page, for one person."""


@dataclass(frozen=True, slots=True)
class View:
    """What is kept: `page` is a path, `query` the address behind the question mark."""

    page: str
    name: str
    query: str
    is_default: bool


def save_view(tx: Tx, person_id: Id, view: View) -> SavedView:
    """Keep it; the page's former default stops being it where this one is. Raises `ViewNameTaken`, `TooManyViews`."""
    _lock(tx, person_id)
    mine = queries.saved_views(tx, person_id, view.page)
    if len(mine) >= VIEWS_MOST:
        raise TooManyViews(most=VIEWS_MOST)
    _refuse_taken(mine, view.name, but=None)
    if view.is_default:
        _clear_default(tx, person_id, view.page)
    row = SavedView(
        id=new_id(),
        person_id=person_id,
        page=view.page,
        name=view.name,
        query=view.query,
        is_default=view.is_default,
        saved_at=tx.now,
    )
    tx.session.add(row)
    tx.session.flush()
    return row


def change_view(tx: Tx, person_id: Id, view_id: Id, view: View) -> SavedView:
    """Make it say what `view` says; another person's does not exist for this one. Raises `NotFound`, `ViewNameTaken`."""
    _lock(tx, person_id)
    row = _mine(tx, person_id, view_id)
    _refuse_taken(queries.saved_views(tx, person_id, view.page), view.name, but=view_id)
    if view.is_default:
        _clear_default(tx, person_id, view.page)
    row.page, row.name, row.query, row.is_default = view.page, view.name, view.query, view.is_default
    tx.session.flush()
    return row


def delete_view(tx: Tx, person_id: Id, view_id: Id) -> None:
    """Forget it. Raises `NotFound`."""
    tx.session.delete(_mine(tx, person_id, view_id))
    tx.session.flush()


def _lock(tx: Tx, person_id: Id) -> None:
    """One change at a time to one person's views: two devices must not make two defaults, nor the same name twice."""
    tx.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())


def _mine(tx: Tx, person_id: Id, view_id: Id) -> SavedView:
    row = tx.session.get(SavedView, view_id)
    if row is None or row.person_id != person_id:
        raise NotFound(what=Text("una vista guardada", "saved view"), id=view_id)
    return row


def _refuse_taken(mine: Sequence[SavedView], name: str, *, but: Id | None) -> None:
    if any(row.name == name and row.id != but for row in mine):
        raise ViewNameTaken(name=name)


def _clear_default(tx: Tx, person_id: Id, page: str) -> None:
    former = update(SavedView).where(SavedView.person_id == person_id, SavedView.page == page, SavedView.is_default)
    tx.session.execute(former.values(is_default=False))
