"""The way of a request on the pages, as people walk it."""

import pytest
from django.urls import reverse

from cases import actions
from cases.models import Case, DataRequest, Note
from tests.conftest import as_user
from tests.pages.conftest import signed_in  # noqa: F401 - a fixture
from tests.rights.conftest import PLANTED, ask, check


def one(user, kind):
    with as_user(user):
        return DataRequest.objects.visible_to(user).get(kind=kind)


def test_from_asking_to_sealed_and_back(full, caseworker, supervisor, second, signed_in):  # noqa: F811
    worker, leader, other = signed_in(caseworker), signed_in(supervisor), signed_in(second)
    told = {"asker": "person", "identity": "known", "words": "Please"}
    assert worker.post(reverse("right_ask", args=[full.public_id, "erasure"]), told).status_code == 302
    request = one(caseworker, "erasure")
    page = reverse("right", args=[request.public_id])
    assert "Please" in worker.get(page).content.decode()
    answer = worker.post(reverse("right_check", args=[request.public_id]), {"version": 1, "finding": "free"})
    assert answer.status_code == 422 and "alone first" in answer.content.decode()
    told = {"version": 1, "finding": "free", "alone": "on", "evidence_told": "on"}
    assert worker.post(reverse("right_check", args=[request.public_id]), told).status_code == 302
    assert leader.post(reverse("right_approve", args=[request.public_id]), {"version": 2}).status_code == 302
    for client in (worker, leader):
        assert client.get(reverse("case", args=[full.public_id])).status_code == 404
        assert "nobody reads it" in client.get(page).content.decode()
        assert PLANTED not in client.get(page).content.decode()
    assert worker.post(reverse("right_step", args=[request.public_id, "ask_return"])).status_code == 302
    assert other.post(reverse("right_step", args=[request.public_id, "return"])).status_code == 302
    assert worker.get(reverse("case", args=[full.public_id])).status_code == 200


def test_the_copy_shows_what_is_held_masked_and_with_others_blacked_out(full, caseworker, supervisor, signed_in):  # noqa: F811
    with as_user(caseworker):
        actions.write_note(full, body="Her cousin Grigor called", by=caseworker)
        actions.record_alleged(full, name="Villanova", by=caseworker)
        notes = Note.objects.visible_to(caseworker).filter(case=full, kind="therapy")
        therapy = notes.get().public_id
    ask(full, caseworker, kind="copy", delivery="read aloud")
    request = one(supervisor, "copy")
    leader, at = signed_in(supervisor), reverse("right_copy", args=[request.public_id])
    undecided = leader.post(at, {"version": 1})
    assert undecided.status_code == 422 and "give it, or say why not" in undecided.content.decode()
    assert f'href="#id_part_{therapy}"' in undecided.content.decode(), "the summary leads to what is to be decided"
    told = {"version": 1, f"part_{therapy}": "harm", "black_out": "Grigor"}
    copy = leader.post(at, told).content.decode()
    assert "Her cousin █████ called" in copy and "Grigor" not in copy
    assert f"{PLANTED} said" in copy and f"{PLANTED} therapy" not in copy
    assert f"{PLANTED} N" not in copy, "masked"
    assert "Villanova" not in copy and caseworker.name not in copy and "Caseworker" in copy
    assert "1 entry was left out" in copy
    assert leader.post(at, told).status_code == 409, "one request, one copy"


def test_the_copy_is_in_the_persons_language(caseworker, supervisor, signed_in):  # noqa: F811
    from tests.conftest import open_case

    case = open_case(caseworker, preferred_language="ar")
    ask(case, caseworker, kind="copy", delivery="x")
    request = one(supervisor, "copy")
    copy = signed_in(supervisor).post(reverse("right_copy", args=[request.public_id]), {"version": 1, "full": "on"})
    assert 'dir="rtl"' in copy.content.decode() and "Amira" in copy.content.decode()


def test_only_what_was_told_goes_and_services_stay(full, caseworker, supervisor, signed_in):  # noqa: F811
    request = check(ask(full, caseworker, kind="narrative"), caseworker)
    leader = signed_in(supervisor)
    assert leader.post(reverse("right_approve", args=[request.public_id]), {"version": 2}).status_code == 302
    with as_user(supervisor):
        case = Case.objects.visible_to(supervisor).get(pk=full.pk)
        assert {note.body for note in Note.objects.visible_to(supervisor).filter(case=case)} == {""}
        assert case.person.alias == PLANTED
        [told] = case.person.experiences.visible_to(supervisor)
        assert told.narrative is None
        assert case.servicerecords.visible_to(supervisor).count() == 1
    assert leader.post(reverse("right_approve", args=[request.public_id]), {"version": 3}).status_code == 422, "once"


def test_an_earlier_doubt_is_shown_to_whoever_decides(case, caseworker, supervisor, second, harbor, signed_in):  # noqa: F811
    request = check(ask(case, caseworker), supervisor, finding="pressed")
    at = reverse("right", args=[request.public_id])
    assert reverse("right_check", args=[request.public_id]) not in signed_in(caseworker).get(at).content.decode()
    check(request, second)
    assert "Somebody may be pressing them" in signed_in(second).get(at).content.decode()


def test_what_a_talk_showed_is_for_those_who_decide(case, caseworker, supervisor, signed_in):  # noqa: F811
    request = check(ask(case, caseworker), supervisor, finding="pressed")
    at = reverse("right", args=[request.public_id])
    page = signed_in(caseworker).get(at).content.decode()
    assert "Somebody may be pressing them" not in page and "It can be taken back quietly" in page
    assert "Somebody may be pressing them" in signed_in(supervisor).get(at).content.decode()


@pytest.mark.parametrize("name", ["rights", "case_rights"])
def test_the_lists_show_what_is_asked(name, case, caseworker, signed_in):  # noqa: F811
    ask(case, caseworker, kind="copy", delivery="x")
    args = [case.public_id] if name == "case_rights" else []
    assert "A copy of everything held" in signed_in(caseworker).get(reverse(name, args=args)).content.decode()


def test_it_says_who_has_to_act_next(full, caseworker, colleague, supervisor, second, signed_in):  # noqa: F811
    request = ask(full, supervisor, ask_deletion=True)
    leader, other, at = signed_in(supervisor), signed_in(second), reverse("right", args=[request.public_id])
    check(request, supervisor)
    shown = leader.get(at).content.decode()
    assert "Now a supervisor approves it" in shown and "Approve as the second person" not in shown
    shown = other.get(at).content.decode()
    assert "Now a supervisor approves it" not in shown and "Approve as the second person" in shown
    copy = ask(full, caseworker, kind="copy", delivery="read aloud")
    told = signed_in(caseworker).get(reverse("right", args=[copy.public_id])).content.decode()
    assert "A supervisor makes the copy" in told


@pytest.mark.parametrize("finding", ["free", "unsure", "pressed"])
def test_what_the_talk_showed_is_not_told_by_who_acts_next(finding, full, caseworker, supervisor, signed_in):  # noqa: F811
    request = ask(full, caseworker)
    check(request, supervisor, finding)
    shown = signed_in(caseworker).get(reverse("right", args=[request.public_id])).content.decode()
    assert "Now a supervisor approves it" in shown


def test_rights_are_in_the_menu_of_the_case(full, caseworker, signed_in):  # noqa: F811
    shown = signed_in(caseworker).get(reverse("case", args=[full.public_id])).content.decode()
    assert f'href="{reverse("case_rights", args=[full.public_id])}"' in shown
