"""A partner by phone or letter on the pages: written down, confirmed, referred to, called, told, asked back."""

import html
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator

from casemgr.accounts.clock import today
from casemgr.audit.models import AuditEntry
from cases.actions import grant, withdraw
from cases.models import Consent
from frontend.templatetags.days import paper_day
from referrals import actions
from referrals.directory.reaching import Reaching
from referrals.models import OutsidePartner, Referral
from tests.conftest import as_user, in_a_year, make_person_of
from tests.outside.conftest import DETAILS, now_is_partner
from tests.pages.casework.conftest import Browser, words
from tests.referrals.conftest import PLANTED, now_is, offer

LIST = "/directory/partners/"
VALUES = ("Planted Legal Name", "+15550100777", "planted@example.net", "77 Planted Street", "Planted-Alias")
SECRETS = ("+1 555 0177", "7 Planted Row", "head nurse")


def text(response):
    return html.unescape(words(response))


def posted(**changes):
    """What the form of a partner sends."""
    return DETAILS | {"languages": "Arabic; English"} | changes


def at(one, step=""):
    return f"/referrals/{one.public_id}/" + (f"{step}/" if step else "")


def partner(name, by):
    with as_user(by):
        return OutsidePartner.objects.visible_to(by).select_related("partner").get(partner__name=name)


def path(one, act=""):
    return f"{LIST}{one.public_id}/" + (f"{act}/" if act else "")


# -- the partner ------------------------------------------------------------------------------------------------------


def test_one_writes_it_down_and_another_confirms_it(supervisor, org_admin, caseworker, planted_case):
    first, second = Browser(supervisor), Browser(org_admin)
    said = text(first.post(f"{LIST}new/", posted(), follow=True))
    one = partner("Green Gate Clinic", supervisor)
    assert "Waits for a second person" in said and "somebody else who keeps partners confirms it" in said
    assert "Confirm: I asked" not in said
    assert "Green Gate Clinic" in text(second.get("/settings/factors/"))
    assert "Second person 1" in text(Browser(make_person_of(supervisor.home, "supervisor")).get("/approvals/"))
    chosen = f"/cases/{planted_case.public_id}/refer/"
    assert "Green Gate" not in text(Browser(caseworker).get(chosen))
    assert first.post(path(one, "confirm"), {"version": 1}).status_code == 403
    assert "Before you confirm, ask by a way of your own" in text(second.get(path(one)))
    assert "Caseworkers can refer to them now" in text(second.post(path(one, "confirm"), {"version": 1}, follow=True))
    assert "Green Gate Clinic (by phone or letter)" in text(Browser(caseworker).get(chosen))


def test_a_change_of_the_number_waits_and_is_shown_to_the_second_person(outside, supervisor, org_admin):
    first, second = Browser(supervisor), Browser(org_admin)
    page = first.get(path(outside, "change"))
    assert page.status_code == 200 and all(said in text(page) for said in ("7 Planted Row", "counts once a second"))
    values = posted(telephone="+1 555 0666", hours="Always", version=now_is_partner(outside, supervisor).version)
    assert "What leads to them waits" in text(first.post(path(outside, "change"), values, follow=True))
    shown = text(second.get(path(outside)))
    assert "A change waits" in shown and "+1 555 0666" in shown and "Always" in shown
    version = now_is_partner(outside, supervisor).version
    second.post(path(outside, "confirm"), {"version": version})
    shown = text(second.get(path(outside)))
    assert "+1 555 0666" in shown and "+1 555 0177" not in shown and "A change waits" not in shown


def test_a_page_that_was_overtaken_confirms_nothing(outside, supervisor, org_admin):
    old = now_is_partner(outside, org_admin).version
    with as_user(supervisor):
        actions.change_outside(outside, {"telephone": "+1 555 0666"}, version=old, by=supervisor)
    answer = Browser(org_admin).post(path(outside, "confirm"), {"version": old})
    assert answer.status_code == 409
    assert now_is_partner(outside, org_admin).telephone == DETAILS["telephone"]


def test_two_who_change_different_things_merge_and_the_same_are_shown(outside, supervisor, org_admin):
    first, second = Browser(supervisor), Browser(org_admin)
    version = now_is_partner(outside, supervisor).version
    read = {f"initial-{name}": value for name, value in posted().items()}
    first.post(path(outside, "change"), posted(hours="Mornings", version=version) | read)
    second.post(path(outside, "change"), posted(services=["legal_aid"], version=version) | read)
    now = now_is_partner(outside, supervisor)
    assert (now.hours, now.services) == ("Mornings", ["legal_aid"])
    answer = second.post(path(outside, "change"), posted(hours="Evenings", version=version) | read)
    assert answer.status_code == 409 and "Mornings" in text(answer) and "Evenings" in text(answer)


def test_what_was_typed_stays_when_it_is_refused(supervisor, outside):
    answer = Browser(supervisor).post(f"{LIST}new/", posted(name="Old Mill Shelter", telephone=""))
    assert answer.status_code == 422
    assert "Write their number down" in text(answer) and "Old Mill Shelter" in answer.content.decode()


def test_it_begins_as_the_directory_says(supervisor, org_admin):
    with as_user(org_admin):
        entry = actions.keep_organization({"name": "Night Bus", "country": "USA"}, by=org_admin)
        place = {"name": "Office", "country": "USA", "provider": entry}
        office = actions.keep_location(
            place, address={"address_1": "2 Invented Street", "city": "Riverside"}, by=org_admin
        )
        hidden = {
            "name": "Tamarind",
            "country": "USA",
            "provider": entry,
            "hidden": True,
            "whereabouts": "1 Secret Lane",
        }
        secret = actions.keep_location(hidden, by=org_admin)
        actions.keep_service(
            {"name": "Doctor", "service_code": "medical"},
            provider=entry,
            places=[secret, office],
            reaching=Reaching(phone="+1 555 0140", languages=["sw", "en"]),
            by=org_admin,
        )
    browser = Browser(supervisor)
    shown = browser.get(f"/directory/organizations/{entry.public_id}/")
    assert f"{LIST}from/{entry.public_id}/" in shown.content.decode()
    form = browser.get(f"{LIST}from/{entry.public_id}/").content.decode()
    for said in ("Night Bus", "+1 555 0140", "2 Invented Street", "Riverside", "Swahili"):
        assert said in form, said
    assert "Secret Lane" not in form
    assert browser.get(f"{LIST}from/{uuid4()}/").status_code == 404


def test_an_entry_of_a_member_is_no_partner_outside(supervisor, org_admin, lotus):
    with as_user(org_admin):
        entry = actions.keep_organization({"name": "Lotus here", "country": "THA", "member": lotus}, by=org_admin)
    browser = Browser(supervisor)
    assert f"{LIST}from/" not in browser.get(f"/directory/organizations/{entry.public_id}/").content.decode()
    assert browser.get(f"{LIST}from/{entry.public_id}/").status_code == 404


def test_an_old_one_is_marked_until_somebody_asked(outside, supervisor, caseworker, clock):
    clock.go(days=400)
    browser = Browser(supervisor)
    assert "Not checked for a year" in text(browser.get(LIST)) and "Not checked for a year" in text(
        browser.get(path(outside))
    )
    browser.post(path(outside, "checked"), {"version": now_is_partner(outside, supervisor).version})
    assert "Not checked for a year" not in text(browser.get(LIST))


def test_an_ended_one_is_offered_no_more(outside, supervisor, caseworker, planted_case):
    version = now_is_partner(outside, supervisor).version
    answer = text(Browser(supervisor).post(path(outside, "end"), {"version": version}, follow=True))
    assert "Nothing more is told to them" in answer and "End it for good" not in answer
    assert "Green Gate" not in text(Browser(caseworker).get(f"/cases/{planted_case.public_id}/refer/"))
    assert "No longer partners" in text(Browser(supervisor).get(LIST))


def test_caseworkers_see_how_to_reach_it_and_change_nothing(outside, caseworker):
    browser = Browser(caseworker)
    shown = text(browser.get(path(outside)))
    assert all(said in shown for said in SECRETS)
    assert "Change" not in shown.split("Partners by phone or letter")[-1] and "End it" not in shown
    for act, method in (("change", "get"), ("confirm", "post"), ("end", "post")):
        assert getattr(browser, method)(path(outside, act)).status_code == 403
    assert browser.get(f"{LIST}new/").status_code == 403


def test_its_page_lists_what_is_with_them_for_those_who_see_the_case(offered, outside, worker, colleague, org_admin):
    where = path(outside)
    assert at(offered) in Browser(worker).get(where).content.decode()
    for by in (colleague, org_admin):
        assert "Under way" not in text(Browser(by).get(where))
    with as_user(worker):
        actions.decline(offered, reason="conflict", way="phone", by=worker)
    assert at(offered) not in Browser(worker).get(where).content.decode()


def test_to_everybody_else_it_is_absent(outside, foreign, partner_worker, intake):
    for by in (partner_worker, foreign[1]):
        browser = Browser(by)
        assert "Green Gate" not in text(browser.get(LIST))
        assert browser.get(path(outside)).status_code == 404
        assert text(browser.get(path(outside))) == text(browser.get(f"{LIST}{'A' * 22}/"))
    assert Browser(intake).get(LIST).status_code == 403
    assert Browser(intake).get(path(outside)).status_code == 403


def test_nowhere_else_is_it_named_to_others(outside, foreign, partner_worker, caseworker, stranger, org_admin):
    """Every list in which organizations stand."""
    with as_user(foreign[1]):
        theirs = now_is_partner(foreign[0], foreign[1]).partner.name
    pages = ["/directory/", "/referrals/", LIST]
    for by, name in (
        (partner_worker, "Green Gate"),
        (stranger, "Green Gate"),
        (caseworker, theirs),
        (org_admin, theirs),
    ):
        browser = Browser(by)
        for page in (*pages, "/directory/organizations/new/"):
            assert name not in text(browser.get(page)), page


# -- a referral to it -------------------------------------------------------------------------------------------------


def choice(receiver, **changes):
    return {
        "step": "preview",
        "receiver": receiver.public_id,
        "service_code": "medical",
        "urgency": "normal",
        "categories": ["identity", "contact"],
        "feedback": "status",
    } | changes


def test_the_whole_way_by_telephone(planted_case, green_gate, worker):
    browser, where = Browser(worker), f"/cases/{planted_case.public_id}/refer/"
    preview = text(browser.post(where, choice(green_gate)))
    assert "They work without our program" in preview and "nothing goes to them by itself" in preview
    word = {"decision": "given", "method": "spoken", "ends_on": str(in_a_year()), "basis": "consent"}
    sent = browser.post(where, choice(green_gate, step="send") | word, follow=True)
    with as_user(worker):
        one = Referral.objects.visible_to(worker).get()
    shown = text(sent)
    assert "call them, or print the letter" in shown and "They said yes" in shown and one.spoken_code in shown
    assert all(said in shown for said in SECRETS)
    assert "How do you know?" in text(browser.get(at(one, "accept")))
    assert browser.post(at(one, "accept"), {"version": one.version}).status_code == 422
    shown = text(browser.post(at(one, "accept"), {"version": one.version, "way": "phone"}, follow=True))
    assert "Now read out or print what they get" in shown and "Nothing has gone to them by itself" in shown
    assert "By phone" in shown  # how the yes came, among what happened
    told = {"way": "letter", "told_on": str(today(worker.home)), "whom": "the head nurse"}
    shown = text(browser.post(at(one, "told"), told, follow=True))
    assert "in the list of who was told what" in shown and "Nothing has gone to them by itself" not in shown
    listed = text(browser.get(f"/cases/{planted_case.public_id}/disclosures/"))
    assert (
        listed.count("Green Gate Clinic") == 1
        and "Green Gate Clinic (the head nurse)" in listed
        and "On paper" in listed
    )
    version = now_is(one, worker).version
    browser.post(at(one, "record_contact"), {"version": version, "way": "phone", "result": "ok"})
    browser.post(at(one, "complete"), {"version": version + 1, "way": "letter", "outcome": "given"})
    assert now_is(one, worker).state == "completed"


def test_nothing_is_said_twice_when_nobody_noted_how(accepted, worker, planted_case):
    listed = text(Browser(worker).get(f"/cases/{planted_case.public_id}/disclosures/"))
    assert listed.count("Green Gate Clinic") == 1 and "nobody has said how they were told" in listed


def test_who_could_know_today_says_so_until_it_is_given_back(accepted, worker, planted_case):
    browser, where = Browser(worker), f"/cases/{planted_case.public_id}/access/"
    line = "which can't be called back"
    assert line in text(browser.get(where))
    browser.post(at(accepted, "revoke"))
    assert line in text(browser.get(where))
    done = {"whom": "the nurse", "on": str(today(worker.home)), "done": "yes"}
    browser.post(at(accepted, "asked-back"), done)
    assert line not in text(browser.get(where))


def test_the_letter_names_nobody(offered, worker):
    page = Browser(worker).get(at(offered, "letter") + "?language=en")
    body = text(page)
    assert not [value for value in VALUES if value in page.content.decode()]
    assert offered.spoken_code in body and "25 to 39" in body and "We don't say yet who it is" in body
    assert "7 Planted Row" in body and "the head nurse" in body  # to whom the letter goes


def test_the_letter_is_in_the_partners_language_or_as_asked_for(offered, worker):
    browser = Browser(worker)
    page = browser.get(at(offered, "letter")).content.decode()
    assert '<article class="card sheet" lang="ar" dir="rtl">' in page and "مساعدة قانونية" in page
    page = browser.get(at(offered, "letter") + "?language=en").content.decode()
    assert (
        '<article class="card sheet" lang="en" dir="ltr">' in page
        and "Medical care" not in page
        and "Legal aid" in page
    )
    assert 'lang="ar" dir="rtl"' in browser.get(at(offered, "letter") + "?language=nonsense").content.decode()


def test_the_disclosure_is_exactly_what_was_agreed_rules_first(planted_case, green_gate, worker):
    one = offer(planted_case, green_gate, by=worker, categories=("contact",))
    browser = Browser(worker)
    assert browser.get(at(one, "disclosure")).status_code == 403
    browser.post(at(one, "accept"), {"version": one.version, "way": "phone"})
    response = browser.get(at(one, "disclosure") + "?language=en")
    page = response.content.decode()
    assert PLANTED["phone"] in page and PLANTED["address"] in page
    assert PLANTED["legal_name"] not in page and "1999" not in page and "Planted-Alias" not in page
    assert page.index("Do not call") < page.index(PLANTED["phone"])
    for said in ("Destroy this paper after use.", "Contact details, with the safe-contact rules", "call us at once"):
        assert said in text(response), said
    assert "<title>Referral" in page.replace("\n", "")
    assert response["Cache-Control"].startswith("no-store") or "no-store" in response["Cache-Control"]


def test_each_look_at_it_enters_the_trail_and_its_title_and_address_name_nobody(accepted, worker):
    browser = Browser(worker)
    for _look in range(2):
        response = browser.get(at(accepted, "disclosure"))
    assert [entry.actor_id for entry in browser.trail("referral:disclosure:read")] == [worker.pk] * 2
    title = response.content.decode().split("<title>")[1].split("</title>")[0]
    assert not [value for value in VALUES if value in title or value in response.request["PATH_INFO"]]
    assert "Content-Disposition" not in response


@pytest.mark.parametrize("end", ["revoke", "withdraw"])
def test_after_sharing_ended_the_page_says_to_call_and_shows_nothing(accepted, worker, end, planted_case):
    browser = Browser(worker)
    if end == "revoke":
        asked = text(browser.get(at(accepted, "revoke")))
        assert "can't be called back from here" in asked and "nobody there can read" not in asked
        browser.post(at(accepted, "revoke"))
    else:
        with as_user(worker):
            withdraw(Consent.objects.visible_to(worker).get(purpose="share"), by=worker)
    page = text(browser.get(at(accepted)))
    assert "Call them: ask back what they were told" in page
    assert "they can't read it any more" not in page and "nobody can read it" not in page
    assert "Read out or print" not in page
    assert browser.get(at(accepted, "disclosure")).status_code == 410
    today_ = str(today(worker.home))
    shown = text(
        browser.post(at(accepted, "asked-back"), {"whom": "the nurse", "on": today_, "done": "no"}, follow=True)
    )
    day = paper_day(today(worker.home))
    assert f"asked the nurse on {day}. They haven't said" in shown
    form = text(browser.get(at(accepted, "asked-back")))
    assert "Do they say that it is destroyed?" in form and "What did they say?" not in form
    shown = text(browser.post(at(accepted, "asked-back"), {"whom": "the doctor", "on": today_}, follow=True))
    assert "the doctor told" in shown and "Nobody can prove it" in shown and "Call them: ask back" not in shown


def test_what_waits_to_be_asked_back_stands_on_the_supervisors_page(accepted, worker, supervisor):
    browser = Browser(supervisor)
    where = "/referrals/waiting/?view=ask_back"
    assert at(accepted) not in browser.get(where).content.decode()
    with as_user(worker):
        actions.revoke(accepted, by=worker)
    page = browser.get(where).content.decode()
    assert at(accepted) in page and accepted.spoken_code in page


def test_those_without_referring_see_that_there_is_one_and_no_more(accepted, harbor, planted_case, supervisor):
    nurse = make_person_of(harbor, "health_worker")
    with as_user(supervisor):
        grant(planted_case, to=nurse, by=supervisor)
    browser = Browser(nurse)
    shown = text(browser.get(at(accepted)))
    assert "Green Gate Clinic" in shown and "Stop sharing" in shown
    assert not [said for said in SECRETS if said in shown] and "They tried to reach" not in shown
    for step in ("letter", "disclosure", "told", "asked-back"):
        assert browser.get(at(accepted, step)).status_code == 403
    assert browser.post(at(accepted, "complete"), {"way": "phone", "outcome": "given"}).status_code == 403
    assert "Call them: ask back" in text(browser.post(at(accepted, "revoke"), follow=True))


@pytest.mark.parametrize("step", ["letter", "disclosure", "told", "asked-back"])
def test_a_referral_to_others_has_no_such_pages(planted_case, lotus, worker, answering, step):
    one = offer(planted_case, lotus, by=worker)
    with as_user(answering):
        actions.accept(one, by=answering)
    for by in (worker, answering):
        assert Browser(by).get(at(one, step)).status_code == 404


@pytest.mark.parametrize("step", ["accept", "decline", "acknowledge", "waitlist", "record_contact", "complete", "end"])
def test_the_senders_people_answer_no_referral_to_others(planted_case, lotus, worker, step):
    one = offer(planted_case, lotus, by=worker)
    answers = {
        "way": "phone",
        "reason": "unsafe" if step == "end" else "conflict",
        "until": in_a_year(20),
        "result": "ok",
        "outcome": "given",
    }
    assert Browser(worker).post(at(one, step), answers).status_code == 403
    assert now_is(one, worker).state == "offered"


def test_an_emergency_says_telephone_now_with_the_code(planted_case, green_gate, worker):
    one = offer(planted_case, green_gate, by=worker, urgency="emergency")
    browser = Browser(worker)
    assert "Telephone them now" in text(browser.get(at(one)))
    assert "say the referral's code" in text(browser.get(at(one, "phone")))


def test_the_form_of_consent_marks_it_too_and_the_never_share_list_knows_it(planted_case, green_gate, worker):
    browser = Browser(worker)
    for page in ("consents/new/share/", "consents/never-share/"):
        assert "Green Gate Clinic (by phone or letter)" in text(browser.get(f"/cases/{planted_case.public_id}/{page}"))
    browser.post(f"/cases/{planted_case.public_id}/consents/never-share/", {"recipient": green_gate.public_id})
    assert "Green Gate" not in text(browser.get(f"/cases/{planted_case.public_id}/refer/"))


def test_a_colleague_without_a_second_factor_writes_no_yes_down(offered, supervisor, worker):
    browser = Browser(worker)
    Authenticator.objects.filter(user=worker).delete()
    answer = browser.post(at(offered, "accept"), {"version": offered.version, "way": "phone"}, follow=True)
    assert now_is(offered, worker).state == "offered", answer


def test_lists_are_read_by_ids_alone(offered, worker, harbor):
    Browser(worker).get("/referrals/?side=sent")
    auditor = make_person_of(harbor, "auditor")
    with as_user(auditor):
        entry = AuditEntry.objects.visible_to(auditor).filter(event="referral:list:read").latest("timestamp")
    assert entry.additional_data == {"ids": str(offered.pk), "count": 1}
