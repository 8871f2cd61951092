"""One's own saved views; nobody sees or changes another person's."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Query

from desertbrew.contexts.security import queries
from desertbrew.contexts.security.commands import views as commands
from desertbrew.contexts.security.http.permissions import USE_SELF, routes
from desertbrew.contexts.security.http.wire import SavedViewIn, SavedViewOut, SavedViewsOut
from desertbrew.kernel.ids import Id
from desertbrew.platform.auth import Caller
from desertbrew.platform.db import ReadTx, Tx


@routes.query("/me/views", USE_SELF, refusals=())
def list_saved_views(
    tx: ReadTx,
    caller: Caller,
    page: Annotated[str | None, Query(max_length=80, pattern=r"^/[a-z0-9/-]*$", description="Only this page's")] = None,
) -> SavedViewsOut:
    """My views, by page and name."""
    found = queries.saved_views(tx, UUID(caller.person_id), page)
    return SavedViewsOut(items=[SavedViewOut.model_validate(row) for row in found])


@routes.command("POST", "/me/views", USE_SELF, refusals=(409,))
def save_view(tx: Tx, caller: Caller, body: SavedViewIn) -> SavedViewOut:
    """Keep a page's present filters under a name."""
    view = commands.save_view(tx, UUID(caller.person_id), commands.View(**body.model_dump()))
    return SavedViewOut.model_validate(view)


@routes.command("PUT", "/me/views/{view_id}", USE_SELF, status=200)
def change_view(tx: Tx, caller: Caller, view_id: Id, body: SavedViewIn) -> SavedViewOut:
    """Rename one, give it other filters, or make it the page's default."""
    view = commands.change_view(tx, UUID(caller.person_id), view_id, commands.View(**body.model_dump()))
    return SavedViewOut.model_validate(view)


@routes.command("DELETE", "/me/views/{view_id}", USE_SELF, status=204, refusals=(404,))
def delete_view(tx: Tx, caller: Caller, view_id: Id) -> None:
    """Forget one; the page opens unfiltered again where it was the default."""
    commands.delete_view(tx, UUID(caller.person_id), view_id)
