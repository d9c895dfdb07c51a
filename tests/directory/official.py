"""An optional check against the official HSDS schemas and examples, which are not part of this product:

    python -m tests.directory.official HSDS_FOLDER

HSDS_FOLDER holds `schema/*.json` and `examples/` of the HSDS 3.0 specification. Every example is imported into a
database that is thrown away, exported again and compared; every item that the API answers is checked with jsonschema.
Ends with 1 when something is lost or doesn't fit.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

FOLDER = "CASEMGR_HSDS_FOLDER"


def main() -> int:
    """Run tests/directory/check_official.py over the folder."""
    if len(sys.argv) != 2 or not (Path(sys.argv[1]) / "schema").is_dir():
        sys.stderr.write(__doc__ or "")
        return 2
    os.environ[FOLDER] = str(Path(sys.argv[1]).resolve())
    return pytest.main(
        ["-q", "-s", "--no-header", "-p", "no:cacheprovider", str(Path(__file__).with_name("check_official.py"))]
    )


if __name__ == "__main__":
    sys.exit(main())
