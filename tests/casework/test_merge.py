"""Two cases of one person made one, and undone: nothing is lost, nobody sees more, and back is back byte for byte."""

import io
import itertools
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casemgr.accounts.clock import today
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState, NotPermitted
from cases import actions
from cases.merging import parts
from cases.merging.snapshots import purge
from cases.models import (
    Case,
    CaseLink,
    CaseUserObjectPermission,
    Consent,
    Document,
    Flag,
    Guardian,
    HtcdsFacts,
    ImportRow,
    InterpreterBar,
    Merge,
    NeverShare,
    Note,
    StatutoryNotice,
    Task,
)
from cases.search import find
from tests.casework.files import PDF
from tests.conftest import as_user, in_a_year, make_person_of, open_case

counter = itertools.count(1)
# what merging writes beside the rows: never part of what is compared
BESIDE = {"cases_merge"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.CASEMGR_DATA_DIR = tmp_path


@pytest.fixture
def other(supervisor):
    return open_case(supervisor, "Amirah", legal_name="Amira Haddad", phone="+66 2 555 0100", gender="F")


def now(case, by):
    return Case.objects.visible_to(by).select_related("person__safe_contact").get(pk=case.pk)


def merged(case, other, by, **choices):
    with as_user(by):
        kept, gone = now(case, by), now(other, by)
        versions = (kept.version, kept.person.version, gone.version, gone.person.version)
        return actions.merge_cases(kept, gone, choices=choices, versions=versions, by=by)


def undo(merge, by):
    with as_user(by):
        actions.undo_merge(merge, by=by)


def everything(by):
    """Every row of casework this person's organization has, as the database holds it."""
    found = {}
    with as_user(by), connection.cursor() as cursor:
        for model in apps.get_app_config("cases").get_models():
            table = model._meta.db_table
            if table in BESIDE or not any(f.column == "organization_id" for f in model._meta.concrete_fields):
                continue
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t WHERE organization_id = %s", [by.organization_id])
            found[table] = sorted(row for (row,) in cursor.fetchall())
    return found


def fill(case, by, what):
    """Something of each kind asked for."""
    with as_user(by):
        if "note" in what:
            note = actions.write_note(case, body="First words", by=by)
            actions.amend_note(note, body="Mended words", by=by)
        if "task" in what:
            actions.add_task(case, title="Call", due_on=in_a_year(), by=by)
        if "service" in what:
            actions.record_service(case, service_code="medical", detail="Clinic", by=by)
        if "flag" in what:
            actions.raise_flag(case, kind="threats", reason="He rang", by=by)
        if "experience" in what:
            actions.record_experience(case, {"country_of_exploitation": "THA", "narrative": "Own words"}, by=by)
        if "document" in what:
            actions.add_document(case, file=io.BytesIO(PDF), name="a.pdf", title="Paper", kind="legal", by=by)
        if "statistics" in what:
            actions.record_consent(
                case.person, purpose="statistics", decision="given", method="spoken", ends_on=in_a_year(), by=by
            )
        if "facts" in what:
            actions.record_htcds_facts(case, {"cco_CaseComment": "Told by another system"}, read_at=None, by=by)
        if "guardian" in what:
            guardian = actions.add_guardian(case.person, name="Aunt Leila", relation="relative", by=by)
            actions.bar_guardian(guardian, why="She took the money", by=by)
        if "bar" in what:
            one = actions.add_interpreter(name="Sam", languages=["th"], signed_on=today(by.home), by=by)
            actions.bar_interpreter(one, case.person, reason="community", by=by)
        if "notice" in what:
            told = {"recipient": "Police", "words": "Help her", "why": "Danger", "informed": "told", "call_back": "Me"}
            notice = actions.draft_notice(case, kind="imminent_danger", categories=["identity"], by=by, **told)
            actions.seal_notice(notice, by=by)
            actions.send_notice_now(notice, way="portal", by=by)
        if "never_share" in what:
            actions.never_share(case.person, description="An uncle", by=by)
        if "link" in what:
            third = open_case(by, f"Third {next(counter)}")
            actions.link_cases(case, third, relation="sibling", by=by)


KINDS = (
    *("note", "task", "service", "flag", "experience", "document", "statistics", "never_share", "link"),
    *("facts", "guardian", "bar", "notice"),
)
some = st.sets(st.sampled_from(KINDS))


@given(mine=some, theirs=some, choices=st.sets(st.sampled_from(["alias", "legal_name", "safe_contact", "risk"])))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_undone_is_as_before_byte_for_byte(harbor, mine, theirs, choices):
    by = make_person_of(harbor, "supervisor")
    case, other = open_case(by, "Amira"), open_case(by, "Amirah", legal_name="Amira Haddad", gender="F")
    fill(case, by, mine)
    fill(other, by, theirs)
    before = everything(by)
    merge = merged(case, other, by, **dict.fromkeys(choices, "other"))
    assert everything(by) != before
    undo(merge, by)
    assert everything(by) == before


def test_what_the_other_held_is_read_in_the_one_that_stays(case, other, supervisor, caseworker):
    fill(other, supervisor, KINDS)
    merged(case, other, supervisor, legal_name="other")
    with as_user(caseworker):
        notes = Note.objects.visible_to(caseworker).filter(case=case).order_by("created_at")
        assert [note.body for note in notes] == ["First words", "Mended words"]
        assert notes[1].amends_id == notes[0].pk
        assert Task.objects.visible_to(caseworker).get(case=case).title == "Call"
        assert Flag.objects.visible_to(caseworker).get(case=case).reason == "He rang"
        document = Document.objects.visible_to(caseworker).select_related("case").get(case=case)
        assert b"".join(actions.open_document(document, by=caseworker)) == PDF
        person = now(case, caseworker).person
        assert (person.alias, person.legal_name, person.phone, person.gender) == (
            "Amira",
            "Amira Haddad",
            "+66 2 555 0100",
            "F",
        )
    with as_user(supervisor):
        gone = now(other, supervisor)
        assert (gone.status, gone.merged_into_id) == ("closed", case.pk)
        assert CaseLink.objects.visible_to(supervisor).of_case(case).count() == 1


def test_a_sealed_value_opens_only_with_the_right_persons_key(case, other, supervisor):
    from casemgr.encryption import keys

    fill(other, supervisor, {"note"})
    merged(case, other, supervisor)
    keys.destroy(other.organization_id, other.person_id)
    with as_user(supervisor):
        assert Note.objects.visible_to(supervisor).filter(case=case).first().body == "First words"


def test_chosen_fields_come_from_the_other_and_the_rest_stays(case, other, supervisor):
    merged(case, other, supervisor, alias="other")
    with as_user(supervisor):
        assert now(case, supervisor).person.alias == "Amirah"
        assert now(other, supervisor).person.alias == "Amirah"


def test_of_two_words_on_statistics_the_later_holds(case, other, supervisor, caseworker):
    fill(case, caseworker, {"statistics"})
    with as_user(supervisor):
        actions.record_consent(
            other.person, purpose="statistics", decision="declined", method="spoken", ends_on=in_a_year(), by=supervisor
        )
    merged(case, other, supervisor)
    with as_user(supervisor):
        words = Consent.objects.visible_to(supervisor).current().filter(purpose="statistics")
        assert [(one.person_id, one.decision) for one in words] == [(case.person_id, "declined")]


def test_notices_go_along_and_what_they_told_opens_still(case, other, supervisor, caseworker):
    fill(other, supervisor, {"notice"})
    merge = merged(case, other, supervisor)
    with as_user(caseworker):
        notice = StatutoryNotice.objects.visible_to(caseworker).get(case=case)
        assert notice.words == "Help her" and notice.steps.unscoped("a test").count() == 2
        assert actions.read_notice_sheet(notice, by=caseworker).content["fields"]["legal_name"] == "Amira Haddad"
    undo(merge, supervisor)
    with as_user(supervisor):
        notice = StatutoryNotice.objects.visible_to(supervisor).get(case=other)
        assert actions.read_notice_sheet(notice, by=supervisor).content["words"] == "Help her"


def test_never_share_lists_are_joined_on_both_sides(case, other, supervisor, caseworker):
    fill(other, supervisor, {"never_share"})
    merge = merged(case, other, supervisor)
    with as_user(supervisor):
        assert (
            NeverShare.objects.visible_to(supervisor).filter(person_id=case.person_id).get().description == "An uncle"
        )
    undo(merge, supervisor)
    with as_user(supervisor):
        assert not NeverShare.objects.visible_to(supervisor).filter(person_id=case.person_id).exists()


def test_what_was_changed_or_added_since_is_kept_when_undone(case, other, supervisor, caseworker):
    fill(other, supervisor, {"task", "note"})
    merge = merged(case, other, supervisor)
    with as_user(caseworker):
        task = Task.objects.visible_to(caseworker).select_related("case").get(case=case)
        actions.finish_task(task, by=caseworker)
        actions.write_note(case, body="Written after", by=caseworker)
        actions.change_person(now(case, caseworker).person, {"gender": "M"}, version=2, by=caseworker)
    undo(merge, supervisor)
    with as_user(supervisor):
        back = Task.objects.visible_to(supervisor).get(case=other)
        assert back.done_at and back.title == "Call"
        assert [n.body for n in Note.objects.visible_to(supervisor).filter(case=case)] == ["Written after"]
        person = now(case, supervisor).person
        assert (person.gender, person.legal_name) == ("M", None)


def test_what_others_alone_may_read_stays_for_them(case, other, supervisor, colleague):
    with as_user(supervisor):
        actions.assign(other, to=supervisor, by=supervisor)
        actions.grant(other, to=colleague, by=supervisor)
    with as_user(colleague):
        actions.write_note(other, body="About my supervisor", kind="complaint", by=colleague)
    merge = merged(case, other, supervisor)
    with as_user(supervisor):
        assert not Note.objects.visible_to(supervisor).exists()
    with as_user(colleague):
        assert Note.objects.visible_to(colleague).get().case_id == other.pk
    undo(merge, supervisor)


def test_who_saw_the_other_sees_the_one_that_stays(case, other, supervisor, colleague):
    with as_user(supervisor):
        actions.grant(other, to=colleague, by=supervisor)
    merge = merged(case, other, supervisor)
    with as_user(colleague):
        assert Case.objects.visible_to(colleague).filter(pk=case.pk).exists()
    undo(merge, supervisor)
    with as_user(colleague):
        assert not Case.objects.visible_to(colleague).filter(pk=case.pk).exists()


def test_search_finds_the_one_that_stays_by_the_others_name(case, other, supervisor):
    merged(case, other, supervisor)
    with as_user(supervisor):
        assert [hit.case.pk for hit in find("Haddad", by=supervisor)] == [case.pk]
        assert [hit.case.pk for hit in find(other.label, by=supervisor)] == [case.pk]


def test_every_row_of_a_case_or_person_has_its_place_in_a_merge():
    placed = {*parts.OF_THE_CASE, *parts.JOINED, *parts.STAYING, Consent, CaseLink, Case}
    ends = {"cases.Case", "cases.Person"}
    for model in apps.get_app_config("cases").get_models():
        owned = {f.remote_field.model._meta.label for f in model._meta.concrete_fields if f.remote_field} & ends
        if owned and model not in (CaseUserObjectPermission, ImportRow):  # named people are joined; a file's row stays
            assert model in placed, model


def test_who_must_not_decide_or_interpret_stays_barred(case, other, supervisor):
    fill(other, supervisor, {"guardian", "bar"})
    merge = merged(case, other, supervisor)
    with as_user(supervisor):
        guardian = Guardian.objects.visible_to(supervisor).get(person_id=case.person_id)
        assert (guardian.name, guardian.barred_why) == ("Aunt Leila", "She took the money")
        assert InterpreterBar.objects.visible_to(supervisor).get(person_id=case.person_id).reason == "community"
    undo(merge, supervisor)


def test_a_guardian_who_decided_since_stays_when_undone(case, other, supervisor):
    with as_user(supervisor):
        actions.add_guardian(other.person, name="Uncle", relation="appointed", by=supervisor)
    merge = merged(case, other, supervisor)
    with as_user(supervisor):
        guardian = Guardian.objects.visible_to(supervisor).get(person_id=case.person_id)
        actions.record_consent(
            now(case, supervisor).person,
            purpose="store",
            decision="given",
            method="spoken",
            basis="guardian",
            guardian=guardian,
            ends_on=in_a_year(),
            by=supervisor,
        )
    undo(merge, supervisor)
    with as_user(supervisor):
        assert Guardian.objects.visible_to(supervisor).filter(person_id=case.person_id).count() == 1


def test_further_facts_are_joined_and_ones_own_win(case, other, supervisor):
    with as_user(supervisor):
        actions.record_htcds_facts(other, {"cco_CaseComment": "Theirs", "org_Name": "X"}, read_at=None, by=supervisor)
        mine = actions.record_htcds_facts(case, {"cco_CaseComment": "Mine"}, read_at=None, by=supervisor)
    merge = merged(case, other, supervisor)
    with as_user(supervisor):
        facts = HtcdsFacts.objects.visible_to(supervisor).get(case=case).facts
        assert facts == {"cco_CaseComment": "Mine", "org_Name": "X"}
    undo(merge, supervisor)
    with as_user(supervisor):
        assert HtcdsFacts.objects.visible_to(supervisor).get(pk=mine.pk).facts == {"cco_CaseComment": "Mine"}


def test_an_open_question_about_the_other_is_answered_first(case, other, supervisor, colleague):
    with as_user(supervisor):
        actions.assign(other, to=supervisor, by=supervisor)
        asked = actions.ask_transfer(other, to=colleague, by=supervisor)
    with pytest.raises(NotInThisState, match="waits for an answer"):
        merged(case, other, supervisor)
    with as_user(supervisor):
        actions.withdraw_transfer(asked, by=supervisor)
    assert merged(case, other, supervisor)


def test_refusals(case, other, supervisor, caseworker, partner_worker):
    far = open_case(partner_worker)
    with pytest.raises(InvalidInput):
        merged(case, case, supervisor)
    with as_user(supervisor), pytest.raises(NotFound):
        actions.merge_cases(now(case, supervisor), far, choices={}, versions=(1, 1, 1, 1), by=supervisor)
    with as_user(supervisor), pytest.raises(Conflict):
        actions.merge_cases(
            now(case, supervisor), now(other, supervisor), choices={}, versions=(9, 1, 1, 1), by=supervisor
        )
    with as_user(supervisor):
        actions.grant(other, to=caseworker, by=supervisor)
    with pytest.raises(NotPermitted):
        merged(case, other, caseworker)
    with as_user(supervisor):
        actions.set_restricted(case, restricted=True, reason="A relative works here", by=supervisor)
    with pytest.raises(InvalidInput, match="restricted"):
        merged(case, other, supervisor)


def test_a_merge_is_done_and_undone_once_and_from_the_last(case, other, supervisor):
    third = open_case(supervisor, "Third")
    first = merged(case, other, supervisor)
    with pytest.raises(NotInThisState):
        merged(case, other, supervisor)
    second = merged(third, case, supervisor)
    with pytest.raises(NotInThisState, match="later merge"):
        undo(first, supervisor)
    undo(second, supervisor)
    undo(first, supervisor)
    with pytest.raises(NotInThisState):
        undo(first, supervisor)
    with as_user(supervisor):
        assert Merge.objects.visible_to(supervisor).filter(undone_at=None).count() == 0
        assert all(one.snapshot is None for one in Merge.objects.visible_to(supervisor))


def test_after_thirty_days_a_merge_stays(case, other, supervisor):
    old, fresh = merged(case, other, supervisor), merged(case, open_case(supervisor, "Third"), supervisor)
    with as_user(supervisor):
        Merge.objects.visible_to(supervisor).filter(pk=old.pk).update(merged_at=timezone.now() - timedelta(days=31))
        assert purge() == 1
        assert purge() == 0
    with pytest.raises(NotInThisState, match="30 days"):
        undo(old, supervisor)
    undo(fresh, supervisor)


def test_whoever_restricted_the_case_since_undoes_it_and_still_sees_it(case, other, colleague, supervisor):
    merge = merged(case, other, supervisor)
    with as_user(supervisor):
        actions.set_restricted(now(case, supervisor), restricted=True, reason="A relative works here", by=supervisor)
    undo(merge, supervisor)
    with as_user(supervisor):
        assert now(case, supervisor).restricted
    with as_user(colleague):
        assert not Case.objects.visible_to(colleague).exists()
