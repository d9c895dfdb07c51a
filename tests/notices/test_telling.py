"""What is told: exactly the chosen kinds, sealed before the telling, kept, looked at, destroyed; and by whom."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casemgr.audit.models import AuditEntry
from casemgr.encryption import keys
from casemgr.encryption.errors import KeyDestroyed
from casemgr.errors import Conflict, Gone, InvalidInput, NotInThisState, NotPermitted
from cases import actions
from cases.consent_categories import FIELDS
from cases.disclosed import consented_fields
from cases.models import Case, ManualDisclosure, NoticeSheet, Notification, StatutoryNotice
from tests.conftest import as_user, make_person_of, open_case

from .conftest import DANGER, PLANTED, act, drafted, now_is

OFFERED = [kind for kind, fields in FIELDS.items() if fields]


def sheet(notice, by):
    with as_user(by):
        return actions.read_notice_sheet(notice, by=by)


def told(user):
    with as_user(user):
        return list(Notification.objects.visible_to(user).values_list("kind", flat=True))


@given(kinds=st.sets(st.sampled_from(OFFERED), min_size=1))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_exactly_the_chosen_kinds_are_told_and_a_contact_never_without_its_rules(planted_case, caseworker, kinds):
    notice = drafted(planted_case, caseworker, kind="imminent_danger", categories=sorted(kinds))
    act(notice, "seal", caseworker)
    content = sheet(notice, caseworker).content
    assert set(content["fields"]) == consented_fields(kinds)
    assert ("contact" in kinds) == ("safe_contact" in content["fields"])
    for field, value in PLANTED.items():
        assert (str(value) in str(content)) == (field in content["fields"]) or value in (True, "sw")


def test_it_tells_what_was_sealed_not_what_the_case_says_later(planted_case, caseworker):
    notice = drafted(planted_case, caseworker, kind="imminent_danger")
    act(notice, "seal", caseworker)
    with as_user(caseworker):
        person = Case.objects.visible_to(caseworker).select_related("person").get(pk=planted_case.pk).person
        actions.change_person(person, {"phone": "+15550100999"}, version=person.version, by=caseworker)
    act(notice, "send_now", caseworker)
    assert sheet(notice, caseworker).content["fields"]["phone"] == PLANTED["phone"]


def test_the_last_one_opened_counts_and_the_one_before_is_destroyed(
    planted_case, caseworker, django_capture_on_commit_callbacks
):
    notice = drafted(planted_case, caseworker, kind="imminent_danger")
    act(notice, "seal", caseworker)
    with as_user(caseworker):
        first = NoticeSheet.objects.visible_to(caseworker).get(notice=notice).pk
    with django_capture_on_commit_callbacks(execute=True):
        act(notice, "seal", caseworker)
    with pytest.raises(KeyDestroyed):
        keys.data_key(planted_case.organization_id, first)
    assert sheet(notice, caseworker).content["words"] == DANGER["words"]


@pytest.mark.parametrize("event", ["change", "ask", "withdraw"])
def test_what_was_sealed_and_told_to_nobody_goes(planted_case, caseworker, event, django_capture_on_commit_callbacks):
    notice = drafted(planted_case, caseworker, kind="imminent_danger", counsel="known")
    act(notice, "seal", caseworker)
    with as_user(caseworker):
        sealed = NoticeSheet.objects.visible_to(caseworker).get(notice=notice).pk
    with django_capture_on_commit_callbacks(execute=True):
        act(notice, event, caseworker)
    with as_user(caseworker):
        assert not NoticeSheet.objects.visible_to(caseworker).filter(notice=notice).exists()
    with pytest.raises(KeyDestroyed):
        keys.data_key(planted_case.organization_id, sealed)


@pytest.mark.parametrize("whose", ["its own key", "the person's key"])
def test_ending_either_key_erases_what_was_told(reach, caseworker, whose):
    notice = reach("sent")
    with as_user(caseworker):
        own = NoticeSheet.objects.visible_to(caseworker).get(notice=notice).pk
        keys.destroy(notice.organization_id, own if whose == "its own key" else notice.person_id)
    with pytest.raises(Gone):
        sheet(notice, caseworker)


def test_nothing_goes_out_that_was_not_opened(reach, caseworker, planted_case):
    with pytest.raises(NotInThisState, match="Open what will be told"):
        act(reach("approved"), "send", caseworker)
    with pytest.raises(NotInThisState, match="Open what will be told"):
        act(drafted(planted_case, caseworker, kind="imminent_danger"), "send_now", caseworker)


def test_a_report_cant_be_opened_or_sent_before_it_is_approved(reach, caseworker, supervisor):
    for state in ("draft", "asked"):
        notice = reach(state)
        for event in ("seal", "send", "send_now"):
            with pytest.raises((NotInThisState, NotPermitted)):
                act(notice, event, caseworker)


@pytest.mark.parametrize(
    ("kind", "lacking"),
    [
        ("imminent_danger", {"recipient": ""}),
        ("imminent_danger", {"categories": [], "words": ""}),
        ("imminent_danger", {"informed": ""}),
        ("mandatory_report", {"provision": ""}),
        ("child_protection", {"counsel": ""}),
        ("court_order", {"served_by": ""}),
        ("court_order", {"scope": ""}),
    ],
)
def test_what_lacks_is_named(planted_case, caseworker, kind, lacking):
    notice = drafted(planted_case, caseworker, kind=kind, **lacking)
    with pytest.raises(InvalidInput) as refusal:
        act(notice, "ask", caseworker)
    assert refusal.value.field in lacking


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"way": "pigeon"}, "way"),
        ({"spoke_with": " "}, "spoke_with"),
        ({"told_at": timezone.now() + datetime.timedelta(hours=2)}, "told_at"),
        ({"told_at": timezone.now() - datetime.timedelta(days=8)}, "told_at"),
    ],
)
def test_how_it_was_told_is_wanted(planted_case, caseworker, wrong, field):
    notice = drafted(planted_case, caseworker, kind="imminent_danger")
    act(notice, "seal", caseworker)
    with pytest.raises(InvalidInput) as refusal:
        act(notice, "send_now", caseworker, **wrong)
    assert refusal.value.field == field


def test_it_stands_in_the_ledger_by_kinds_and_ground(reach, caseworker):
    for state, ground in (("sent", "law"), ("to_review", "vital")):
        notice = reach(state)
        with as_user(caseworker):
            row = ManualDisclosure.objects.visible_to(caseworker).get(pk=notice.disclosure_id)
            assert (row.recipient, row.ground, row.way) == ("Harbor Police", ground, "phone")
            assert row.categories == ["contact", "identity"] and row.why is None


def test_supervisors_hear_at_once_and_the_review_is_due_a_day_after_the_telling(planted_case, caseworker, supervisor):
    notice = drafted(planted_case, caseworker, kind="imminent_danger")
    act(notice, "seal", caseworker)
    hour = timezone.now() - datetime.timedelta(hours=1)
    act(notice, "send_now", caseworker, told_at=hour)
    assert "notice_sent_now" in told(supervisor) and "notice_sent_now" not in told(caseworker)
    with as_user(caseworker):
        assert now_is(notice, caseworker).review_due_at == hour + datetime.timedelta(hours=24)


def test_a_notice_not_upheld_says_why_and_what_follows(reach, supervisor, caseworker):
    notice = reach("to_review")
    for lacking in ({}, {"words": "He had moved"}, {"follow_ups": ["training"]}, {"follow_ups": ["fine"]}):
        with pytest.raises(InvalidInput):
            act(notice, "review", supervisor, verdict="not_upheld", **lacking)
    act(notice, "review", supervisor, verdict="not_upheld", words="He had moved", follow_ups=["training"])
    assert "notice_reviewed" in told(caseworker)
    with as_user(caseworker):
        assert now_is(notice, caseworker).follow_ups == ["training"]


def test_an_answer_before_the_review_doesnt_take_the_review_away(reach, caseworker, supervisor):
    notice = reach("to_review")
    assert act(notice, "answer", caseworker).state == "to_review"
    assert act(notice, "review", supervisor).state == "reviewed"


def test_nobody_approves_or_reviews_their_own(planted_case, supervisor, second, caseworker):
    """Not who drafted it, not who changed it, not who asked, not who told it."""
    for own in ("draft", "change", "ask"):
        notice = drafted(planted_case, supervisor if own == "draft" else caseworker)
        act(notice, "change", supervisor if own == "change" else caseworker)
        act(notice, "ask", supervisor if own == "ask" else caseworker)
        with pytest.raises(NotPermitted, match="your own notice"):
            act(notice, "approve", supervisor)
        assert act(notice, "approve", second).state == "approved"
    notice = drafted(planted_case, caseworker, kind="imminent_danger")
    act(notice, "seal", caseworker)
    act(notice, "send_now", supervisor)
    with pytest.raises(NotPermitted):
        act(notice, "review", supervisor)
    assert act(notice, "review", second).state == "reviewed"


def test_self_approval_of_the_organization_changes_nothing_here(planted_case, supervisor, harbor):
    harbor.self_approval = True
    harbor.save()
    supervisor.refresh_from_db()
    notice = drafted(planted_case, supervisor)
    act(notice, "ask", supervisor)
    with pytest.raises(NotPermitted):
        act(notice, "approve", supervisor)


def test_a_step_on_an_older_version_is_a_conflict(reach, supervisor):
    notice = reach("asked")
    with pytest.raises(Conflict):
        act(notice, "approve", supervisor, versions=[notice.version - 1])
    assert act(notice, "approve", supervisor, versions=[notice.version]).state == "approved"


def test_whoever_doesnt_read_a_kind_of_data_neither_opens_nor_reads_it(planted_case, caseworker, supervisor, harbor):
    notice = drafted(planted_case, caseworker, kind="imminent_danger", categories=["health"])
    act(notice, "seal", caseworker)
    lawyer = make_person_of(harbor, "legal_worker")
    with as_user(supervisor):
        actions.grant(planted_case, to=lawyer, by=supervisor)
    with pytest.raises(NotPermitted):
        sheet(notice, lawyer)


# -- the never-share list ------------------------------------------------------------------------------------------


def refuse_telling(case, by, entry):
    with as_user(by):
        actions.never_share(case.person, description=entry, by=by)


@pytest.mark.parametrize("how", ["by name", "as the writer says", "added after the approval"])
def test_the_list_wants_a_supervisors_reason(planted_case, caseworker, supervisor, second, how):
    if how == "by name":
        refuse_telling(planted_case, caseworker, "the police in Harbor Street")
    notice = drafted(planted_case, caseworker, never_share=how == "as the writer says")
    act(notice, "ask", caseworker)
    if how == "added after the approval":
        act(notice, "approve", supervisor)
        refuse_telling(planted_case, caseworker, "Harbor police")
        with pytest.raises(NotPermitted, match="never-share"):
            act(notice, "seal", caseworker)
        with as_user(second):
            actions.seal_notice(notice, despite="The court orders it", by=second)
    else:
        with pytest.raises(InvalidInput) as refusal:
            act(notice, "approve", supervisor)
        assert refusal.value.field == "despite"
        act(notice, "approve", supervisor, despite="The court orders it")
        act(notice, "seal", caseworker)
    sent = act(notice, "send", caseworker)
    assert sent.state == "sent"
    with as_user(caseworker):
        assert now_is(notice, caseworker).despite == "The court orders it"


def test_imminent_danger_to_somebody_on_the_list_is_sent_by_a_supervisor(planted_case, caseworker, supervisor):
    refuse_telling(planted_case, caseworker, "Harbor Police")
    notice = drafted(planted_case, caseworker, kind="imminent_danger")
    for event in ("seal", "send_now"):
        with pytest.raises((NotPermitted, NotInThisState)):
            act(notice, event, caseworker)
    with as_user(supervisor), pytest.raises(InvalidInput):
        actions.seal_notice(notice, by=supervisor)
    with as_user(supervisor):
        actions.seal_notice(notice, despite="She will die", by=supervisor)
    assert act(notice, "send_now", supervisor).state == "to_review"


def test_a_reason_holds_for_the_draft_it_was_given_for(planted_case, caseworker, supervisor):
    refuse_telling(planted_case, caseworker, "Harbor Police")
    notice = drafted(planted_case, caseworker, kind="imminent_danger")
    with as_user(supervisor):
        actions.seal_notice(notice, despite="She will die", by=supervisor)
    with as_user(caseworker):
        actions.change_notice(notice, {"words": "More"}, by=caseworker)
    with pytest.raises(NotPermitted):
        act(notice, "seal", caseworker)
    with as_user(caseworker), pytest.raises(InvalidInput):
        actions.change_notice(notice, {"despite": "Because I say so"}, by=caseworker)


@pytest.mark.parametrize("entry", ["her uncle Karim", "an employer", "the embassy"])
def test_others_on_the_list_stop_nothing(planted_case, caseworker, entry):
    refuse_telling(planted_case, caseworker, entry)
    notice = drafted(planted_case, caseworker, kind="imminent_danger")
    act(notice, "seal", caseworker)
    assert act(notice, "send_now", caseworker).state == "to_review"


# -- in the database ------------------------------------------------------------------------------------------------


def test_the_trail_holds_no_value(reach, caseworker, supervisor):
    for state in ("closed", "reviewed", "refused"):
        reach(state)
    with as_user(supervisor):
        entries = AuditEntry.objects.unscoped("what a test did").filter(event__startswith="case:notice")
        text = " ".join(f"{one.additional_data}{one.changes}{one.reason}" for one in entries)
        assert len(entries) > 10 and "Planted" not in text and "Harbor" not in text
    with as_user(caseworker), connection.cursor() as cursor:
        for table in ("cases_statutorynotice", "cases_noticestep", "cases_noticesheet"):
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")
            rows = " ".join(row for (row,) in cursor.fetchall())
            assert rows and "Planted" not in rows


FORGERIES = {
    "what was told is changed": ("UPDATE cases_statutorynotice SET categories = '{{health}}' WHERE id = %s", "sent"),
    "to whom": ("UPDATE cases_statutorynotice SET recipient = NULL WHERE id = %s", "sent"),
    "when": ("UPDATE cases_statutorynotice SET sent_at = now() WHERE id = %s", "sent"),
    "the review": ("UPDATE cases_statutorynotice SET verdict = 'not_upheld' WHERE id = %s", "reviewed"),
    "the review is taken away": ("UPDATE cases_statutorynotice SET review_due_at = NULL WHERE id = %s", "to_review"),
    "a step is changed": ("UPDATE cases_noticestep SET event = 'ask' WHERE notice_id = %s", "sent"),
    "a sheet is changed": ("UPDATE cases_noticesheet SET categories = '{{}}' WHERE notice_id = %s", "sent"),
    "approved in another's name": (
        "UPDATE cases_statutorynotice SET decided_by_id = '{supervisor}' WHERE id = %s",
        "asked",
    ),
    "approved by who asked": ("UPDATE cases_statutorynotice SET decided_by_id = asked_by_id WHERE id = %s", "asked"),
    "reviewed by who told it": (
        "UPDATE cases_statutorynotice SET reviewed_by_id = sent_by_id, reviewed_at = now() WHERE id = %s",
        "to_review",
    ),
    "told without approval or review": (
        "UPDATE cases_statutorynotice SET sent_at = now(), state = 'sent' WHERE id = %s",
        "draft",
    ),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_the_database_refuses_what_no_action_does(reach, caseworker, supervisor, forgery):
    statement, state = FORGERIES[forgery]
    notice = reach(state)
    with as_user(caseworker), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(supervisor=supervisor.pk), [notice.pk])


TABLES = ("cases_statutorynotice", "cases_noticestep", "cases_noticesheet", "cases_noticereminder")
LISTS = ("cases_authority", "cases_noticebasis")


def count(user, table):
    with as_user(user), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def test_raw_sql_finds_notices_by_case_and_group(reach, caseworker, supervisor, harbor, lotus, planted_case):
    notice = reach("to_review")
    StatutoryNotice.objects.unscoped("what a test did")
    nurse, stranger = make_person_of(harbor, "health_worker"), make_person_of(lotus, "supervisor")
    with as_user(supervisor):
        actions.save_authority(name="Harbor Police", by=supervisor)
        law = {"kind": "mandatory_report", "country": "USA", "lawful": "legal_duty", "title": "A", "provision": "B"}
        actions.save_notice_basis(by=supervisor, **law)
        actions.grant(planted_case, to=nurse, by=supervisor)
    outside = (nurse, stranger, make_person_of(harbor, "caseworker"), make_person_of(harbor, "org_admin"))
    for table in TABLES[:3]:
        assert count(caseworker, table) >= 1 and count(supervisor, table) >= 1
        assert [count(user, table) for user in outside] == [0, 0, 0, 0], table
    for table in LISTS:
        assert count(caseworker, table) == 1 and count(stranger, table) == 0
        assert count(outside[3], table) == 0, "administrators see no casework"
    with as_user(supervisor):
        actions.set_restricted(planted_case, restricted=True, reason="A relative works here", by=supervisor)
    another = make_person_of(harbor, "supervisor")
    assert count(another, "cases_statutorynotice") == 0 and notice.pk


def test_people_cant_ask_the_clocks_question(reach, caseworker, supervisor):
    reach("to_review")
    StatutoryNotice.objects.unscoped("what a test did")
    for user in (caseworker, supervisor):
        with as_user(user), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM app.notices_late()")
            assert cursor.fetchone() == (0,)


def test_somebody_elses_case_takes_no_notice(caseworker, colleague, planted_case):
    from casemgr.errors import NotFound

    with as_user(colleague), pytest.raises(NotFound):
        actions.draft_notice(planted_case, kind="imminent_danger", by=colleague, **DANGER)
    mine = open_case(colleague, "Another")
    assert drafted(mine, colleague).state == "draft"
