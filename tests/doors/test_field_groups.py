"""Which groups of fields a role is shown (ASVS 8.2.3): words planted in every field, looked for on a case's pages.

`casemgr/accounts/roles.py` says what a role reads; here is what its pages told.
"""

import pytest

from casemgr.accounts.roles import ROLES
from tests.doors.house import content_of
from tests.doors.personas import PEOPLE
from tests.doors.planted import GROUP_OF, readers, words_in

#: one who sees the case, for each role that sees cases
ONE_OF = {one.role: name for name, one in PEOPLE.items() if name in readers("harbor", "alias")}
#: where fields are shown: every other page is tried for words that its reader may not know by the table of doors
PAGES = (
    "case case_notes case_services case_plan case_alleged case_experience experience_change case_consents "
    "case_documents case_disclosures case_notices notice notice_sheet contact person_change safe_contact_change "
    "safety_plan_write"
).split()
#: what is shown of a case to whoever sees it, whatever the groups: who somebody is called, what is to be done
FIELD_GROUPS = {"identity": {"identity"}, "contact": {"contact"}, "health": {"health"}, "narrative": {"narrative"}}


def shown(house, persona):
    """The planted fields of the case on all its pages and reveals."""
    found = set()
    for name in PAGES:
        found |= words_in(content_of(house.knock(persona, name)))
    for field in ("phone", "email", "address", "legal_name", "identity_numbers", "code_word"):
        found |= words_in(content_of(house.knock(persona, "case_reveal", ids=house.ids | {"field": field})))
    return {field for row, field in found if row == "harbor"}


@pytest.mark.parametrize("role", sorted(ONE_OF))
def test_each_role_is_shown_its_groups_of_fields_and_no_others(house, role):
    told = shown(house, ONE_OF[role])
    allowed = {field for field in GROUP_OF if ONE_OF[role] in readers("harbor", field)}
    assert told <= allowed, sorted(told - allowed)
    for group in FIELD_GROUPS:
        fields = {field for field in told if GROUP_OF[field] == group and field not in ("alias", "guardian")}
        if group in ROLES[role].reads:
            assert fields, f"{role} reads {group} and is shown nothing of it"
    unread = {field for field in ("legal", "numbers") if "identity" not in ROLES[role].reads}
    unread |= {field for field in ("allergy",) if "health" not in ROLES[role].reads}
    unread |= {field for field in ("note", "experience", "document") if "narrative" not in ROLES[role].reads}
    unread |= {field for field in ("alleged", "privileged", "notice") if "legal" not in ROLES[role].reads}
    assert told & unread == set()


@pytest.mark.nodb
def test_every_role_that_sees_cases_is_tried():
    seeing = {role.code for role in ROLES.values() if role.scope != "none"} - {"partner_client", "remote_partner"}
    assert seeing == set(ONE_OF)
