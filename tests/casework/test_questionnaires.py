"""Forms are an organization's own: supervisors take, add and switch them; a version never changes."""

import copy

import pytest
from django.db import DatabaseError, transaction

from casemgr.errors import InvalidInput, NotFound, NotPermitted
from cases import actions
from cases.models import Questionnaire, QuestionnaireVersion
from cases.questionnaires import shipped
from cases.questionnaires.problems import FormRefused
from tests.conftest import as_user, make_person_of
from tests.questionnaires.forms import home_visit


def versions(user):
    return list(QuestionnaireVersion.objects.visible_to(user).order_by("number").values_list("number", flat=True))


@pytest.mark.parametrize("code", shipped.CODES)
def test_a_supervisor_takes_what_comes_with_the_product_once(supervisor, code):
    with as_user(supervisor):
        version = actions.take_shipped(code, by=supervisor)
        assert (version.number, version.questionnaire.shipped) == (1, True)
        with pytest.raises(InvalidInput):
            actions.take_shipped(code, by=supervisor)


def test_a_file_with_a_known_id_becomes_the_next_version(supervisor):
    changed = home_visit(title="Home visit, new")
    with as_user(supervisor):
        first = actions.add_questionnaire(home_visit(), by=supervisor)
        with pytest.raises(InvalidInput):
            actions.add_questionnaire(home_visit(), by=supervisor)
        second = actions.add_questionnaire(changed, by=supervisor)
        assert second.questionnaire == first.questionnaire and versions(supervisor) == [1, 2]
        with pytest.raises(InvalidInput):
            actions.add_questionnaire(changed | {"kind": "screening"}, by=supervisor)


def test_what_is_added_is_read_strictly_again(supervisor):
    wrong = copy.deepcopy(home_visit())
    wrong["items"][0]["relevant"] = "boom("
    with as_user(supervisor), pytest.raises(FormRefused):
        actions.add_questionnaire(wrong, by=supervisor)


def test_nobody_takes_the_place_of_a_form_that_comes_with_the_product(supervisor):
    with as_user(supervisor), pytest.raises(InvalidInput):
        actions.add_questionnaire(home_visit(form_id="ilo_indicators"), by=supervisor)


@pytest.mark.parametrize("role", ["caseworker", "intake", "team_lead", "org_admin", "auditor"])
def test_others_keep_no_forms(harbor, supervisor, role):
    with as_user(supervisor):
        form = actions.add_questionnaire(home_visit(), by=supervisor).questionnaire
    other = make_person_of(harbor, role)
    with as_user(other):
        for act in (
            lambda: actions.add_questionnaire(home_visit(title="x"), by=other),
            lambda: actions.take_shipped("ilo_indicators", by=other),
            lambda: actions.switch_questionnaire(form, offered=False, by=other),
        ):
            with pytest.raises(NotPermitted):
                act()


def test_another_organization_sees_none_of_it(supervisor, lotus):
    with as_user(supervisor):
        form = actions.add_questionnaire(home_visit(), by=supervisor).questionnaire
    stranger = make_person_of(lotus, "supervisor")
    with as_user(stranger):
        assert not Questionnaire.objects.visible_to(stranger).exists() and versions(stranger) == []
        with pytest.raises(NotFound):
            actions.switch_questionnaire(form, offered=False, by=stranger)
        assert actions.add_questionnaire(home_visit(), by=stranger).number == 1
        assert not Questionnaire.objects.unscoped("the policy alone").filter(pk=form.pk).exists()


def test_switched_off_it_is_begun_no_more(supervisor, caseworker, case):
    with as_user(supervisor):
        form = actions.add_questionnaire(home_visit(), by=supervisor).questionnaire
        actions.switch_questionnaire(form, offered=False, by=supervisor)
    with as_user(caseworker), pytest.raises(NotFound):
        actions.begin_assessment(case, form, by=caseworker)
    with as_user(supervisor):
        actions.switch_questionnaire(form, offered=True, by=supervisor)
    with as_user(caseworker):
        assert actions.begin_assessment(case, form, by=caseworker).saved == 0


def test_the_database_lets_nobody_change_a_version(supervisor):
    with as_user(supervisor):
        version = actions.add_questionnaire(home_visit(), by=supervisor)
        with pytest.raises(DatabaseError), transaction.atomic():
            QuestionnaireVersion.objects.visible_to(supervisor).filter(pk=version.pk).update(number=9)
