"""Documents that go along, on the pages of both sides."""

import io

import pytest

from cases.actions import add_document
from referrals import actions
from referrals.models import ReferralAttachment
from tests.casework.test_documents import PDF
from tests.conftest import as_user
from tests.pages.conftest import text_of
from tests.referrals.conftest import (  # noqa: F401 - fixtures
    answering,
    draft,
    planted_case,
    sahel,
    stranger,
)

TITLE = "Planted title of a letter"


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.CASEMGR_DATA_DIR = str(tmp_path)


@pytest.fixture
def written(planted_case, lotus, caseworker):  # noqa: F811
    return draft(planted_case, lotus, by=caseworker, categories=("identity", "documents"))


@pytest.fixture
def letter(planted_case, caseworker):  # noqa: F811
    with as_user(caseworker):
        file = {"file": io.BytesIO(PDF), "name": "letter.pdf", "title": TITLE, "kind": "letter"}
        return add_document(planted_case, by=caseworker, **file)


def test_a_document_is_chosen_released_opened_and_gone(signed_in, written, letter, caseworker, answering):  # noqa: F811
    sender, receiver = signed_in(caseworker), signed_in(answering)
    page, choose = f"/referrals/{written.public_id}/", f"/referrals/{written.public_id}/documents/"
    assert "Choose documents" in text_of(sender.get(page))
    assert sender.post(choose, {}).status_code == 422
    assert sender.post(choose, {"documents": [letter.public_id]}).status_code == 302
    assert TITLE in text_of(sender.get(page)) and "Goes along when" in text_of(sender.get(page))
    with as_user(caseworker):
        actions.submit(written, by=caseworker)
        one = ReferralAttachment.objects.visible_to(caseworker).get()
    file = f"{choose}{one.public_id}/"
    assert TITLE not in receiver.get(page).content.decode() and receiver.get(file).status_code == 404
    with as_user(answering):
        actions.accept(written, by=answering)
    assert TITLE in text_of(receiver.get(page))
    answer = receiver.get(file)
    assert b"".join(answer.streaming_content) == PDF
    assert TITLE not in str(answer.headers) and answer["Cache-Control"].startswith("no-store")
    with as_user(caseworker):
        actions.revoke(written, by=caseworker)
    assert receiver.get(file).status_code == 410
    assert TITLE not in receiver.get(page).content.decode()


def test_one_is_left_with_a_button(signed_in, written, letter, caseworker):
    sender, choose = signed_in(caseworker), f"/referrals/{written.public_id}/documents/"
    sender.post(choose, {"documents": [letter.public_id]})
    with as_user(caseworker):
        one = ReferralAttachment.objects.visible_to(caseworker).get()
    assert "Leave it here" in text_of(sender.get(f"/referrals/{written.public_id}/"))
    assert sender.post(f"{choose}{one.public_id}/leave/").status_code == 302
    assert TITLE not in text_of(sender.get(f"/referrals/{written.public_id}/"))


def test_nothing_is_offered_without_the_persons_word(signed_in, planted_case, lotus, letter, caseworker):  # noqa: F811
    one, sender = draft(planted_case, lotus, by=caseworker), signed_in(caseworker)
    assert "Choose documents" not in text_of(sender.get(f"/referrals/{one.public_id}/"))
    answer = sender.post(f"/referrals/{one.public_id}/documents/", {"documents": [letter.public_id]})
    assert answer.status_code == 422 and "agree to share documents" in text_of(answer)


def test_only_the_sender_chooses(signed_in, written, letter, caseworker, answering, stranger):  # noqa: F811
    with as_user(caseworker):
        actions.submit(written, by=caseworker)
    for by in (answering, stranger):
        assert signed_in(by).get(f"/referrals/{written.public_id}/documents/").status_code == 404
