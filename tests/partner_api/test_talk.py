"""Messages and hand-offs between two systems."""

import pytest

from referrals.models import ReferralAttachment, WebhookEvent
from referrals.tasks import publish
from tests.casework.test_documents import PDF
from tests.conftest import as_user
from tests.partner_api.conftest import MEETING, fetch_token, in_days

WORDS = "She prefers mornings"


def test_a_question_and_its_answer(sender, receiver, taken_on):
    asked = receiver.post(f"referrals/{taken_on}/messages", {"kind": "hold_place", "day": "2030-02-01"})
    assert (asked.status_code, asked.json()["side"]) == (201, "receiver")
    answers = {"kind": "yes", "answers": asked.json()["id"]}
    assert sender.post(f"referrals/{taken_on}/messages", answers).status_code == 201
    first, second = sender.get(f"referrals/{taken_on}/messages").json()["contents"]
    assert (first["kind"], second["answers"], second["seen_at"]) == ("hold_place", first["id"], None)


def test_no_words_before_acceptance(sender, receiver, offer):
    for one in (sender, receiver):
        assert one.post(f"referrals/{offer}/messages", {"kind": "words", "text": WORDS}).status_code == 403


def test_words_after_acceptance_go_with_what_was_shared(sender, receiver, taken_on):
    said = {"kind": "words", "text": WORDS}
    sent = sender.post(f"referrals/{taken_on}/messages", said)
    assert sent.status_code == 201 and WORDS not in sent.content.decode()  # kept for repeats, words are not
    assert receiver.get(f"referrals/{taken_on}/messages").json()["contents"][0]["text"] == WORDS
    assert receiver.act(taken_on, "revoke").status_code == 200
    left = receiver.get(f"referrals/{taken_on}/messages").json()["contents"]
    assert [one["text"] for one in left] == [None]


def test_a_repeated_call_says_it_once(sender, taken_on):
    body = {"kind": "please_call"}
    replies = [sender.post(f"referrals/{taken_on}/messages", body, key="same-key") for _ in range(3)]
    assert len({reply.content for reply in replies}) == 1
    assert len(sender.get(f"referrals/{taken_on}/messages").json()["contents"]) == 1


def test_a_meeting_is_agreed_by_the_other_side(sender, receiver, taken_on):
    made = sender.post(f"referrals/{taken_on}/handoffs", MEETING | {"starts_at": in_days(3)})
    where, tag = f"handoffs/{made.json()['id']}", made["ETag"]
    assert sender.post(f"{where}/answer", {"state": "agreed"}, match=tag).status_code == 403
    assert receiver.post(f"{where}/answer", {"state": "agreed"}).status_code == 428
    agreed = receiver.post(f"{where}/answer", {"state": "agreed"}, match=tag)
    assert (agreed.status_code, agreed.json()["state"]) == (200, "agreed")
    assert sender.post(f"{where}/answer", {"state": "cancelled"}, match=tag).status_code == 412
    assert sender.post(f"{where}/result", {"result": "met"}, match=agreed["ETag"]).status_code == 409
    told = sender.post(f"{where}/result", {"result": "unsafe"}, match=agreed["ETag"])
    assert told.json()["state"] == "missed"
    [listed] = receiver.get(f"referrals/{taken_on}/handoffs").json()["contents"]
    assert (listed["result"], listed["proposed_by"]) == ("unsafe", "sender")


@pytest.mark.parametrize(("what", "body"), [("messages", {"kind": "please_call"}), ("handoffs", MEETING)])
def test_reading_alone_doesnt_let_one_write(what, body, sender, taken_on):
    token = fetch_token(sender, "referral:send").json()["access_token"]
    assert sender.get(f"referrals/{taken_on}/{what}", token=token).status_code == 200
    body = body | ({"starts_at": in_days(3)} if what == "handoffs" else {})
    assert sender.post(f"referrals/{taken_on}/{what}", body, token=token).status_code == 403


def test_writing_alone_finds_no_referral(sender, taken_on):
    token = fetch_token(sender, "message:write").json()["access_token"]
    absent = sender.post(f"referrals/{'A' * 22}/messages", {"kind": "please_call"}, token=token)
    found = sender.post(f"referrals/{taken_on}/messages", {"kind": "please_call"}, token=token)
    assert found.status_code == absent.status_code == 404


def test_the_feed_tells_that_there_is_a_message(sender, receiver, taken_on, publish_all):
    receiver.post(f"referrals/{taken_on}/messages", {"kind": "please_call"})
    publish_all()
    told = sender.get("events").json()["contents"]
    assert told[-1]["type"] == "referral.message" and set(told[-1]["data"]) == {"referral", "version"}


@pytest.fixture
def publish_all(sender):
    """Publish what waits for the sender's systems, as its job does."""

    def do():
        with as_user(sender.account):
            rows = list(WebhookEvent.objects.unscoped("a job").filter(organization=sender.organization))
        for row in rows:
            publish(str(row.pk), str(sender.organization.pk))

    return do


def test_a_document_that_went_along_is_opened_by_both_systems(sender, receiver, outsider, taken_on, released_letter):
    [listed] = receiver.get(f"referrals/{taken_on}/attachments").json()["contents"]
    assert (listed["id"], listed["media_type"], listed["scan"]) == (
        released_letter.public_id,
        "application/pdf",
        "not_looked_at",
    )
    for one in (sender, receiver):
        answer = one.get(f"attachments/{listed['id']}")
        assert b"".join(answer.streaming_content) == PDF and answer["Content-Type"] == "application/octet-stream"
    assert outsider.get(f"attachments/{listed['id']}").status_code == 404
    assert sender.act(taken_on, "revoke").status_code == 200
    assert receiver.get(f"attachments/{listed['id']}").status_code == 410
    assert receiver.get(f"referrals/{taken_on}/attachments").json()["contents"] == []


def test_one_that_is_being_looked_at_is_locked(sender, receiver, released_letter):
    for scan, status in (("waiting", 423), ("infected", 410), ("clean", 200)):
        with as_user(sender.account):
            rows = ReferralAttachment.objects.unscoped("as a scanner says").filter(pk=released_letter.pk)
            assert rows.update(scan=scan) == 1
        answer = receiver.get(f"attachments/{released_letter.public_id}")
        assert answer.status_code == status
