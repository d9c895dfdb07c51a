"""What the permissions are called on screens, in the order of the roles' matrix."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from casemgr.accounts.roles import FIELD_GROUPS, ROLES, Role

WORDS: dict[str, Any] = {
    "view_case": _("See cases"),
    "register_person": _("Register a person"),
    "edit_case": _("Change a case"),
    "record_service": _("Record services"),
    "write_note": _("Write notes"),
    "manage_funds": _("Make funds and put money in"),
    "export_cases": _("Take cases out as files"),
    "approve": _("Approve plans and closures; keep interpreters and prepared messages"),
    "merge_cases": _("Merge two cases of one person, and undo it"),
    "move_note": _("Take notes out of a wrong case"),
    "record_consent": _("Record consents"),
    "close_case": _("Close cases"),
    "assign_case": _("Assign cases"),
    "restrict_case": _("Restrict who sees a case"),
    "import_cases": _("Import cases"),
    "keep_partners": _("Keep the partners that are reached by phone or letter"),
    "keep_shelter": _("Keep houses and rooms, and decide about residents who are missing"),
    "send_referral": _("Send referrals"),
    "answer_referral": _("Answer referrals"),
    "preview_statistics": _("See what of the organization would leave for statistics, as numbers"),
    "view_mechanism": _("See how referrals go in the country, as numbers"),
    "confirm_reset": _("Answer as the second person: lost second factors, roles that see much"),
    "manage_people": _("Manage colleagues, agreement and partner systems"),
    "plan_export": _("Plan and publish statistics"),
    "approve_export": _("Approve statistics"),
    "veto_export": _("Look at statistics before they are out, and stop them"),
    "handle_complaints": _("Read and settle complaints about staff"),
    "emergency_access": _("Open a case for some hours in an emergency"),
    "review_access": _("Look at emergency accesses afterwards"),
    "download_release": _("Download released statistics"),
    "view_audit": _("Read the audit trail"),
}
SCOPES: dict[str, Any] = {
    "organization": _("All cases of the organization"),
    "team": _("Cases of their teams, and those given to them by name"),
    "own": _("Only cases given to them by name"),
    "none": _("No cases at all"),
}


def matrix() -> tuple[list[Role], list[tuple[Any, list[bool]]]]:
    """The roles, and for each group of fields and each permission its words and whether each role has it."""
    roles = list(ROLES.values())
    known = sorted(set().union(*(role.permissions for role in roles)) - set(WORDS))
    codes = [*WORDS, *known]  # a permission without words yet is shown by its code
    may = [(WORDS.get(code, code), [code in role.permissions for role in roles]) for code in codes]
    reads = [(words, [group in role.reads for role in roles]) for group, words in FIELD_GROUPS.items()]
    return roles, reads + may
