"""The case page: safety first, facts masked, each look written down."""

from casemgr.audit import events
from cases.actions import set_safe_contact
from tests.conftest import as_user, open_case

from .conftest import words


def safe_case(caseworker):
    case = open_case(caseworker, "Amira", legal_name="Amira Testcase", phone="+1 555 0199")
    rules = {
        "channel": "text",
        "may_text": True,
        "hours": "Tue 10:00",
        "code_word": "Heron",
        "if_someone_else": "the library",
    }
    with as_user(caseworker):
        set_safe_contact(case.person, rules, by=caseworker)
    return case


def test_the_safety_block_says_how_to_contact(page, caseworker):
    case = safe_case(caseworker)
    text = words(page.get(f"/cases/{case.public_id}/"))
    assert "Contact only by text message, Tue 10:00" in text
    assert "Do not call." in text and "Do not leave voicemail." in text and "the library" in text


def test_identity_and_code_word_are_masked(page, caseworker):
    case = safe_case(caseworker)
    text = page.get(f"/cases/{case.public_id}/").content.decode()
    assert "Heron" not in text and "Testcase" not in text and "0199" not in text


def test_reveal_shows_one_fact_writes_it_down_and_hides_after_three_minutes(page, caseworker):
    case = safe_case(caseworker)
    answer = page.post(f"/cases/{case.public_id}/reveal/code_word/")
    assert "Heron" in answer.content.decode() and "Testcase" not in answer.content.decode()
    assert answer["Refresh"] == f"180; url=/cases/{case.public_id}/"
    assert page.trail(events.PERSON_IDENTITY_REVEALED)[0].additional_data == {"field": "code_word"}


def test_reveal_answers_a_fragment_to_a_script(page, caseworker):
    case = safe_case(caseworker)
    answer = page.post(f"/cases/{case.public_id}/reveal/legal_name/", headers={"HX-Request": "true"})
    assert "Amira Testcase" in answer.content.decode() and "<html" not in answer.content.decode()
    assert 'data-hide-after="180"' in answer.content.decode()


def test_reveal_wants_a_post_and_a_masked_field(page, case):
    opened = page.get(f"/cases/{case.public_id}/reveal/phone/")
    assert (opened.status_code, opened["Allow"]) == (405, "POST")
    assert "This address only takes what a page sends" in words(opened)
    assert page.post(f"/cases/{case.public_id}/reveal/organization_id/").status_code == 404


def test_each_look_enters_the_trail_once(page, case):
    page.get(f"/cases/{case.public_id}/")
    assert [entry.object_pk for entry in page.trail(events.CASE_READ)] == [str(case.pk)]


def test_history_tells_who_looked_and_what_they_did(page, supervisor_page, case, supervisor):
    supervisor_page.post(f"/cases/{case.public_id}/reveal/phone/")
    text = words(page.get(f"/cases/{case.public_id}/history/"))
    assert supervisor.name in text and "Revealed a masked fact" in text and "Opened the case" in text


def test_recent_activity_has_no_narrative(page, case, caseworker):
    from cases.actions import write_note

    with as_user(caseworker):
        write_note(case, body="She stays at the blue house", by=caseworker)
    text = words(page.get(f"/cases/{case.public_id}/"))
    assert "blue house" not in text and "Note: General" in text
