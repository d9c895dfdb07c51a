"""Who may do what: roles as data on one page.

`scope` says how far a role sees cases: the whole organization, those of one's teams, only those granted by name, or
none. `reads` are the groups of fields it reads there. What a permission allows is checked in the actions; which rows
and groups it reaches, in `visible_to` and in the database.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

FIELD_GROUPS: dict[str, Any] = {
    "identity": _("Legal name, birth date, papers"),
    "contact": _("Contact and safety"),
    "narrative": _("What happened: notes, experience, evidence"),
    "health": _("Health"),
    "legal": _("Legal advice and allegations"),
}
EVERYTHING = frozenset(FIELD_GROUPS)
CARE = frozenset({"identity", "contact", "health"})

CASEWORK = {"view_case", "register_person", "edit_case", "record_service", "write_note", "record_consent"}
SPECIALIST = {"view_case", "edit_case", "record_service", "write_note", "emergency_access"}
SUPERVISING = set(
    "close_case assign_case restrict_case approve move_note merge_cases import_cases export_cases manage_funds "
    "review_access confirm_reset keep_partners keep_shelter".split()
)
REFERRING = {"send_referral", "answer_referral"}
# telling an authority without consent; `approve` is the second person's
REPORTING = {"draft_notice", "send_notice"}
RELEASING = {"plan_export", "approve_export"}
COUNTING = {"view_reports"}  # counts of the cases that the role sees; equity and gaps in records too
PREVIEWING = {"preview_statistics"}  # what would leave of one's own organization, as counts
COORDINATING = {"view_mechanism"}  # how referrals go in the country, as counts
EMERGENCY = {"emergency_access"}
HOTLINE = {"take_contacts"}  # calls for help, before there is a case


@dataclass(frozen=True)
class Role:
    """A role: its code, name, scope over cases, permissions, groups of fields, and its need of a second factor."""

    code: str
    label: Any
    scope: str
    permissions: frozenset[str]
    reads: frozenset[str] = frozenset()
    second_factor: bool = True

    @property
    def row_scope(self) -> str:
        """The scope as policies know it: a team's cases are a right beside those granted by name."""
        return "own" if self.scope == "team" else self.scope

    @property
    def sees_others(self) -> bool:
        """Whether the role sees colleagues' cases without being named on them."""
        return self.scope in ("organization", "team")

    @property
    def takes_two(self) -> bool:
        """Whether an administrator alone can't give it: it opens others' cases, complaints or the trail, or is the
        second person itself.
        """
        return self.sees_others or bool(self.permissions & {"handle_complaints", "view_audit", "confirm_reset"})

    @property
    def rights(self) -> frozenset[str]:
        """What policies ask about beside the scope: groups of fields, and permissions that open rows."""
        return self.reads | ({"team"} if self.scope == "team" else set()) | (self.permissions & RIGHTS)


#: roles of accounts that nobody signs in to: partners' systems, and organizations on other instances
MACHINES = frozenset({"partner_client", "remote_partner"})
#: permissions that the database checks too
RIGHTS = frozenset(
    {
        "answer_referral",
        "confirm_reset",
        "emergency_access",
        "handle_complaints",
        "keep_directory",
        "keep_partners",
        "keep_shelter",
        "manage_people",
        "preview_statistics",
        "take_contacts",
        "read_health_facts",
        "view_mechanism",
    }
)


def _role(
    code: str,
    label: Any,
    scope: str,
    *permissions: set[str],
    reads: frozenset[str] = frozenset(),
    second_factor: bool = True,
) -> tuple[str, Role]:
    return code, Role(code, label, scope, frozenset().union(*permissions), reads, second_factor)


ROLES: dict[str, Role] = dict(
    [
        _role("intake", _("Intake worker"), "own", CASEWORK - {"write_note"}, EMERGENCY, HOTLINE, reads=CARE),
        _role(
            "caseworker",
            _("Caseworker"),
            "own",
            CASEWORK,
            REFERRING,
            REPORTING,
            EMERGENCY,
            HOTLINE,
            {"close_case"},
            reads=EVERYTHING,
        ),
        _role(
            "team_lead",
            _("Team lead"),
            "team",
            CASEWORK,
            REFERRING,
            REPORTING,
            EMERGENCY,
            COUNTING,
            HOTLINE,
            {"close_case", "assign_case"},
            reads=EVERYTHING,
        ),
        _role(
            "supervisor",
            _("Supervisor"),
            "organization",
            CASEWORK,
            REFERRING,
            REPORTING,
            SUPERVISING,
            COORDINATING,
            COUNTING,
            HOTLINE,
            reads=EVERYTHING,
        ),
        _role(
            "night_staff",
            _("Shelter or night staff"),
            "team",
            {"view_case", "record_service", "write_note"},
            EMERGENCY,
            reads=frozenset({"contact", "health"}),
        ),
        _role("health_worker", _("Health worker"), "own", SPECIALIST, {"read_health_facts"}, reads=CARE),
        _role("legal_worker", _("Legal worker"), "own", SPECIALIST, reads=frozenset({"identity", "contact", "legal"})),
        _role(
            "org_admin",
            _("Organization administrator"),
            "none",
            {"manage_people", "confirm_reset", "keep_directory", "keep_partners"},
            PREVIEWING,
        ),
        _role("complaint_recipient", _("Complaint recipient"), "none", {"handle_complaints"}),
        _role(
            "data_steward",
            _("Data steward"),
            "none",
            {"plan_export", "approve_export", "veto_export", "download_release"},
            COORDINATING,
            PREVIEWING,
        ),
        _role("survivor_adviser", _("Survivor adviser"), "none", {"veto_export", "download_release"}),
        _role("auditor", _("Auditor"), "none", {"view_audit"}),
        _role("researcher", _("Researcher"), "none", {"download_release"}, second_factor=False),
        _role(
            "partner_client",
            _("Partner system"),
            "own",
            {"register_person", "record_consent", "view_case", "send_referral", "keep_directory", "draft_notice"},
            reads=EVERYTHING,  # what it hands over is bounded by the consent to share
        ),
        _role("remote_partner", _("Organization on another instance"), "own", {"send_referral", "answer_referral"}),
    ]
)
