"""Messages on pages: written by supervisors in several languages, offered on the contact page where the way is safe."""

import pytest

from cases import actions
from cases.models import MessageTemplate
from tests.conftest import as_user

from .conftest import words

TYPED = {
    "version": "1",
    "name": "Call back",
    "ways": ["text"],
    "language_0": "English",
    "text_0": "Please call back.",
    "language_1": "Arabic",
    "text_1": "نرجو الاتصال بنا.",
}


@pytest.fixture
def template(supervisor_page, supervisor):
    assert supervisor_page.post("/messages/new/", TYPED).status_code == 302
    with as_user(supervisor):
        return MessageTemplate.objects.visible_to(supervisor).get()


def test_a_message_is_written_shown_and_taken_away(supervisor_page, template):
    assert template.texts == {"en": "Please call back.", "ar": "نرجو الاتصال بنا."}
    text = words(supervisor_page.get("/messages/"))
    assert "Please call back." in text and "Text message" in text
    at = f"/messages/{template.public_id}/"
    form = supervisor_page.get(at).context["form"]
    assert {form.initial["name"], form["text_0"].value(), form["text_1"].value()} == {
        "Call back",
        "Please call back.",
        "نرجو الاتصال بنا.",
    }
    supervisor_page.post(f"{at}end/")
    assert "No messages yet" in words(supervisor_page.get("/messages/"))
    assert supervisor_page.get(at).status_code == 404


def test_what_is_wrong_is_said_beside_it_and_stays(supervisor_page):
    refused = supervisor_page.post("/messages/new/", TYPED | {"language_1": ""})
    assert refused.status_code == 422 and "language_1" in refused.context["form"].errors
    assert "نرجو" in refused.content.decode()
    twice = supervisor_page.post("/messages/new/", TYPED | {"language_1": "English"})
    assert twice.status_code == 422 and "language_1" in twice.context["form"].errors
    telling = supervisor_page.post("/messages/new/", TYPED | {"text_0": "Harbor House here"})
    assert telling.status_code == 422 and "leave out" in words(telling)


def test_who_comes_second_keeps_their_words_and_decides(supervisor_page, template, supervisor):
    at = f"/messages/{template.public_id}/"
    supervisor_page.post(at, TYPED | {"text_0": "First"})
    late = supervisor_page.post(at, TYPED | {"text_0": "Second"})
    assert late.status_code == 422 and "meanwhile" in words(late) and "Second" in late.content.decode()
    version = late.context["form"]["version"].value()
    assert supervisor_page.post(at, TYPED | {"text_0": "Second", "version": version}).status_code == 302
    with as_user(supervisor):
        assert MessageTemplate.objects.visible_to(supervisor).get().texts["en"] == "Second"


def test_the_contact_page_offers_it_where_the_way_is_safe(page, case, caseworker, template):
    at = f"/cases/{case.public_id}/contact/"
    assert "Please call back." not in words(page.get(at))
    with as_user(caseworker):
        actions.set_safe_contact(case.person, {"channel": "text", "may_text": True}, by=caseworker)
    assert "Please call back." in words(page.get(at))
    assert page.get("/messages/").status_code == 403
