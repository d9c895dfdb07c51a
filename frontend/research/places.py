"""Where people are from and where they were exploited, as maps with lists beside them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cases.codelists.countries import BY_CODE
from frontend.packages import Package

from .cells import by_codes, clear_of_noise
from .choropleth import choropleth
from .words import name_of

TABLES = ("citizenship", "country-of-exploitation")
LISTED = 20


def places(package: Package) -> dict[str, Any]:
    """A map for each of the two tables."""
    titles = {TABLES[0]: _("Citizenship"), TABLES[1]: _("Country of exploitation")}
    return {"maps": [_map(package, table, titles[table]) for table in TABLES if table in package.tables]}


def _map(package: Package, table: str, title: str) -> dict[str, Any]:
    figures = {codes[0]: figure for codes, figure in by_codes(package, table).items() if codes[0] in BY_CODE}
    clear = [figure for figure in clear_of_noise(package, table) if figure.codes[0] in BY_CODE]
    picture = choropleth(figures, {figure.codes[0] for figure in clear})
    return {
        "title": title,
        "table": table,
        "picture": picture,
        "rows": [(name_of(figure.codes[0], figure.labels[0]), figure) for figure in clear[:LISTED]],
        "more": max(0, len(clear) - LISTED),
        "names": {shape.code: name_of(shape.code) for shape in picture.shaded},
        "off_map": [name_of(code) for code in picture.off_map],
    }
