"""A form is filled in page by page by one colleague, finished once, mended by another, and read by whoever may."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState, NotPermitted
from cases import actions
from cases.actions.assessments import definition_of
from cases.history import of_case
from cases.models import Assessment, BegunAssessment
from cases.questionnaires.words import lines
from tests.conftest import as_user, make_person_of, open_case
from tests.questionnaires.forms import answered, home_visit

WHOLE = answered(lives="yes", wants=["bed"], words="Near her sister")


@pytest.fixture
def form(supervisor):
    with as_user(supervisor):
        return actions.add_questionnaire(home_visit(), by=supervisor).questionnaire


def assess(case, form, by, answers=WHOLE, **more):
    with as_user(by):
        begun = actions.begin_assessment(case, form, by=by)
        begun = actions.keep_page(begun, answers, saved=begun.saved, by=by)
        return actions.finish_assessment(begun, saved=begun.saved, by=by, **more)


def with_approval(supervisor):
    with as_user(supervisor):
        source = home_visit(form_id="read_by_two") | {"approval": True}
        return actions.add_questionnaire(source, by=supervisor).questionnaire


def test_it_is_kept_without_what_is_not_relevant(case, form, caseworker):
    done = assess(case, form, caseworker, WHOLE | answered(rooms=3, by="2030-01-01"))
    with as_user(caseworker):
        kept = Assessment.objects.visible_to(caseworker).get()
        assert kept.answers == WHOLE and kept.public_id == done.public_id
        assert not BegunAssessment.objects.visible_to(caseworker).exists()


def test_the_answers_lie_sealed(case, form, caseworker):
    done = assess(case, form, caseworker)
    with as_user(caseworker), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM cases_assessment WHERE id = %s", [done.pk])
        assert b"sister" not in bytes(cursor.fetchone()[0])


def test_what_was_begun_is_given_back_and_only_to_its_author(case, form, caseworker, supervisor):
    with as_user(caseworker):
        begun = actions.begin_assessment(case, form, by=caseworker)
        actions.keep_page(begun, answered(lives="yes"), saved=0, by=caseworker)
        again = actions.begin_assessment(case, form, by=caseworker)
        assert (again.pk, again.answers) == (begun.pk, answered(lives="yes"))
    with as_user(supervisor):
        assert actions.begin_assessment(case, form, by=supervisor).pk != begun.pk
        assert BegunAssessment.objects.unscoped("the policy alone").get().author_id == supervisor.pk
        with pytest.raises(NotFound):
            actions.keep_page(begun, {}, saved=1, by=supervisor)
        with pytest.raises(NotFound):
            actions.drop_assessment(begun, by=supervisor)


def test_a_page_read_before_another_was_saved_is_refused(case, form, caseworker):
    with as_user(caseworker):
        begun = actions.begin_assessment(case, form, by=caseworker)
        actions.keep_page(begun, answered(lives="yes"), saved=0, by=caseworker)
        with pytest.raises(Conflict):
            actions.keep_page(begun, answered(lives="no"), saved=0, by=caseworker)
        with pytest.raises(Conflict):
            actions.finish_assessment(begun, saved=0, by=caseworker)


@pytest.mark.parametrize("answers", [{}, answered(lives="no", rooms=99), {"lives": {"typed": "?"}}])
def test_what_is_wrong_is_not_finished(case, form, caseworker, answers):
    with pytest.raises(InvalidInput):
        assess(case, form, caseworker, answers)


def test_long_ago_says_why_and_the_future_is_refused(case, form, caseworker):
    today = datetime.date.today()
    for day in (today - datetime.timedelta(days=30), today + datetime.timedelta(days=2)):
        with pytest.raises(InvalidInput):
            assess(case, form, caseworker, happened_on=day)
    done = assess(case, form, caseworker, happened_on=today - datetime.timedelta(days=30), late_reason="paper")
    assert done.late_reason == "paper"


def test_a_finished_one_reads_the_same_after_a_newer_version(case, form, caseworker, supervisor):
    done = assess(case, form, caseworker)
    with as_user(caseworker):
        before = lines(definition_of(done), done.answers)
    with as_user(supervisor):
        actions.add_questionnaire(home_visit(survey=[["text", "lives", "Other words", "x"]]), by=supervisor)
    with as_user(caseworker):
        kept = Assessment.objects.visible_to(caseworker).select_related("version").get()
        assert lines(definition_of(kept), kept.answers) == before
        assert actions.begin_assessment(case, form, by=caseworker).version.number == 2


def test_it_is_mended_by_a_new_row_under_its_own_version_once(case, form, caseworker, supervisor):
    done = assess(case, form, caseworker)
    with as_user(supervisor):
        actions.add_questionnaire(home_visit(title="Newer"), by=supervisor)
    with as_user(caseworker):
        begun = actions.begin_amending(done, by=caseworker)
        assert begun.answers == done.answers and begun.version_id == done.version_id
        begun = actions.keep_page(begun, answered(lives="yes", words="With her aunt"), saved=0, by=caseworker)
    with as_user(supervisor):
        other = actions.begin_amending(done, by=supervisor)
    with as_user(caseworker):
        mended = actions.finish_assessment(begun, saved=1, by=caseworker)
        assert mended.amends_id == done.pk
        assert Assessment.objects.visible_to(caseworker).get(pk=done.pk).answers == WHOLE
        assert list(Assessment.objects.visible_to(caseworker).standing()) == [mended]
        with pytest.raises(NotInThisState):
            actions.begin_amending(done, by=caseworker)
    with as_user(supervisor), pytest.raises(NotInThisState):
        actions.finish_assessment(other, saved=0, by=supervisor)


def test_the_database_lets_nobody_change_what_was_finished(case, form, caseworker):
    assess(case, form, caseworker)
    with as_user(caseworker), pytest.raises(DatabaseError), transaction.atomic():
        Assessment.objects.visible_to(caseworker).update(late_reason="paper")


@pytest.mark.parametrize("role", ["intake", "health_worker", "legal_worker", "night_staff"])
def test_whose_role_reads_no_narrative_finds_none(case, form, caseworker, supervisor, harbor, role):
    assess(case, form, caseworker)
    other = make_person_of(harbor, role)
    with as_user(supervisor):
        actions.grant(case, to=other, by=supervisor)
    with as_user(other):
        assert not Assessment.objects.visible_to(other).exists()
        assert not Assessment.objects.unscoped("the policy alone").exists()
        with pytest.raises(NotPermitted):
            actions.begin_assessment(case, form, by=other)


def test_who_doesnt_see_the_case_finds_none(case, form, caseworker, colleague, partner_worker):
    done = assess(case, form, caseworker)
    for other in (colleague, partner_worker):
        with as_user(other):
            assert not Assessment.objects.visible_to(other).exists()
            assert not Assessment.objects.unscoped("the policy alone").exists()
            with pytest.raises(NotFound):
                actions.begin_amending(done, by=other)


def test_a_second_person_answers_once_and_not_for_themselves(case, caseworker, supervisor, harbor):
    second = make_person_of(harbor, "supervisor")
    form = with_approval(supervisor)
    own = assess(case, form, supervisor)
    with as_user(supervisor), pytest.raises(NotPermitted):
        actions.review_assessment(own, approve=True, by=supervisor)
    with as_user(caseworker), pytest.raises(NotPermitted):
        actions.review_assessment(own, approve=True, by=caseworker)
    with as_user(second):
        assert list(Assessment.objects.visible_to(second).to_review()) == [own]
        with pytest.raises(InvalidInput):
            actions.review_assessment(own, approve=False, note=" ", by=second)
        actions.review_assessment(own, approve=False, note="Ask about school", by=second)
        assert not Assessment.objects.visible_to(second).to_review().exists()
        with pytest.raises(NotInThisState):
            actions.review_assessment(own, approve=True, by=second)


def test_a_form_that_asks_for_no_second_person_waits_for_none(case, form, caseworker, supervisor):
    done = assess(case, form, caseworker)
    with as_user(supervisor):
        assert not Assessment.objects.visible_to(supervisor).to_review().exists()
        with pytest.raises(NotInThisState):
            actions.review_assessment(done, approve=True, by=supervisor)


def test_the_history_of_the_case_tells_of_it_without_answers(case, form, caseworker):
    assess(case, form, caseworker)
    with as_user(caseworker):
        told = [str(entry.event) for entry in of_case(case, by=caseworker)]
    assert {"assessment:record:begin", "assessment:record:finish"} <= set(told)


def test_it_goes_with_the_case_when_two_become_one(case, form, caseworker, supervisor):
    other = open_case(caseworker, "Amira again")
    done = assess(other, form, caseworker)
    with as_user(caseworker):
        mine = actions.begin_amending(done, by=caseworker)
        actions.finish_assessment(mine, saved=0, by=caseworker)
    with as_user(supervisor):
        read = (case.version, case.person.version, other.version, other.person.version)
        merge = actions.merge_cases(case, other, choices={}, versions=read, by=supervisor)
        moved = Assessment.objects.visible_to(supervisor).filter(case=case)
        assert [one.answers for one in moved] == [WHOLE, WHOLE]
        actions.undo_merge(merge, by=supervisor)
        assert [one.answers for one in Assessment.objects.visible_to(supervisor).filter(case=other)] == [WHOLE, WHOLE]
