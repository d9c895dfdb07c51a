"""A contact becomes a case with nothing typed again, and keeps none of its words; else it goes in time."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from casemgr.accounts.actions import deactivate, set_working_rules
from casemgr.encryption import keys
from casemgr.encryption.errors import KeyDestroyed
from casemgr.errors import InvalidInput, NotFound, NotInThisState
from cases import actions
from cases.models import Case, Note, QuickContact
from tests.conftest import as_user, open_case, store_consent
from tests.hotline.conftest import OFFERED, TODAY, call, now_is, seen, tally


def register(contact, by, **changes):
    given = {"person": {"alias": "Sorrel"}, "consent": store_consent()} | changes
    with as_user(by):
        return actions.register_contact(contact, by=by, **given)


def notes(case, by):
    with as_user(by), transaction.atomic():
        return [note.body for note in Note.objects.visible_to(by).filter(case=case)]


def test_the_words_move_under_the_person_s_key(intake, contact, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        case = register(contact, intake)
    [body] = notes(case, intake)
    for said in (OFFERED["words"], "Emergency shelter", "Legal aid", "Old Town", "United States", "In danger"):
        assert said in body
    left = now_is(contact, intake)
    assert (left.case_id, left.state, left.needs, left.language) == (case.pk, "case", [], "")
    assert all(getattr(left, f"{name}_sealed") is None for name in QuickContact.SEALED)
    with pytest.raises(KeyDestroyed):
        keys.data_key(contact.organization_id, contact.pk)
    assert tally(intake)[("outcome", "case", "")] == 1


def test_a_promised_day_stands_in_the_first_note(intake):
    day = TODAY + datetime.timedelta(days=3)
    assert f"call back on: {day.isoformat()}" in notes(register(call(intake, call_on=day), intake), intake)[0]
    assert "call back on" not in notes(register(call(intake, call_on=None), intake), intake)[0]


def test_it_becomes_one_case_only(intake, contact):
    case = register(contact, intake)
    with pytest.raises(NotInThisState):
        register(contact, intake)
    with as_user(intake), pytest.raises(NotInThisState):
        actions.add_contact_to_case(contact, case, by=intake)


def test_without_consent_no_number_is_kept_and_nothing_changes(intake, contact):
    with pytest.raises(InvalidInput):
        register(contact, intake, person={"alias": "S", "phone": "1"}, consent=store_consent(decision="refused"))
    assert now_is(contact, intake).words == OFFERED["words"]


def test_the_contact_is_seen_with_its_case(intake, other_intake, supervisor, contact):
    with as_user(intake):
        actions.hand_contact(contact, mine=False, by=intake, version=1)
    assert seen(other_intake) == {contact.pk}
    register(contact, intake)
    assert seen(other_intake) == set()
    assert seen(intake) == seen(supervisor) == {contact.pk}


def test_somebody_who_is_known_gets_a_note(intake, contact):
    case = open_case(intake, "Sorrel")
    with as_user(intake):
        actions.add_contact_to_case(contact, case, by=intake)
    assert OFFERED["words"] in notes(case, intake)[0]
    assert now_is(contact, intake).words is None


def known(contact, by, **changes):
    """The contact added to somebody known; their case afterwards."""
    case = open_case(by, "Sorrel")
    with as_user(by), transaction.atomic():
        if changes:
            Case.objects.visible_to(by).filter(pk=case.pk).update(**changes)
    with as_user(by):
        actions.add_contact_to_case(contact, Case.objects.visible_to(by).get(pk=case.pk), by=by)
        return Case.objects.visible_to(by).select_related("person__safe_contact").get(pk=case.pk)


def test_how_somebody_known_is_reached_now_is_in_the_note(intake, contact):
    [body] = notes(known(contact, intake), intake)
    for said in (OFFERED["alias"], OFFERED["reach"], OFFERED["hours"], "Phone call", "Spanish", TODAY.isoformat()):
        assert said in body


@pytest.mark.parametrize(("planned", "then"), [(None, 3), (9, 3), (1, 1)])
def test_the_promised_day_brings_the_next_follow_up_forward(intake, planned, then):
    def day(n):
        return None if n is None else TODAY + datetime.timedelta(days=n)

    case = known(call(intake, call_on=day(3)), intake, next_follow_up=day(planned))
    assert case.next_follow_up == day(then)


def test_who_may_not_be_reached_has_their_rules_reviewed(intake, contact):
    assert known(contact, intake).person.safe_contact.unsafe_since is None
    silent = call(intake, way="none", call_on=None)
    assert known(silent, intake).person.safe_contact.unsafe_since
    hung_up = call(intake)
    with as_user(intake):
        actions.follow_up(hung_up, result="unsafe", by=intake, version=hung_up.version)
    case = known(hung_up, intake)
    assert case.person.safe_contact.unsafe_since and "Unsafe" in notes(case, intake)[0]


def test_without_consent_the_words_are_not_kept(intake, contact):
    case = register(contact, intake, consent=store_consent(decision="refused"))
    [body] = notes(case, intake)
    assert "Emergency shelter" in body and "United States" in body
    for said in (OFFERED["words"], OFFERED["region"], OFFERED["reach"], OFFERED["alias"], OFFERED["hours"]):
        assert said not in body


def test_nothing_goes_into_a_case_that_one_does_not_see(intake, caseworker, contact):
    with as_user(intake), pytest.raises(NotFound):
        actions.add_contact_to_case(contact, open_case(caseworker), by=intake)
    assert now_is(contact, intake).words


def test_the_database_refuses_words_beside_a_case(intake, contact):
    case = open_case(intake)
    with as_user(intake), pytest.raises(IntegrityError), transaction.atomic():
        row = QuickContact.objects.visible_to(intake).get(pk=contact.pk)
        row.case, row.state = Case.objects.visible_to(intake).get(pk=case.pk), "case"
        row.save()


def aged(contact, by, days, **changes):
    with as_user(by), transaction.atomic():
        when = timezone.now() - datetime.timedelta(days=days)
        QuickContact.objects.visible_to(by).filter(pk=contact.pk).update(touched_at=when, **{"call_on": None} | changes)


def test_a_contact_that_became_no_case_goes_in_time_and_stays_counted(
    intake, org_admin, contact, django_capture_on_commit_callbacks
):
    before, case = tally(intake), register(call(intake), intake)
    aged(contact, intake, 89)
    assert actions.forget_contacts(contact.organization_id) == 0
    with as_user(org_admin):
        set_working_rules(self_approval=False, closure_approval=False, asked=[], contacts_kept=80, by=org_admin)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.forget_contacts(contact.organization_id) == 1
    with as_user(intake):
        assert [one.case_id for one in QuickContact.objects.visible_to(intake)] == [case.pk]
    assert tally(intake)[("need", "legal_aid", "")] == before[("need", "legal_aid", "")] + 1
    with pytest.raises(KeyDestroyed):
        keys.data_key(contact.organization_id, contact.pk)


@pytest.mark.parametrize(("days", "gone"), [(0, 0), (3, 0), (-1, 1)])
def test_a_promised_call_is_not_deleted_before_its_day(intake, contact, days, gone):
    aged(contact, intake, 400, call_on=TODAY + datetime.timedelta(days=days))
    assert actions.forget_contacts(contact.organization_id) == gone


def test_the_contacts_of_who_left_go_to_whoever_is_on_shift(intake, other_intake, org_admin, contact):
    with as_user(org_admin):
        deactivate(intake, by=org_admin)
    assert seen(other_intake) == set()
    assert actions.forget_contacts(contact.organization_id) == 0
    one = now_is(contact, other_intake)
    assert (one.worker_id, one.version, one.call_on) == (None, 2, TODAY)


def test_what_became_a_case_is_not_deleted(intake, contact):
    register(contact, intake)
    aged(contact, intake, 400)
    assert actions.forget_contacts(contact.organization_id) == 0


@pytest.mark.parametrize("days", [0, 366])
def test_it_is_kept_between_a_day_and_a_year(org_admin, days):
    with as_user(org_admin), pytest.raises(InvalidInput):
        set_working_rules(self_approval=False, closure_approval=False, asked=[], contacts_kept=days, by=org_admin)
