"""Enquiries over the partner API: codes alone in and out, each side its own, nobody learns who asks."""

import datetime
import uuid

import pytest

from casemgr.rate_limits import LIMITS, Limit
from referrals.directory.members import own_id
from referrals.models import EnquiryAnswer
from tests.conftest import as_user, open_case
from tests.enquiries.conftest import ask
from tests.partner_api.conftest import colleague_named, fetch_token, outsider, receiver, sender  # noqa: F401 - fixtures

pytestmark = pytest.mark.usefixtures("giving", "empty_cache")
BODY = {
    "service": "emergency_shelter",
    "needs": ["families", "wheelchair_users"],
    "whom": "women",
    "together": "2",
    "age_band": "18_24",
    "language": "sw",
    "interpreter_needed": True,
}


def post(partner, *receivers, **changes):
    body = BODY | {"receivers": [str(one) for one in receivers]} | changes
    return partner.post("enquiries", {name: value for name, value in body.items() if value is not None})


@pytest.fixture
def enquiry(sender, lotus, sahel):
    reply = post(sender, lotus.public_id, own_id(sahel))
    assert reply.status_code == 201, reply.content
    return reply.json()


@pytest.fixture
def theirs(receiver, enquiry):
    return receiver.get("enquiries?role=receiver").json()["contents"][0]


def in_days(count):
    return (datetime.date.today() + datetime.timedelta(days=count)).isoformat()


def give(receiver, one, colleague, **body):
    match = receiver.get(f"enquiries/{one}")["ETag"]
    return receiver.post(f"enquiries/{one}/answer", {"on_behalf_of": colleague.public_id} | body, match=match)


def test_the_loop(sender, receiver, enquiry, theirs, colleague_named, lotus):
    question = BODY | {"region": "Americas"}
    assert (enquiry["role"], enquiry["state"], enquiry["question"]) == ("sender", "open", question)
    assert (theirs["role"], theirs["question"]) == ("receiver", question) and theirs["id"] != enquiry["id"]
    given = give(receiver, theirs["id"], colleague_named, answer="yes", until=in_days(3))
    assert given.status_code == 200 and given["ETag"] == '"v2"', given.content
    answers = {one["organization"]["name"]: one for one in sender.get(f"enquiries/{enquiry['id']}").json()["answers"]}
    assert answers["Lotus Legal"] | {"answered_at": ""} == {
        "organization": {"id": lotus.public_id, "name": "Lotus Legal"},
        "answer": "yes",
        "until": in_days(3),
        "holds": True,
        "reason": None,
        "answered_at": "",
    }
    assert answers["Sahel Relief"]["answer"] is None
    again = give(receiver, theirs["id"], colleague_named, answer="no", reason="no_capacity")
    assert again.json()["answers"][0] | {"answered_at": ""} == answers["Lotus Legal"] | {
        "answer": "no",
        "until": None,
        "holds": False,
        "reason": "no_capacity",
        "answered_at": "",
    }


def test_the_one_that_was_asked_learns_neither_who_asks_nor_whom_else(receiver, theirs, enquiry, harbor, sahel):
    for path in ("enquiries?role=receiver", f"enquiries/{theirs['id']}"):
        told = receiver.get(path).content.decode()
        for secret in (harbor.public_id, harbor.name, sahel.public_id, sahel.name, enquiry["id"], str(harbor.pk)):
            assert secret not in told, secret
    assert [one["organization"]["name"] for one in theirs["answers"]] == ["Lotus Legal"]


def test_each_finds_its_own_and_strangers_nothing(sender, receiver, outsider, enquiry, theirs, delta):
    assert sender.get(f"enquiries/{theirs['id']}").status_code == 404
    assert receiver.get(f"enquiries/{enquiry['id']}").status_code == 404
    assert [one["id"] for one in sender.get("enquiries").json()["contents"]] == [enquiry["id"]]
    assert sender.get("enquiries?role=receiver").json()["contents"] == []
    assert receiver.get("enquiries").json()["contents"] == []
    sahels = outsider.get("enquiries?role=receiver").json()["contents"]
    assert len(sahels) == 1 and sahels[0]["id"] not in (theirs["id"], enquiry["id"])


@pytest.mark.parametrize(
    ("scope", "role", "seen"),
    [
        ("referral:send", "sender", 1),
        ("referral:receive", "sender", 0),
        ("referral:send", "receiver", 0),
        ("referral:receive", "receiver", 0),
    ],
)
def test_a_token_reaches_its_own_side(sender, enquiry, scope, role, seen):
    token = fetch_token(sender, scope).json()["access_token"]
    assert len(sender.get(f"enquiries?role={role}", token=token).json()["contents"]) == seen


def test_a_system_sees_no_enquiry_for_a_case_that_it_doesnt_see(sender, caseworker, lotus):
    ask(caseworker, [lotus], case=open_case(caseworker))
    free = ask(caseworker, [lotus])
    assert [one["id"] for one in sender.get("enquiries").json()["contents"]] == [free.public_id]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"service": "made_up"}, "/service"),
        ({"needs": ["without_papers"]}, "/needs/0"),
        ({"language": "Swahili"}, "/language"),
        ({"age_band": "17"}, "/age_band"),
        ({"receivers": []}, "/receivers"),
        ({"receivers": ["A" * 22]}, "/receivers"),
        ({"stands": "year"}, "/stands"),
        ({"case": "x"}, ""),
        ({"note": "She is called Planted"}, ""),
    ],
    ids=str,
)
def test_what_is_no_code_is_refused_by_its_field(sender, lotus, changes, pointer):
    reply = post(sender, lotus.public_id, **changes)
    assert reply.status_code == 422 and reply.json()["errors"][0]["pointer"].startswith(pointer), reply.content
    assert b"Planted" not in reply.content


def test_organizations_that_may_not_be_asked_look_like_absent_ones(sender, lotus, delta):
    absent = post(sender, lotus.public_id, "A" * 22)
    assert post(sender, lotus.public_id, delta.public_id).content == absent.content
    lotus.status = "suspended"
    lotus.save()
    assert post(sender, lotus.public_id).content == absent.content


def test_a_change_says_which_version_it_was_decided_on(sender, receiver, enquiry, theirs, colleague_named):
    body = {"on_behalf_of": colleague_named.public_id, "answer": "no", "reason": "other"}
    for match, status in ((None, 428), ('"v7"', 412), ('"v1"', 200), ('"v1"', 412)):
        assert receiver.post(f"enquiries/{theirs['id']}/answer", body, match=match).status_code == status
    for match, status in ((None, 428), ('"v7"', 412), ('"v1"', 200), ('"v2"', 409)):
        assert sender.post(f"enquiries/{enquiry['id']}/withdraw", {}, match=match).status_code == status
    assert receiver.get(f"enquiries/{theirs['id']}").json()["state"] == "withdrawn"


def test_the_same_key_asks_once(sender, lotus):
    key, body = str(uuid.uuid4()), BODY | {"receivers": [lotus.public_id]}
    first, second = (sender.post("enquiries", body, key=key) for _time in range(2))
    assert first.content == second.content and second["Idempotency-Replayed"] == "true"
    assert len(sender.get("enquiries").json()["contents"]) == 1


def test_a_person_answers_and_a_system_alone_doesnt(receiver, theirs, lotus_worker, caseworker):
    for named in ("nobody@example.org", lotus_worker.public_id, caseworker.public_id):  # the second without a factor
        body = {"on_behalf_of": named, "answer": "no", "reason": "other"}
        assert receiver.post(f"enquiries/{theirs['id']}/answer", body, match='"v1"').status_code == 422


def test_pages_follow_each_other(sender, lotus):
    ids = [post(sender, lotus.public_id).json()["id"] for _one in range(3)]
    page = sender.get("enquiries?limit=2").json()
    following = sender.get(f"enquiries?limit=2&cursor={page['next_cursor']}").json()
    assert [one["id"] for one in page["contents"] + following["contents"]] == ids[::-1]
    assert following["next_cursor"] is None


def test_a_list_takes_as_many_queries_for_many_as_for_one(sender, lotus, django_assert_max_num_queries):
    for _one in range(6):
        post(sender, lotus.public_id)
    with django_assert_max_num_queries(14):
        assert len(sender.get("enquiries").json()["contents"]) == 6


def test_asking_on_and_on_is_refused(sender, lotus, monkeypatch):
    monkeypatch.setitem(LIMITS, "enquiry", Limit(1, 10**8, "in this test"))
    assert post(sender, lotus.public_id).status_code == 201
    reply = post(sender, lotus.public_id)
    assert reply.status_code == 429 and int(reply["Retry-After"]) > 0


def test_who_answered_is_told_to_nobody(sender, receiver, enquiry, theirs, colleague_named):
    give(receiver, theirs["id"], colleague_named, answer="maybe", until=in_days(1))
    for told in (sender.get(f"enquiries/{enquiry['id']}"), receiver.get(f"enquiries/{theirs['id']}")):
        assert colleague_named.public_id not in told.content.decode()
    with as_user(colleague_named):
        assert EnquiryAnswer.objects.visible_to(colleague_named).get().answer == "maybe"
