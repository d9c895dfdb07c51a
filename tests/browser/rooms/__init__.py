"""Rooms of the product, each a module with its `SCREENS` (as in screens.py)."""

from types import ModuleType

from tests.browser.rooms import crisis, files, forms, hotline, legal, reports, rights, shelter, stats

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
