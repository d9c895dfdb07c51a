"""How much is tried: what notices a fault within minutes, or with CASEMGR_PROOF=full everything there is to try."""

import os

FULL = os.environ.get("CASEMGR_PROOF") == "full"


def first(few, *points):
    """So many of the points at which something is tried, the most telling first; all of them for the full proof."""
    return list(points if FULL else points[:few])
