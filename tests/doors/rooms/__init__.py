"""Rooms of the product, each with its doors and what lies behind them.

A room is a module with `DOORS` (as in table.py) and `fill(world)`, which makes what its pages show, plants words and
adds the ids that its URLs want.
"""

from types import ModuleType

from tests.doors.rooms import crisis, files, forms, hotline, legal, reports, rights, shelter, stats

ROOMS: tuple[ModuleType, ...] = (
    crisis,
    files,
    forms,
    hotline,
    legal,
    reports,
    rights,
    shelter,
    stats,
)
