"""Somebody is missing or died: partners are told to stop, not why; nothing new is proposed to them."""

import datetime

import pytest
from django.utils import timezone

from casemgr.errors import InvalidInput, NotInThisState
from cases.actions import end_gone, mark_gone, merge_cases
from cases.disclosed import collect
from cases.models import Case, Notification, SafeContact
from referrals import actions
from referrals.models import HandOff
from tests.conftest import as_user, make_person_of, open_case

from .conftest import agree, draft


def mark(case, by, kind="missing"):
    with as_user(by):
        return mark_gone(case, kind=kind, words="The landlord called.", by=by)


def told(user):
    with as_user(user):
        return [row for row in Notification.objects.visible_to(user) if row.kind == "partner_stopped"]


@pytest.mark.parametrize("kind", ["missing", "dead"])
def test_who_took_the_person_on_is_told_to_stop_and_not_why(planted_case, accepted, caseworker, answering, kind):
    mark(planted_case, caseworker, kind)
    [one] = told(answering)
    assert one.about == accepted.public_id and one.case_id is None
    assert told(caseworker) == []


def test_who_was_only_offered_the_person_is_told_nothing(planted_case, offered, caseworker, answering):
    mark(planted_case, caseworker)
    assert told(answering) == []


def test_no_handoff_is_proposed_until_contact_may_go_on(planted_case, accepted, caseworker):
    row = mark(planted_case, caseworker)
    soon = {"kind": "joint_call", "place": "telephone", "starts_at": timezone.now() + datetime.timedelta(days=1)}
    with as_user(caseworker):
        with pytest.raises(InvalidInput, match="Contact has stopped"):
            actions.propose_handoff(accepted, by=caseworker, **soon)
        end_gone(row, ending="found", why="She called.", by=caseworker)
        assert actions.propose_handoff(accepted, by=caseworker, **soon)


def test_nobody_dead_is_offered(planted_case, lotus, caseworker):
    one = draft(planted_case, lotus, by=caseworker)
    mark(planted_case, caseworker, "dead")
    with as_user(caseworker), pytest.raises(NotInThisState, match="died"):
        actions.submit(one, by=caseworker)


def test_what_is_told_with_a_contact_says_that_no_way_is_safe(planted_case, lotus, caseworker):
    with as_user(caseworker):
        rules = SafeContact.objects.visible_to(caseworker).get(person=planted_case.person)
        rules.channel, rules.may_call = "call", True
        rules.save()
    agree(planted_case, lotus, by=caseworker)
    mark(planted_case, caseworker)
    with as_user(caseworker):
        case = Case.objects.visible_to(caseworker).select_related("person").get(pk=planted_case.pk)
        safe = collect(case, ["contact"])["safe_contact"]
    assert (safe["channel"], safe["may_call"]) == ("none", False)


def test_two_cases_made_one_keep_the_stop_of_either(planted_case, caseworker, supervisor, harbor):
    other = open_case(supervisor, "Amira")
    second = make_person_of(harbor, "supervisor")
    mark(other, supervisor)
    with as_user(second):
        cases = Case.objects.visible_to(second).select_related("person")
        kept, gone = (cases.get(pk=one.pk) for one in (planted_case, other))
        versions = (kept.version, kept.person.version, gone.version, gone.person.version)
        merge_cases(kept, gone, choices={}, versions=versions, by=second)
        assert SafeContact.objects.visible_to(second).get(person=kept.person).stopped == "missing"


def meeting(referral, by):
    soon = {"kind": "joint_call", "place": "telephone", "starts_at": timezone.now() + datetime.timedelta(days=1)}
    with as_user(by):
        return actions.propose_handoff(referral, by=by, **soon)


@pytest.mark.parametrize("agreed", [True, False])
def test_meetings_are_called_off(planted_case, accepted, caseworker, answering, agreed):
    one = meeting(accepted, caseworker)
    if agreed:
        with as_user(answering):
            actions.answer_handoff(one, state="agreed", by=answering)
    mark(planted_case, caseworker)
    with as_user(answering):
        assert HandOff.objects.visible_to(answering).get().state == "cancelled"


def test_of_an_offer_too(planted_case, offered, caseworker, answering):
    meeting(offered, caseworker)
    mark(planted_case, caseworker)
    with as_user(answering):
        assert HandOff.objects.visible_to(answering).get().state == "cancelled"


def test_no_meeting_is_agreed_with_the_missing(planted_case, accepted, caseworker, answering):
    mark(planted_case, caseworker)
    one = meeting(accepted, answering)
    with as_user(caseworker), pytest.raises(InvalidInput, match="Contact has stopped"):
        actions.answer_handoff(one, state="agreed", by=caseworker)
