"""What a person needs every time is offered where something is planned: a tick takes it over, for those who read it."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from casemgr.audit.models import AuditEntry
from cases import actions
from cases.models import Appointment, Hearing, Stay
from tests.conftest import as_user, make_person_of, open_case

from .conftest import words

SOON = timezone.now() + datetime.timedelta(days=3)
WHEN = f"{timezone.localtime(SOON):%Y-%m-%dT%H:%M}"
RAMP = "A ramp, and light to read lips"


@pytest.fixture
def known(caseworker):
    """A case of somebody who needs an interpreter and a ramp, was granted breaks in court, and had a cot."""
    case = open_case(caseworker, accessibility=RAMP, preferred_language="ar", interpreter_needed=True)
    with as_user(caseworker):
        one = actions.record_proceeding(case, kind="criminal", role="witness", state="open", by=caseworker)
        asked = {"accommodations_asked": ["breaks", "child_care"]}
        actions.add_hearing(one, starts_at=SOON, by=caseworker, **asked)
        called_off = actions.add_hearing(one, starts_at=SOON, accommodations_asked=["captions"], by=caseworker)
        actions.change_hearing(called_off, {"state": "cancelled"}, version=1, by=caseworker)
        bed = actions.ask_bed(case, wanted_on=datetime.date.today(), needs="A cot", by=caseworker)
        actions.withdraw_bed(bed, by=caseworker)
    return case, one


def offered(page, at):
    """The codes that a form offers to take over."""
    field = page.get(at).context["form"].fields.get("known")
    return [code for code, _words in field.choices] if field else []


def hearing_at(known):
    case, one = known
    return reverse("hearing_add", args=[case.public_id, one.public_id])


def test_a_hearing_takes_over_what_is_ticked(page, known, caseworker):
    case, _one = known
    at = hearing_at(known)
    assert offered(page, at) == ["interpreter", "accessibility", "breaks", "child_care"]
    assert RAMP in words(page.get(at)) and "Interpreter: Arabic" in words(page.get(at))
    ticked = {"known": ["interpreter", "accessibility", "breaks"], "note": "Ask for room 4"}
    assert page.post(at, {"starts_at": WHEN, "accommodations_asked": ["captions"]} | ticked).status_code == 302
    with as_user(caseworker):
        one = Hearing.objects.visible_to(caseworker).filter(case=case).latest("recorded_at")
        assert (one.interpreter_needed, one.accommodations_asked) == (True, ["breaks", "captions"])
        assert one.note == f"Ask for room 4; {RAMP}"


def test_nothing_is_taken_over_without_a_tick(page, known, caseworker):
    case, _one = known
    assert page.post(hearing_at(known), {"starts_at": WHEN}).status_code == 302
    with as_user(caseworker):
        one = Hearing.objects.visible_to(caseworker).filter(case=case).latest("recorded_at")
        assert (one.interpreter_needed, one.accommodations_asked, one.note) == (False, [], None)


def test_an_appointment_takes_over_and_keeps_it_when_it_is_moved(page, known, caseworker):
    case, _one = known
    at = reverse("appointment_add", args=[case.public_id])
    assert offered(page, at) == ["interpreter", "accessibility", "breaks", "child_care"]
    said = {"starts_at": WHEN, "kind": "talk", "minutes": 60, "worker": caseworker.public_id, "needs": "Quiet"}
    assert page.post(at, said | {"known": ["interpreter", "accessibility", "breaks"]}).status_code == 302
    expected = f"Quiet; Interpreter: Arabic; {RAMP}; Breaks"
    with as_user(caseworker):
        made = Appointment.objects.visible_to(caseworker).get(case=case)
        assert made.needs == expected
        moved = actions.move_appointment(made, starts_at=SOON + datetime.timedelta(days=1), by=caseworker)
        assert moved.needs == expected
    assert expected in words(page.get(reverse("case_plan", args=[case.public_id])))


def test_a_bed_takes_over_also_what_the_last_one_had(page, known, caseworker):
    case, _one = known
    at = reverse("stay_ask", args=[case.public_id])
    assert offered(page, at) == ["interpreter", "accessibility", "breaks", "child_care", "bed"]
    said = {"wanted_on": str(datetime.date.today()), "known": ["accessibility", "bed"]}
    assert page.post(at, said).status_code == 302
    with as_user(caseworker):
        assert Stay.objects.visible_to(caseworker).asked().get(case=case).needs == f"{RAMP}; A cot"


def test_nothing_is_said_twice_and_no_tick_is_lost_in_another_word(page, known, caseworker):
    case, _one = known
    at = reverse("stay_ask", args=[case.public_id])
    ticked = {"wanted_on": str(datetime.date.today()), "known": ["accessibility", "bed"]}

    def asked(typed):
        assert page.post(at, ticked | {"needs": typed}).status_code == 302
        with as_user(caseworker):
            bed = Stay.objects.visible_to(caseworker).asked().get(case=case)
            actions.withdraw_bed(bed, by=caseworker)
        return bed.needs

    assert asked("") == f"{RAMP}; A cot"
    assert asked("") == f"{RAMP}; A cot", "the last bed had the ramp too"
    assert asked("A cotton sheet") == f"A cotton sheet; {RAMP}; A cot"
    assert asked(f"A cot; {RAMP}") == f"A cot; {RAMP}; A cotton sheet"


def test_together_it_may_not_be_too_long(page, known):
    case, _one = known
    at = reverse("stay_ask", args=[case.public_id])
    said = {"wanted_on": str(datetime.date.today()), "known": ["accessibility"], "needs": "x" * 490}
    answer = page.post(at, said)
    assert answer.status_code == 422 and "longer than 500" in words(answer)


def test_who_does_not_read_what_is_legal_is_offered_no_accommodations(known, supervisor, harbor, browse):
    case, _one = known
    helper = make_person_of(harbor, "health_worker")
    with as_user(supervisor):
        actions.grant(case, to=helper, by=supervisor)
    theirs = browse(helper)
    assert offered(theirs, reverse("appointment_add", args=[case.public_id])) == ["interpreter", "accessibility"]
    assert offered(theirs, reverse("stay_ask", args=[case.public_id])) == ["interpreter", "accessibility", "bed"]


def test_nothing_is_offered_and_nothing_written_down_where_nothing_is_known(page, case, known, caseworker):
    def reads(one):
        with as_user(caseworker):
            entries = AuditEntry.objects.unscoped("the trail of this test").filter(event="case:needs:read")
            return [entry.additional_data for entry in entries.filter(object_pk=str(one.pk))]

    assert offered(page, reverse("appointment_add", args=[case.public_id])) == []
    assert reads(case) == []
    assert offered(page, reverse("appointment_add", args=[known[0].public_id]))
    assert reads(known[0]) == [{"needs": 4 + 1}]  # the bed's too, though an appointment doesn't offer it


def test_a_need_that_is_not_known_is_refused(page, known):
    case, _one = known
    said = {"wanted_on": str(datetime.date.today()), "known": ["captions"]}
    assert page.post(reverse("stay_ask", args=[case.public_id]), said).status_code == 422
