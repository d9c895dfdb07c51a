"""What must be seen at once, opens in one click and is written down; forms keep what was typed."""

import datetime

import pytest
from django.utils import timezone

from casemgr.audit import events
from cases import actions
from cases.models import (
    CrisisCheck,
    CrisisPlan,
    KinRule,
    Notification,
    ReturnRisk,
    StaffCare,
    ThreatReport,
    Visit,
    VoluntaryReturn,
    Whereabouts,
)
from referrals.actions import keep_organization, keep_service
from referrals.directory.reaching import Reaching
from tests.conftest import as_user
from tests.shelter.conftest import come_in, make_house

from .conftest import words

OFFER = "If you want to talk"


@pytest.fixture
def planned(case, caseworker):
    with as_user(caseworker):
        actions.write_crisis_plan(case, {"what_helps": "The sea"}, read=None, by=caseworker)
    return case


def of(case, part=""):
    return f"/cases/{case.public_id}/{part}"


@pytest.mark.parametrize("part", ["", "plan/", "contact/", "notes/"])
def test_the_plan_is_one_click_away_and_its_words_are_not_on_the_way(page, planned, part):
    answer = page.get(of(planned, part))
    assert "Open the crisis plan" in words(answer) and of(planned, "crisis/") in answer.content.decode()
    assert "The sea" not in words(answer) and not page.trail(events.CRISIS_READ)


def test_opening_it_is_written_down(page, planned):
    assert "The sea" in words(page.get(of(planned, "crisis/")))
    assert page.trail(events.CRISIS_READ)


def test_a_check_is_written_down_shown_on_today_and_offers_a_talk(page, planned, caseworker):
    at = of(planned, "crisis/check/")
    asked = words(page.get(at))
    assert "Nothing is added up" in asked and "Have you thought of hurting yourself" in asked
    missing = page.post(at, {"thoughts": "yes", "words": "She slept.", "hours": ""})
    assert missing.status_code == 422 and "She slept." in missing.content.decode()
    done = page.post(at, {"thoughts": "yes", "words": "She slept.", "hours": "1"}, follow=True)
    assert "If you want to talk: a supervisor." in words(done)
    with as_user(caseworker):
        assert CrisisCheck.objects.visible_to(caseworker).get().answers == {"thoughts": "yes"}
    assert "Checks on people in danger" in words(page.get("/"))


def test_the_offer_names_whom_and_can_be_switched_off(page, planned, supervisor):
    def offer(version, **told):
        with as_user(supervisor):
            weights = {name: getattr(StaffCare(), name) for name in StaffCare.WEIGHTS}
            actions.set_staff_care(weights, version=version, by=supervisor, **told)
        sent = {"words": "x", "hours": "1"}
        return words(page.post(of(planned, "crisis/check/"), sent, follow=True))

    assert "If you want to talk: Ana." in offer(1, debrief=True, debrief_with="Ana")
    assert "If you want to talk" not in offer(2, debrief=False, debrief_with="Ana")


def test_a_version_that_came_meanwhile_is_shown_and_nothing_typed_is_lost(page, planned, caseworker):
    with as_user(caseworker):
        first = CrisisPlan.objects.visible_to(caseworker).get()
        actions.write_crisis_plan(planned, {"what_helps": "Music"}, read=first.pk, by=caseworker)
    answer = page.post(of(planned, "crisis/plan/"), {"read": str(first.pk), "what_helps": "Dancing"})
    assert answer.status_code == 409
    assert "Music" in words(answer) and "Dancing" in answer.content.decode()


@pytest.mark.parametrize(("kind", "offered"), [("safety", True), ("therapy", True), ("general", False)])
def test_a_talk_is_offered_after_a_note_that_can_stay_with_somebody(page, case, kind, offered):
    sent = {"kind": kind, "body": "He waited at the gate.", "happened_on": datetime.date.today().isoformat()}
    done = words(page.post(of(case, "notes/new/"), sent, follow=True))
    assert "The note was saved." in done and ("If you want to talk" in done) is offered


def test_a_talk_is_offered_after_a_threat_a_sitting_and_somebody_who_did_not_come_back(
    page, case, caseworker, supervisor
):
    told = {"kind": "online", "against": "organization", "happened_on": "2026-01-05", "police": "not_told"}
    assert OFFER in words(page.post("/staff/threats/new/", told | {"words": "A post"}, follow=True))
    with as_user(caseworker):
        incident = actions.open_incident(kind="raid", by=caseworker)
    assert OFFER in words(page.post(f"/incidents/{incident.public_id}/close/", follow=True))
    stay = come_in(case, make_house(supervisor), caseworker)
    sent = {"noticed_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M")}
    assert OFFER in words(page.post(of(case, f"stay/{stay.public_id}/missing/"), sent, follow=True))


@pytest.mark.parametrize(("kind", "said"), [("missing", "The person is missing."), ("dead", "The person died.")])
def test_after_a_mark_no_page_offers_contact(page, case, caseworker, supervisor, kind, said):
    with as_user(caseworker):
        ways = dict.fromkeys(("may_call", "may_text"), True)
        actions.set_safe_contact(case.person, {"channel": "call"} | ways, by=caseworker)
        actions.change_person(case.person, {"phone": "+1 555 0100"}, version=2, by=caseworker)
    assert "Phone call" in words(page.get(of(case, "contact/")))
    done = page.post(of(case, "gone/new/"), {"kind": kind, "words": "The landlord called."}, follow=True)
    assert "Contact has stopped" in words(done)
    for part in ("", "plan/", "contact/"):
        assert said in words(page.get(of(case, part)))
    contact = page.get(of(case, "contact/")).content.decode()
    assert 'value="call"' not in contact and 'value="text"' not in contact and of(case, "reveal/phone/") not in contact
    refused = page.post(of(case, "contact/"), {"way": "call", "result": "reached"})
    assert refused.status_code == 422
    soon = (timezone.now() + datetime.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    sent = {"starts_at": soon, "kind": "talk", "minutes": "30", "worker": caseworker.public_id}
    assert page.post(of(case, "plan/appointments/new/"), sent).status_code == 422


def test_somebody_else_confirms_on_the_page(page, signed_in, case, caseworker, supervisor):
    with as_user(caseworker):
        row = actions.mark_gone(case, kind="missing", words="x", by=caseworker)
    at = of(case, f"gone/{row.public_id}/confirm/")
    assert "Confirm as a second person" not in words(page.get(of(case, "gone/")))
    assert page.post(at).status_code == 403
    boss = signed_in(supervisor)
    assert b"Confirm as a second person" in boss.get(of(case, "gone/")).content
    assert boss.post(at).status_code == 302
    with as_user(caseworker):
        assert Whereabouts.objects.visible_to(caseworker).get().confirmed_at


def test_a_stale_step_of_a_return_is_said_and_keeps_what_was_typed(page, case, caseworker):
    page.post(of(case, "return/new/"), {"destination": "Home"})
    told = {"version": "7", "language": "th", "teach_back": "on", "alternatives_told": "on", "wish": "My mother"}
    stale = page.post(of(case, "return/decide/"), told)
    assert stale.status_code == 409 and "My mother" in stale.content.decode()
    told["version"] = "1"
    assert page.post(of(case, "return/decide/"), told).status_code == 302
    with as_user(caseworker):
        assert VoluntaryReturn.objects.visible_to(caseworker).get().state == "decided"
    assert page.get(of(case, "return/steal/")).status_code == 404


def test_the_whole_return_by_its_pages(page, signed_in, case, caseworker, supervisor):
    page.post(of(case, "return/new/"), {"destination": "Home"})
    day = datetime.date.today().isoformat()
    page.post(of(case, "return/decide/"), {"version": 1, "language": "th", "teach_back": 1, "alternatives_told": 1})
    page.post(of(case, "return/embassy/"), {"version": 2, "words": "Ask for a passport only"})
    page.post(of(case, "return/prepare/"), {"version": 3, "documents": "Passport", "receiving": "A partner"})
    danger = dict.fromkeys(("who_may_find", "debts", "family", "again"), "None known")
    page.post(of(case, "return/danger/"), danger)
    early = page.post(of(case, "return/depart/"), {"version": 4, "travel_on": day})
    assert early.status_code == 422 and "approve" in words(early)
    boss = signed_in(supervisor)
    with as_user(caseworker):
        risk = ReturnRisk.objects.visible_to(caseworker).get()
    at = of(case, f"return/danger/{risk.public_id}/approve/")
    assert at in boss.get(of(case, "return/")).content.decode()
    assert at not in page.get(of(case, "return/")).content.decode()
    assert boss.post(at).status_code == 302
    page.post(of(case, "return/depart/"), {"version": 4, "travel_on": day})
    page.post(of(case, "return/arrive/"), {"version": 5, "arrived_on": day, "arrival": "She called"})
    shown = words(page.get(of(case, "return/")))
    assert "Arrived" in shown and "as the person said" in shown
    assert "Check after the return: 12 months" in words(page.get(of(case, "plan/")))


def test_a_visit_is_started_shown_on_today_and_ended_by_one_click(page, caseworker, colleague):
    back = (timezone.now() + datetime.timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    told = {"place": "Mill Lane", "back_by": back, "watcher": colleague.public_id}
    assert page.post("/staff/visits/new/", told).status_code == 302
    assert "You are out alone" in words(page.get("/")) and "Mill Lane" not in words(page.get("/staff/"))
    with as_user(caseworker):
        visit = Visit.objects.visible_to(caseworker).get()
    assert "Mill Lane" in words(page.get(f"/staff/visits/{visit.public_id}/")) and page.trail(events.VISIT_READ)
    page.post(f"/staff/visits/{visit.public_id}/back/")
    assert "You are out alone" not in words(page.get("/"))


def test_news_of_a_threat_lead_to_where_it_is_read(caseworker, supervisor, supervisor_page):
    with as_user(caseworker):
        facts = {"kind": "words", "against": "self", "happened_on": datetime.date.today(), "police": "not_told"}
        actions.record_threat(words="A man at the gate", by=caseworker, **facts)
    shown = words(supervisor_page.get("/news/"))
    assert "A colleague wrote a threat down" in shown and "gate" not in shown
    with as_user(supervisor):
        one = Notification.objects.visible_to(supervisor).get()
    opened = supervisor_page.post(f"/news/{one.public_id}/", follow=True)
    assert "A man at the gate" in words(opened)


def test_a_threat_is_written_down_on_its_page(page, caseworker):
    told = {"kind": "online", "against": "organization", "happened_on": "2026-01-05", "police": "not_told"}
    assert page.post("/staff/threats/new/", told | {"words": ""}).status_code == 422
    assert page.post("/staff/threats/new/", told | {"words": "A post with our street"}).status_code == 302
    assert "A post with our street" in words(page.get("/staff/"))
    with as_user(caseworker):
        assert ThreatReport.objects.visible_to(caseworker).get().police == "not_told"


def test_weights_are_shown_with_their_formula_and_changed_by_supervisors(signed_in, page, case, supervisor):
    assert page.get("/staff/care/").status_code == 403
    boss = signed_in(supervisor)
    told = {"version": 1, "urgent": 5, "watch": 1, "stay": 0, "children": 2, "debrief": "on", "debrief_with": "Ana"}
    assert boss.post("/staff/care/", told | {"urgent": 9}).status_code == 422
    assert boss.post("/staff/care/", told).status_code == 302
    assert boss.post("/staff/care/", told).status_code == 409
    assert "urgent 5 more" in boss.get("/team/").content.decode()


def test_health_facts_are_said_to_be_off_until_they_are_asked(page, case):
    assert "asks none of these questions" in words(page.get(of(case, "health/few/")))


def test_kin_rules_are_kept_by_page(page, case, caseworker):
    told = {"who": "Sister Mara", "may": "only_that", "never": "The work"}
    page.post(of(case, "gone/kin/new/"), told)
    assert "Sister Mara" in words(page.get(of(case, "gone/")))
    with as_user(caseworker):
        rule = KinRule.objects.visible_to(caseworker).get()
    assert page.post(of(case, f"gone/kin/{rule.public_id}/end/")).status_code == 302
    assert "Sister Mara" not in words(page.get(of(case, "gone/")))


def test_numbers_to_call_stand_where_somebody_may_be_in_danger(planned, page, org_admin):
    with as_user(org_admin):
        one = keep_organization({"name": "Lines", "country": "USA"}, by=org_admin)
        for name, line in (("Siren", "emergency"), ("Tips", "tip")):
            given = {"name": name, "service_code": "crisis_line", "line": line}
            keep_service(given, provider=one, reaching=Reaching(phone="+1 555 0170"), by=org_admin)
    for part in ("crisis/", "crisis/check/"):
        shown = page.get(of(planned, part)).content.decode()
        assert "Siren" in shown and 'href="tel:+15550170"' in shown and "Tips" not in shown
