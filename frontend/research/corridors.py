"""Corridors: from which citizenship to which country of exploitation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language_bidi

from cases.codelists.countries import BY_CODE
from frontend.packages import Package

from .cells import clear_of_noise
from .sankey import Flow, sankey
from .words import name_of

TABLE = "citizenship-country-of-exploitation"
DRAWN, LISTED = 14, 40


def corridors(package: Package) -> dict[str, Any]:
    """The largest corridors that stand clear of the noise, as a picture and as a list."""
    clear = [figure for figure in clear_of_noise(package, TABLE) if all(code in BY_CODE for code in figure.codes)]
    flows = [Flow(f.codes[0], f.codes[1], f.value, f.low, f.high) for f in clear]
    picture = sankey(flows[:DRAWN], mirrored=get_language_bidi())
    codes = {code for flow in flows for code in (flow.source, flow.target)}
    return {
        "picture": picture,
        "drawn": min(DRAWN, len(flows)),
        "rows": flows[:LISTED],
        "more": max(0, len(flows) - LISTED),
        "names": {code: name_of(code) for code in codes},
        "table": TABLE,
    }
