"""Two organizations on two instances meet: a code by hand, a number by telephone, two people on each side."""

import json

import pytest

from .conftest import Refusal

pytestmark = pytest.mark.nodb


def test_the_whole_way_to_a_pairing(two):
    invited = two.here.invite()
    assert two.here.state() == {"state": "invited", "partner": None, "new": False}
    two.there.claim(invited["code"])
    assert two.here.state()["partner"] == "Lotus Legal" and two.there.state()["partner"] == "Harbor House"
    assert two.here.number() == two.there.number() and len(two.here.number().replace(" ", "")) == 60
    assert two.here.confirm("admin") == "claimed"
    with pytest.raises(Refusal, match="not_permitted"):
        two.here.confirm("admin")
    assert two.here.confirm("second") == "confirmed"
    two.settle()
    assert two.here.state()["state"] == "confirmed" and two.there.state()["state"] == "claimed"
    two.there.confirm("second"), two.there.confirm("admin")
    two.settle()
    assert two.here.state()["state"] == two.there.state()["state"] == "active"


def test_a_code_is_good_once_for_three_days_and_as_a_whole(two):
    code = two.here.invite()["code"]
    for wrong in ("", "casemgr1.", code[:-4], code.replace("casemgr1.", ""), "casemgr1." + "A" * 400):
        with pytest.raises(Refusal, match="invalid_input"):
            two.there.claim(wrong)
    for node in (two.here, two.there):
        node.clock(73)
    with pytest.raises(Refusal, match="refused"):
        two.there.claim(code)
    for node in (two.here, two.there):
        node.clock(0)
    two.there.claim(code[:30] + "\n  " + code[30:])
    with pytest.raises(Refusal, match="refused"):
        two.there.claim(code)


def test_whoever_sits_between_shows_other_keys_than_the_code_says(two):
    code, honest = two.here.invite()["code"], two.network.pass_on

    def between(name, method, path, headers, body):
        answer = honest(name, method, path, headers, body)
        if path.startswith("/.well-known/"):
            said = json.loads(answer["body"])
            said["keys"]["sign"] = "A" * 43
            answer["body"] = json.dumps(said)
        return answer

    two.network.pass_on = between
    with pytest.raises(Refusal, match="keys"):
        two.there.claim(code)
    assert two.here.state()["state"] == "invited"


def test_nobody_pairs_with_their_own_instance(two):
    with pytest.raises(Refusal):
        two.here.claim(two.here.invite()["code"])


def test_nothing_is_offered_before_both_sides_confirmed(two):
    two.there.claim(two.here.invite()["code"])
    two.here.confirm("admin"), two.here.confirm("second")
    two.settle()
    with pytest.raises(Refusal):
        two.offered()


def test_new_keys_count_once_a_person_looked_at_them(two):
    two.pair()
    before = two.there.number()
    referral = two.offered()
    assert two.here.renew_keys() == 2
    two.settle()
    assert two.there.state()["new"] and two.there.number() == before
    two.here.act("withdraw", referral)
    second = two.offered()
    assert two.there.referral(referral)["state"] == "offered" and second not in two.there.referrals()
    assert two.here.letters()["waiting"] == 0  # they have come, and wait there, sealed
    two.there.act("acknowledge", referral, by="supervisor")
    two.settle()  # what is sealed to the older key still opens
    two.there.take_keys()
    two.settle()
    assert two.there.number() == two.here.number() != before
    assert two.there.referral(referral)["state"] == "withdrawn" and second in two.there.referrals()


def test_what_was_not_agreed_is_not_offered(two):
    two.pair(services=["legal_aid"])
    with pytest.raises(Refusal, match="invalid_input"):
        two.offered(service="medical")
    assert two.offered(service="legal_aid") in two.there.referrals()


def test_offers_only_means_no_data(two):
    two.pair(tier="offer")
    referral = two.offered()
    two.there.act("accept", referral)
    two.settle()
    assert two.here.referral(referral)["state"] == two.there.referral(referral)["state"] == "offered"
    assert two.there.referral(referral)["snapshots"] == 0


def test_an_end_asks_everything_back(two):
    two.pair()
    shared, offered = two.accepted(), two.offered()
    assert two.there.read(shared)
    two.here.end()
    two.settle()
    assert two.there.referral(shared)["state"] == "revoked" and two.here.referral(shared)["purge"] == "confirmed"
    with pytest.raises(Refusal, match="gone"):
        two.there.read(shared)
    with pytest.raises(Refusal):
        two.offered()
    two.there.act("accept", offered)
    two.settle()
    assert two.there.referral(offered)["snapshots"] == 0
