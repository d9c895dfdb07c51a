"""Writes land and borders of the world for our own maps: `world.py NODE_MODULES > ../maps/world.json`.

From npm `world-atlas` (ISC), which holds Natural Earth's 1:110m countries (public domain). Lines are kept in hundredths
of a degree, about a kilometre, each point as its difference to the one before.
"""

import json
import sys
from collections import Counter
from pathlib import Path

SCALE = 100


def main() -> None:
    """Read the package, print the lines."""
    package = Path(sys.argv[1]) / "world-atlas"
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    atlas = json.loads((package / "countries-110m.json").read_text(encoding="utf-8"))
    arcs = [points(arc, atlas["transform"]) for arc in atlas["arcs"]]
    polygons = [polygon for one in atlas["objects"]["land"]["geometries"] for polygon in one["arcs"]]
    used = Counter(max(i, ~i) for one in atlas["objects"]["countries"]["geometries"] for i in flat(one["arcs"]))
    made = {
        "source": f"Natural Earth 1:110m, public domain, from npm world-atlas {version} (ISC)",
        "land": [packed(joined(ring, arcs)) for polygon in polygons for ring in polygon],
        "borders": [packed(arcs[number]) for number, count in sorted(used.items()) if count > 1],
    }
    print(json.dumps(made, separators=(",", ":")))


def points(arc: list[list[int]], transform: dict[str, list[float]]) -> list[tuple[int, int]]:
    """An arc of TopoJSON (differences, quantized) in hundredths of a degree."""
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    x = y = 0
    found = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        found.append((round((x * sx + tx) * SCALE), round((y * sy + ty) * SCALE)))
    return found


def joined(ring: list[int], arcs: list[list[tuple[int, int]]]) -> list[tuple[int, int]]:
    """The points of a ring; a negative number is an arc backwards."""
    found: list[tuple[int, int]] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        found += arc[1:] if found else arc
    return found


def packed(line: list[tuple[int, int]]) -> list[int]:
    """Differences one after the other, points that are the same as the one before left out."""
    x = y = 0
    found: list[int] = []
    for px, py in line:
        if not found or (px, py) != (x, y):
            found += [px - x, py - y]
            x, y = px, py
    return found


def flat(arcs: object) -> list[int]:
    """The numbers in nested lists."""
    return [i for one in arcs for i in flat(one)] if isinstance(arcs, list) else [int(arcs)]  # type: ignore[call-overload]


if __name__ == "__main__":
    main()
