"""Making a slip: who may, what goes on it, and what ends it."""

import datetime

import pytest
from django.db import transaction

from casemgr.accounts.actions import set_carried_links
from casemgr.audit.models import AuditEntry
from casemgr.encryption import keys
from casemgr.encryption.errors import KeyDestroyed
from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.actions import mark_gone, record_contact, set_restricted, withdraw
from cases.carried import KINDS, carried_fields
from cases.models import Consent, SafeContact
from referrals import actions, tasks
from referrals.actions.carried import end_with_consent
from referrals.carried_lifecycle import State
from referrals.models import CarriedLink
from tests.carried.conftest import NAME, WISH, give, now_is_slip, open_
from tests.conftest import as_user, make_person_of, open_case
from tests.referrals.conftest import PLANTED


def refused(error, case, by, field="", **changes):
    with pytest.raises(error) as caught:
        give(case, by, **changes)
    assert getattr(caught.value, "field", None) == (field or None)


def test_it_is_off_until_an_administrator_switches_it_on(planted_case, caseworker, org_admin, harbor):
    assert harbor.carried_links is False
    refused(NotFound, planted_case, caseworker)
    for wrongly in ({"name": NAME}, {"understood": True}, {"name": "harbor  house", "understood": True}):
        with as_user(org_admin), pytest.raises(InvalidInput):
            set_carried_links(on=True, by=org_admin, **wrongly)
    with as_user(caseworker), pytest.raises(NotPermitted):
        set_carried_links(on=True, name=NAME, understood=True, by=caseworker)
    with as_user(org_admin):
        assert set_carried_links(on=True, name=NAME, understood=True, by=org_admin).carried_links


def test_switching_it_off_closes_what_people_carry(slip, caseworker, org_admin):
    with as_user(org_admin):
        actions.switch_carried(on=False, by=org_admin)
    assert open_(slip) is None
    assert_gone(slip, caseworker, State.ENDED)
    with as_user(org_admin):
        actions.switch_carried(on=True, name=NAME, understood=True, by=org_admin)
    assert open_(slip) is None, "what was closed stays closed"


def test_after_an_unsafe_contact_no_slip_gives_the_old_rules(slip, planted_case, caseworker, switched_on):
    beside = give(planted_case, caseworker, service_code="medical", categories=["identity"])
    with as_user(caseworker):
        record_contact(planted_case, way="incoming", result="unsafe", by=caseworker)
    assert_gone(slip, caseworker, State.ENDED)
    assert open_(beside)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"talked": False}, "talked"),
        ({"categories": []}, "categories"),
        ({"categories": ["identity", "health"]}, "categories"),
        ({"categories": ["experience"]}, "categories"),
        ({"hours": 337}, "hours"),
        ({"hours": 0}, "hours"),
        ({"openings": 6}, "openings"),
        ({"openings": 0}, "openings"),
        ({"service_code": "anything"}, "service_code"),
    ],
)
def test_it_wants_a_talk_few_fields_and_an_end(planted_case, caseworker, switched_on, changes, field):
    refused(InvalidInput, planted_case, caseworker, field, **changes)


def test_a_no_is_kept_and_nothing_is_made(planted_case, caseworker, switched_on):
    assert give(planted_case, caseworker, word={"decision": "declined"}) is None
    with as_user(caseworker), transaction.atomic():
        assert Consent.objects.visible_to(caseworker).get(purpose="carry").decision == "declined"
        assert not CarriedLink.objects.visible_to(caseworker).exists()


def test_it_shows_exactly_what_was_agreed_and_never_what_may_not_be_carried(planted_case, caseworker, switched_on):
    found = open_(give(planted_case, caseworker, categories=list(KINDS)))
    named = {name for kind in KINDS for name in carried_fields(kind)}
    assert set(found.fields) <= named | {"safe_contact"}
    assert found.fields["legal_name"] == PLANTED["legal_name"] and found.fields["phone"] == PLANTED["phone"]
    assert "address" not in found.fields
    assert not {"services", "exploitation_types", "health_notes", "legal_notes"} & set(found.fields)
    alone = open_(give(planted_case, caseworker, categories=["background"]))
    assert set(alone.fields) == {"gender", "citizenship"}


def test_a_contact_goes_with_its_rules_but_not_the_code_word(planted_case, caseworker, switched_on):
    assert open_(give(planted_case, caseworker)).fields["safe_contact"]["channel"] == "none", "the strictest"
    with as_user(caseworker), transaction.atomic():
        contact = SafeContact.objects.visible_to(caseworker).get(person_id=planted_case.person_id)
        contact.channel, contact.may_text, contact.hours = "text", True, "Mornings"
        contact.code_word, contact.who_may_answer, contact.if_someone_else = (
            "planted-word",
            "Planted Aunt",
            "Wrong number",
        )
        contact.save()
    rules = open_(give(planted_case, caseworker)).fields["safe_contact"]
    assert (rules["channel"], rules["may_text"], rules["hours"]) == ("text", True, "Mornings")
    assert rules["if_someone_else"] == "Wrong number" and rules["may_call"] is False
    assert rules["code_word"] is None and rules["who_may_answer"] is None


def test_later_changes_of_the_case_do_not_reach_it(slip, planted_case, caseworker):
    with as_user(caseworker):
        planted_case.person.legal_name = "Another"
        planted_case.person.save()
    assert open_(slip).fields["legal_name"] == PLANTED["legal_name"]


def test_only_who_sees_the_case_and_may_refer_gives_one(planted_case, switched_on, harbor, partner_worker, caseworker):
    for role, error in (("intake", NotFound), ("legal_worker", NotFound), ("auditor", NotFound)):
        refused(error, planted_case, make_person_of(harbor, role))
    refused(NotFound, planted_case, partner_worker)
    registrar = make_person_of(harbor, "intake")
    refused(NotPermitted, open_case(registrar), registrar)


def test_of_a_restricted_case_only_those_named_on_it(slip, planted_case, caseworker, harbor, supervisor):
    other = make_person_of(harbor, "supervisor")
    with as_user(supervisor):
        set_restricted(planted_case, restricted=True, reason="A relative works here", by=supervisor)
    refused(NotFound, planted_case, other)
    with as_user(other), transaction.atomic():
        assert not CarriedLink.objects.visible_to(other).exists()
        assert not CarriedLink.objects.unscoped("row-level security itself").exists()
    assert open_(slip) is not None, "whoever carries it still opens it"


def test_a_newer_slip_for_the_same_service_replaces_the_older(slip, planted_case, caseworker):
    newer = give(planted_case, caseworker)
    beside = give(planted_case, caseworker, service_code="medical")
    assert open_(slip) is None and now_is_slip(slip, caseworker).state == State.ENDED
    assert open_(newer) and open_(beside)


def test_ending_destroys_the_key_at_once(slip, caseworker):
    with as_user(caseworker):
        actions.end_carried(slip.link, by=caseworker)
        with pytest.raises(NotInThisState):
            actions.end_carried(slip.link, by=caseworker)
    assert_gone(slip, caseworker, State.ENDED)
    with as_user(caseworker), transaction.atomic():
        consent = Consent.objects.visible_to(caseworker).get(pk=slip.link.consent_id)
        assert consent.ended_at, "the person changed their mind"


def test_withdrawing_the_consent_destroys_the_key_at_once(slip, caseworker):
    with as_user(caseworker):
        withdraw(slip.link.consent, by=caseworker)
    assert_gone(slip, caseworker, State.ENDED)


def test_the_clock_destroys_what_is_past_its_end(slip, caseworker, clock):
    clock.go(hours=71)
    tasks.keep_time(str(caseworker.organization_id))
    assert now_is_slip(slip, caseworker).state == State.READY
    clock.go(hours=1)
    assert open_(slip) is None, "before the clock comes round"
    tasks.keep_time(str(caseworker.organization_id))
    assert_gone(slip, caseworker, State.EXPIRED)


def test_erasing_the_person_closes_it(slip, planted_case, caseworker):
    keys.destroy(caseworker.organization_id, planted_case.person_id)
    assert open_(slip) is None
    assert now_is_slip(slip, caseworker).openings == 0


def assert_gone(slip, by, state):
    row = now_is_slip(slip, by)
    assert (row.state, row.content_sealed) == (state, None)
    with pytest.raises(KeyDestroyed):
        keys.data_key(row.organization_id, row.pk)
    assert open_(slip) is None
    assert row.fields, "the names stay, for the list of who was told what"


def test_the_trail_has_each_step_on_the_case_and_no_value(slip, planted_case, caseworker, auditor):
    open_(slip)
    with as_user(auditor), transaction.atomic():
        rows = (
            AuditEntry.objects.visible_to(auditor).filter(event__startswith="case:carried:").order_by("timestamp", "id")
        )
        found = [(row.event, row.actor_id, row.object_pk) for row in rows]
        told = str([(row.changes, row.additional_data) for row in rows])
    case = str(planted_case.pk)
    assert found == [("case:carried:add", caseworker.pk, case), ("case:carried:open", None, case)]
    assert not [value for value in map(str, PLANTED.values()) if len(value) > 3 and value in told]
    assert slip.code not in told and slip.passcode not in told


def test_hours_and_openings_are_as_chosen(planted_case, caseworker, switched_on, clock):
    link = give(planted_case, caseworker, hours=6, openings=1).link
    assert link.expires_at - link.made_at == datetime.timedelta(hours=6)
    assert (link.most_openings, link.service_code) == (1, WISH["service_code"])


def test_a_slip_on_a_case_that_is_not_seen_ends_with_its_consent(slip, planted_case, caseworker, harbor, supervisor):
    other = make_person_of(harbor, "supervisor")
    with as_user(supervisor):
        set_restricted(planted_case, restricted=True, reason="A relative works here", by=supervisor)
    with as_user(other), transaction.atomic():
        end_with_consent(slip.link.consent, other)
    assert_gone(slip, caseworker, State.ENDED)


def test_no_slip_opens_and_none_is_made_once_contact_stopped(slip, planted_case, caseworker, switched_on):
    with as_user(caseworker):
        mark_gone(planted_case, kind="missing", words="The landlord called.", by=caseworker)
    assert_gone(slip, caseworker, State.ENDED)
    with pytest.raises(InvalidInput, match="Contact has stopped"):
        give(planted_case, caseworker)
