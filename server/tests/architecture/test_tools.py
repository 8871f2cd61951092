"""What `make test` concludes from its steps: a run that says less than it should is a failure."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

import environment
import second_try
import services
import steps

COUNTED = steps.Step("suite", ("true",), Path("/"), counted=True)
PLAIN = steps.Step("lint", ("true",), Path("/"))

CLOSING_LINES = [
    ("3 passed in 0.12s\n", (3, 0, 0)),
    ("===== 2 failed, 9 passed, 1 skipped, 13 errors in 68.88s (0:01:08) =====\n", (9, 15, 1)),
    ("1 passed, 1 xfailed in 1.00s\n", (1, 0, 1)),
    ("      Tests  12 passed (12)\n", (12, 0, 0)),
    ("      Tests  1 failed | 2 passed | 1 skipped (4)\n", (2, 1, 1)),
    ("ℹ tests 4\nℹ pass 3\nℹ fail 1\nℹ skipped 0\n", (3, 1, 0)),
    ("# pass 2\n# fail 0\n", (2, 0, 0)),
    ("no tests ran in 0.08s\n", (0, 0, 0)),
]


@pytest.mark.parametrize("text, counts", CLOSING_LINES, ids=[row[0].splitlines()[0].strip(" =") for row in CLOSING_LINES])
def test_closing_lines_are_counted(text: str, counts: tuple[int, int, int]) -> None:
    assert steps.count(text)[:3] == counts


def test_a_suite_that_executed_no_test_has_failed() -> None:
    assert not steps.judge(COUNTED, 0, "no tests ran in 0.08s\n", 1.0).ok
    assert steps.judge(COUNTED, 0, "1 passed in 0.08s\n", 1.0).ok


def test_a_failure_counts_even_when_the_exit_code_is_zero() -> None:
    assert not steps.judge(COUNTED, 0, "1 failed, 1 passed in 0.08s\n", 1.0).ok


def test_an_exit_code_counts_even_when_every_test_passed() -> None:
    result = steps.judge(COUNTED, 1, "1 passed in 0.08s\n", 1.0)
    assert (result.ok, result.passed, result.failed) == (False, 1, 1)


def test_a_check_without_tests_is_one_check() -> None:
    assert steps.judge(PLAIN, 0, "", 1.0).passed == 1
    assert steps.judge(PLAIN, 1, "", 1.0).failed == 1


def test_a_program_that_is_missing_is_a_failure() -> None:
    assert not steps.run_step(steps.Step("gone", ("no-such-program",), Path("/")), {}).ok


def test_the_report_ends_with_the_counts(capsys: pytest.CaptureFixture[str]) -> None:
    report = steps.Report()
    report.add(steps.judge(COUNTED, 1, "1 failed, 4 passed, 1 skipped in 2.00s\n", 2.0))
    report.leave_out("e2e: needs Chromium")
    assert report.close() == 1
    assert capsys.readouterr().out.splitlines()[-1] == "total: 4 passed, 1 failed, 2 skipped"


SUITE = steps.Step("suite", ("pytest", "-q"), Path("/"), counted=True)
STORIES = steps.Step("e2e", ("npm", "run", "e2e"), Path("/"), counted=True)
RED = "FAILED tests/test_kegs.py::test_wash[two words] - AssertionError: no\n1 failed, 8 passed in 2.00s\n"
RED_STORY = " FAIL  e2e/kegs.e2e.ts > a wash > waits\nError\n Tests  1 failed | 3 passed (4)\n"


@pytest.mark.parametrize(
    "step, red, again, green",
    [
        (SUITE, RED, ("pytest", "-q", "--last-failed", "--last-failed-no-failures=none"), "1 passed in 1.00s\n"),
        (STORIES, RED_STORY, ("npm", "run", "e2e", "--", "e2e/kegs.e2e.ts"), " Tests  2 passed (2)\n"),
    ],
)
def test_what_failed_once_is_tried_again_and_named(
    step: steps.Step, red: str, again: tuple[str, ...], green: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tried: list[tuple[str, ...]] = []

    def run(retry: steps.Step) -> steps.Result:
        tried.append(retry.command)
        return steps.judge(retry, 0, green, 1.0)

    first = steps.judge(step, 1, red, 2.0)
    result = second_try.judged(first, run)
    assert tried == [again]
    assert (result.ok, result.passed, result.failed) == (True, first.passed + 1, 0)
    report = steps.Report()
    report.add(result)
    assert report.close() == 0
    assert f"UNSTEADY: {step.name} passed {second_try.names(first)[0]} only" in capsys.readouterr().out


@pytest.mark.parametrize(
    "code, second",
    [(1, "1 failed in 1.00s\n"), (0, "no tests ran in 0.01s\n"), (5, "no tests ran in 0.01s\n")],
    ids=["again red", "nothing ran", "nothing ran and said so"],
)
def test_what_fails_twice_stays_red(code: int, second: str) -> None:
    result = second_try.judged(steps.judge(SUITE, 1, RED, 2.0), lambda retry: steps.judge(retry, code, second, 1.0))
    assert (result.ok, result.failed) == (False, 1)


def test_many_failures_are_no_accident() -> None:
    lines = "".join(f"FAILED tests/test_kegs.py::test_{n}\n" for n in range(second_try.MOST + 1))
    first = steps.judge(SUITE, 1, f"{lines}{second_try.MOST + 1} failed in 2.00s\n", 2.0)

    def run(_retry: steps.Step) -> steps.Result:
        raise AssertionError

    assert second_try.judged(first, run) is first


def test_a_report_of_nothing_has_failed() -> None:
    assert steps.Report().close() == 1


@pytest.mark.parametrize(
    "answer, good",
    [("v18.20.4", False), ("v20.18.1", False), ("v20.19.0", True), ("v21.7.0", False), ("v22.11.0", False),
     ("v22.12.0", True), ("v24.19.0", True), ("", False)],
)  # fmt: skip
def test_which_node_will_do(answer: str, *, good: bool) -> None:
    assert environment.node_is_new_enough(answer) is good


def test_a_stamp_knows_where_one_part_ends() -> None:
    assert environment.digest(["malt", "hops"]) != environment.digest(["malth", "ops"])


def test_a_password_is_not_printed() -> None:
    assert services.without_password("amqp://brew:secret@127.0.0.1:5672/") == "amqp://brew:…@127.0.0.1:5672/"


def test_a_killed_database_comes_back_with_what_was_committed() -> None:
    with services.PrivatePostgres() as server:
        with psycopg.connect(server.url) as connection:
            connection.execute("CREATE TABLE malt (kilos int)")
            connection.execute("INSERT INTO malt VALUES (25)")
        server.kill()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(server.url, connect_timeout=2)
        server.start()
        with psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT kilos FROM malt").fetchall() == [(25,)]
    assert not server.folder.exists()
