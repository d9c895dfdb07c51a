"""What can be done about statistics; each act checks the permission, the state and the budget itself."""

from .approve import approve, veto
from .plan import cancel, declare_population, plan, rename_population
from .publish import download, release, review, withdraw
from .running import run, start

__all__ = [
    "approve",
    "cancel",
    "declare_population",
    "download",
    "plan",
    "release",
    "rename_population",
    "review",
    "run",
    "start",
    "veto",
    "withdraw",
]
