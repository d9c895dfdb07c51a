"""The practice partner answers by itself, on the job queue, as the service of the referral says."""

import datetime

import pytest

from referrals.practice.script import ANSWERS, RECEIVING, SENDING
from tests.partner_api.conftest import fetch_token
from tests.sandbox.conftest import work

ENDS = {
    "legal_aid": "completed",
    "medical": "in_service",
    "immigration_relief": "not_completed",
    "mental_health": "not_completed",
    "crisis_intervention": "accepted",
    "psychosocial": "accepted",
    "short_term_housing": "accepted",
    "long_term_housing": "waitlisted",
    "emergency_shelter": "declined",
    "compensation": "declined",
    "vocational_training": "expired",
    "education": "offered",
    "interpretation": "accepted",
}


@pytest.mark.parametrize("service", [*RECEIVING, "interpretation"])
def test_each_service_goes_its_way(developer, service):
    one = developer.send(service, feedback="outcome")
    assert developer.state(one) == "offered"
    work()
    assert developer.state(one) == ENDS[service]
    told = {script["service"]: script["does"] for script in developer.practice["receiving"]}
    does = told.get(service, told["*"])
    happened = [(event, code or "") for event, code in developer.events(one) if event not in ("draft", "submit")]
    assert [event for event, _code in happened] == ["expire" if d == "pass_time" else d.split()[0] for d in does]
    for said, (_event, code) in zip(does, happened, strict=True):
        if " " in said:
            assert code == said.split()[1], (said, code)


def test_what_it_did_is_in_the_feed_in_its_order(developer):
    developer.send("legal_aid")
    work()
    assert developer.feed() == [
        f"referral.{what}" for what in ("offered", "acknowledged", "accepted", "contact_recorded", "completed")
    ]


def test_the_outcome_is_told_only_where_the_person_agreed(developer):
    with_outcome, without = developer.send("legal_aid", feedback="outcome"), developer.send("legal_aid")
    work()
    assert developer.get(f"referrals/{with_outcome}").json()["outcome"] == "given"
    assert developer.get(f"referrals/{without}").json()["outcome"] is None


def test_a_consent_that_was_ended_in_between_keeps_it_from_accepting(developer):
    one = developer.send("legal_aid")
    consent = developer.get(f"referrals/{one}").json()["consent"]
    assert developer.post(f"consents/{consent}/revoke").status_code == 200
    work()
    assert developer.state(one) == "acknowledged"


def test_it_waits_no_longer_than_the_consent_lasts(developer):
    one = developer.send("long_term_housing", ends_in=3)
    work()
    until = developer.get(f"referrals/{one}").json()["offer"]["wait_until"]
    assert until == (datetime.date.today() + datetime.timedelta(days=2)).isoformat()
    tomorrow = developer.send("long_term_housing", ends_in=1)
    work()
    assert developer.state(tomorrow) == "offered"


def test_a_draft_isnt_its_business(developer):
    one = developer.send("legal_aid", submit=False)
    work()
    assert developer.state(one) == "draft"


def test_what_was_withdrawn_it_leaves(developer):
    one = developer.send("education")
    work()
    assert developer.act(one, "withdraw").json()["state"] == "withdrawn"
    work()
    assert developer.state(one) == "withdrawn"


def test_it_agrees_to_a_call_and_says_that_it_is_still_wanted(developer):
    one = developer.send("medical")
    work()
    start = f"{datetime.date.today() + datetime.timedelta(days=3)}T09:00:00Z"
    for kind in ("joint_call", "accompanied"):
        body = {"kind": kind, "place": "telephone" if kind == "joint_call" else "receiver", "starts_at": start}
        assert developer.post(f"referrals/{one}/handoffs", body).status_code == 201
    assert developer.post(f"referrals/{one}/messages", {"kind": "still_wanted"}).status_code == 201
    work()
    agreed = {
        meeting["kind"]: meeting["state"] for meeting in developer.get(f"referrals/{one}/handoffs").json()["contents"]
    }
    assert agreed == {"joint_call": "agreed", "accompanied": "declined"}
    said = [message["kind"] for message in developer.get(f"referrals/{one}/messages").json()["contents"]]
    assert said == ["still_wanted", "yes"]


SENT = {
    "emergency_shelter": ("acknowledge", "withdrawn"),
    "medical": ("accept", "revoked"),
    "compensation": ("accept", "entered_in_error"),
    "psychosocial": ("accept", "accepted"),
    "vocational_training": (None, "expired"),
    "legal_aid": ("accept", "accepted"),
}


def test_every_script_of_a_sender_is_tried():
    assert set(SENDING) <= set(SENT)


@pytest.mark.parametrize("service", SENT)
def test_it_offers_what_it_is_asked_for_and_goes_on_as_the_service_says(developer, service):
    decide, ends = SENT[service]
    one = developer.offered(service)
    work()
    if decide == "accept":
        developer.decide(one, "acknowledge")
        work()
    if decide:
        developer.decide(one, decide)
        if decide == "accept":
            shared = developer.get(f"referrals/{one}/disclosure")
            assert shared.status_code == 200 and "+15550100" in shared.content.decode()
        work()
    assert developer.state(one) == ends
    if ends in ("revoked", "entered_in_error"):
        assert developer.get(f"referrals/{one}/disclosure").status_code == 410
    if service == "psychosocial":
        [meeting] = developer.get(f"referrals/{one}/handoffs").json()["contents"]
        assert developer.post(f"handoffs/{meeting['id']}/answer", {"state": "agreed"}, match='"v1"').status_code == 200
        assert [m["kind"] for m in developer.get(f"referrals/{one}/messages").json()["contents"]] == ["still_wanted"]


def test_time_passes_when_the_developer_says_so_on_both_sides(developer):
    received, sent = developer.offered("legal_aid"), developer.send("education")
    work()
    for one in (received, sent):
        assert developer.post(f"sandbox/referrals/{one}/pass-time").json()["state"] == "expired"
        again = developer.post(f"sandbox/referrals/{one}/pass-time")
        assert again.status_code == 409
    assert developer.post(f"sandbox/referrals/{'A' * 22}/pass-time").status_code == 404


@pytest.mark.parametrize("service", ANSWERS)
def test_it_answers_an_enquiry(developer, service, empty_cache):
    asked = developer.post("enquiries", {"service": service, "receivers": [developer.practice["partner"]["id"]]})
    assert asked.status_code == 201, asked.content
    work()
    [given] = developer.get(f"enquiries/{asked.json()['id']}").json()["answers"]
    answer, reason = ANSWERS[service]
    assert (given["answer"], given["reason"] or "") == (answer, reason)


def test_it_asks_when_it_is_asked_to(developer, empty_cache):
    asked = developer.post("sandbox/enquiries", {"service": "legal_aid"})
    assert asked.status_code == 201, asked.content
    body = {"on_behalf_of": developer.practice["colleague"]["id"], "answer": "no", "reason": "no_capacity"}
    said = developer.post(f"enquiries/{asked.json()['id']}/answer", body, match=asked["ETag"])
    assert said.status_code == 200, said.content


def test_the_same_rules_hold(developer):
    """Versions, keys, consent and refusals are those of the API: nothing is easier in practice."""
    one = developer.offered("legal_aid")
    colleague = {"on_behalf_of": developer.practice["colleague"]["id"]}
    assert developer.post(f"referrals/{one}/accept", colleague).status_code == 428
    assert developer.post(f"referrals/{one}/accept", colleague, match='"v9"').status_code == 412
    assert developer.post(f"referrals/{one}/accept", {"on_behalf_of": "nobody"}, match='"v2"').status_code == 422
    assert developer.get(f"referrals/{one}/disclosure").status_code == 403
    first, again = (developer.post(f"referrals/{one}/accept", colleague, match='"v2"', key="once") for _try in range(2))
    assert first.content == again.content and again["Idempotency-Replayed"] == "true"


def test_every_answer_says_that_it_is_practice(developer, sender):
    for path in ("sandbox", "referrals", "events", "directory/organizations", "referrals/absent"):
        assert developer.get(path)["Casemgr-Sandbox"] == "true", path
        assert "Casemgr-Sandbox" not in sender.get(path), path
    assert developer.post("consents", {})["Casemgr-Sandbox"] == "true"
    assert fetch_token(developer)["Casemgr-Sandbox"] == "true"
    assert "Casemgr-Sandbox" not in fetch_token(sender)
