"""Accepting, declining and reading: exactly what was agreed, and nothing before or after."""

import datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casemgr.audit.models import AuditEntry
from casemgr.errors import Gone, InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.actions import change_person, never_share, withdraw
from cases.consent_categories import CATEGORIES, FIELDS, WITH_ANY_CONTACT
from cases.disclosed import READERS
from cases.models import Case, Consent, Person
from referrals import actions
from referrals.errors import ConsentNotInForce, NotReleased
from referrals.models import DisclosureSnapshot, Referral, ReferralEvent, ReferralParty
from tests.conftest import as_user, make_person_of
from tests.referrals.conftest import PLANTED, agree, offer, with_second_factor


def read(referral, user):
    with as_user(user):
        return actions.read_disclosure(referral, by=user)


def test_it_releases_exactly_the_consented_fields(accepted, answering):
    fields = read(accepted, answering).fields
    agreed = {*FIELDS["identity"], *FIELDS["contact"], *WITH_ANY_CONTACT}
    assert set(fields) == agreed
    assert fields["legal_name"] == PLANTED["legal_name"]
    assert fields["phone"] == PLANTED["phone"]
    assert fields["birth_date"] == "1999-03-07"


def test_a_contact_never_goes_without_its_rules(accepted, answering):
    fields = read(accepted, answering).fields
    assert fields["safe_contact"]["channel"] == "none"
    assert fields["interpreter_needed"] is True
    assert fields["preferred_language"] == "sw"


def test_every_field_of_every_kind_of_data_can_be_read():
    assert {name for fields in FIELDS.values() for name in fields} | set(WITH_ANY_CONTACT) == set(READERS)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(kinds=st.sets(st.sampled_from(sorted(CATEGORIES))))
def test_for_any_kinds_of_data_what_is_disclosed_is_what_was_agreed(kinds, planted_case, lotus, caseworker, answering):
    with transaction.atomic():
        referral = offer(planted_case, lotus, by=caseworker, categories=sorted(kinds))
        with as_user(answering):
            actions.accept(referral, by=answering)
        fields = read(referral, answering).fields
        agreed = {name for kind in kinds for name in FIELDS[kind]}
        if "contact" in kinds:
            agreed |= set(WITH_ANY_CONTACT)
        assert set(fields) == agreed
        transaction.set_rollback(True)


def test_nothing_is_released_before_acceptance(offered, answering):
    with pytest.raises(NotReleased):
        read(offered, answering)


def test_later_changes_of_the_case_do_not_leak(accepted, answering, planted_case, caseworker):
    with as_user(caseworker):
        person = Person.objects.visible_to(caseworker).get(pk=planted_case.person_id)
        change_person(person, {"phone": "+15550199999"}, version=person.version, by=caseworker)
    assert read(accepted, answering).fields["phone"] == PLANTED["phone"]


def test_consent_that_ended_between_offer_and_answer_releases_nothing(offered, answering, caseworker):
    with as_user(caseworker):
        withdraw(Consent.objects.visible_to(caseworker).get(purpose="share"), by=caseworker)
    with pytest.raises(ConsentNotInForce), as_user(answering):
        actions.accept(offered, by=answering)
    with as_user(caseworker):
        assert not DisclosureSnapshot.objects.visible_to(caseworker).exists()
        assert Referral.objects.visible_to(caseworker).get(pk=offered.pk).state == "offered"


def test_withdrawing_the_consent_ends_reading_at_once(accepted, answering, caseworker):
    read(accepted, answering)
    with as_user(caseworker):
        withdraw(Consent.objects.visible_to(caseworker).get(purpose="share"), by=caseworker)
    with pytest.raises(Gone):
        read(accepted, answering)


def test_a_recipient_put_on_the_never_share_list_reads_nothing_more(
    accepted, answering, caseworker, planted_case, lotus
):
    with as_user(caseworker):
        never_share(planted_case.person, recipient=lotus, by=caseworker)
    with pytest.raises(Gone):
        read(accepted, answering)


def test_a_barred_recipient_gets_no_offer(drafted, caseworker, planted_case, lotus):
    with as_user(caseworker):
        never_share(planted_case.person, recipient=lotus, by=caseworker)
        with pytest.raises(ConsentNotInForce):
            actions.submit(drafted, by=caseworker)


def test_a_narrower_consent_ends_the_old_disclosure(accepted, answering, planted_case, lotus, caseworker):
    agree(planted_case, lotus, by=caseworker, categories=["identity"])
    with pytest.raises(Gone):
        read(accepted, answering)


def test_revoking_ends_reading_and_destroys_the_key(accepted, answering, caseworker):
    with as_user(caseworker):
        actions.revoke(accepted, by=caseworker)
    with pytest.raises(Gone):
        read(accepted, answering)
    with as_user(caseworker):
        snapshot = DisclosureSnapshot.objects.visible_to(caseworker).get(referral=accepted)
        with pytest.raises(Exception, match="erased"):
            _ = snapshot.content
        assert snapshot.fields  # the ledger keeps names of fields, never values


def test_revoking_twice_is_no_error_and_changes_nothing(accepted, answering, caseworker):
    with as_user(caseworker):
        actions.revoke(accepted, by=caseworker)
        version = Referral.objects.visible_to(caseworker).get(pk=accepted.pk).version
    with as_user(answering):
        again = actions.revoke(accepted, by=answering)
    assert (again.state, again.version) == ("revoked", version)


def test_the_receiver_records_the_survivors_wish_to_stop(accepted, answering):
    with as_user(answering):
        assert actions.revoke(accepted, by=answering).state == "revoked"


def test_only_who_accepted_or_leads_reads_at_the_receiver(accepted, lotus):
    other = with_second_factor(make_person_of(lotus, "caseworker"))
    with pytest.raises(NotPermitted):
        read(accepted, other)
    assert read(accepted, make_person_of(lotus, "supervisor")).fields


def test_accepting_asks_for_a_second_factor(offered, partner_worker):
    with pytest.raises(NotPermitted), as_user(partner_worker):
        actions.accept(offered, by=partner_worker)


def test_the_sender_cannot_accept_its_own_offer(offered, caseworker):
    with_second_factor(caseworker)
    with pytest.raises(NotPermitted), as_user(caseworker):
        actions.accept(offered, by=caseworker)


def test_accepting_twice_says_what_is_possible_now(accepted, answering):
    with pytest.raises(NotInThisState) as refusal, as_user(answering):
        actions.accept(accepted, by=answering)
    assert refusal.value.allowed_events == ["end", "record_contact", "revoke"]


def test_declining_wants_a_reason_of_the_list(offered, answering):
    with as_user(answering):
        with pytest.raises(InvalidInput):
            actions.decline(offered, reason="I know her", by=answering)
        assert actions.decline(offered, reason="no_capacity", by=answering).state == "declined"


def test_the_outcome_is_kept_only_if_it_may_be_told(planted_case, lotus, caseworker, answering):
    for feedback, kept in (("status", ""), ("outcome", "given")):
        referral = offer(planted_case, lotus, by=caseworker, feedback=feedback)
        with as_user(answering):
            actions.accept(referral, by=answering)
            actions.record_contact(referral, result="ok", by=answering)
            done = actions.complete(referral, outcome="given", by=answering)
        assert (done.state, done.outcome) == ("completed", kept)


def test_an_unsafe_contact_starts_nothing_and_the_sender_is_told(accepted, answering, caseworker):
    with as_user(answering):
        assert actions.record_contact(accepted, result="unsafe", by=answering).state == "accepted"
    with as_user(caseworker):
        told = ReferralEvent.objects.visible_to(caseworker).filter(referral=accepted).last()
    assert (told.event, told.code) == ("record_contact", "unsafe")


def test_the_disclosure_is_kept_for_a_time_after_the_end(accepted, answering, settings):
    with as_user(answering):
        actions.record_contact(accepted, result="ok", by=answering)
        actions.complete(accepted, outcome="given", by=answering)
    assert read(accepted, answering)
    settings.CASEMGR_REFERRAL_KEPT = datetime.timedelta()
    with pytest.raises(Gone):
        read(accepted, answering)


def test_both_trails_tell_of_a_read_without_values(accepted, answering, harbor, lotus):
    read(accepted, answering)
    for organization in (harbor, lotus):
        with as_user(make_person_of(organization, "auditor")) as auditor:
            entries = AuditEntry.objects.visible_to(auditor).filter(event="referral:disclosure:read")
            assert entries.count() == 1
            assert PLANTED["legal_name"] not in str([e.__dict__ for e in entries])


def test_the_receiver_reaches_no_row_of_the_senders_case(accepted, answering, planted_case):
    """Row-level security, without the querysets' own scope."""
    with as_user(answering), transaction.atomic():
        why = "test of the second fence"
        assert not Case.objects.unscoped(why).exists()
        assert not Person.objects.unscoped(why).exists()
        assert not Consent.objects.unscoped(why).exists()
        parties = ReferralParty.objects.unscoped(why)
        assert {p.organization_id for p in parties} == {answering.organization_id}


def test_a_third_organization_reaches_no_row_at_all(accepted, stranger):
    with as_user(stranger), transaction.atomic():
        for model in (Referral, ReferralParty, ReferralEvent, DisclosureSnapshot):
            assert not model.objects.unscoped("test of the second fence").exists()
            assert not model.objects.visible_to(stranger).exists()
        for act in (actions.accept, actions.revoke, actions.read_disclosure):
            with pytest.raises(NotFound):
                act(accepted, by=stranger)
