"""A release has no more rights than the sender's worker has when the receiver accepts."""

import datetime

import pytest
from django.utils import timezone

from casemgr.accounts.actions.people import change_role, deactivate
from casemgr.accounts.models import Organization
from casemgr.errors import Gone, NotInThisState
from cases.actions.assign import assign, end_grant
from cases.models import Case
from referrals import actions
from referrals.errors import ConsentNotInForce, PartnerNotActive, SenderMustSendAgain
from referrals.models import DisclosureSnapshot, Referral
from tests.conftest import as_user
from tests.referrals.conftest import PLANTED


def accept(referral, user):
    with as_user(user):
        return actions.accept(referral, by=user)


def hand_over(case, supervisor, *, to):
    with as_user(supervisor):
        assign(Case.objects.visible_to(supervisor).get(pk=case.pk), to=to, by=supervisor)


def end_the_grant(case, supervisor, *, of):
    with as_user(supervisor):
        end_grant(Case.objects.visible_to(supervisor).get(pk=case.pk), of=of, by=supervisor)


def refused(referral, user):
    with pytest.raises(SenderMustSendAgain, match="send it again"):
        accept(referral, user)
    with as_user(user):
        assert not DisclosureSnapshot.objects.visible_to(user).exists()
        assert Referral.objects.visible_to(user).get(pk=referral.pk).state == "offered"


@pytest.fixture
def leave(org_admin, caseworker):
    def leave():
        with as_user(org_admin):
            deactivate(caseworker, by=org_admin)

    return leave


def test_a_worker_who_left_releases_nothing(offered, answering, leave):
    leave()
    refused(offered, answering)


@pytest.mark.parametrize("role", ["intake", "org_admin"])
def test_a_worker_with_another_role_releases_nothing(offered, answering, org_admin, caseworker, role):
    with as_user(org_admin):
        change_role(caseworker, role=role, by=org_admin)
    refused(offered, answering)


def test_after_an_ended_grant_and_without_an_able_caseworker_nothing_is_released(
    offered, answering, planted_case, supervisor, colleague, caseworker, org_admin
):
    hand_over(planted_case, supervisor, to=colleague)
    end_the_grant(planted_case, supervisor, of=caseworker)
    with as_user(org_admin):
        deactivate(colleague, by=org_admin)
    refused(offered, answering)


def test_after_an_ended_grant_the_cases_new_caseworker_stands_for_the_sender(
    offered, answering, planted_case, supervisor, colleague, caseworker
):
    hand_over(planted_case, supervisor, to=colleague)
    end_the_grant(planted_case, supervisor, of=caseworker)
    assert accept(offered, answering).state == "accepted"


def test_when_the_worker_left_the_cases_new_caseworker_stands_for_the_sender(
    offered, answering, planted_case, supervisor, colleague, leave
):
    hand_over(planted_case, supervisor, to=colleague)
    leave()
    accept(offered, answering)
    with as_user(answering):
        assert actions.read_disclosure(offered, by=answering).fields["legal_name"] == PLANTED["legal_name"]


def test_a_supervisor_who_sent_it_does_not_open_a_case_restricted_since(
    planted_case, lotus, caseworker, supervisor, answering, drafted, leave
):
    with as_user(supervisor):
        actions.submit(drafted, by=supervisor)
    with as_user(caseworker):
        Case.objects.visible_to(caseworker).filter(pk=planted_case.pk).update(restricted=True)
    leave()
    refused(drafted, answering)


@pytest.mark.parametrize("side", ["harbor", "lotus"])
def test_nothing_is_accepted_while_one_side_is_suspended(offered, answering, side):
    Organization.objects.filter(slug=side).update(status="suspended")
    with pytest.raises(PartnerNotActive):
        accept(offered, answering)


@pytest.mark.parametrize("side", ["harbor", "lotus"])
def test_nothing_is_read_while_one_side_is_suspended(accepted, answering, side):
    Organization.objects.filter(slug=side).update(status="suspended")
    with pytest.raises(Gone), as_user(answering):
        actions.read_disclosure(accepted, by=answering)


def test_a_suspended_sender_offers_nothing(drafted, caseworker):
    Organization.objects.filter(slug="harbor").update(status="suspended")
    with pytest.raises(ConsentNotInForce), as_user(caseworker):
        actions.submit(drafted, by=caseworker)


def test_after_the_deadline_it_cannot_be_accepted_but_declined(offered, answering, caseworker):
    with as_user(caseworker):
        late = timezone.now() - datetime.timedelta(seconds=1)
        Referral.objects.visible_to(caseworker).filter(pk=offered.pk).update(deadline=late)
    with pytest.raises(NotInThisState, match="time to decide has passed") as refusal:
        accept(offered, answering)
    assert "accept" not in refusal.value.allowed_events
    with as_user(answering):
        assert not DisclosureSnapshot.objects.visible_to(answering).exists()
        assert actions.decline(offered, reason="no_capacity", by=answering).state == "declined"
