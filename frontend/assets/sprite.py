"""Writes one SVG sprite from single icons: `sprite.py FOLDER NAMES > icons.svg`."""

import re
import sys
from pathlib import Path

CONTENT = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def symbol(folder: Path, name: str) -> str:
    """The icon's drawing as a symbol that takes the colour of the text around it."""
    drawing = CONTENT.search((folder / f"{name}.svg").read_text(encoding="utf-8"))
    if drawing is None:
        raise SystemExit(f"{name}.svg holds no drawing")
    body = re.sub(r"\s*\n\s*", "", drawing[1])
    return f'<symbol id="{name}" viewBox="0 0 16 16" fill="currentColor">{body}</symbol>'


folder, names = Path(sys.argv[1]), Path(sys.argv[2]).read_text(encoding="utf-8").split()
print('<svg xmlns="http://www.w3.org/2000/svg">')
print("\n".join(symbol(folder, name) for name in sorted(set(names))))
print("</svg>")
