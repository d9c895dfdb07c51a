"""Changing what others may change too: yours / theirs, nothing lost, disjoint changes merge."""

from cases.actions import change_case, change_person
from cases.models import Case, SafeContact
from tests.conftest import as_user

from .conftest import words


def sent(page, address):
    """What a browser would send back of this form, unchanged."""
    form = page.get(address).context["form"]
    data = {}
    for name in form.fields:
        hidden = form[name].as_hidden()
        data |= _inputs(str(hidden))
    return data | _inputs(str(form.as_read()))


def _inputs(html):
    import re
    from html import unescape

    found = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if (name and value and value.group(1) not in ("", "False")) or (name and name.group(1).startswith("initial-")):
            found[name.group(1)] = unescape(value.group(1)) if value else ""
    return found


def again(case, user):
    with as_user(user):
        return Case.objects.visible_to(user).select_related("person__safe_contact").get(pk=case.pk)


def test_it_changes_stage_and_safety(page, case, caseworker):
    address = f"/cases/{case.public_id}/change/"
    answer = page.post(address, sent(page, address) | {"status": "active", "risk": "watch"})
    assert answer.status_code == 302
    now = again(case, caseworker)
    assert (now.status, now.risk, now.version) == ("active", "watch", 2)


def test_disjoint_changes_merge_by_themselves(page, case, caseworker):
    address = f"/cases/{case.public_id}/change/"
    typed = sent(page, address) | {"status": "active"}
    with as_user(caseworker):
        change_case(case, {"risk": "urgent"}, version=1, by=caseworker)
    assert page.post(address, typed).status_code == 302
    now = again(case, caseworker)
    assert (now.status, now.risk) == ("active", "urgent")


def test_a_clash_shows_yours_and_theirs_and_overwrites_nothing(page, case, caseworker):
    address = f"/cases/{case.public_id}/person/"
    typed = sent(page, address) | {"alias": "Amira B", "pronouns": "she/her"}
    with as_user(caseworker):
        change_person(case.person, {"alias": "Amira C"}, version=1, by=caseworker)
    answer = page.post(address, typed)
    assert answer.status_code == 409
    text = words(answer)
    assert "Yours: Amira B" in text and "Theirs: Amira C" in text and "Pronouns" not in text
    assert again(case, caseworker).person.alias == "Amira C"


def test_after_a_clash_either_word_can_stand(page, case, caseworker):
    address = f"/cases/{case.public_id}/person/"
    for keep, stands in (("theirs", "Amira theirs"), ("yours", "Amira B")):
        typed = sent(page, address) | {"alias": "Amira B", "pronouns": f"she-{keep}"}
        with as_user(caseworker):
            now = again(case, caseworker).person
            change_person(now, {"alias": f"Amira {keep}"}, version=now.version, by=caseworker)
        clash = page.post(address, typed)
        assert clash.status_code == 409
        page.post(
            address, _inputs(str(clash.context["carried"])) | {"version": clash.context["version"], "keep-alias": keep}
        )
        person = again(case, caseworker).person
        assert (person.alias, person.pronouns) == (stands, f"she-{keep}")


def test_safe_contact_is_reviewed_by_saving_it(page, case, caseworker):
    address = f"/cases/{case.public_id}/safe-contact/"
    page.post(address, sent(page, address) | {"channel": "call", "code_word": "Heron"})
    contact = again(case, caseworker).person.safe_contact
    assert (contact.channel, contact.may_call, contact.code_word) == ("call", True, "Heron")
    assert contact.reviewed_on is not None


def test_a_clash_over_safe_contact_is_shown_too(page, case, caseworker):
    from cases.actions import set_safe_contact

    address = f"/cases/{case.public_id}/safe-contact/"
    typed = sent(page, address) | {"hours": "Mondays"}
    with as_user(caseworker):
        set_safe_contact(case.person, {"hours": "Never on Mondays"}, by=caseworker)
    answer = page.post(address, typed)
    assert answer.status_code == 409 and "Theirs: Never on Mondays" in words(answer)
    with as_user(caseworker):
        assert SafeContact.objects.visible_to(caseworker).get().hours == "Never on Mondays"


def test_opening_the_form_about_the_person_is_written_down_as_a_reveal(page, case):
    from casemgr.audit import events

    page.get(f"/cases/{case.public_id}/person/")
    assert page.trail(events.PERSON_IDENTITY_REVEALED)[0].additional_data == {"field": "identity"}


def test_a_wrong_value_keeps_what_was_typed(page, case):
    address = f"/cases/{case.public_id}/person/"
    answer = page.post(address, sent(page, address) | {"alias": "New name", "citizenship": "Atlantis"})
    assert answer.status_code == 422
    assert b'value="New name"' in answer.content and b'value="Atlantis"' in answer.content
