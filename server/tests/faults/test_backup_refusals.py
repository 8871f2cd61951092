"""Half a backup is no backup, a damaged one is refused, and a restore overwrites nothing that nobody said it may."""

from __future__ import annotations

from pathlib import Path

import pytest

from desertbrew.platform import backup
from faults.brewery import Brewery
from faults.conftest import BuildBrewery
from faults.load import Catalogue, Journal, Person
from faults.planted_server import DEATH_WISH, launcher
from faults.verdict import Books, find_violations, wait_until_quiet


def test_half_a_backup_and_a_damaged_one_are_refused(build_brewery: BuildBrewery, tmp_path: Path) -> None:
    brewery = build_brewery(launcher("die_where_wished"))
    wish, target = tmp_path / "wish", tmp_path / "backup"
    brewery.env[DEATH_WISH] = str(wish)
    brewery.start()
    journal = Journal()
    person = Person(brewery, journal)
    Catalogue.open(person)
    person.close()

    wish.write_text("production is copied")
    died = brewery.cli("backup", str(target))
    assert died.returncode != 0
    assert not wish.exists(), "nobody died"
    assert not target.exists(), "half a backup has the name of a whole one"
    _bring_back(brewery)
    wait_until_quiet(brewery)
    done = brewery.cli("backup", str(target))
    assert done.returncode == 0, done.stdout + done.stderr
    brewery.stop()

    _assert_damage_is_refused(build_brewery(), target)
    _assert_nothing_is_overwritten(brewery, target, journal)


def _bring_back(brewery: Brewery) -> None:
    for server in brewery.servers:
        if server.has_died():
            brewery.restart(server)


def _assert_damage_is_refused(elsewhere: Brewery, target: Path) -> None:
    part = next(path for path in target.iterdir() if path.name.startswith("production."))
    whole = part.read_bytes()
    middle = len(whole) // 2
    for damaged in (b"", whole[:-1], whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]):
        part.write_bytes(damaged)
        with pytest.raises(backup.BackupBroken, match="missing or damaged"):
            backup.read_manifest(target)
    done = elsewhere.cli("restore", str(target))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "missing or damaged" in done.stderr
    assert not elsewhere.data_dir.exists(), "something was touched"
    part.write_bytes(whole)


def _assert_nothing_is_overwritten(brewery: Brewery, target: Path, journal: Journal) -> None:
    done = brewery.cli("restore", str(target))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "--replace" in done.stderr
    assert not find_violations(Books(brewery), journal)
    done = brewery.cli("restore", str(target), "--replace")
    assert done.returncode == 0, done.stdout + done.stderr
    brewery.start()
    assert not find_violations(wait_until_quiet(brewery), journal)
    brewery.stop()
