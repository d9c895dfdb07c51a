"""Whoever sits between two instances, has been one of them, or makes a third, gets nothing done and learns nothing."""

import json

import pytest

from referrals.federation.receiving import is_clean

from .conftest import PLANTED, Refusal

pytestmark = pytest.mark.nodb
INBOX = "/fed/v1/inbox"


def inbox(two, name="there"):
    """Requests that brought letters."""
    return [one for one in two.network.carried if one[0] == name and one[2] == INBOX]


def again(two, request, **changed):
    """The same request once more, or with something changed."""
    name, method, path, headers, body = request[:5]
    given = {"method": method, "path": path, "headers": headers, "body": body} | changed
    return two.network.pass_on(name, given["method"], given["path"], given["headers"], given["body"])


def test_a_replay_has_one_effect_and_the_same_receipt(paired):
    paired.offered()
    request = inbox(paired)[-1]
    before, referrals = paired.there.letters(), paired.there.referrals()
    answers = {again(paired, request)["body"] for _time in range(5)}
    paired.settle()
    assert answers == {request[5]}
    assert (paired.there.letters(), paired.there.referrals()) == (before, referrals)


def test_a_lost_receipt_sends_the_letter_again_under_its_number(paired):
    paired.network.lose_answers = 1
    referral = paired.offered()
    assert paired.here.letters()["waiting"] == 1
    paired.here.due_now()
    paired.settle()
    kinds = [letter for letter in paired.here.letters()["out"] if letter[0] == "offer"]
    assert kinds[-1][2] == 1 and paired.there.referrals().count(referral) == 1
    numbers = [number for _kind, number, *_rest in paired.there.letters()["in"]]
    assert numbers == sorted(set(numbers))


def shifted(body):
    said = json.loads(body)
    said["sealed"] = said["sealed"][:-8] + "AAAAAAA="
    return json.dumps(said).encode()


def readdressed(body):
    said = json.loads(body)
    said["header"]["jti"] = "A" * 22
    return json.dumps(said).encode()


@pytest.mark.parametrize(
    "change",
    [
        lambda r: {"body": shifted(r[4])},
        lambda r: {"body": readdressed(r[4])},
        lambda r: {"body": b"{}"},
        lambda r: {"body": b"["},
        lambda r: {"headers": {k: v for k, v in r[3].items() if k != "Signature"}},
        lambda r: {"headers": {k: v for k, v in r[3].items() if k != "Content-Digest"}},
        lambda r: {"headers": r[3] | {"Signature": "sig=:AAAA:"}},
        lambda r: {"headers": r[3] | {"Signature-Input": r[3]["Signature-Input"].replace("sig=", "other=")}},
        lambda r: {"body": readdressed(shifted(r[4]))},
    ],
)
def test_changed_on_the_way_it_is_nobodys(paired, change):
    """All refusals are one: status and words tell nothing about which part was wrong."""
    paired.offered()
    request, before = inbox(paired)[-1], paired.there.letters()
    answer = again(paired, request, **change(request))
    assert answer["status"] == 401 and json.loads(answer["body"])["type"].endswith("not_recognized")
    paired.settle()
    assert paired.there.letters() == before


def test_a_letter_for_one_instance_is_not_taken_by_the_other(paired):
    paired.offered()
    _name, method, path, headers, body, _answer = inbox(paired)[-1]
    assert paired.network.pass_on("here", method, path, headers, body)["status"] == 401


def test_the_partner_cannot_reach_referrals_that_are_not_between_them(paired):
    """A partner that turned bad writes honest letters about ids that it learned."""
    case = paired.here.case(**PLANTED)
    own = paired.here.local_offer(case)
    for kind in ("accept", "revoke", "decline", "acknowledge"):
        paired.there.forge(kind, own)
    paired.settle()
    codes = {code for _kind, _number, state, code in paired.here.letters()["in"] if state == "refused"}
    assert codes == {"not_found"} and paired.here.referral(own)["state"] == "offered"


def test_the_partner_cannot_do_what_is_the_senders(paired):
    referral = paired.offered()
    for kind in ("withdraw", "error", "offer", "disclosure", "nonsense"):
        paired.there.forge(kind, referral)
    paired.settle()
    assert paired.here.referral(referral)["state"] == "offered"
    assert {state for _k, _n, state, _c in paired.here.letters()["in"][-5:]} == {"refused"}


def test_the_sender_cannot_do_what_is_the_receivers(paired):
    referral = paired.offered()
    for kind in ("accept", "decline", "acknowledge", "complete", "contact"):
        paired.here.forge(kind, referral, code="no_capacity")
    paired.settle()
    assert paired.there.referral(referral)["state"] == "offered"
    assert {state for _k, _n, state, _c in paired.there.letters()["in"][-5:]} == {"refused"}


def test_data_that_nobody_accepted_is_not_kept(paired):
    referral = paired.offered()
    paired.here.forge("disclosure", referral, fields={"alias": "Forced"}, person="A" * 22)
    paired.settle()
    seen = paired.there.referral(referral)
    assert (seen["state"], seen["snapshots"]) == ("offered", 0)


def test_more_than_was_agreed_is_not_kept(paired):
    """A sender that turned bad, or an operator's mistake: fields beyond the offered kinds refuse the whole."""
    referral = paired.offered(categories=["identity"])
    paired.network.down.add("here")  # the honest answer doesn't come
    paired.there.act("accept", referral)
    paired.here.forge("disclosure", referral, fields={"phone": "+1"}, person=paired.there.person_id("caseworker"))
    paired.here.work(), paired.there.work()
    assert paired.there.referral(referral)["snapshots"] == 0


def test_suspended_nothing_goes_but_taking_back(paired):
    referral = paired.accepted()
    paired.here.suspend()
    with pytest.raises(Refusal):
        paired.offered()
    paired.there.act("record_contact", referral, result="ok")
    paired.settle()
    assert paired.here.referral(referral)["state"] == "accepted"
    paired.here.act("revoke", referral)
    paired.settle()
    assert paired.there.referral(referral)["state"] == "revoked"
    assert paired.here.referral(referral)["purge"] == "confirmed"
    paired.here.resume()


@pytest.mark.parametrize("poison", ["A" * 23, "", "../../settings/x"])
def test_a_letter_that_no_database_takes_blocks_nothing(paired, poison):
    for kind in ("accept", "revoke", "offer"):
        paired.here.forge(kind, poison)
    referral = paired.offered()
    paired.here.due_now()
    paired.settle()
    assert paired.there.referral(referral)["state"] == "offered"


@pytest.mark.parametrize("text", ["\0", "a\0b", "\ud800", "\udfff"])
def test_what_no_database_takes_gets_no_receipt(text):
    assert is_clean({"a": ["b", {"c": "ä 中"}], "n": 1, "x": None})
    for said in (text, {"a": text}, {text: 1}, {"a": [1, {"b": [text]}]}):
        assert not is_clean(said)


def test_nobody_is_made_to_have_accepted(paired):
    """The sender knows a worker's id from an earlier yes; a letter alone makes nobody take somebody on."""
    referral = paired.offered()
    paired.here.forge("disclosure", referral, fields={"alias": "Forced"}, person=paired.there.person_id("caseworker"))
    paired.settle()
    seen = paired.there.referral(referral)
    assert (seen["state"], seen["snapshots"]) == ("offered", 0)


def test_a_consent_that_ends_while_suspended_is_asked_back_all_the_same(paired):
    case = paired.here.case(**PLANTED)
    consent = paired.here.agree(case)
    referral, other = paired.here.offer(case, consent), paired.accepted()
    paired.settle()
    paired.there.act("accept", referral)
    paired.settle()
    paired.here.suspend()
    paired.here.withdraw_consent(consent)
    paired.settle()
    assert (
        paired.there.referral(referral)["state"] == "revoked" and paired.here.referral(referral)["purge"] == "confirmed"
    )
    assert paired.there.referral(other)["state"] == "accepted"  # being suspended is no reason to ask back
    paired.here.resume()


def test_a_step_that_went_out_empty_while_suspended_goes_later(paired):
    referral = paired.accepted()
    paired.network.down.add("here")
    paired.there.act("record_contact", referral, result="ok")
    paired.there.work()  # tried, and numbered
    paired.there.suspend()
    paired.network.down.clear()
    paired.there.due_now()
    paired.settle()
    assert paired.here.referral(referral)["state"] == "accepted"
    paired.there.resume()
    paired.settle()
    assert paired.here.referral(referral)["state"] == "in_service"


def test_what_arrived_before_the_suspension_is_known_to_have_arrived(paired):
    """The receipt of the first try was lost; the second goes empty, and the receipt is of the first."""
    referral = paired.accepted()
    paired.network.lose_answers = 1
    paired.there.act("record_contact", referral, result="ok")
    paired.there.work()
    paired.there.suspend()
    paired.there.due_now()
    paired.settle()
    last = paired.there.letters()["out"][-1]
    assert last[0] == "contact" and last[4] is False and paired.there.letters()["waiting"] == 0
    paired.there.resume()
    paired.settle()
    assert paired.here.referral(referral)["state"] == "in_service"


def test_a_mistake_ends_the_sharing_although_the_receiver_has_suspended(paired):
    referral = paired.accepted()
    paired.there.suspend()
    paired.here.act("mark_error", referral, by="supervisor", reason="wrong person")
    paired.settle()
    assert paired.there.referral(referral)["state"] == "entered_in_error"
    assert paired.here.referral(referral)["purge"] == "confirmed"
    paired.there.resume()


def test_on_its_day_it_ends_by_itself(paired):
    paired.here.clock(201 * 24)
    paired.here.work()
    assert paired.here.state()["state"] == "suspended"
    paired.here.clock(0)
    paired.here.resume()


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_no_other_method_is_answered(paired, method):
    assert paired.network.pass_on("there", method, INBOX, {}, b"")["status"] == 405


def test_strangers_learn_no_organization(paired):
    shown = paired.network.pass_on("there", "GET", "/.well-known/survivor-referrals", {}, b"")
    assert shown["status"] == 200 and "Lotus" not in shown["body"] and "Harbor" not in shown["body"]
    for path in (INBOX, "/fed/v1/pairings", "/fed/v1/mailbox/receipts"):
        assert paired.network.pass_on("there", "POST", path, {}, b"{}")["status"] in (401, 502)
    assert paired.network.pass_on("there", "GET", "/fed/v1/mailbox?pair=" + "A" * 22, {}, b"")["status"] == 401
