"""People who are told: what they do here, what they wish to hear, and their browsers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select

from desertbrew.contexts.alerts.contract import AlertKind, AlertSeverity, Channel
from desertbrew.contexts.alerts.errors import MailNeedsAnAddress
from desertbrew.contexts.alerts.tables import Choice, Device, Notice, PushKey, Reader
from desertbrew.kernel.errors import InvalidInput, NotFound, Text
from desertbrew.kernel.ids import Id, new_id
from desertbrew.kernel.roles import Role
from desertbrew.platform.db import Tx
from desertbrew.platform.inbox import insert_once
from desertbrew.platform.messages import Claimed, Gone, Outgoing, Undeliverable
from desertbrew.platform.push import NotASubscription, Push, PushKeys, Subscription, check_subscription, new_push_keys

DEVICES_MAX = 20


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody wants to hear of outside the app: (channel, kind) -> from which severity on."""

    language: str
    mail_to: str
    choices: Mapping[tuple[Channel, AlertKind], AlertSeverity]


def know_reader(tx: Tx, person_id: Id, roles: Collection[Role], stamp: str) -> Reader:
    """Keep what somebody does here, unless something newer is known; who does something works here."""
    fresh = {"person_id": person_id, "roles": "", "is_active": True, "stamp": "", "mail_to": "", "language": "es"}
    insert_once(tx.connection, Reader.__table__, fresh)
    reader = tx.session.get_one(Reader, person_id, with_for_update=True)
    if stamp > reader.stamp:
        reader.roles = ",".join(sorted(role.value for role in roles))
        reader.is_active, reader.stamp = True, stamp
    return reader


def forget_reader(tx: Tx, person_id: Id, stamp: str) -> None:
    """Somebody no longer works here: nothing goes out to them any more, and their browsers are forgotten. (INV-A5)"""
    reader = know_reader(tx, person_id, (), stamp)
    if reader.stamp == stamp:
        reader.is_active = False
        for table in (Notice, Choice, Device):
            tx.session.execute(delete(table).where(table.person_id == person_id))


def keep_wishes(tx: Tx, person_id: Id, roles: Collection[Role], wishes: Wishes) -> Reader:
    """Keep what somebody wants to hear of from now on; raises `MailNeedsAnAddress`."""
    if not wishes.mail_to and any(channel is Channel.MAIL for channel, _ in wishes.choices):
        raise MailNeedsAnAddress
    reader = know_reader(tx, person_id, roles, str(new_id()))
    reader.language, reader.mail_to = wishes.language, wishes.mail_to
    tx.session.execute(delete(Choice).where(Choice.person_id == person_id))
    tx.session.add_all(
        Choice(person_id=person_id, channel=channel.value, kind=kind.value, minimum=minimum.value)
        for (channel, kind), minimum in wishes.choices.items()
    )
    return reader


def ensure_push_key(tx: Tx) -> PushKey:
    """The installation's keys, made when first asked for."""
    known = tx.session.get(PushKey, "vapid")
    if known is not None:
        return known
    keys = new_push_keys()
    made = {"name": "vapid", "private_pem": keys.private_pem, "public_pem": keys.public_pem, "public": keys.public}
    insert_once(tx.connection, PushKey.__table__, made)
    return tx.session.get_one(PushKey, "vapid")


def keys_of(row: PushKey) -> PushKeys:
    """The keys as web push wants them."""
    return PushKeys(row.private_pem, row.public_pem, row.public)


def add_device(tx: Tx, person_id: Id, roles: Collection[Role], to: Subscription, label: str) -> Device:
    """Push to a browser from now on; one that somebody else used before is this person's now."""
    try:
        check_subscription(to, tx.ports.get(Outgoing).push_hosts)
    except NotASubscription as error:
        text = Text(es="Este navegador no acepta avisos.", en="This browser takes no notifications.")
        raise InvalidInput("/endpoint", text) from error
    know_reader(tx, person_id, roles, str(new_id()))
    query = select(Device).where(Device.endpoint == to.endpoint).with_for_update()
    device = tx.session.execute(query).scalar_one_or_none()
    if device is None:
        device = Device(id=new_id(), endpoint=to.endpoint)
        tx.session.add(device)
    device.person_id, device.p256dh, device.auth = person_id, to.p256dh, to.auth
    device.label, device.added_at = label, tx.now
    tx.session.flush()
    mine = select(Device.id).where(Device.person_id == person_id).order_by(Device.added_at.desc(), Device.id.desc())
    too_many = tx.session.execute(mine.offset(DEVICES_MAX)).scalars().all()
    if too_many:
        tx.session.execute(delete(Device).where(Device.id.in_(too_many)))
    return device


def forget_device(tx: Tx, person_id: Id, device_id: Id) -> None:
    """Push to one of somebody's own browsers no more; raises `NotFound`."""
    device = tx.session.get(Device, device_id)
    if device is None or device.person_id != person_id:
        raise NotFound(what=Text("un navegador", "browser"), id=str(device_id))
    tx.session.delete(device)


def lose_device(tx: Tx, taken: Claimed, why: Undeliverable) -> None:
    """A browser's vendor says that it is gone: forget it. (INV-A6)"""
    if taken.kind == Push.KIND and isinstance(why, Gone):
        tx.session.execute(delete(Device).where(Device.id == Id(taken.recipient)))
