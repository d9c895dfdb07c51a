"""Writes what the vendored files are: `manifest.py NODE_MODULES VENDOR > manifest.json`."""

import hashlib
import json
import sys
from pathlib import Path

SOURCES = {
    "bootstrap.css": ("bootstrap", "subset compiled by frontend/assets/bootstrap.scss"),
    "bootstrap.rtl.css": ("bootstrap", "the same, mirrored by rtlcss"),
    "htmx.js": ("htmx.org", "dist/htmx.min.js, unchanged"),
    "icons.svg": ("bootstrap-icons", "the icons of frontend/assets/icons.txt as one sprite"),
}


def entry(modules: Path, vendor: Path, file: str) -> dict[str, str]:
    """Where a file comes from, under which licence, and its digest as committed."""
    package, what = SOURCES[file]
    facts = json.loads((modules / package / "package.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256((vendor / file).read_bytes()).hexdigest()
    return {
        "file": file,
        "package": package,
        "version": facts["version"],
        "licence": facts["license"],
        "what": what,
        "sha256": digest,
    }


modules, vendor = Path(sys.argv[1]), Path(sys.argv[2])
print(json.dumps([entry(modules, vendor, file) for file in SOURCES], indent=2))
