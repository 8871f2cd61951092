"""The one entry to everything one does with this repository: `python3 tools/bootstrap.py VERB`.

Standard library alone, and syntax that an old Python can still read: an interpreter that is too old looks for a newer
one and hands over to it. The Makefile is a thin list of these verbs, so a machine without make loses nothing.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
CANDIDATES = ("python3.14", "python3.13", "python3.12", "python3.11", "python3", "python")


def newer_python() -> "str | None":
    """Path of the first interpreter on PATH that is new enough, or None."""
    probe = "import sys; sys.exit(sys.version_info[:2] < (%d, %d))" % OLDEST
    for name in CANDIDATES:
        path = shutil.which(name)
        # A version manager's shim may exist for a version that is not installed: only running it tells.
        if path and subprocess.call([path, "-c", probe], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
            return path
    return None


def main() -> int:
    """Hand over to a new enough Python if need be, then to the verb."""
    if sys.version_info[:2] < OLDEST:
        path = newer_python()
        if path is None:
            sys.stderr.write(
                "Desert Brew OS needs Python %d.%d or newer; this is %s.\n"
                "  On Debian or Ubuntu type: sudo apt-get install -y python3 python3-venv\n"
                % (*OLDEST, sys.version.split()[0])
            )
            return 2
        os.execv(path, [path, *sys.argv])  # noqa: S606  # an interpreter that was just probed
    import verbs

    return verbs.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
