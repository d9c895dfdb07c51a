"""Stop sharing, and to erase, end every referral in the act itself; what the receiver was told can't be read again."""

import pytest

from casemgr.encryption.errors import KeyDestroyed
from casemgr.errors import CasemgrError
from cases.actions import grant
from referrals import actions
from referrals.models import DisclosureSnapshot, Referral, ReferralParty
from tests.casework.test_merge import merged, now
from tests.conftest import as_user, make_person_of, open_case
from tests.referrals.conftest import (  # noqa: F401 - fixtures
    accepted,
    answering,
    draft,
    now_is,
    offered,
    planted_case,
)
from tests.rights.conftest import ask


@pytest.mark.parametrize("kind", ["stop_sharing", "erasure"])
def test_what_was_disclosed_is_revoked_and_its_key_destroyed(planted_case, accepted, answering, caseworker, kind):  # noqa: F811
    ask(planted_case, caseworker, kind=kind)
    assert now_is(accepted, caseworker).state == "revoked"
    with as_user(answering), pytest.raises(CasemgrError):
        actions.read_disclosure(accepted, by=answering)
    with as_user(caseworker):
        snapshot = DisclosureSnapshot.objects.visible_to(caseworker).get()
        assert "alias" in snapshot.fields, "the names of the fields stay for the list of who was told what"
        with pytest.raises(KeyDestroyed):
            _ = snapshot.content


def test_what_was_only_offered_is_revoked_and_a_draft_withdrawn(planted_case, offered, lotus, caseworker):  # noqa: F811
    kept = draft(planted_case, lotus, by=caseworker)
    ask(planted_case, caseworker, kind="stop_sharing")
    assert (now_is(offered, caseworker).state, now_is(kept, caseworker).state) == ("revoked", "withdrawn")


def test_whoever_refers_nobody_stops_sharing_too(planted_case, offered, harbor, supervisor, caseworker):  # noqa: F811
    intake = make_person_of(harbor, "intake")
    with as_user(supervisor):
        grant(planted_case, to=intake, by=supervisor)
    ask(planted_case, intake, kind="stop_sharing")
    assert now_is(offered, caseworker).state == "revoked"
    with as_user(caseworker):
        party = ReferralParty.objects.visible_to(caseworker).select_related("consent").get(role="sender")
        assert party.consent.ending == "withdrawn"


def test_the_receivers_own_record_keeps_the_referral(planted_case, accepted, answering, caseworker):  # noqa: F811
    ask(planted_case, caseworker)
    with as_user(answering):
        assert Referral.objects.visible_to(answering).filter(pk=accepted.pk).exists()


@pytest.mark.parametrize("kind", ["stop_sharing", "erasure"])
def test_what_was_offered_of_a_merged_case_is_revoked_too(planted_case, offered, caseworker, supervisor, kind):  # noqa: F811
    kept = open_case(supervisor, "Amirah")
    merged(kept, planted_case, supervisor)
    with as_user(supervisor):
        kept = now(kept, supervisor)
    ask(kept, supervisor, kind=kind)
    assert now_is(offered, caseworker).state == "revoked"
