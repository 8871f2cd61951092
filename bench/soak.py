"""The crash tests and the fuzzing for much longer than `make test` has time for: make soak ARGS="--kills 200".

Runs server/tests/faults and server/tests/fuzz on both databases with the figures printed; docs/evidence.md keeps those of
the last long run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run it; answers with the worse of the two exit codes."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="how often the server is killed on each database")
    parser.add_argument("--dialects", default="sqlite,postgresql", help="which databases, with a comma between them")
    parser.add_argument("arguments", nargs="*", help="after --: handed to pytest")
    options = parser.parse_args()
    codes = []
    for dialect in options.dialects.split(","):
        env = {
            **os.environ,
            "DESERTBREW_SHARED": os.environ.get("DESERTBREW_SHARED", str(ROOT.parent / "shared")),
            "DESERTBREW_TEST_DIALECT": dialect,
            "DESERTBREW_TEST_SOAK": str(options.kills),
        }
        folders = options.arguments or ["tests/faults", "tests/fuzz"]
        command = [sys.executable, "-m", "pytest", "-s", "-v", "--durations=0", *folders]
        codes.append(subprocess.run(command, env=env, cwd=ROOT / "server", check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
