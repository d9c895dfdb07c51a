"""The check for duplicates is written down: whom it found, and a digest of everything that was asked."""

from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from cases.search import possible_duplicates
from tests.conftest import as_user, open_case


def checked(by, **words):
    with as_user(by):
        possible_duplicates(by=by, **words)
        entries = AuditEntry.objects.unscoped("what the test did").filter(event=events.DUPLICATES_CHECKED)
        return entries.latest("timestamp").additional_data


def test_it_names_the_cases_found_by_id(caseworker, colleague):
    found, _other = open_case(caseworker, "Amira"), open_case(caseworker, "Zoltan")
    facts = checked(colleague, alias="Amira")
    assert (facts["ids"], facts["count"]) == (str(found.pk), 1)


def test_the_digest_covers_alias_and_phone(caseworker):
    one, other = (checked(caseworker, alias="Amira", phone=phone)["query"] for phone in ("+15550100", "+15550101"))
    assert one != other != checked(caseworker, alias="Amira")["query"]
    assert checked(caseworker, alias="Amira", phone="+15550100")["query"] == one
