"""A refused call changes nothing, but it is in the trail of the client's organization."""

from casemgr.accounts.acting import acting_as_user
from casemgr.audit.models import AuditEntry
from tests.conftest import make_person_of
from tests.partner_api.conftest import fetch_token


def refusals(partner):
    """What was refused to a partner's system, as its organization's auditor reads it."""
    auditor = make_person_of(partner.organization, "auditor")
    with acting_as_user(auditor):
        rows = AuditEntry.objects.visible_to(auditor).filter(event="access:door:refuse").order_by("id")
        assert {row.actor_id for row in rows} <= {partner.account.pk}
        return [(row.additional_data["door"], row.additional_data["status"]) for row in rows]


def test_what_is_absent_or_not_yours_is_written_down_without_its_id(outsider, offer):
    outsider.get(f"referrals/{offer}/disclosure")
    assert refusals(outsider) == [("GET api/v1/referrals/<str:id>/disclosure", 404)]


def test_a_disclosure_asked_for_too_early_or_too_late_is_written_down(sender, receiver, offer, colleague_named):
    receiver.get(f"referrals/{offer}/disclosure")
    receiver.act(offer, "accept", {"on_behalf_of": colleague_named.public_id})
    sender.post(f"referrals/{offer}/revoke")
    receiver.get(f"referrals/{offer}/disclosure")
    assert [status for _door, status in refusals(receiver)] == [403, 410]


def test_a_token_used_beyond_its_scopes_is_written_down(sender):
    sender.get("referrals", token=fetch_token(sender, "directory:read").json()["access_token"])
    assert refusals(sender) == [("GET api/v1/referrals", 403)]


def test_a_suspended_organizations_calls_are_written_down(sender, harbor):
    harbor.status = "suspended"
    harbor.save()
    assert sender.get("referrals").status_code == 401
    harbor.status = "active"
    harbor.save()
    assert refusals(sender) == [("GET api/v1/referrals", 401)]


def test_a_call_that_could_be_mended_is_no_refusal(sender, draft):
    assert sender.post(f"referrals/{draft}/submit").status_code == 428
    assert sender.post("consents", {}).status_code == 422
    assert refusals(sender) == []
