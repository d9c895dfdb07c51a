"""A partner's system drafts statutory notices; people of its organization go on with them."""

import pytest

from casemgr.accounts.acting import acting_as_user
from cases import actions
from cases.models import Case, Notification, StatutoryNotice
from tests.conftest import make_person_of, store_consent
from tests.partner_api.conftest import NOTICE, PERSON, make_partner


def seen_by(user, public_id):
    with acting_as_user(user):
        return StatutoryNotice.objects.visible_to(user).select_related("case__person").get(public_id=public_id)


def told(user):
    with acting_as_user(user):
        return list(Notification.objects.visible_to(user).values_list("kind", flat=True))


@pytest.fixture
def leader(harbor):
    return make_person_of(harbor, "supervisor")


def test_it_drafts_and_people_are_told(leader, sender, consent):
    made = sender.post("statutory-notices", NOTICE | {"consent": consent})
    assert made.status_code == 201 and made["ETag"] == '"v1"'
    one = made.json()["id"]
    assert made["Location"] == f"/api/v1/statutory-notices/{one}"
    assert made.json()["state"] == "draft" and made.json()["kind"] == "mandatory_report"
    assert told(leader) == ["notice_drafted"]
    assert seen_by(leader, one).why == "Planted-Why"


def test_by_the_case_too_as_its_page_is_addressed(leader, sender, consent):
    with acting_as_user(sender.account):
        case = Case.objects.visible_to(sender.account).get()
    assert sender.post("statutory-notices", NOTICE | {"case": case.public_id}).status_code == 201
    both = sender.post("statutory-notices", NOTICE | {"case": case.public_id, "consent": consent})
    assert both.status_code == sender.post("statutory-notices", NOTICE).status_code == 422
    with acting_as_user(leader):
        other = actions.register(
            person={"alias": "Not theirs"},
            consent=store_consent(),
            by=leader,
        )
    hidden = sender.post("statutory-notices", NOTICE | {"case": other.public_id})
    absent = sender.post("statutory-notices", NOTICE | {"case": "A" * 22})
    assert hidden.status_code == 422 and hidden.content == absent.content


def test_no_answer_holds_a_word_of_it(sender, notice, leader):
    bodies = [sender.get("statutory-notices"), sender.get(f"statutory-notices/{notice}")]
    for body in bodies:
        assert body.status_code == 200
        for planted in ("Planted", *map(str, PERSON.values())):
            assert planted not in body.content.decode() or planted in ("True", "sw")


def test_it_can_neither_ask_nor_send_nor_read_what_is_told(sender, notice, leader, harbor):
    account = sender.account
    row = seen_by(account, notice)
    for act in (
        lambda: actions.ask_notice(row, by=account),
        lambda: actions.seal_notice(row, by=account),
        lambda: actions.send_notice_now(row, way="phone", spoke_with="x", by=account),
        lambda: actions.approve_notice(row, by=account),
        lambda: actions.read_notice_sheet(row, by=account),
    ):
        with acting_as_user(account), pytest.raises(Exception) as refusal:
            act()
        assert refusal.value.status in (403, 404)


def test_another_system_of_the_organization_finds_none(sender, notice, harbor):
    sister = make_partner(harbor)
    assert sister.get("statutory-notices").json()["contents"] == []
    theirs, absent = sister.get(f"statutory-notices/{notice}"), sister.get(f"statutory-notices/{'A' * 22}")
    assert theirs.status_code == 404 and theirs.content == absent.content


def test_it_takes_a_draft_back_but_not_what_people_asked_for(sender, notice, consent, leader, harbor):
    path = f"statutory-notices/{notice}/withdraw"
    assert sender.post(path).status_code == 428
    assert sender.post(path, match='"v9"').status_code == 412
    done = sender.post(path, match='"v1"')
    assert done.status_code == 200 and done.json()["state"] == "withdrawn" and done["ETag"] == '"v2"'
    assert sender.post(path, match='"v2"').status_code == 409
    whole = NOTICE | {"informed": "told", "provision": "x", "counsel": "known", "call_back": "x", "recipient": "x"}
    one = sender.post("statutory-notices", whole | {"consent": consent, "country": "USA"}).json()["id"]
    with acting_as_user(leader):
        actions.ask_notice(seen_by(leader, one), by=leader)
    assert sender.post(f"statutory-notices/{one}/withdraw", match='"v2"').status_code == 409
    assert [row["id"] for row in sender.get("statutory-notices?state=asked").json()["contents"]] == [one]


def test_the_same_key_drafts_once(sender, consent):
    first = sender.post("statutory-notices", NOTICE | {"consent": consent}, key="k")
    again = sender.post("statutory-notices", NOTICE | {"consent": consent}, key="k")
    assert first.json() == again.json() and again["Idempotency-Replayed"] == "true"
    assert len(sender.get("statutory-notices").json()["contents"]) == 1


@pytest.mark.parametrize(
    "wrong", [{"kind": "gossip"}, {"categories": ["documents"]}, {"country": "ZZZ"}, {"informed": 1}, {"despite": "x"}]
)
def test_what_is_not_offered_is_refused_by_its_field(sender, consent, wrong):
    refused = sender.post("statutory-notices", NOTICE | {"consent": consent} | wrong)
    assert refused.status_code == 422 and refused["Content-Type"] == "application/problem+json"
    assert sender.get("statutory-notices").json()["contents"] == []
