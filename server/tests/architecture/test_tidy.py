"""The tree is tidy, and each check of tidiness is first seen to complain about something untidy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support import tidy

ROOT = Path(__file__).resolve().parents[3]
SERVER = ROOT / "server"
CONTEXTS = SERVER / "src" / "desertbrew" / "contexts"
PYTHON_ROOMS = ("server/src", "server/tests", "tools", "bench", "edge")
LOCKS = ("requirements.lock", "tools/uv-pin.txt", "tools/node-pin.txt", "infra/runtime.lock")

PYTHON = [path for room in PYTHON_ROOMS if (ROOT / room).is_dir() for path in tidy.written(ROOT / room, ".py")]
WEB = [path for path in tidy.written(ROOT / "web", ".ts", ".tsx") if "generated" not in path.read_text()[:400]]

# Spelt in halves, so that the checks do not find their own examples.
NOTE = "TO" + "DO"
LAW = "INV" + "-Z9"
LONG = "def brew():\n" + "    boil()\n" * tidy.LONGEST_FUNCTION

Check = Callable[[str], list[str]]

UNTIDY: list[tuple[str, Check, str]] = [
    ("a long function", tidy.long_functions, LONG),
    ("a long method", tidy.long_functions, "class Kettle:\n" + "".join(f"    {line}\n" for line in LONG.splitlines())),
    ("a long file", tidy.long_file, "x = 1\n" * (tidy.LONGEST_FILE + 1)),
    ("a note to oneself", tidy.unfinished, f"x = 1  # {NOTE} weigh it\n"),
    ("a skip without a reason", tidy.silent_skips, "import pytest\npytest.skip()\n"),
    ("a bare mark", tidy.silent_skips, "import pytest\n@pytest.mark.skip\ndef test_malt(): ...\n"),
    (
        "a condition without a reason",
        tidy.silent_skips,
        "import pytest\n@pytest.mark.skipif(True)\ndef test_a(): ...\n",
    ),
    ("a web test left out", tidy.web_skips, "test.skip('pours', () => {})\n"),
    ("a web test that leaves out the others", tidy.web_skips, "it.only('pours', () => {})\n"),
    ("a name that says nothing", lambda name: tidy.empty_name(Path(name)), "contexts/malting/utils.py"),
    ("a folder that says nothing", lambda name: tidy.empty_name(Path(name)), "web/src/common/money.ts"),
    ("a service inside a context", lambda name: tidy.empty_name(Path(name)), "contexts/malting/service.py"),
    ("an address in a lock", tidy.hosts, "--index-url https://packages.example/simple\n"),
]

TIDY: list[tuple[str, Check, str]] = [
    ("a function that just fits", tidy.long_functions, "def brew():\n" + "    boil()\n" * (tidy.LONGEST_FUNCTION - 1)),
    ("a file that just fits", tidy.long_file, "x = 1\n" * tidy.LONGEST_FILE),
    ("the Spanish word for all", tidy.unfinished, "saludo = 'todo listo'\n"),
    ("a skip with a reason", tidy.silent_skips, "import pytest\npytest.skip('no nginx here')\n"),
    ("a mark with a reason", tidy.silent_skips, "import pytest\n@pytest.mark.skip(reason='x')\ndef test_a(): ...\n"),
    ("a service among the apps", lambda name: tidy.empty_name(Path(name)), "desertbrew/apps/service.py"),
    ("a hash in a lock", tidy.hosts, "malt==1 \\\n    --hash=sha256:00\n"),
]


@pytest.mark.parametrize("check, text", [row[1:] for row in UNTIDY], ids=[row[0] for row in UNTIDY])
def test_the_check_complains_of(check: Check, text: str) -> None:
    assert check(text)


@pytest.mark.parametrize("check, text", [row[1:] for row in TIDY], ids=[row[0] for row in TIDY])
def test_the_check_is_content_with(check: Check, text: str) -> None:
    assert check(text) == []


def test_the_check_complains_of_an_incomplete_context(tmp_path: Path) -> None:
    malting = tmp_path / "malting"
    (malting / "migrations").mkdir(parents=True)
    for part in tidy.REQUIRED_PARTS:
        (malting / f"{part}.py").touch()
    (malting / "README.md").write_text("# Malting\n\n" + "\n\n".join(tidy.REQUIRED_HEADINGS))
    assert tidy.context_folder(malting) == []
    (malting / "rules.py").unlink()
    (malting / "README.md").write_text("Malting")
    said = tidy.context_folder(malting)
    assert "malting has no rules.py" in said
    assert "malting/README.md has no `## Invariants`" in said


def test_the_check_complains_of_loose_invariants() -> None:
    readme = {"malting": f"- **{LAW}** malt is dry"}
    assert tidy.invariants(readme, [f"def test(): '{LAW}'"], []) == []
    assert tidy.invariants(readme, [], []) == [f"{LAW} is in a README and in no test"]
    assert tidy.invariants({}, [LAW], []) == [f"{LAW} is spoken of and no README explains it"]
    assert tidy.invariants({**readme, "other": readme["malting"]}, [LAW], []) == [f"{LAW} is explained in 2 READMEs"]


def complaints(files: list[Path], check: Check) -> list[str]:
    """What a check says of the real tree, with the file before each complaint."""
    assert files, "nothing was looked at"
    return [f"{path.relative_to(ROOT)}: {said}" for path in files for said in check(path.read_text())]


def test_functions_fit_on_a_screen() -> None:
    # A migration is a list of what to make: cutting it in two would hide its order.
    judged = [path for path in PYTHON if "migrations" not in path.parts]
    assert complaints(judged, tidy.long_functions) == []


def test_files_hold_one_idea() -> None:
    assert complaints([*PYTHON, *WEB], tidy.long_file) == []


def test_nothing_is_left_for_later() -> None:
    assert complaints([*PYTHON, *WEB], tidy.unfinished) == []


def test_a_test_that_is_left_out_says_why() -> None:
    assert complaints([path for path in PYTHON if "tests" in path.parts], tidy.silent_skips) == []
    assert complaints(WEB, tidy.web_skips) == []


def test_names_say_what_they_hold() -> None:
    said = [
        f"{path.relative_to(ROOT)}: {word}" for path in (*PYTHON, *WEB) for word in tidy.empty_name(path.relative_to(ROOT))
    ]
    assert said == []


def test_every_context_has_its_files() -> None:
    folders = [path for path in sorted(CONTEXTS.iterdir()) if path.is_dir() and path.name != "__pycache__"]
    assert folders
    assert [said for folder in folders for said in tidy.context_folder(folder)] == []


def test_every_invariant_is_tested_and_explained() -> None:
    readmes = {str(path): path.read_text() for path in (SERVER / "src").rglob("README.md")}
    tests = [path.read_text() for path in PYTHON if "tests" in path.parts]
    stories = [path.read_text() for path in WEB if ".test." in path.name or "e2e" in path.parts]
    sources = [path.read_text() for path in PYTHON if "src" in path.parts]
    assert readmes
    assert tidy.invariants(readmes, [*tests, *stories], sources) == []


def test_locks_name_no_host() -> None:
    assert complaints([ROOT / name for name in LOCKS], tidy.hosts) == []
    assert '"resolved"' not in (ROOT / "web" / "package-lock.json").read_text()
