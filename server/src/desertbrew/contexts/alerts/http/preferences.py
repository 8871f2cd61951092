"""One's own wishes: what to hear of by mail and by push, and on which browsers."""

from __future__ import annotations

from uuid import UUID

from desertbrew.contexts.alerts import commands, queries
from desertbrew.contexts.alerts.http.permissions import CHOOSE, kinds_for, routes
from desertbrew.contexts.alerts.http.wire import (
    AlertChoice,
    AlertDeviceIn,
    AlertDeviceOut,
    AlertPreferencesIn,
    AlertPreferencesOut,
    AlertPushKeyOut,
)
from desertbrew.kernel.ids import Id
from desertbrew.platform.auth import Caller
from desertbrew.platform.db import ReadTx, Tx
from desertbrew.platform.messages import Outgoing
from desertbrew.platform.push import Subscription


def _preferences(tx: ReadTx, caller: Caller) -> AlertPreferencesOut:
    person_id = UUID(caller.person_id)
    reader = queries.reader(tx, person_id)
    return AlertPreferencesOut(
        language=reader.language if reader else "es",
        mail_to=reader.mail_to if reader else "",
        choices=[AlertChoice.model_validate(each) for each in queries.choices(tx, person_id)],
        devices=[AlertDeviceOut.model_validate(each) for each in queries.devices(tx, person_id)],
        kinds=list(kinds_for(caller)),
        mail_ready=tx.ports.get(Outgoing).mail,
    )


@routes.query("/alert-preferences", CHOOSE, refusals=())
def alert_preferences(tx: ReadTx, caller: Caller) -> AlertPreferencesOut:
    """What I hear of outside the app."""
    return _preferences(tx, caller)


@routes.command("PUT", "/alert-preferences", CHOOSE, status=200, refusals=(409,))
def keep_alert_preferences(tx: Tx, caller: Caller, body: AlertPreferencesIn) -> AlertPreferencesOut:
    """What I want to hear of from now on; replaces what I wanted before."""
    choices = {(each.channel, each.kind): each.minimum for each in body.choices}
    wishes = commands.Wishes(body.language, body.mail_to, choices)
    commands.keep_wishes(tx, UUID(caller.person_id), caller.roles, wishes)
    tx.session.flush()
    return _preferences(tx, caller)


@routes.command("POST", "/alert-push-keys", CHOOSE, status=200, refusals=())
def alert_push_key(tx: Tx) -> AlertPushKeyOut:
    """The key that a browser subscribes with; made when the first browser asks."""
    return AlertPushKeyOut(public_key=commands.ensure_push_key(tx).public)


@routes.command("POST", "/alert-devices", CHOOSE, refusals=())
def add_alert_device(tx: Tx, caller: Caller, body: AlertDeviceIn) -> AlertDeviceOut:
    """Push to this browser from now on."""
    to = Subscription("", body.endpoint, body.p256dh, body.auth)
    device = commands.add_device(tx, UUID(caller.person_id), caller.roles, to, body.label)
    return AlertDeviceOut.model_validate(device)


@routes.command("DELETE", "/alert-devices/{device_id}", CHOOSE, status=204, refusals=(404,))
def forget_alert_device(tx: Tx, caller: Caller, device_id: Id) -> None:
    """Push to one of my browsers no more."""
    commands.forget_device(tx, UUID(caller.person_id), device_id)
