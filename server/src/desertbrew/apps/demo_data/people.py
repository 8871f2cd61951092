"""What the demo's people type on a shared tablet."""

from __future__ import annotations

from desertbrew.apps.demo_accounts import DEMO_ACCOUNTS
from desertbrew.kernel.roles import Role

NAMES = {account.role: account.display_name for account in DEMO_ACCOUNTS}

PINS = {
    Role.OWNER: "4071",
    Role.BREWER: "5829",
    Role.CELLAR: "6184",
    Role.WAREHOUSE: "7306",
    Role.MANAGER: "8295",
    Role.WAITER: "2749",
    Role.BARTENDER: "3618",
    Role.COOK: "9472",
    Role.DRIVER: "5063",
    Role.SALES: "6938",
    Role.ACCOUNTANT: "7152",
    Role.AUDITOR: "8410",
}
"""What each demo person types on a shared tablet."""
