"""Whether something that opens a door lies in the repository: `python -m scripts.check_secrets [--history]`.

Looks at tracked and new files, with `--history` at every line that any commit added. It tells file, line and kind,
never the secret. A line that only looks like one ends with the words of ALLOWED and a reason.
"""

from __future__ import annotations

import argparse
import math
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = "not a secret:"
GENERATED = ("uv.lock", "frontend/static/vendor/")
KINDS = {
    "a private key": re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----"),
    "an age key": re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]{58}"),
    "an AWS key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a GitHub token": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})"),
    "a GitLab token": re.compile(r"\bglpat-[A-Za-z0-9_-]{20,}"),
    "a Slack token": re.compile(r"\bxox[abeoprs]-[A-Za-z0-9-]{20,}"),
    "a Google key": re.compile(r"\bAIza[A-Za-z0-9_-]{35}\b"),
    "a Stripe key": re.compile(r"\b[rs]k_live_[A-Za-z0-9]{20,}"),
    "an npm token": re.compile(r"\bnpm_[A-Za-z0-9]{36}\b"),
    "a package index token": re.compile(r"\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{40,}"),
    "a signed token": re.compile(r"\beyJ[A-Za-z0-9_-]{16,}\.eyJ[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{20,}"),
    "a bearer token": re.compile(r"\bBearer [A-Za-z0-9_.~+/-]{30,}"),
}
IN_ADDRESS = re.compile(r"\b[a-z][a-z0-9+]*://[^\s/:@{}$\"']+:(?P<value>[^\s/@{}$\"'<>%]{6,})@")
ASSIGNED = re.compile(
    r"(?i)(?:passw(?:or)?d|passphrase|secret|token|api_?key|private_?key|master_?key|credential)[a-z_]*"
    r"[\"']?\s*[:=]\s*[bf]?[\"'](?P<value>[A-Za-z0-9+/=_.~!#$%&*-]{16,})[\"']"
)
PLACEHOLDERS = re.compile(r"(?i)^(?:PASSWORD|SECRET|x+|changeme|example)$")
BITS = 3.6  # a character; words and dotted names stay below, random letters and digits lie above


def kind_of(line: str) -> str:
    """What secret is in this line; empty for none."""
    if ALLOWED in line:
        return ""
    if found := next((kind for kind, pattern in KINDS.items() if pattern.search(line)), ""):
        return found
    if (match := IN_ADDRESS.search(line)) and not PLACEHOLDERS.match(match["value"]):
        return "a password in an address"
    if any(is_random(match["value"]) for match in ASSIGNED.finditer(line)):
        return "a secret that is assigned"
    return ""


def is_random(value: str) -> bool:
    """Whether it looks made by chance: letters and digits in about equal numbers of each."""
    counts = Counter(value)
    bits = -sum(n / len(value) * math.log2(n / len(value)) for n in counts.values())
    return bits >= BITS and any(c.isdigit() for c in value) and any(c.isalpha() for c in value)


def files(root: Path) -> Iterator[Path]:
    """Tracked and new files; ignored ones hold an instance's own keys and stay where they are."""
    for name in _git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
        path = root / name
        if name and path.is_file() and not path.is_symlink() and not name.startswith(GENERATED):
            yield path


def in_files(root: Path) -> Iterator[str]:
    """Each finding in the working tree, as `file:line: kind`."""
    for path in files(root):
        lines = path.read_bytes().decode(errors="replace").splitlines()
        for number, line in enumerate(lines, 1):
            if kind := kind_of(line):
                yield f"{path.relative_to(root)}:{number}: {kind}"


def in_history(root: Path) -> Iterator[str]:
    """Each finding in a line that some commit added, as `commit file: kind`."""
    command = ["git", "-C", str(root), "log", "--all", "--patch", "--unified=0", "--no-color", "--format=commit %H"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, errors="replace") as log:
        yield from added(log.stdout or ())
    if log.returncode:
        raise SystemExit(f"git log ended with {log.returncode}: the history was not looked at")


def added(log: Iterable[str]) -> Iterator[str]:
    """The findings of a log with patches."""
    commit = name = ""
    for line in log:
        if line.startswith("commit "):
            commit = line.split()[1][:12]
        elif line.startswith("+++ "):
            name = line[4:].strip().removeprefix("b/")
        elif line.startswith("+") and not name.startswith(GENERATED) and (kind := kind_of(line[1:])):
            yield f"{commit} {name}: {kind}"


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def main(argv: list[str] | None = None) -> int:
    """Look and tell; 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="check_secrets", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--history", action="store_true", help="look at every commit as well")
    parser.add_argument("--root", type=Path, default=ROOT)
    given = parser.parse_args(argv)
    found = [*in_files(given.root), *(in_history(given.root) if given.history else ())]
    print("\n".join([*found, f"{len(found)} secrets found."]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
