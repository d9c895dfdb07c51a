"""A receiver who can't give it passes the person on: with its own record and consent, and nothing of the sender's."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import ProgrammingError, transaction

from casemgr.errors import InvalidInput
from referrals import actions
from referrals.models import Referral, ReferralParty
from tests.conftest import as_user, make_person_of, open_case
from tests.referrals.conftest import PLANTED, agree, draft, now_is

OWN = {"alias": "Told-Here", "phone": "+15550111000"}


@pytest.fixture
def own_case(answering):
    """What the receiver's worker wrote down themselves, with the person."""
    return open_case(answering, **OWN)


@pytest.fixture
def passed_on(accepted, own_case, sahel, answering):
    one = draft(own_case, sahel, by=answering, onward_from=accepted)
    with as_user(answering):
        return actions.submit(one, by=answering)


def test_it_stands_on_the_receivers_own_case_and_consent(passed_on, accepted, own_case, answering):
    with as_user(answering):
        party = ReferralParty.objects.visible_to(answering).select_related("consent").get(referral=passed_on)
    assert (party.onward_from_id, party.case_id) == (accepted.pk, own_case.pk)
    assert party.consent.organization_id == answering.organization_id


def test_nothing_of_the_sender_goes_along(passed_on, stranger):
    with as_user(stranger):
        actions.accept(passed_on, by=stranger)
        fields = actions.read_disclosure(passed_on, by=stranger).fields
    assert (fields["alias"], fields["phone"]) == (OWN["alias"], OWN["phone"])
    assert not [v for v in PLANTED.values() if isinstance(v, str) and len(v) > 3 and v in str(fields)]


def test_neither_the_first_sender_nor_the_last_receiver_learns_of_the_link(passed_on, accepted, caseworker, stranger):
    why = "test of the second fence"
    with as_user(stranger), transaction.atomic():
        assert [one.onward_from_id for one in ReferralParty.objects.unscoped(why)] == [None]
        assert not Referral.objects.unscoped(why).filter(pk=accepted.pk).exists()
    with as_user(caseworker), transaction.atomic():
        assert [one.onward_from_id for one in ReferralParty.objects.unscoped(why)] == [None]
        assert not Referral.objects.unscoped(why).filter(pk=passed_on.pk).exists()


def test_stopping_the_first_leaves_the_second_to_its_own_consent(passed_on, accepted, caseworker, answering):
    with as_user(caseworker):
        actions.revoke(accepted, by=caseworker)
    assert now_is(passed_on, answering).state == "offered"


def test_the_first_can_end_as_referred_on(planted_case, lotus, caseworker, answering):
    one = draft(planted_case, lotus, by=caseworker, feedback="outcome")
    with as_user(caseworker):
        actions.submit(one, by=caseworker)
    with as_user(answering):
        actions.accept(one, by=answering)
        actions.record_contact(one, result="ok", by=answering)
        assert actions.complete(one, outcome="referred_on", by=answering).outcome == "referred_on"


def refused(case, to, by, onward_from):
    with pytest.raises(InvalidInput) as refusal:
        draft(case, to, by=by, onward_from=onward_from)
    return refusal.value.field, str(refusal.value)


def test_only_what_was_received_and_taken_on_is_passed_on(offered, own_case, sahel, answering, stranger, lotus):
    """Not accepted, one's own, or none of one's business: the same refusal."""
    words = refused(own_case, sahel, answering, offered)
    assert words[0] == "onward_from"
    sent = draft(own_case, sahel, by=answering)
    assert refused(own_case, sahel, answering, sent) == words
    foreign = open_case(stranger)
    assert refused(foreign, lotus, stranger, offered) == words


def test_the_database_refuses_a_link_to_a_foreign_referral(accepted, sahel, stranger, lotus):
    """Without the action's check: the policy compares the receiver itself."""
    case = open_case(stranger)
    consent = agree(case, lotus, by=stranger)
    with as_user(stranger), transaction.atomic():
        one = Referral(sender=sahel, receiver=lotus, service_code="legal_aid")
        one.save(force_insert=True)
        party = ReferralParty(
            referral=one, organization=sahel, role="sender", case=case, consent=consent, onward_from=accepted
        )
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            party.save(force_insert=True)
        party.onward_from = None
        party.save(force_insert=True)


def test_an_offer_that_was_never_accepted_passes_nothing_on(drafted, answering, own_case, sahel):
    assert refused(own_case, sahel, answering, drafted)[0] == "onward_from"


def test_a_colleague_there_who_answers_may_pass_it_on_too(accepted, sahel, lotus):
    other = make_person_of(lotus, "caseworker")
    Authenticator.objects.create(user=other, type=Authenticator.Type.TOTP, data={})
    assert draft(open_case(other), sahel, by=other, onward_from=accepted).state == "draft"
