"""The pages of stays and of a house at night: what each role is shown, what is refused, that nothing is lost."""

import datetime

import pytest
from django.utils import timezone

from casemgr.accounts.actions import save_team
from cases import actions
from cases.models import Stay
from tests.conftest import as_user, make_person_of, open_case
from tests.shelter.conftest import ask, come_in, make_house, room_of, stay_of

NIGHT = datetime.timedelta(hours=3)


@pytest.fixture
def tamarind(supervisor):
    return make_house(supervisor, beds=(2, 3), whereabouts="4 Quay Street")


@pytest.fixture
def night(harbor, org_admin, supervisor, case, caseworker):
    """Night staff of a team that the case is given to."""
    one = make_person_of(harbor, "night_staff")
    with as_user(org_admin):
        team = save_team(name="Shelter", members=[one], by=org_admin)
    with as_user(supervisor):
        actions.give_to_team(case, team=team, by=supervisor)
    return one


def test_night_staff_see_who_is_there_what_must_be_known_and_who_is_out(
    signed_in, case, tamarind, night, caseworker, colleague
):
    come_in(case, tamarind, caseworker, children=1)
    come_in(open_case(colleague, "Unseen"), tamarind, colleague, label="2")
    with as_user(caseworker):
        actions.add_health_alert(case, kind="allergy", words="Penicillin", by=caseworker)
        actions.go_out(stay_of(case, caseworker), back_by=timezone.now() + NIGHT, by=caseworker)
    page = signed_in(night).get(f"/houses/{tamarind.public_id}/")
    for words in (b"Amira", b"Penicillin", b"1 child with them", b"Out, back by", b"1 more person stays here"):
        assert words in page.content
    assert b"Unseen" not in page.content and b"Quay" not in page.content


def test_where_it_is_takes_one_click_of_those_who_may(signed_in, tamarind, supervisor, caseworker):
    url = f"/houses/{tamarind.public_id}/"
    assert b"Quay" not in signed_in(supervisor).get(url).content
    assert b"4 Quay Street" in signed_in(supervisor).post(f"{url}where/").content
    assert signed_in(caseworker).post(f"{url}where/").status_code == 404


def test_the_last_bed_is_told_beside_the_field_and_what_was_typed_stays(signed_in, case, tamarind, caseworker):
    stay = ask(case, caseworker)
    with as_user(caseworker):
        room = room_of(tamarind, caseworker)
    sent = {"room": room.public_id, "children": 2, "others": 0, "planned_end": "2027-01-31", "version": 1}
    url = f"/cases/{case.public_id}/stay/{stay.public_id}/in/"
    refused = signed_in(caseworker).post(url, sent)
    assert refused.status_code == 422
    assert b"Not enough beds are free" in refused.content and b"2027-01-31" in refused.content
    assert signed_in(caseworker).post(url, sent | {"children": 1}).status_code == 302


def test_must_not_meet_is_one_sentence_and_names_nobody(signed_in, case, tamarind, caseworker, colleague, supervisor):
    theirs = open_case(colleague, "Noor")
    with as_user(supervisor):
        actions.mark_apart(case, theirs, reason="harm", by=supervisor)
    come_in(theirs, tamarind, colleague)
    sent = {"wanted_on": datetime.date.today(), "house": tamarind.public_id}
    refused = signed_in(caseworker).post(f"/cases/{case.public_id}/stay/ask/", sent)
    assert refused.status_code == 422 and b"Not in this house. Ask your supervisor." in refused.content
    tab = signed_in(caseworker).get(f"/cases/{case.public_id}/stay/").content
    for page in (refused.content, tab):
        assert b"Noor" not in page and theirs.label.encode() not in page


def test_a_resemblance_asks_once_whether_somebody_looked(signed_in, case, tamarind, caseworker):
    come_in(open_case(caseworker, "Karim Haddad"), tamarind, caseworker, label="2")
    with as_user(caseworker):
        actions.record_alleged(case, name="Karim Haddad", by=caseworker)
    stay = ask(case, caseworker)
    with as_user(caseworker):
        sent = {"room": room_of(tamarind, caseworker).public_id, "version": 1}
    url = f"/cases/{case.public_id}/stay/{stay.public_id}/in/"
    first = signed_in(caseworker).post(url, sent)
    assert first.status_code == 422 and b'name="looked"' in first.content
    assert signed_in(caseworker).post(url, sent | {"looked": "on"}).status_code == 302


def test_a_stale_form_is_told_so_and_keeps_its_words(signed_in, case, tamarind, caseworker):
    stay = come_in(case, tamarind, caseworker)
    with as_user(caseworker):
        actions.go_out(stay, back_by=timezone.now() + NIGHT, by=caseworker)
    sent = {"words": "She wants to stay", "version": 2}
    url = f"/cases/{case.public_id}/stay/{stay.public_id}/again/"
    stale = signed_in(caseworker).post(url, sent)
    assert stale.status_code == 422
    assert b"changed this stay meanwhile" in stale.content and b"She wants to stay" in stale.content
    assert b'name="version" value="3"' in stale.content
    assert signed_in(caseworker).post(url, sent | {"version": 3}).status_code == 302


def test_the_overview_of_a_case_names_no_house(signed_in, case, tamarind, caseworker):
    come_in(case, tamarind, caseworker)
    assert b"Tamarind" not in signed_in(caseworker).get(f"/cases/{case.public_id}/").content
    tab = signed_in(caseworker).get(f"/cases/{case.public_id}/stay/").content
    assert b"Tamarind" in tab and f"/cases/{case.public_id}/services/".encode() in tab


def test_somebody_missing_goes_step_by_step(signed_in, case, tamarind, caseworker):
    stay = come_in(case, tamarind, caseworker)
    browser, url = signed_in(caseworker), f"/cases/{case.public_id}/stay/"
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    assert browser.post(f"{url}{stay.public_id}/missing/", {"noticed_at": now}).status_code == 302
    with as_user(caseworker):
        missing = Stay.objects.visible_to(caseworker).get().missing.unscoped("of this stay").get()
    sent = {"kind": "police", "done_at": now, "words": "She agreed"}
    step = f"{url}missing/{missing.public_id}/step/"
    assert b"say which" in browser.post(step, sent).content
    assert browser.post(step, sent | {"ground": "agreed"}).status_code == 302
    assert b"Told the police" in browser.get(url).content
    assert browser.post(f"{url}missing/{missing.public_id}/end/", {"how": "safe"}).status_code == 302
    assert b"Is safe elsewhere" in browser.get(url).content


def test_who_is_missing_is_not_said_to_be_in_the_house(signed_in, case, tamarind, caseworker):
    stay = come_in(case, tamarind, caseworker)
    browser, url = signed_in(caseworker), f"/cases/{case.public_id}/stay/"
    with as_user(caseworker):
        actions.set_safe_contact(case.person, {"channel": "text", "may_text": True}, by=caseworker)
    before = browser.get(url).content
    assert b"In the house" in before and f"{stay.public_id}/missing/".encode() in before
    with as_user(caseworker):
        actions.report_missing(stay, by=caseworker)
    shown = browser.get(url).content
    assert b"In the house" not in shown and f"{stay.public_id}/missing/".encode() not in shown
    assert b"Contact has stopped" in shown and b"Their own rules: Contact only by text message" in shown


def test_rooms_with_room_are_offered_first(signed_in, case, tamarind, caseworker, colleague):
    for _person in range(2):
        come_in(open_case(colleague, "Unseen"), tamarind, colleague)
    stay = ask(case, caseworker)
    form = signed_in(caseworker).get(f"/cases/{case.public_id}/stay/{stay.public_id}/in/").context["form"]
    with as_user(caseworker):
        assert [room.label for room in form.fields["room"].queryset] == ["2", "1"]


@pytest.mark.parametrize(("kind", "said"), [("found_out", True), ("self_harm", True), ("conflict", False)])
def test_a_log_entry_of_danger_says_whom_to_call(signed_in, tamarind, caseworker, kind, said):
    with as_user(caseworker):
        event = actions.log_house_event(tamarind, kind=kind, injuries="none", police="no", by=caseworker)
    page = signed_in(caseworker).get(f"/houses/{tamarind.public_id}/log/{event.public_id}/").content
    assert (b"call the supervisor on duty now" in page) is said
