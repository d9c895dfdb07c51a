"""Who may do what: roles as data on one page.

`scope` says how far a role sees cases: the whole organization, only cases granted by name, or none at all.
What a permission allows is checked in the actions; which rows it reaches, in `visible_to` and in the database.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

CASEWORK = {"view_case", "register_person", "edit_case", "record_service", "write_note", "record_consent"}
SUPERVISING = set(
    "close_case assign_case restrict_case approve move_note merge_cases import_cases export_cases manage_funds".split()
)
REFERRING = {"send_referral", "answer_referral"}


@dataclass(frozen=True)
class Role:
    """A role: its code, its name on screens, its scope over cases, its permissions, its need of a second factor."""

    code: str
    label: Any
    scope: str
    permissions: frozenset[str]
    second_factor: bool


def _role(code: str, label: Any, scope: str, *permissions: set[str], second_factor: bool = True) -> tuple[str, Role]:
    return code, Role(code, label, scope, frozenset().union(*permissions), second_factor)


ROLES: dict[str, Role] = dict(
    [
        _role("intake", _("Intake worker"), "own", CASEWORK - {"write_note"}),
        _role("caseworker", _("Caseworker"), "own", CASEWORK, REFERRING, {"close_case"}),
        _role(
            "supervisor",
            _("Supervisor"),
            "organization",
            CASEWORK,
            REFERRING,
            SUPERVISING,
        ),
        _role("org_admin", _("Organization administrator"), "none", {"manage_people"}),
        _role("data_steward", _("Data steward"), "none", {"plan_export", "approve_export", "download_release"}),
        _role("auditor", _("Auditor"), "none", {"view_audit"}),
        _role("researcher", _("Researcher"), "none", {"download_release"}, second_factor=False),
        _role(
            "partner_client",
            _("Partner system"),
            "own",
            {"register_person", "record_consent", "view_case", "send_referral"},
        ),
    ]
)
