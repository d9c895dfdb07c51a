"""Every check of the project; `./test` runs it: the tests, and the quick checks beside them. Exit code 1 on failure.

Plain Python and the tools' own commands: whatever runs here, a person can run alone by the line that is printed.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
ROOMS = ("casemgr", "cases", "referrals", "anonymized_exports", "frontend")

Check = tuple[str, tuple[str, ...]]
CHECKS: tuple[Check, ...] = (
    ("lint", ("ruff", "check", "--quiet", ".")),
    ("format", ("ruff", "format", "--quiet", "--check", ".")),
    ("types", ("mypy", *ROOMS)),
    ("import directions", ("lint-imports", "--no-cache")),
    ("translations", ("python", "scripts/check_translations.py")),
    ("secrets", ("python", "-m", "scripts.check_secrets")),
    ("advisories", ("python", "-m", "scripts.check_advisories")),
)
TESTS: Check = ("tests", ("python", "-m", "pytest", "-q", "-n", str(os.cpu_count() or 2), "--dist", "loadgroup"))


# a check that may be unable to say anything, and the exit code with which it says so: told, but no failure
UNABLE = {"advisories": 3}


def verdict_of(name: str, code: int) -> str:
    """What an exit code of this check means."""
    if code == 0:
        return "passed"
    return "NOT CHECKED" if UNABLE.get(name) == code else "FAILED"


def verdict_on(check: Check, *, output: int | None = None) -> str:
    """Run one check and tell what came of it; its output, if held back (`subprocess.PIPE`), is told in one piece."""
    name, command = check
    began, line = time.monotonic(), f"\n== {name}: {' '.join(command)}"
    if output is None:
        print(line, flush=True)
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=ROOT, check=False, stdout=output, stderr=output and subprocess.STDOUT
    )
    verdict = verdict_of(name, done.returncode)
    told = f"{line}\n{done.stdout.decode(errors='replace')}" if output else ""
    print(f"{told}   {verdict} in {time.monotonic() - began:.0f} s", flush=True)
    return verdict


def main() -> int:
    """The tests, and beside them all other checks one by one; the names of those that failed come last."""
    with ThreadPoolExecutor(1) as beside:
        others = {check[0]: beside.submit(verdict_on, check, output=subprocess.PIPE) for check in CHECKS}
        verdicts = {TESTS[0]: verdict_on(TESTS)}
        verdicts = {name: one.result() for name, one in others.items()} | verdicts
    failed = [name for name, verdict in verdicts.items() if verdict == "FAILED"]
    unchecked = [name for name, verdict in verdicts.items() if verdict == "NOT CHECKED"]
    if unchecked:
        print(f"\nNot checked: {', '.join(unchecked)} (why stands above)")
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nEverything passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
