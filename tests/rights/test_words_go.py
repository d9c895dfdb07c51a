"""Words that repeat what was told go with it, wherever they stand; who was told and what keeps somebody safe stays."""

import pytest
from django.db import transaction
from django.urls import reverse

from casemgr.accounts.models import Organization
from casemgr.accounts.questions import HEALTH_QUESTIONS
from casemgr.errors import Gone, NotInThisState
from cases import actions
from cases.models import (
    CrisisPlan,
    DataRequest,
    Flag,
    Guardian,
    HealthFact,
    HtcdsFacts,
    ManualDisclosure,
    NoticeSheet,
    Proceeding,
    RequestStep,
    Restriction,
    StatutoryNotice,
)
from referrals import actions as referrals
from referrals.models import ReferralParty
from tests.conftest import as_user
from tests.notices import conftest as notices
from tests.pages.casework.conftest import browse  # noqa: F401 - a fixture
from tests.pages.conftest import signed_in  # noqa: F401 - a fixture
from tests.referrals.conftest import accepted, answering, offered, planted_case  # noqa: F401 - fixtures
from tests.rights.conftest import ask, check, full, second  # noqa: F401 - fixtures
from tests.rights.test_purging import purge, told_of, walk

SAID = "Planted: he sold her"


@pytest.fixture
def repeated(full, caseworker, supervisor):  # noqa: F811
    """What was told, said again in reasons, facts, an older request, and on a notice's sheet."""
    Organization.objects.filter(pk=caseworker.organization_id).update(asked=sorted(HEALTH_QUESTIONS.values()))
    caseworker.organization.refresh_from_db()
    notice = notices.drafted(full, caseworker, why=SAID)
    walk(notice, notices.WAYS["sent"][1], notices.act, caseworker, supervisor)
    about = {"case": full, "organization_id": full.organization_id, "person_id": full.person_id}
    with as_user(caseworker):
        actions.raise_flag(full, kind="threats", reason=SAID, by=caseworker)
        actions.record_disclosure(
            full,
            recipient="Night Clinic",
            categories=["identity"],
            way="phone",
            ground="vital",
            why=SAID,
            by=caseworker,
        )
        actions.add_health_fact(full, kind="sti", words=SAID, by=caseworker)
        actions.record_htcds_facts(full, {"org_Name": SAID}, read_at=None, by=caseworker)
        actions.record_proceeding(full, kind="criminal", role="witness", counsel="Ms Advocate", by=caseworker)
        guardian = actions.add_guardian(full.person, name="Uncle", relation="relative", by=caseworker)
        actions.bar_guardian(guardian, why=SAID, by=caseworker)
        CrisisPlan(**about, own_words="Keep going", written_by=caseworker).save()
    with as_user(supervisor):
        actions.set_restricted(full, restricted=True, reason=SAID, by=supervisor)
        actions.set_restricted(full, restricted=False, reason=SAID, by=supervisor)
    old = ask(full, caseworker, kind="correction", disputed=SAID, words=SAID)
    with as_user(caseworker):
        actions.answer_correction(old, outcome="noted", words=SAID, by=caseworker)
    doubted = ask(full, caseworker, words=SAID)
    with as_user(caseworker):
        actions.check_right(doubted, finding="unsure", alone=True, words=SAID, by=caseworker)
    with as_user(supervisor):
        actions.refuse_right(doubted, words=SAID, by=supervisor)
    return full


def test_words_that_repeat_it_go_wherever_they_stand(repeated, caseworker, supervisor):
    with as_user(supervisor), transaction.atomic():
        before = told_of(repeated)
    wanted = (
        "cases_flag.reason cases_restriction.reason cases_manualdisclosure.why cases_healthfact.words "
        "cases_htcdsfacts.facts cases_guardian.barred_why cases_datarequest.words cases_datarequest.disputed "
        "cases_datarequest.answer cases_requeststep.words cases_noticesheet.content"
    )
    assert set(wanted.split()) <= before
    purge(repeated, caseworker, supervisor)
    with as_user(supervisor), transaction.atomic():
        assert told_of(repeated) == set()
        rows = (Flag, Restriction, ManualDisclosure, HealthFact, HtcdsFacts, RequestStep, DataRequest)
        assert all(model.objects.visible_to(supervisor).filter(case=repeated).exists() for model in rows), "rows stay"
        assert Guardian.objects.visible_to(supervisor).get().barred_at is not None, "and the bar holds"


def test_who_was_told_who_helps_and_what_keeps_them_safe_stays(repeated, caseworker, supervisor):
    purge(repeated, caseworker, supervisor)
    with as_user(supervisor):
        told = {row.recipient for row in ManualDisclosure.objects.visible_to(supervisor).filter(case=repeated)}
        assert {"Night Clinic", "Harbor Police"} <= told
        assert Proceeding.objects.visible_to(supervisor).get().counsel == "Ms Advocate"
        assert CrisisPlan.objects.visible_to(supervisor).get().own_words == "Keep going"
        assert HealthFact.objects.visible_to(supervisor).get().kind == "sti"
        assert Guardian.objects.visible_to(supervisor).get().name == "Uncle"


def test_the_sheet_of_a_notice_is_blank_and_its_key_is_destroyed(repeated, caseworker, supervisor, monkeypatch):
    ended = []
    monkeypatch.setattr("cases.actions.erasing.destroy_surely", lambda _org, owner, file="": ended.append(owner))
    purge(repeated, caseworker, supervisor)
    with as_user(supervisor), transaction.atomic():
        sheet = NoticeSheet.objects.visible_to(supervisor).get()
        assert sheet.pk in ended
        with pytest.raises(Gone):
            actions.read_notice_sheet(StatutoryNotice.objects.visible_to(supervisor).get(), by=supervisor)


def test_why_a_referral_was_a_mistake_goes_too_and_what_a_partner_was_sent_is_theirs(
    planted_case,  # noqa: F811
    accepted,  # noqa: F811
    caseworker,
    supervisor,
):
    with as_user(supervisor):
        referrals.mark_error(accepted, reason=SAID, by=supervisor)
    with as_user(supervisor), transaction.atomic():
        assert "referrals_referralparty.error_reason" in told_of(planted_case)
    purge(planted_case, caseworker, supervisor)
    with as_user(supervisor), transaction.atomic():
        assert told_of(planted_case) == set()
        party = ReferralParty.objects.visible_to(supervisor).get(role="sender")
        assert party.error_reason is None


def test_a_hold_keeps_all_of_it(repeated, caseworker, supervisor):
    request = check(ask(repeated, caseworker, kind="narrative"), caseworker)
    with as_user(supervisor), transaction.atomic():
        actions.place_hold(repeated, reason="A court", by=supervisor)
        before = told_of(repeated)
        with pytest.raises(NotInThisState):
            actions.purge_narrative(request, by=supervisor)
        assert told_of(repeated) == before != set()


@pytest.mark.parametrize("name", ["case_flags", "case_access", "case_disclosures", "case_rights", "htcds_facts"])
def test_pages_of_what_is_left_say_that_it_was_erased(repeated, caseworker, supervisor, signed_in, name):  # noqa: F811
    purge(repeated, caseworker, supervisor)
    page = signed_in(supervisor).get(reverse(name, args=[repeated.public_id]))
    assert page.status_code == 200 and SAID not in page.content.decode()
    if name in ("case_flags", "case_access"):
        assert "were erased" in page.content.decode()
