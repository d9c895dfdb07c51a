"""Every check of the project, in the order in which a failure is cheapest; `./test` runs it. Exit code 1 on failure.

Plain Python and the tools' own commands: whatever runs here, a person can run alone by the line that is printed.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
ROOMS = ("casemgr", "cases", "referrals", "anonymized_exports", "frontend")

CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("lint", ("ruff", "check", "--quiet", ".")),
    ("format", ("ruff", "format", "--quiet", "--check", ".")),
    ("types", ("mypy", *ROOMS)),
    ("import directions", ("lint-imports", "--no-cache")),
    ("translations", ("python", "scripts/check_translations.py")),
    ("secrets", ("python", "-m", "scripts.check_secrets")),
    ("advisories", ("python", "-m", "scripts.check_advisories")),
    ("tests", ("python", "-m", "pytest", "-q", "-n", str(os.cpu_count() or 2), "--dist", "loadgroup")),
)


# a check that may be unable to say anything, and the exit code with which it says so: told, but no failure
UNABLE = {"advisories": 3}


def verdict_of(name: str, code: int) -> str:
    """What an exit code of this check means."""
    if code == 0:
        return "passed"
    return "NOT CHECKED" if UNABLE.get(name) == code else "FAILED"


def main() -> int:
    """Run them all; the names of those that failed come last."""
    failed, unchecked = [], []
    for name, command in CHECKS:
        began = time.monotonic()
        print(f"\n== {name}: {' '.join(command)}", flush=True)
        done = subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, check=False)
        verdict = verdict_of(name, done.returncode)
        print(f"   {verdict} in {time.monotonic() - began:.0f} s", flush=True)
        if verdict == "FAILED":
            failed.append(name)
        elif verdict == "NOT CHECKED":
            unchecked.append(name)
    if unchecked:
        print(f"\nNot checked: {', '.join(unchecked)} (why stands above)")
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nEverything passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
