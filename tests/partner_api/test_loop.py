"""The main job over the API: consent, draft, offer, accept, read, withdraw; and what nobody may see on the way."""

import pytest
from django.db.models import Q

from cases.consent_categories import FIELDS, WITH_ANY_CONTACT
from referrals.querysets import ReferralQuerySet
from tests.conftest import make_person_of
from tests.partner_api.conftest import PERSON, make_partner

PLANTED = ["Planted", "15550100777", "planted@example.net", "1999-03-07", "03-07"]


def planted_in(reply):
    return [value for value in PLANTED if value.encode() in reply.content]


def test_the_loop_from_consent_to_refusal(sender, receiver, consent, taken_on):
    released = receiver.get(f"referrals/{taken_on}/disclosure")
    assert released.status_code == 200, released.content
    assert set(released.json()["fields"]) == {*FIELDS["identity"], *FIELDS["contact"], *WITH_ANY_CONTACT}
    assert released.json()["fields"]["phone"] == PERSON["phone"]
    assert released.json()["fields"]["safe_contact"]["channel"] == "text"
    assert released["Cache-Control"] == "no-store"
    ended = sender.post(f"consents/{consent}/revoke")
    assert ended.status_code == 200
    assert ended.json()["ended_at"]
    refused = receiver.get(f"referrals/{taken_on}/disclosure")
    assert refused.status_code == 410
    assert not planted_in(refused)


def test_an_offer_names_nobody_in_any_answer(receiver, offer):
    for path in (f"referrals/{offer}", "referrals", f"referrals/{offer}/events", "directory/organizations"):
        reply = receiver.get(path)
        assert reply.status_code == 200, reply.content
        assert not planted_in(reply)
    told = receiver.get(f"referrals/{offer}").json()
    assert told["offer"]["age_band"] == "25_39"
    assert told["consent"] is None
    locked = receiver.get(f"referrals/{offer}/disclosure")
    assert locked.status_code == 403
    assert not planted_in(locked)


def test_no_answer_to_the_sender_repeats_the_person(sender, lotus, draft):
    for path in ("referrals", f"referrals/{draft}", f"referrals/{draft}/events"):
        assert not planted_in(sender.get(path))


def test_a_draft_is_absent_for_its_receiver(receiver, draft):
    assert receiver.get(f"referrals/{draft}").status_code == 404
    assert receiver.get("referrals").json()["contents"] == []


def test_revoking_leaves_the_receiver_a_tombstone(sender, receiver, taken_on):
    assert sender.post(f"referrals/{taken_on}/revoke").status_code == 200
    left = receiver.get(f"referrals/{taken_on}").json()
    assert (left["state"], left["offer"]) == ("revoked", None)
    assert receiver.get(f"referrals/{taken_on}/disclosure").status_code == 410
    assert receiver.post(f"referrals/{taken_on}/revoke").status_code == 200


def test_the_receiver_finishes_the_service(sender, receiver, taken_on, colleague_named):
    who = {"on_behalf_of": colleague_named.email}
    assert receiver.act(taken_on, "contact", who | {"result": "ok"}).json()["state"] == "in_service"
    assert receiver.act(taken_on, "complete", who | {"outcome": "given"}).json()["state"] == "completed"
    events = sender.get(f"referrals/{taken_on}/events").json()["contents"]
    assert [e["event"] for e in events] == ["draft", "submit", "accept", "record_contact", "complete"]


def test_a_machine_takes_nobody_on_by_itself(receiver, offer, lotus, sahel, colleague_named):
    for name in (
        receiver.account.public_id,
        make_person_of(lotus, "caseworker").public_id,  # no second factor
        make_person_of(lotus, "auditor").email,
        make_person_of(sahel, "caseworker").public_id,
        "nobody@example.org",
    ):
        reply = receiver.act(offer, "accept", {"on_behalf_of": name})
        assert reply.status_code == 422, name
        assert reply.json()["errors"][0]["pointer"] == "/on_behalf_of"
    assert receiver.act(offer, "accept").status_code == 422
    colleague_named.is_active = False
    colleague_named.save()
    assert receiver.act(offer, "accept", {"on_behalf_of": colleague_named.public_id}).status_code == 422


@pytest.mark.parametrize("event", ["accept", "decline", "submit", "withdraw", "revoke", "complete", "contact"])
def test_a_third_organization_gets_the_404_of_something_absent(outsider, taken_on, event):
    body = {"on_behalf_of": "x", "reason": "other", "outcome": "given", "result": "ok"}
    wanted = {"accept": ["on_behalf_of"], "decline": ["on_behalf_of", "reason"]}.get(event, [])
    wanted = wanted or {"complete": ["on_behalf_of", "outcome"], "contact": ["on_behalf_of", "result"]}.get(event, [])
    sent = {name: body[name] for name in wanted}
    there = outsider.post(f"referrals/{taken_on}/{event}", sent, match='"v1"')
    absent = outsider.post(f"referrals/{'A' * 22}/{event}", sent, match='"v1"')
    assert (there.status_code, there.content) == (absent.status_code, absent.content)
    assert there.status_code == 404


@pytest.mark.parametrize("path", ["", "/disclosure", "/events", "/accept", "/nothing"])
def test_reading_what_is_not_yours_is_byte_for_byte_absent(outsider, taken_on, path):
    there = outsider.get(f"referrals/{taken_on}{path}")
    absent = outsider.get(f"referrals/{'A' * 22}{path}")
    assert (there.status_code, there.content) == (absent.status_code, absent.content)
    assert there.status_code in (404, 405)
    assert outsider.get("referrals").json()["contents"] == []


def test_without_the_querysets_filter_the_database_still_hides_it(outsider, taken_on, monkeypatch):
    monkeypatch.setattr(ReferralQuerySet, "visible_to", lambda self, user: self.unscoped("a mutant"))
    monkeypatch.setattr("referrals.partner_api.views.referrals.Q", lambda **_: ~Q(pk__in=[]))
    assert outsider.get(f"referrals/{taken_on}").status_code == 404
    assert outsider.get("referrals").json()["contents"] == []


def test_a_consent_of_another_organization_is_absent(outsider, consent):
    there = outsider.post(f"consents/{consent}/revoke")
    absent = outsider.post(f"consents/{'A' * 22}/revoke")
    assert (there.status_code, there.content) == (404, absent.content)
    drafted = outsider.post("referrals", {"consent": consent, "service": "legal_aid"})
    assert drafted.status_code == 422


def test_another_client_of_the_sender_sees_no_case_of_the_first(harbor, draft):
    other = make_partner(harbor)
    assert other.get(f"referrals/{draft}").status_code == 404


def test_a_suspended_organization_is_refused_at_its_next_call(receiver, lotus, offer):
    assert receiver.get("referrals").status_code == 200
    lotus.status = "suspended"
    lotus.save()
    assert receiver.get("referrals").status_code == 401


def test_suspended_and_pending_organizations_are_not_in_the_directory(sender, lotus, sahel):
    lotus.status, sahel.status = "suspended", "pending"
    lotus.save()
    sahel.save()
    names = [o["name"] for o in sender.get("directory/organizations").json()["contents"]]
    assert names == ["Harbor House"]
    assert sender.get(f"directory/organizations/{lotus.public_id}").status_code == 404
