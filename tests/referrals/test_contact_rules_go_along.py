"""A disclosure never carries a contact without its safe-contact rules and the need for an interpreter: a property.

The model knows no registry of fields: a contact is one of the planted values, wherever it stands in what was read.
"""

import datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.consent_categories import CATEGORIES
from cases.disclosed import collect, consented_fields
from cases.models import SafeContact
from tests.conftest import as_user, open_case

CONTACTS = {"phone": "+15550100777", "email": "planted@example.net", "address": "77 Planted Street"}
RULES = {
    "channel", "may_call", "may_text", "may_voicemail", "may_email", "hours", "who_may_answer", "if_someone_else",
    "code_word",
}  # fmt: skip
KINDS = st.sets(st.sampled_from(sorted(CATEGORIES)))
QUIET = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}
NEVER = {"channel": "none", "may_call": False, "may_text": False, "may_voicemail": False, "may_email": False}


@pytest.fixture
def reachable(caseworker):
    return open_case(caseworker, **CONTACTS, interpreter_needed=True, preferred_language="sw")


def holds_a_contact(fields):
    return any(value in str(fields) for value in CONTACTS.values())


@given(kinds=KINDS)
@settings(max_examples=40, **QUIET)
def test_wherever_a_contact_is_its_rules_and_interpreter_need_are(reachable, caseworker, kinds):
    with as_user(caseworker):
        fields = collect(reachable, kinds)
    assert holds_a_contact(fields) == ("contact" in kinds)
    if holds_a_contact(fields):
        assert set(fields["safe_contact"]) == RULES
        assert fields["interpreter_needed"] is True and fields["preferred_language"] == "sw"
    assert not holds_a_contact({n: v for n, v in fields.items() if n not in CONTACTS})


@pytest.mark.nodb
@given(kinds=st.sets(st.one_of(st.sampled_from(sorted(CATEGORIES)), st.text(max_size=9))))
def test_no_set_of_kinds_covers_a_contact_alone(kinds):
    fields = consented_fields(kinds)
    if fields & set(CONTACTS):
        assert {"safe_contact", "interpreter_needed", "preferred_language"} <= fields


@given(
    rules=st.fixed_dictionaries(
        {name: st.booleans() for name in ("may_call", "may_text", "may_voicemail", "may_email")}
    ),
    unsafe=st.booleans(),
    written=st.booleans(),
)
@settings(max_examples=25, **QUIET)
def test_unsafe_or_unwritten_rules_allow_nothing(reachable, caseworker, rules, unsafe, written):
    with as_user(caseworker):
        row = SafeContact.objects.visible_to(caseworker).filter(person_id=reachable.person_id)
        since = datetime.datetime.now(datetime.UTC) if unsafe else None
        assert row.update(**rules, channel="phone", unsafe_since=since) == 1
        told = collect(reachable, ["contact"])["safe_contact"] if written else _without_a_row(reachable, row)
    if unsafe or not written:
        assert {name: told[name] for name in NEVER} == NEVER
    else:
        assert {name: told[name] for name in rules} == rules


def _without_a_row(case, row):
    with transaction.atomic():
        row.delete()
        told = collect(case, ["contact"])["safe_contact"]
        transaction.set_rollback(True)
    return told
