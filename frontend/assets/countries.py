"""Writes the shapes of countries for maps of statistics: `countries.py NODE_MODULES > ../maps/countries.json`.

From npm `world-atlas` (ISC), which holds Natural Earth's 1:110m countries (public domain), by ISO 3166-1 alpha-3 code
(npm `i18n-iso-countries`, MIT). Packed like the world's outline, in tenths of a degree: the maps are small.
"""

import json
import sys
from pathlib import Path

from world import joined, packed, points  # type: ignore[import-not-found]  # the script beside this one

COARSER = 10


def main() -> None:
    """Read the packages, print the rings. A shape without a code of its own is drawn as land, and never coloured."""
    modules = Path(sys.argv[1])
    version = json.loads((modules / "world-atlas" / "package.json").read_text(encoding="utf-8"))["version"]
    atlas = json.loads((modules / "world-atlas" / "countries-110m.json").read_text(encoding="utf-8"))
    codes = json.loads((modules / "i18n-iso-countries" / "codes.json").read_text(encoding="utf-8"))
    alpha3 = {row[2]: row[1] for row in codes}
    arcs = [points(arc, atlas["transform"]) for arc in atlas["arcs"]]
    shapes: dict[str, list[list[int]]] = {}
    for one in atlas["objects"]["countries"]["geometries"]:
        polygons = [one["arcs"]] if one["type"] == "Polygon" else one["arcs"]
        rings = [packed(coarse(joined(ring, arcs))) for polygon in polygons for ring in polygon]
        shapes.setdefault(alpha3.get(one.get("id", ""), ""), []).extend(ring for ring in rings if len(ring) > 6)
    source = f"Natural Earth 1:110m, public domain, from npm world-atlas {version} (ISC)"
    print(json.dumps({"source": source, "shapes": dict(sorted(shapes.items()))}, separators=(",", ":")))


def coarse(ring: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same ring in tenths of a degree."""
    return [(round(x / COARSER), round(y / COARSER)) for x, y in ring]


if __name__ == "__main__":
    main()
