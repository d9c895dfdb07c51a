"""What can be done about statistics; each act checks the permission, the state and the budget itself."""

from .approve import approve, veto
from .papers import attach_paper, open_paper
from .plan import cancel, declare_cohort, declare_population, plan, rename_population
from .preview import preview
from .publish import download, release, review, withdraw
from .running import run, start
from .terms import accept_terms

__all__ = [
    "accept_terms",
    "approve",
    "attach_paper",
    "cancel",
    "declare_cohort",
    "declare_population",
    "download",
    "open_paper",
    "plan",
    "preview",
    "release",
    "rename_population",
    "review",
    "run",
    "start",
    "veto",
    "withdraw",
]
