"""A test that failed is tried once more, on a fresh server, before the run is called red; and it is said loudly that it was.

A browser or a killed server on a busy machine can miss a moment that is nobody's fault. What fails twice is red; what fails
once is named at the end of the run, so that somebody makes it robust. Many failures are no accident: those are not retried.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import steps

MOST = 6
VITEST_FAILURE = re.compile(r"^\s*FAIL\s+(\S+\.e2e\.ts)(?: > (.+))?$", re.MULTILINE)
PYTEST_FAILURE = re.compile(r"^(?:FAILED|ERROR) (\S+.*?)(?: - .*)?$", re.MULTILINE)


def names(result: steps.Result) -> list[str]:
    """The tests that failed, as their runner calls them, each once."""
    text = steps.COLOURS.sub("", result.output)
    browser = [f"{file} > {name}" if name else file for file, name in VITEST_FAILURE.findall(text)]
    return list(dict.fromkeys([*browser, *PYTEST_FAILURE.findall(text)]))


def command(step: steps.Step, failed: list[str]) -> tuple[str, ...]:
    """What runs only `failed` again: the browser's stories by file, for a file is a story on a brewery of its own."""
    if step.command[0] == "npm":
        return (*step.command, "--", *dict.fromkeys(name.split(" > ")[0] for name in failed))
    return (*step.command, "--last-failed", "--last-failed-no-failures=none")


def judged(first: steps.Result, run: Callable[[steps.Step], steps.Result]) -> steps.Result:
    """`first` as it is, unless a few tests failed: then what a second try of those says."""
    failed = names(first)
    if first.ok or not first.step.counted or not failed or max(first.failed, len(failed)) > MOST:
        return first
    print(f"──── {first.step.name}: once more, for {', '.join(failed)}", flush=True)
    second = run(replace(first.step, command=command(first.step, failed)))
    if not second.ok or second.passed < len(failed):
        return replace(first, seconds=first.seconds + second.seconds, output=first.output + second.output)
    return replace(
        first,
        ok=True,
        passed=first.passed + first.failed,
        failed=0,
        seconds=first.seconds + second.seconds,
        closing=f"{first.closing}; all at the second try",
        unsteady=tuple(failed),
    )
