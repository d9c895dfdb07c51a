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
    ("tests", ("python", "-m", "pytest", "-q", "-n", str(os.cpu_count() or 2), "--dist", "loadgroup")),
)


def main() -> int:
    """Run them all; the names of those that failed come last."""
    failed = []
    for name, command in CHECKS:
        began = time.monotonic()
        print(f"\n== {name}: {' '.join(command)}", flush=True)
        done = subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, check=False)
        print(f"   {'passed' if done.returncode == 0 else 'FAILED'} in {time.monotonic() - began:.0f} s", flush=True)
        if done.returncode:
            failed.append(name)
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nEverything passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
