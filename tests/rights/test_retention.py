"""How long records are kept: rules find, supervisors confirm, and what goes on is left alone."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from casemgr.errors import InvalidInput, NotInThisState, NotPermitted
from cases import actions
from cases.models import Case, Consent, DataRequest, Notification, Person
from cases.rights.retention import due_cases
from cases.tasks import preview_retention
from tests.conftest import as_user, open_case
from tests.rights.conftest import approve, ask, share, state_of

TODAY = datetime.date.today()


def closed(worker, years, **person):
    """A case that was closed this many years ago, after some days of support."""
    case = open_case(worker, **person)
    then = TODAY - datetime.timedelta(days=366 * years)
    with as_user(worker):
        actions.change_case(case, {"status": "active"}, version=1, by=worker)
        actions.close_case(case, reason="moved", version=2, by=worker)
        Case.objects.visible_to(worker).filter(pk=case.pk).update(opened_on=then, closed_on=then)
        return Case.objects.visible_to(worker).get(pk=case.pk)


def due(user, day=TODAY):
    with as_user(user):
        return {one.case.pk: one.basis for one in due_cases(user, by=day)}


@pytest.fixture
def rules(org_admin):
    with as_user(org_admin):
        actions.set_keeping([("adult", 5, None), ("child", 5, 25), ("contact", 1, None)], days=10, by=org_admin)


def test_without_a_rule_everything_is_kept(caseworker, supervisor):
    closed(caseworker, 50)
    assert due(supervisor) == {}


def test_adults_children_and_contacts_have_their_own_time(rules, caseworker, supervisor):
    adult, young = closed(caseworker, 6), closed(caseworker, 4)
    child = closed(caseworker, 6)
    with as_user(caseworker):
        Person.objects.visible_to(caseworker).filter(pk=child.person_id).update(birth_year=TODAY.year - 16)
    contact = open_case(caseworker)
    with as_user(caseworker):
        actions.close_case(contact, reason="lost_contact", version=1, by=caseworker)
        then = TODAY - datetime.timedelta(days=800)
        Case.objects.visible_to(caseworker).filter(pk=contact.pk).update(opened_on=then, closed_on=then)
    assert due(supervisor) == {adult.pk: "adult", contact.pk: "contact"}, (young.pk, child.pk)
    with as_user(caseworker):
        Person.objects.visible_to(caseworker).filter(pk=child.person_id).update(birth_year=TODAY.year - 30)
        Case.objects.visible_to(caseworker).filter(pk=child.pk).update(
            opened_on=datetime.date(TODAY.year - 14, 1, 1), closed_on=datetime.date(TODAY.year - 14, 2, 1)
        )
    assert due(supervisor)[child.pk] == "child"


def test_what_goes_on_keeps_a_record(rules, caseworker, supervisor, second):
    held, asked, other = (closed(caseworker, 9) for _one in range(3))
    with as_user(supervisor):
        actions.place_hold(held, reason="Court", by=supervisor)
    with as_user(caseworker):
        actions.ask_right(asked, kind="copy", asker="person", identity="known", delivery="x", by=caseworker)
    assert set(due(supervisor)) == {other.pk}


def test_nothing_is_erased_that_nobody_confirmed(rules, caseworker, supervisor, second):
    case, later = closed(caseworker, 6), closed(caseworker, 2)
    with as_user(supervisor):
        assert not DataRequest.objects.visible_to(supervisor).exists()
        with pytest.raises(InvalidInput):
            actions.confirm_retention([later], by=supervisor)
        [request] = actions.confirm_retention([case], by=supervisor)
        with pytest.raises(NotPermitted):
            actions.approve_erasure(request, by=supervisor)
    with as_user(caseworker), pytest.raises(NotPermitted):
        actions.confirm_retention([case], by=caseworker)
    sealed = approve(request, second)
    assert sealed.state == "sealed" and sealed.erase_after > timezone.now() + datetime.timedelta(days=13)


def confirmed(case, supervisor):
    with as_user(supervisor):
        [request] = actions.confirm_retention([case], by=supervisor)
    return request


def test_what_was_opened_again_is_not_erased_by_a_rule(rules, caseworker, supervisor, second):
    case = closed(caseworker, 6)
    request = confirmed(case, supervisor)
    with as_user(caseworker):
        actions.reopen_case(case, note="She came back", version=case.version, by=caseworker)
    assert state_of(request, supervisor) == "taken_back"


def test_whoever_approves_looks_again(rules, caseworker, supervisor, second):
    case = closed(caseworker, 6)
    request = confirmed(case, supervisor)
    with as_user(caseworker):
        Case.objects.visible_to(caseworker).filter(pk=case.pk).update(status="active", closed_on=None)
    with as_user(second), pytest.raises(NotInThisState, match="isn't due"):
        actions.approve_erasure(request, by=second)
    with as_user(caseworker):
        Case.objects.visible_to(caseworker).filter(pk=case.pk).update(status="closed", closed_on=TODAY)
    with as_user(second), pytest.raises(NotInThisState, match="isn't due"):
        actions.approve_erasure(request, by=second)


def test_the_database_seals_no_open_case_by_a_rule(rules, caseworker, supervisor, second):
    case = closed(caseworker, 6)
    request = confirmed(case, supervisor)
    with as_user(caseworker):
        Case.objects.visible_to(caseworker).filter(pk=case.pk).update(status="active")
    later = timezone.now() + datetime.timedelta(days=14)
    with as_user(second), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        rows = DataRequest.objects.visible_to(second).filter(pk=request.pk)
        rows.update(state="sealed", decided_by=second, erase_after=later)
        cursor.execute("SELECT app.seal_record(%s)", [request.pk])


def test_a_rule_ends_sharing_too(rules, lotus, caseworker, supervisor, second):
    case = closed(caseworker, 6)
    given = share(case, lotus, caseworker)
    sealed = approve(confirmed(case, supervisor), second)
    assert sealed.told == ["Lotus Legal"]
    with as_user(second), pytest.raises(Consent.DoesNotExist):
        Consent.objects.visible_to(second).get(pk=given.pk, ended_at=None)


def test_the_persons_own_word_comes_before_a_rule(rules, caseworker, supervisor, second):
    case = closed(caseworker, 6)
    rule = confirmed(case, supervisor)
    own = ask(case, caseworker)
    assert (state_of(rule, supervisor), state_of(own, supervisor)) == ("taken_back", "asked")


def test_supervisors_are_told_once_until_they_look(rules, harbor, caseworker, supervisor, second):
    closed(caseworker, 6)
    for _night in range(2):
        preview_retention(str(harbor.pk))
    for one in (supervisor, second):
        with as_user(one):
            assert Notification.objects.visible_to(one).filter(kind="retention_due").count() == 1


def test_only_an_administrator_sets_the_rules(supervisor, org_admin):
    with as_user(supervisor), pytest.raises(NotPermitted):
        actions.set_retention(basis="adult", years=1, by=supervisor)
    with as_user(org_admin):
        for wrong in ({"basis": "x", "years": 1}, {"basis": "adult", "years": 101}):
            with pytest.raises(InvalidInput):
                actions.set_retention(by=org_admin, **wrong)
        with pytest.raises(InvalidInput):
            actions.set_retention(basis="adult", years=1, until_age=20, by=org_admin)


def test_a_request_is_answered_within_the_organizations_days(rules, case, caseworker):
    with as_user(caseworker):
        caseworker.organization.refresh_from_db()
        request = actions.ask_right(case, kind="copy", asker="person", identity="known", delivery="x", by=caseworker)
    assert request.due_on == TODAY + datetime.timedelta(days=10)
