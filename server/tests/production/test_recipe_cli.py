"""`desertbrew recipe` as an operator types it."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from desertbrew.apps.cli.main import app
from production.test_recipe_repairs import GOOD

FAULTY = GOOD.replace("<BATCH_SIZE>20<", "<BATCH_SIZE>20,5<")
BROKEN = GOOD.replace("<AMOUNT>5.0<", "<AMOUNT>mucho<")


def inspect(file: Path, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["recipe", "inspect", str(file), *options])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout


def written(folder: Path, text: str) -> Path:
    file = folder / "receta.xml"
    file.write_text(text)
    return file


def test_an_inspection_prints_what_was_read_repaired_and_computed(tmp_path: Path) -> None:
    status, printed = inspect(written(tmp_path, FAULTY), "--json")
    found = json.loads(printed)
    assert status == 0
    assert [each["name"] for each in found["read"]] == ["Coyote"]
    assert found["read"][0]["batch_volume_l"] == "20.500000"
    (repair,) = found["repairs"]
    assert (repair["code"], repair["found"], repair["used"]) == ("decimal-comma", "20,5", "20.5")
    assert repair["why"] == "A comma stood for the decimal point."
    (figures,) = found["computed"]
    assert 1.04 < figures["og"] < 1.06
    assert figures["ibu"] != figures["ibu_rager"]
    assert set(figures["by"]) == {"beersmith-2", "standard"}
    assert found["refusals"] == []


def test_a_refusal_is_printed_with_its_line_and_the_status_says_so(tmp_path: Path) -> None:
    status, printed = inspect(written(tmp_path, BROKEN), "--json")
    found = json.loads(printed)
    assert status == 1
    assert (found["read"], found["computed"]) == ([], [])
    (refusal,) = found["refusals"]
    assert (refusal["code"], refusal["line"]) == ("not-a-number", 2)
    assert "AMOUNT" in refusal["detail"]


def test_a_file_that_is_not_there_is_a_refusal_too(tmp_path: Path) -> None:
    status, printed = inspect(tmp_path / "nada.xml", "--json")
    assert status == 1
    assert json.loads(printed)["refusals"][0]["code"] == "not-read"


def test_a_person_reads_the_same(tmp_path: Path) -> None:
    status, printed = inspect(written(tmp_path, FAULTY))
    assert status == 0
    assert "Coyote" in printed
    assert "repaired" in printed
    assert "refused" in inspect(written(tmp_path, BROKEN))[1]


def import_here(data: Path, *paths: Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["recipe", "import", *map(str, paths), "--data-dir", str(data)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout


def test_a_folder_is_imported_at_any_depth_and_a_second_time_adds_nothing(tmp_path: Path) -> None:
    folder, data = tmp_path / "recetas" / "viejas", tmp_path / "datos"
    folder.mkdir(parents=True)
    (folder / "buena.xml").write_text(GOOD)
    (folder / "rara.XML").write_text(FAULTY)
    (folder / "leeme.txt").write_text("nada")
    status, printed = import_here(data, tmp_path / "recetas")
    assert status == 0
    assert "2 files: 2 imported, 0 known already, 0 refused; 1 of them repaired" in printed
    assert "'20,5' -> '20.5'" in printed
    status, printed = import_here(data, tmp_path / "recetas")
    assert (status, "2 known already" in printed) == (0, True)


def test_what_is_refused_is_told_and_the_rest_is_in(tmp_path: Path) -> None:
    (tmp_path / "buena.xml").write_text(GOOD)
    (tmp_path / "rota.xml").write_text(BROKEN)
    status, printed = import_here(tmp_path / "datos", tmp_path / "buena.xml", tmp_path / "rota.xml", tmp_path / "nada.xml")
    assert status == 1
    assert "1 imported, 0 known already, 2 refused" in printed
    assert "line 2: FERMENTABLE 1 › AMOUNT" in printed
