"""Each person of a sitting is looked for before a case is opened, as in any registration; nothing typed is lost."""

import pytest
from django.urls import reverse

from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from cases import actions
from cases.models import Case, Draft, IncidentCase, IncidentRow, Person, Task
from tests.conftest import as_user, in_a_year, open_case, store_consent
from tests.doors.world import sign_in

TYPED = {
    "private": "on",
    "decision": "given",
    "method": "spoken",
    "language": "en",
    "basis": "consent",
    "alias": "Amira Haddad",
    "channel": "",
    "if_someone_else": "Say that you are the school",
}


@pytest.fixture
def sitting(caseworker, colleague):
    """Two numbers, and a colleague who helps."""
    with as_user(caseworker):
        incident = actions.open_incident(kind="raid", by=caseworker)
        actions.name_helper(incident, user=colleague, by=caseworker)
        actions.add_rows(incident, count=2, by=caseworker)
    return incident


def at(incident, number=1, name="incident_ask"):
    return reverse(name, args=[incident.public_id, number])


def typed(**changes):
    return TYPED | {"ends_on": str(in_a_year())} | changes


def states(incident, by):
    with as_user(by):
        rows = IncidentRow.objects.visible_to(by).filter(incident=incident).order_by("number")
        return list(rows.values_list("state", flat=True))


def people(by):
    with as_user(by):
        return Person.objects.visible_to(by).count()


def send_again(page, first, address):
    """The same form once more, as the page that came back holds it."""
    form = first.context["form"]
    return page.post(address, form.data.dict() | {"looked": form.looked})


def test_somebody_known_is_shown_and_nothing_is_written_until_that_was_looked_at(sitting, caseworker):
    known, page = open_case(caseworker, "Amira Hadad"), sign_in(caseworker)
    first = page.post(at(sitting), typed())
    said = first.content.decode()
    assert first.status_code == 422 and "Possibly known already" in said and known.label in said
    assert first.context["form"]["if_someone_else"].value() == TYPED["if_someone_else"]
    assert states(sitting, caseworker) == ["waiting", "waiting"] and people(caseworker) == 1
    assert send_again(page, first, at(sitting)).status_code == 302
    assert states(sitting, caseworker) == ["agreed", "waiting"] and people(caseworker) == 2


def test_another_name_is_looked_for_again(sitting, caseworker):
    open_case(caseworker, "Amira Hadad")
    open_case(caseworker, "Zoltan Kovacs")
    page = sign_in(caseworker)
    first = page.post(at(sitting), typed())
    looked = {"looked": first.context["form"].looked}
    assert page.post(at(sitting), typed(alias="Zoltan Kovacs") | looked).status_code == 422
    assert states(sitting, caseworker)[0] == "waiting"


def test_a_colleagues_case_is_told_by_their_name_alone(sitting, caseworker, colleague):
    known = open_case(colleague, "Amira Hadad")
    said = sign_in(caseworker).post(at(sitting), typed()).content.decode()
    assert colleague.name in said and known.label not in said


def test_a_restricted_case_answers_none_and_its_worker_is_told(sitting, caseworker, colleague, supervisor):
    hidden = open_case(colleague, "Amira Hadad")
    with as_user(supervisor):
        actions.set_restricted(hidden, restricted=True, reason="A relative works here", by=supervisor)
    assert sign_in(caseworker).post(at(sitting), typed()).status_code == 302
    with as_user(colleague):
        assert [task.case_id for task in Task.objects.visible_to(colleague).filter(kind="other")] == [hidden.pk]
    assert states(sitting, caseworker)[0] == "agreed"


@pytest.mark.parametrize("changes", [{"private": ""}, {"decision": "declined"}])
def test_nobody_is_looked_for_who_was_not_alone_or_said_no(sitting, caseworker, changes):
    open_case(caseworker, "Amira Hadad")
    said = sign_in(caseworker).post(at(sitting), typed(**changes))
    assert said.status_code == 422 and "Possibly known" not in said.content.decode()
    with as_user(caseworker):
        assert not AuditEntry.objects.unscoped("what was looked for").filter(event=events.DUPLICATES_CHECKED).exists()


def test_who_is_known_gets_no_second_record(sitting, caseworker):
    known, page = open_case(caseworker, "Amira Hadad"), sign_in(caseworker)
    page.post(at(sitting), typed())
    assert page.post(at(sitting), {"known": known.public_id}).status_code == 422, "asked alone, or not at all"
    assert page.post(at(sitting), {"known": known.public_id, "private": "on"}).status_code == 302
    assert states(sitting, caseworker) == ["agreed", "waiting"] and people(caseworker) == 1
    with as_user(caseworker):
        assert IncidentCase.objects.visible_to(caseworker).get().case_id == known.pk
        assert AuditEntry.objects.unscoped("the trail").filter(event=events.INCIDENT_CASE_KNOWN).exists()


def test_a_case_without_consent_to_keep_a_record_is_not_joined(sitting, caseworker):
    with as_user(caseworker):
        known = actions.register(person={"alias": "Bird"}, consent=store_consent("declined"), by=caseworker)
    page = sign_in(caseworker)
    assert page.post(at(sitting), {"known": known.public_id, "private": "on"}).status_code == 422
    assert states(sitting, caseworker)[0] == "waiting"


def test_nobody_joins_a_case_they_do_not_see(sitting, caseworker, colleague):
    known = open_case(colleague, "Amira Hadad")
    answer = sign_in(caseworker).post(at(sitting), {"known": known.public_id, "private": "on"})
    assert answer.status_code == 404 and states(sitting, caseworker)[0] == "waiting"


def test_what_was_typed_of_somebody_who_refuses_is_kept_nowhere(sitting, caseworker, colleague):
    mine, helping = sign_in(caseworker), sign_in(colleague)
    for page in (mine, helping):
        kept = page.post(reverse("draft_keep"), {"draft_at": at(sitting), "alias": "Amira", "draft_page": "one"})
        assert kept.status_code == 200
        assert page.get(at(sitting)).context["form"]["alias"].value() == "Amira"
    refused = {"private": "on", "answer": "refused"}
    assert mine.post(at(sitting, name="incident_refused"), refused).status_code == 302
    for person in (caseworker, colleague):
        with as_user(person):
            assert not Draft.objects.visible_to(person).exists()
    late = helping.post(reverse("draft_keep"), {"draft_at": at(sitting), "alias": "Amira", "draft_page": "one"})
    assert late.status_code == 404, "the page that still stands open keeps no more"


def test_that_they_are_alone_is_said_anew_when_a_form_is_taken_up_again(sitting, caseworker):
    page = sign_in(caseworker)
    typed = {"draft_at": at(sitting), "alias": "Amira", "private": "on", "draft_page": "one"}
    page.post(reverse("draft_keep"), typed)
    form = page.get(at(sitting)).context["form"]
    assert form["alias"].value() == "Amira" and not form["private"].value()


def test_a_refusal_sent_without_privacy_leaves_what_was_typed(sitting, caseworker):
    page = sign_in(caseworker)
    page.post(reverse("draft_keep"), {"draft_at": at(sitting), "alias": "Amira", "draft_page": "one"})
    answer = page.post(at(sitting, name="incident_refused"), {"answer": "refused"})
    assert answer.status_code == 422 and answer.context["form"]["alias"].value() == "Amira"


def test_family_is_looked_for_as_well(caseworker):
    mother, known = open_case(caseworker, "Noor"), open_case(caseworker, "Amira Hadad")
    page, address = sign_in(caseworker), reverse("family_add", args=[mother.public_id])
    first = page.post(address, typed(relation="child"))
    assert first.status_code == 422 and known.label in first.content.decode() and people(caseworker) == 2
    assert send_again(page, first, address).status_code == 302
    with as_user(caseworker):
        assert Case.objects.visible_to(caseworker).count() == 3
