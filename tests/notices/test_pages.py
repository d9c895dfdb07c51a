"""The pages of statutory notices, as the people who use them find them."""

import pytest

from casemgr.audit import events
from cases import actions
from cases.models import StatutoryNotice
from tests.conftest import as_user, make_person_of
from tests.pages.casework.conftest import words
from tests.referrals.conftest import agree

from .conftest import DANGER, drafted, now_is

pytestmark = pytest.mark.usefixtures("empty_cache")
URGENT = {"version": "1"} | DANGER


@pytest.fixture
def at(planted_case):
    return f"/cases/{planted_case.public_id}/notices/"


def only(user):
    with as_user(user):
        return StatutoryNotice.objects.visible_to(user).select_related("case__person").get()


def steps(user):
    return f"/cases/{only(user).case.public_id}/notices/{only(user).public_id}/"


def test_imminent_danger_goes_out_now_and_is_reviewed(page, supervisor_page, caseworker, supervisor, at, planted_case):
    begin = words(page.get(at))
    assert "No authority was told" in begin and "Imminent danger" in begin
    assert page.post(f"{at}new/imminent_danger/", URGENT).status_code == 302
    one = steps(caseworker)
    shown = page.get(one)
    assert "Planted-Why" in words(shown) and "Planted Legal Name" not in shown.content.decode()
    assert page.post(f"{one}seal/", {"version": "1"}).url == f"{one}sheet/"
    sheet = words(page.get(f"{one}sheet/"))
    for told in ("Harbor Police", "Planted Legal Name", "+15550100777", "Planted-Words", "Planted-Caller", "Do not"):
        assert told in sheet
    assert "Planted-Why" not in sheet and "Planted ramp" not in sheet
    assert page.get(f"{one}told/").status_code == 200
    refused = page.post(f"{one}told/", {"version": "2", "way": "phone"})
    assert refused.status_code == 422 and "Say who took it" in words(refused)
    sent = page.post(f"{one}told/", {"version": "2", "way": "phone", "spoke_with": "Planted-Officer 12"})
    assert sent.status_code == 302
    assert "Told, to be reviewed" in words(page.get(one))
    assert page.get(f"{one}review/").status_code == 403
    assert "Harbor Police" in words(supervisor_page.get("/approvals/"))
    assert "Planted-Alias" in words(supervisor_page.get("/notices/"))
    verdict = {"version": "3", "verdict": "not_upheld"}
    assert supervisor_page.post(f"{one}review/", verdict).status_code == 422
    verdict |= {"words": "He had moved away", "follow_ups": ["tell_person"]}
    assert supervisor_page.post(f"{one}review/", verdict).status_code == 302
    shown = words(page.get(one))
    assert "It should not have been told" in shown and "Tell the person what was told" in shown
    ledger = words(page.get(f"/cases/{planted_case.public_id}/disclosures/"))
    assert "Harbor Police" in ledger and "Life or safety was in danger" in ledger and "Statutory notice" in ledger


def test_a_report_waits_for_a_second_person(page, supervisor_page, caseworker, at, django_capture_on_commit_callbacks):
    asked = {"version": "1", "recipient": "Child Protection", "categories": ["identity"], "lawful": "legal_duty"}
    asked |= {"urgency": "day", "why": "Bruises", "country": "USA"}
    assert page.post(f"{at}new/mandatory_report/", asked).status_code == 302
    one = steps(caseworker)
    shown = words(page.get(one))
    assert "Say which provision demands it" in shown and "Ask a second person" not in shown
    asked |= {"provision": "Section 4", "counsel": "asked", "informed": "not_safe", "call_back": "Ada, ext. 4"}
    assert page.post(f"{one}change/", asked).status_code == 302
    assert "Only imminent danger goes out" in words(page.post(f"{one}seal/", {"version": "2"}, follow=True))
    assert page.post(f"{one}ask/").status_code == 302
    assert "Waits for a second person" in words(page.get(one))
    shown = words(supervisor_page.get(f"{one}decide/"))
    assert "Bruises" in shown and "Section 4" in shown and "The person doesn't know" in shown
    refused = supervisor_page.post(f"{one}decide/", {"version": "3", "answer": "return"})
    assert refused.status_code == 422 and "Say what should change" in words(refused)
    assert supervisor_page.post(f"{one}decide/", {"version": "3", "answer": "approve"}).status_code == 302
    assert page.post(f"{one}seal/", {"version": "4"}).status_code == 302
    assert page.post(f"{one}told/", {"version": "5", "way": "portal"}).status_code == 302
    assert page.post(f"{one}answer/", {"version": "6", "words": "File 77"}).status_code == 302
    assert "File 77" in words(page.get(one))
    assert page.post(f"{one}close/", {"version": "7", "words": "They visited"}).status_code == 302
    with django_capture_on_commit_callbacks(execute=True):
        assert supervisor_page.post(f"{one}destroy/", {"version": "8", "words": "Over"}).status_code == 302
    assert page.get(f"{one}sheet/").status_code == 410


def test_nobody_approves_their_own(supervisor_page, browse, supervisor, planted_case, second):
    notice = drafted(planted_case, supervisor)
    one = f"/cases/{planted_case.public_id}/notices/{notice.public_id}/"
    assert supervisor_page.post(f"{one}ask/").status_code == 302
    assert "Somebody else answers this" in words(supervisor_page.get(f"{one}decide/"))
    assert supervisor_page.post(f"{one}decide/", {"version": "2", "answer": "approve"}).status_code == 403
    assert browse(second).post(f"{one}decide/", {"version": "2", "answer": "approve"}).status_code == 302


def test_an_approval_of_an_older_version_is_looked_at_again(page, supervisor_page, caseworker, reach):
    notice = reach("asked")
    one = steps(caseworker)
    again = supervisor_page.post(f"{one}decide/", {"version": str(notice.version - 1), "answer": "approve"})
    assert again.status_code == 422 and "changed meanwhile" in words(again)
    assert only(caseworker).state == "asked"


def test_a_clash_of_two_writers_loses_nothing(page, caseworker, reach):
    notice = reach("draft")
    with as_user(caseworker):
        actions.change_notice(notice, {"why": "Theirs"}, by=caseworker)
    kept = {"version": "1", "recipient": "X", "lawful": "legal_duty", "urgency": "day", "why": "Mine"}
    clash = page.post(f"{steps(caseworker)}change/", kept)
    assert clash.status_code == 422 and "Mine" in clash.content.decode() and 'value="2"' in clash.content.decode()
    assert page.post(f"{steps(caseworker)}change/", kept | {"version": "2"}).status_code == 302


def test_the_never_share_list_wants_a_supervisor_and_a_reason(page, supervisor_page, caseworker, at, planted_case):
    with as_user(caseworker):
        actions.never_share(planted_case.person, description="the police in Harbor Street", by=caseworker)
    asked = page.post(f"{at}new/imminent_danger/", URGENT)
    assert asked.status_code == 422 and "the police in Harbor Street" in asked.content.decode()
    assert page.post(f"{at}new/imminent_danger/", URGENT | {"never_share": "no"}).status_code == 302
    one = steps(caseworker)
    shown = words(page.get(one))
    assert "never-share list forbids" in shown and "Call one now" in shown and "Open what will be told" not in shown
    assert page.post(f"{one}seal/", {"version": "1"}).status_code == 403
    assert "Why must they be told" in words(supervisor_page.get(one))
    assert supervisor_page.post(f"{one}seal/", {"version": "1"}).url == one  # says what lacks
    reason = {"version": "1", "despite": "She will die"}
    assert supervisor_page.post(f"{one}seal/", reason).url == f"{one}sheet/"
    assert "She will die" in words(page.get(one))


def test_consent_stays_visible(page, caseworker, planted_case, lotus, reach):
    agree(planted_case, lotus, by=caseworker)
    reach("draft")
    shown = words(page.get(steps(caseworker)))
    assert "Agreed: Lotus Legal" in shown and "doesn't ask for consent" in shown


def test_every_opening_of_the_sheet_is_written_down(page, caseworker, reach):
    reach("sent")
    before = len(page.trail(events.NOTICE_SHEET_READ))
    answer = page.get(f"{steps(caseworker)}sheet/")
    assert len(page.trail(events.NOTICE_SHEET_READ)) == before + 1
    title = answer.content.decode().split("<title>")[1].split("</title>")[0]
    assert "Planted" not in title and "Notice" in title
    assert "no-store" in answer["Cache-Control"] and "Content-Disposition" not in answer


def test_the_list_of_authorities_is_the_supervisors(page, supervisor_page, supervisor, at):
    assert "Nobody is on the list" in words(supervisor_page.get("/notices/authorities/"))
    assert page.get("/notices/authorities/").status_code == 403
    new = {"version": "1", "name": "County Shelter Police", "telephone": "555 0110", "how_to_send": "Call first"}
    assert supervisor_page.post("/notices/authorities/", new).status_code == 302
    law = {"kind": "mandatory_report", "country": "United States", "lawful": "legal_duty"}
    law |= {"title": "A title", "provision": "As our lawyer said"}
    assert supervisor_page.post("/notices/bases/new/", law).status_code == 302
    form = page.get(f"{at}new/mandatory_report/").content.decode()
    assert "County Shelter Police" in form and "A title" in form
    listed = supervisor_page.get("/notices/authorities/").content.decode()
    change = listed.split('href="/notices/authorities/')[1].split('"')[0]
    assert supervisor_page.post(f"/notices/authorities/{change}", new | {"version": "9"}).status_code == 422
    assert supervisor_page.post(f"/notices/authorities/{change}", new | {"telephone": "555 0111"}).status_code == 302
    assert supervisor_page.post(f"/notices/authorities/{change}end/").status_code == 302
    assert "County Shelter Police" not in page.get(f"{at}new/mandatory_report/").content.decode()


def test_whoever_reads_nothing_legal_finds_the_line_in_the_ledger_and_no_notice(browse, harbor, supervisor, reach):
    notice = reach("sent")
    nurse = make_person_of(harbor, "health_worker")
    with as_user(supervisor):
        actions.grant(notice.case, to=nurse, by=supervisor)
    theirs = browse(nurse)
    assert "Harbor Police" in words(theirs.get(f"/cases/{notice.case.public_id}/disclosures/"))
    assert theirs.get(f"/cases/{notice.case.public_id}/notices/").status_code == 403
    assert theirs.get(f"/cases/{notice.case.public_id}/notices/{notice.public_id}/sheet/").status_code in (403, 404)


def test_a_legal_worker_reads_the_notice_but_no_health_notes(browse, harbor, supervisor, planted_case, caseworker):
    notice = drafted(planted_case, caseworker, kind="imminent_danger", categories=["health"])
    lawyer = make_person_of(harbor, "legal_worker")
    with as_user(caseworker):
        actions.write_note(planted_case, body="Planted-Health", kind="health", by=caseworker)
        actions.seal_notice(now_is(notice, caseworker), by=caseworker)
    with as_user(supervisor):
        actions.grant(planted_case, to=lawyer, by=supervisor)
    one = f"/cases/{planted_case.public_id}/notices/{notice.public_id}/"
    theirs = browse(lawyer)
    assert "Health notes" in words(theirs.get(one)) and theirs.get(f"{one}sheet/").status_code == 403
    assert theirs.get(f"{one}change/").status_code == 403
    assert "Planted-Health" in words(browse(caseworker).get(f"{one}sheet/"))
