"""Every step of an alert is written down where nobody can change it."""

from __future__ import annotations

from uuid import UUID

from desertbrew.contexts.alerts.rules import Step
from desertbrew.contexts.alerts.tables import Alert, AlertStep
from desertbrew.platform.db import Tx


def write_down(tx: Tx, alert: Alert, step: Step) -> None:
    """Add a step to the alert's history, as the alert stands now; by a person only where it is acknowledged. (INV-A4)"""
    by_person = step is Step.ACKNOWLEDGED
    tx.session.add(
        AlertStep(
            alert_id=alert.id,
            step=step.value,
            at=tx.now,
            severity=alert.severity,
            urgency=alert.urgency,
            figures=alert.figures,
            person_id=UUID(tx.origin.actor) if by_person else None,
            person_name=tx.origin.actor_name if by_person else "",
        )
    )
