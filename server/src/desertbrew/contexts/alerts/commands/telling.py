"""Telling people: noted with the change, told together a moment later, once for each change."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import delete, select

from desertbrew.contexts.alerts.commands.readers import ensure_push_key, keys_of
from desertbrew.contexts.alerts.contract import AlertKind, AlertSeverity, Channel
from desertbrew.contexts.alerts.rules import Said, at_least, letter_of, may_see, push_of, say
from desertbrew.contexts.alerts.tables import Alert, Choice, Device, Notice, Reader
from desertbrew.kernel.ids import Id
from desertbrew.kernel.roles import Role
from desertbrew.platform.db import Tx
from desertbrew.platform.inbox import insert_once
from desertbrew.platform.messages import Mail, Outgoing
from desertbrew.platform.push import USEFUL_FOR, Subscription, compose_push

TOGETHER_MAX = 500


def note_readers(tx: Tx, alert: Alert) -> None:
    """Remember whom the change is for: who chose the kind and severity, still works here and may see it. (INV-A5)"""
    query = select(Choice, Reader).join(Reader, Reader.person_id == Choice.person_id)
    query = query.where(Choice.kind == alert.kind, Reader.is_active)
    for choice, reader in tx.session.execute(query):
        roles = [Role(role) for role in reader.roles.split(",") if role]
        wanted = at_least(AlertSeverity(alert.severity), AlertSeverity(choice.minimum))
        if wanted and may_see(AlertKind(alert.kind), roles):
            noted = {"alert_id": alert.id, "person_id": choice.person_id, "channel": choice.channel}
            insert_once(tx.connection, Notice.__table__, noted)


def tell_people(tx: Tx) -> None:
    """Post what was noted since the last time: one mail and one push a person, however many alerts there are.

    What was taken care of or ended meanwhile is told to nobody. (INV-A3)
    """
    query = select(Notice, Alert).join(Alert, Alert.id == Notice.alert_id).order_by(Notice.seq).limit(TOGETHER_MAX)
    noted = tx.session.execute(query.with_for_update(of=Notice, skip_locked=True)).all()
    if not noted:
        return
    told: dict[tuple[Id, Channel], list[Alert]] = defaultdict(list)
    for notice, alert in noted:
        if alert.cleared_at is None and alert.acknowledged_at is None:
            told[notice.person_id, Channel(notice.channel)].append(alert)
    for (person_id, channel), alerts in told.items():
        reader = tx.session.get_one(Reader, person_id)
        said = [
            say(AlertKind(each.kind), each.name, json.loads(each.figures), each.urgency, reader.language) for each in alerts
        ]
        if channel is Channel.MAIL:
            _write(tx, reader, alerts, said)
        else:
            _push(tx, reader, alerts, said)
    tx.session.execute(delete(Notice).where(Notice.seq.in_([notice.seq for notice, _ in noted])))


def _about(alerts: Sequence[Alert]) -> str:
    return str(alerts[0].id) if len(alerts) == 1 else ""


def _link(tx: Tx) -> str:
    return f"{tx.ports.get(Outgoing).app_url}/alerts"


def _write(tx: Tx, reader: Reader, alerts: Sequence[Alert], said: Sequence[Said]) -> None:
    if not reader.mail_to:
        return
    subject, text, html = letter_of(said, reader.language, _link(tx))
    tx.post(Mail(reader.mail_to, subject, text, html, about=_about(alerts), send_before=tx.now + 2 * USEFUL_FOR))


def _push(tx: Tx, reader: Reader, alerts: Sequence[Alert], said: Sequence[Said]) -> None:
    shown = push_of(said, reader.language)
    about = _about(alerts)
    # Within the app, so that a notification never leads anywhere else; it replaces the one about the same alert.
    payload = json.dumps(
        {"title": shown.title[:200], "body": shown.body[:800], "url": "/alerts", "tag": about or "alerts"},
        ensure_ascii=False,
    ).encode()
    devices = tx.session.execute(select(Device).where(Device.person_id == reader.person_id).order_by(Device.id)).scalars()
    for device in devices.all():
        to = Subscription(str(device.id), device.endpoint, device.p256dh, device.auth)
        keys = keys_of(ensure_push_key(tx))
        topic = about.replace("-", "")
        tx.post(compose_push(keys, to, payload, title=shown.title, about=about, topic=topic, now=tx.now))
