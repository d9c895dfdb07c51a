"""Every message catalogue must compile, with the placeholders of its originals. Exit code 1 names what is wrong."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Check each .po file with gettext's own msgfmt; nothing is written."""
    catalogues = sorted(path for path in ROOT.glob("*/locale/*/LC_MESSAGES/*.po"))
    failed = 0
    for path in catalogues:
        done = subprocess.run(
            ["msgfmt", "--check", "--output-file=/dev/null", str(path)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            failed += 1
            print(done.stderr.strip())
    print(f"{len(catalogues)} catalogues, {failed} wrong")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
