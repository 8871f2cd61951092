"""A backup taken under load restores to a brewery that contradicts itself nowhere; anything less is no backup."""

from __future__ import annotations

from pathlib import Path

import httpx

from desertbrew.platform import tables as house
from desertbrew.platform.auth import SESSION_COOKIE
from faults.brewery import OWNER, Brewery, context_of
from faults.conftest import BuildBrewery
from faults.killing import begin
from faults.load import Command
from faults.verdict import Books, find_inner_faults, wait_until_quiet


def test_backup_under_load_restores_to_a_consistent_brewery(build_brewery: BuildBrewery, tmp_path: Path) -> None:
    campaign = begin(build_brewery())
    target = tmp_path / "backup"
    with campaign.load:
        campaign.load.wait_for(30)
        before = [command for command in campaign.load.journal.commands if command.is_acknowledged]
        done = campaign.brewery.cli("backup", str(target))
        assert done.returncode == 0, done.stdout + done.stderr
        campaign.load.wait_for(5)
    campaign.brewery.stop()

    restored = build_brewery()
    done = restored.cli("restore", str(target))
    assert done.returncode == 0, done.stdout + done.stderr
    books = Books(restored)
    _assert_issues_are_known(books)
    _assert_remembered(books, before)
    restored.token = campaign.brewery.token
    restored.start()
    _assert_everybody_signs_in_anew(restored)
    books = wait_until_quiet(restored)
    assert not find_inner_faults(books)
    ill = restored.doctor()
    assert not ill, ill
    restored.stop()


def _assert_everybody_signs_in_anew(restored: Brewery) -> None:
    """Who was signed in at the cut may have been shown the door since; nobody can tell."""
    cookies, at = {SESSION_COOKIE: restored.token}, restored.server_of("security").url
    assert httpx.get(at + "/v1/session", cookies=cookies).status_code == httpx.codes.UNAUTHORIZED
    secrets = {name: OWNER[name] for name in ("username", "password")}
    assert httpx.post(at + "/v1/sessions", json=secrets).is_success


def _assert_issues_are_known(books: Books) -> None:
    """What production knows of an issue, inventory knows too; the cut went through both at one moment."""
    known = {row.id for row in books.of("inventory", "issue")}
    answered = [row for row in books.of("production", "brew") if row.state in {"BREWING", "KNOCKED_OUT"}]
    assert [row.id for row in answered if row.issue_id not in known] == []


def _assert_remembered(books: Books, commands: list[Command]) -> None:
    for command in commands:
        kept = {row.key: row.body for row in books.of(context_of(command.path), house.idempotency_key)}
        assert kept[command.key] == command.answer.decode()
