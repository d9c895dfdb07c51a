"""Referrals on the pages: preview, consent on the spot, offer without identity, exactly the agreed fields, gone."""

import pytest

from casemgr.accounts.roles import ROLES
from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from cases.actions import change_person, never_share, withdraw
from cases.models import Consent
from referrals.models import Referral
from tests.conftest import as_user, in_a_year, make_person_of, open_case
from tests.pages.conftest import text_of
from tests.referrals.conftest import (  # noqa: F401 - fixtures
    PLANTED,
    accepted,
    answering,
    drafted,
    offered,
    planted_case,
    sahel,
    stranger,
)

# the last two are machines, which never sign in
REFERRING = {"caseworker", "team_lead", "supervisor", "partner_client", "remote_partner"}
VALUES = ("Planted Legal Name", "+15550100777", "planted@example.net", "77 Planted Street", "Planted-Alias")


@pytest.fixture
def sender(signed_in, caseworker):
    return signed_in(caseworker)


@pytest.fixture
def receiver(signed_in, answering):  # noqa: F811
    return signed_in(answering)


def choice(lotus, **changes):
    return {
        "step": "preview",
        "receiver": lotus.public_id,
        "service_code": "legal_aid",
        "urgency": "normal",
        "categories": ["identity", "contact"],
        "feedback": "status",
    } | changes


def word(lotus, **changes):
    said = {"decision": "given", "method": "spoken", "ends_on": str(in_a_year()), "basis": "consent"}
    return choice(lotus, step="send") | said | changes


def trail_of(user, event):
    auditor = make_person_of(user.organization, "auditor")
    with as_user(auditor):
        return list(AuditEntry.objects.visible_to(auditor).filter(event=event))


def path(one, step=""):
    return f"/referrals/{one.public_id}/" + (f"{step}/" if step else "")


def test_a_rare_language_at_an_age_is_warned_of(sender, planted_case, lotus, caseworker, colleague):  # noqa: F811
    at, words = f"/cases/{planted_case.public_id}/refer/", "may guess who is meant"
    with as_user(caseworker):
        person = planted_case.person
        change_person(person, {"preferred_language": "ti", "birth_year": 1990}, version=person.version, by=caseworker)
    assert words in text_of(sender.post(at, choice(lotus)))
    for number in range(4):
        open_case(colleague, f"Somebody {number}", preferred_language="ti", birth_year=1991)
    assert words not in text_of(sender.post(at, choice(lotus)))


def test_the_preview_shows_exactly_what_is_ticked_and_saves_nothing(sender, planted_case, lotus, caseworker):  # noqa: F811
    page = text_of(sender.post(f"/cases/{planted_case.public_id}/refer/", choice(lotus, categories=["contact"])))
    assert PLANTED["phone"] in page
    assert PLANTED["legal_name"] not in page
    assert "Lotus Legal" in page
    with as_user(caseworker):
        assert not Referral.objects.visible_to(caseworker).exists()
    assert trail_of(caseworker, events.PERSON_IDENTITY_REVEALED)


def test_choosing_nothing_is_explained_and_going_back_keeps_everything(sender, planted_case, lotus):  # noqa: F811
    address = f"/cases/{planted_case.public_id}/refer/"
    assert sender.get(address).status_code == 200
    assert sender.post(address, choice(lotus, categories=[])).status_code == 422
    back = sender.post(address, choice(lotus, step="change"))
    assert back.status_code == 200
    assert "error-summary" not in text_of(back)
    assert text_of(back).count("checked") >= 3


def test_consent_is_recorded_on_the_spot_and_the_offer_sent(sender, planted_case, lotus, caseworker):  # noqa: F811
    answer = sender.post(f"/cases/{planted_case.public_id}/refer/", word(lotus))
    assert answer.status_code == 302
    with as_user(caseworker):
        [one] = Referral.objects.visible_to(caseworker)
        consent = Consent.objects.visible_to(caseworker).get(purpose="share")
    assert one.state == "offered"
    assert (consent.categories, consent.service_code) == (["contact", "identity"], "legal_aid")
    assert PLANTED["alias"] in text_of(sender.get(answer.url))
    assert trail_of(caseworker, events.REFERRAL_SUBMITTED)


def test_a_no_is_recorded_and_nothing_is_sent(sender, planted_case, lotus, caseworker):  # noqa: F811
    sender.post(f"/cases/{planted_case.public_id}/refer/", word(lotus, decision="declined"))
    with as_user(caseworker):
        assert not Referral.objects.visible_to(caseworker).exists()
        assert Consent.objects.visible_to(caseworker).get(purpose="share").decision == "declined"


def test_a_word_without_an_end_keeps_the_page_and_sends_nothing(sender, planted_case, lotus, caseworker):  # noqa: F811
    answer = sender.post(f"/cases/{planted_case.public_id}/refer/", word(lotus, ends_on="2020-01-01"))
    assert answer.status_code == 422
    assert "the end must come after the start" in text_of(answer)
    with as_user(caseworker):
        assert not Referral.objects.visible_to(caseworker).exists()


def test_somebody_on_the_never_share_list_is_not_offered(sender, planted_case, lotus, caseworker):  # noqa: F811
    with as_user(caseworker):
        never_share(planted_case.person, recipient=lotus, by=caseworker)
    address = f"/cases/{planted_case.public_id}/refer/"
    assert "Lotus Legal" not in text_of(sender.get(address))
    assert sender.post(address, word(lotus)).status_code == 422


def test_the_receiver_sees_the_offer_without_identity(receiver, offered):  # noqa: F811
    inbox = text_of(receiver.get("/referrals/"))
    page = text_of(receiver.get(path(offered)))
    assert "Legal aid" in inbox
    assert "Accept" in page
    for value in VALUES:
        assert value not in inbox + page


def test_after_accepting_exactly_the_agreed_fields_are_there_rules_first(receiver, offered, answering):  # noqa: F811
    assert receiver.post(path(offered, "accept"), {"version": offered.version}).status_code == 302
    page = text_of(receiver.get(path(offered)))
    for value in VALUES:
        assert value in page
    assert page.index('class="safety"') < page.index(PLANTED["phone"])
    assert "KEN" not in page
    assert "Kenya" not in page
    assert len(trail_of(answering, events.REFERRAL_DISCLOSURE_READ)) == 1


def test_every_look_is_in_both_trails(receiver, accepted, answering, caseworker):  # noqa: F811
    for _ in range(3):
        receiver.get(path(accepted))
    assert len(trail_of(answering, events.REFERRAL_DISCLOSURE_READ)) == 3
    assert len(trail_of(caseworker, events.REFERRAL_DISCLOSURE_READ)) == 3


def test_a_colleague_of_the_one_who_accepted_reads_nothing(signed_in, accepted, lotus):  # noqa: F811
    page = text_of(signed_in(make_person_of(lotus, "caseworker")).get(path(accepted)))
    assert "A colleague accepted this referral" in page
    for value in VALUES:
        assert value not in page


def test_it_is_contacted_and_completed(receiver, accepted, answering):  # noqa: F811
    asking = text_of(receiver.get(path(accepted, "record_contact")))
    assert 'class="safety"' in asking
    assert receiver.post(path(accepted, "record_contact"), {}).status_code == 422
    assert receiver.post(path(accepted, "record_contact"), {"result": "ok"}).status_code == 302
    assert receiver.post(path(accepted, "complete"), {"outcome": "given"}).status_code == 302
    with as_user(answering):
        assert Referral.objects.visible_to(answering).get().state == "completed"


def test_a_failed_contact_is_told_to_the_sender(receiver, sender, accepted):  # noqa: F811
    receiver.post(path(accepted, "record_contact"), {"result": "unsafe"})
    assert "It was not safe" in text_of(sender.get(path(accepted)))


def test_declining_wants_a_coded_reason_and_leaves_a_tombstone(receiver, sender, offered):  # noqa: F811
    assert receiver.post(path(offered, "decline"), {"reason": "because"}).status_code == 422
    assert receiver.post(path(offered, "decline"), {"reason": "no_capacity"}).status_code == 302
    gone = receiver.get(path(offered))
    assert gone.status_code == 410
    assert "No capacity now" in text_of(gone)
    assert "No capacity now" in text_of(sender.get(path(offered)))


@pytest.mark.parametrize("side", ["sender", "receiver"])
def test_either_side_stops_sharing_and_the_next_read_is_refused(request, receiver, accepted, side, caseworker):  # noqa: F811
    browser = request.getfixturevalue(side)
    assert browser.get(path(accepted, "revoke")).status_code == 200
    assert browser.post(path(accepted, "revoke")).status_code == 302
    gone = receiver.get(path(accepted))
    assert gone.status_code == 410
    assert "No longer shared" in text_of(gone)
    assert "Legal aid" not in text_of(gone)
    for value in VALUES:
        assert value not in text_of(gone)
    assert trail_of(caseworker, events.REFERRAL_REVOKED)


def test_withdrawing_the_consent_alone_ends_reading(receiver, accepted, caseworker):  # noqa: F811
    with as_user(caseworker):
        withdraw(Consent.objects.visible_to(caseworker).get(purpose="share"), by=caseworker)
    assert receiver.get(path(accepted)).status_code == 410


def test_the_sender_sees_names_of_what_was_shared_not_values(sender, accepted, caseworker):  # noqa: F811
    page = text_of(sender.get(path(accepted)))
    assert "What was shared" in page
    assert PLANTED["phone"] not in page


def test_the_sender_takes_an_offer_back(sender, receiver, offered):  # noqa: F811
    assert sender.post(path(offered, "withdraw"), {"version": offered.version}).status_code == 302
    assert receiver.get(path(offered)).status_code == 410


def test_a_draft_is_sent_from_its_page_and_unseen_before(sender, receiver, drafted):  # noqa: F811
    assert receiver.get(path(drafted)).status_code == 404
    assert sender.post(path(drafted, "submit"), {"version": drafted.version}).status_code == 302
    assert receiver.get(path(drafted)).status_code == 200


def test_a_step_from_an_old_page_is_refused(receiver, offered):  # noqa: F811
    receiver.post(path(offered, "acknowledge"), {"version": offered.version})
    assert receiver.post(path(offered, "accept"), {"version": offered.version}).status_code == 409


def test_the_wrong_side_is_refused_and_a_wrong_state_explained(sender, receiver, offered, accepted):  # noqa: F811
    assert sender.post(path(offered, "accept")).status_code == 403
    assert receiver.post(path(offered, "accept")).status_code == 409


@pytest.mark.parametrize("step", ["", "accept", "revoke", "decline", "record_contact"])
def test_an_uninvolved_organization_finds_nothing(signed_in, stranger, accepted, step):  # noqa: F811
    browser = signed_in(stranger)
    ask = browser.post if step else browser.get
    theirs, absent = ask(path(accepted, step)), ask(f"/referrals/{'x' * 22}/" + (f"{step}/" if step else ""))
    assert theirs.status_code == absent.status_code == 404
    assert text_of(theirs).replace(accepted.public_id, "x" * 22) == text_of(absent)


def test_lists_show_own_referrals_by_side_and_state(sender, receiver, signed_in, stranger, accepted):  # noqa: F811
    assert accepted.public_id in text_of(receiver.get("/referrals/?side=received&view=working"))
    assert accepted.public_id not in text_of(receiver.get("/referrals/?side=received&view=open"))
    sent = text_of(sender.get("/referrals/?side=sent&view=all"))
    assert accepted.public_id in sent
    assert PLANTED["alias"] in sent
    assert accepted.public_id not in text_of(signed_in(stranger).get("/referrals/?side=received&view=all"))


def test_a_cases_referrals_stand_on_the_case(sender, accepted, planted_case, receiver):  # noqa: F811
    assert accepted.public_id in text_of(sender.get(f"/cases/{planted_case.public_id}/referrals/"))
    assert receiver.get(f"/cases/{planted_case.public_id}/referrals/").status_code == 404
    assert receiver.get(f"/cases/{planted_case.public_id}/refer/").status_code == 404


@pytest.mark.parametrize("role", sorted(set(ROLES) - REFERRING))
def test_roles_that_do_not_refer_are_refused(signed_in, harbor, role):
    assert signed_in(make_person_of(harbor, role)).get("/referrals/").status_code == 403


def test_titles_and_addresses_name_nobody(sender, receiver, accepted):  # noqa: F811
    for page in (text_of(receiver.get(path(accepted))), text_of(sender.get(path(accepted)))):
        title = page[page.index("<title>") : page.index("</title>")]
        assert not any(value in title for value in VALUES)
