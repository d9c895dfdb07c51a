"""Under which licence a package comes, as an SPDX expression, and which may be shipped beside Apache-2.0."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "frontend" / "static" / "vendor"

ALLOWED = frozenset(
    "0BSD Apache-2.0 BSD-2-Clause BSD-3-Clause CC0-1.0 ISC MIT MIT-0 MIT-CMU PSF-2.0 Zlib "
    # files under these stay under them; we change none and ship them as they are
    "MPL-2.0 "
    # libraries, unchanged, that anybody can replace by another version
    "LGPL-3.0-only LGPL-3.0-or-later".split()
)
# what packages write in place of an expression
SAID = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD 3-Clause OR Apache-2.0": "BSD-3-Clause OR Apache-2.0",
    "ISC License": "ISC",
    "PSFL": "PSF-2.0",
    "BSD-0-Clause": "0BSD",
}
# and where they write their whole licence, or only a class of licences: read in their own files
READ = {
    "anyascii": "ISC",
    "django-oauth-toolkit": "BSD-2-Clause",
    "duckdb": "MIT",
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",
    "jinja2": "BSD-3-Clause",
    "markdown-it-py": "MIT",
    "mdurl": "MIT",
    "pathspec": "MPL-2.0",
    "procrastinate": "MIT",
    "pytest-django": "BSD-3-Clause",
    "sqlparse": "BSD-3-Clause",
}


def of_package(name: str) -> str:
    """The licence of an installed package; empty where it isn't installed here (another platform's)."""
    if name in READ:
        return READ[name]
    try:
        about = distribution(name).metadata
    except PackageNotFoundError:
        return ""
    said = about.get("License-Expression") or about.get("License") or ""
    return SAID.get(said, said)


def vendored() -> list[dict[str, Any]]:
    """The front-end files that come from elsewhere, with SPDX licences."""
    files = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
    return [one | {"licence": SAID.get(one["licence"], one["licence"])} for one in files]


def may_be_shipped(expression: str) -> bool:
    """Whether every part joined by AND is allowed, and of those joined by OR at least one."""
    every = re.split(r"\s+AND\s+", re.sub(r"[()]", "", expression))
    return bool(expression) and all(any(one in ALLOWED for one in re.split(r"\s+OR\s+", part)) for part in every)
