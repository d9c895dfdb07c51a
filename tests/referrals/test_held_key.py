"""A referral between organizations one of which holds its own key: possible, or refused in clear words, never half."""

import pytest
from django.db import transaction

from casemgr.encryption.errors import OrganizationLocked
from casemgr.encryption.models import DataKey
from referrals import actions
from referrals.models import DisclosureSnapshot, Referral
from tests.conftest import as_user, make_person_of
from tests.encryption.held import (  # noqa: F401 - fixtures
    cheap,
    hand_over_and_lock,
    no_thread,
    runtime,
    unlock,
)
from tests.pages.conftest import signed_in, text_of  # noqa: F401 - a fixture
from tests.referrals.conftest import PLANTED, draft

pytestmark = pytest.mark.usefixtures("cheap", "runtime", "no_thread")


@pytest.fixture
def three_of():
    return lambda organization: [make_person_of(organization, "caseworker") for _one in range(3)]


def state_of(referral):
    return Referral.objects.unscoped("test").get(pk=referral.pk).state


def test_an_offer_reaches_a_locked_partner_and_waits(planted_case, lotus, caseworker, answering, three_of, signed_in):
    people = three_of(lotus)
    hand_over_and_lock(lotus.pk, people)
    referral = draft(planted_case, lotus, by=caseworker)
    with as_user(caseworker):
        actions.submit(referral, by=caseworker)
        assert state_of(referral) == "offered"
    assert signed_in(answering).get(f"/referrals/{referral.public_id}/").status_code == 423
    unlock(lotus.pk, people[:2])
    assert signed_in(answering).get(f"/referrals/{referral.public_id}/").status_code == 200


def test_a_locked_sender_s_offer_cannot_be_taken_on_and_nothing_is_half_written(
    offered, answering, harbor, three_of, signed_in
):
    people = three_of(harbor)
    hand_over_and_lock(harbor.pk, people)
    before = DataKey.objects.count()
    answer = signed_in(answering).post(f"/referrals/{offered.public_id}/accept/", {"version": offered.version})
    page = text_of(answer)
    assert answer.status_code == 423 and "other organization" in page
    assert not [user for user in people if user.name in page]
    with as_user(answering):
        assert state_of(offered) == "offered"
        assert not DisclosureSnapshot.objects.unscoped("test").exists()
    assert DataKey.objects.count() == before
    unlock(harbor.pk, people[1:])
    with as_user(answering):
        actions.accept(offered, by=answering)
        assert state_of(offered) == "accepted"


def test_what_was_disclosed_is_closed_while_its_sender_is_locked(accepted, answering, harbor, three_of, signed_in):
    hand_over_and_lock(harbor.pk, three_of(harbor))
    answer = signed_in(answering).get(f"/referrals/{accepted.public_id}/")
    assert answer.status_code == 423 and "other organization" in text_of(answer)
    assert not [value for value in PLANTED.values() if isinstance(value, str) and value in text_of(answer)[200:]
                and len(value) > 4]  # fmt: skip
    with pytest.raises(OrganizationLocked), transaction.atomic(), as_user(answering):
        actions.read_disclosure(accepted, by=answering)


def test_sharing_ends_although_the_sender_is_locked(accepted, answering, caseworker, harbor, three_of):
    hand_over_and_lock(harbor.pk, three_of(harbor))
    with as_user(caseworker):
        actions.revoke(accepted, by=caseworker)
        assert state_of(accepted) == "revoked"
    assert not DataKey.objects.filter(owner_id__in=_snapshots(caseworker), destroyed_at=None).exists()


def _snapshots(user):
    with as_user(user):
        return list(DisclosureSnapshot.objects.unscoped("test").values_list("pk", flat=True))
