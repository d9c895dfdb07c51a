"""A lost second factor takes two people, and no pair of hands can take an account over that way."""

import datetime
import itertools

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casemgr.accounts.actions import (
    ask_factor_reset,
    create_organization,
    create_person,
    deactivate,
    decide_factor_reset,
    renew_invitation,
)
from casemgr.accounts.models import FactorReset
from casemgr.cli import reset_factor
from casemgr.cli.refusal import Refused
from casemgr.errors import CasemgrError, InvalidInput, NotFound, NotInThisState, NotPermitted
from tests.conftest import as_user, make_person_of


@pytest.fixture
def other_admin(harbor):
    return make_person_of(harbor, "org_admin")


@pytest.fixture
def lost(colleague):
    TOTP.activate(colleague, generate_totp_secret())
    return colleague


def asked(person, by, reason="lost"):
    with as_user(by):
        return ask_factor_reset(person, reason=reason, by=by)


def decided(reset, by, confirm=True):
    with as_user(by):
        return decide_factor_reset(reset, confirm=confirm, by=by)


def has_factor(person):
    return Authenticator.objects.filter(user=person).exists()


def test_a_second_person_confirms_and_factor_and_sessions_end(lost, org_admin, supervisor):
    browser = Client()
    browser.force_login(lost)
    assert browser.get("/").status_code == 200
    reset = asked(lost, org_admin)
    assert has_factor(lost)
    assert decided(reset, supervisor).state == "done"
    assert not has_factor(lost)
    assert "/accounts/login/" in browser.get("/").url
    again = Client()
    again.force_login(type(lost).objects.get(pk=lost.pk))
    assert again.get("/").url == "/accounts/2fa/totp/activate/"
    told = again.get("/accounts/2fa/totp/activate/", follow=True).content.decode()
    assert org_admin.name in told and supervisor.name in told and "reset your second factor" in told


def test_who_asked_and_whom_it_is_about_cannot_confirm(lost, org_admin, harbor):
    reset = asked(lost, org_admin)
    with pytest.raises(NotPermitted):
        decided(reset, org_admin)
    lost.role = "supervisor"
    lost.save(update_fields=["role"])
    with pytest.raises(NotPermitted):
        decided(reset, lost)
    assert has_factor(lost)


@pytest.mark.parametrize("role", ["caseworker", "auditor", "data_steward", "team_lead", "complaint_recipient"])
def test_other_roles_take_no_part(lost, org_admin, harbor, role):
    reset, one = asked(lost, org_admin), make_person_of(harbor, role)
    with pytest.raises(NotPermitted):
        decided(reset, one)
    with pytest.raises(NotPermitted):
        asked(lost, one)


def test_another_organization_finds_nothing(lost, org_admin, lotus):
    reset = asked(lost, org_admin)
    for role in ("org_admin", "supervisor"):
        with pytest.raises(NotFound):
            decided(reset, make_person_of(lotus, role))
    with pytest.raises(NotFound):
        asked(lost, make_person_of(lotus, "org_admin"))


def test_refused_or_too_late_it_changes_nothing(lost, org_admin, supervisor):
    decided(asked(lost, org_admin), supervisor, confirm=False)
    reset = asked(lost, org_admin)
    with as_user(org_admin):
        FactorReset.objects.filter(pk=reset.pk).update(asked_at=timezone.now() - datetime.timedelta(hours=73))
    with pytest.raises(NotInThisState):
        decided(reset, supervisor)
    assert has_factor(lost)


def test_it_is_asked_once_with_a_reason_for_somebody_with_access(lost, org_admin, other_admin):
    with pytest.raises(InvalidInput):
        asked(lost, org_admin, reason="whatever")
    asked(lost, org_admin)
    with pytest.raises(NotInThisState):
        asked(lost, other_admin)
    gone = make_person_of(org_admin.organization, "caseworker")
    with as_user(other_admin):
        deactivate(gone, by=other_admin)
    with pytest.raises(NotFound):
        asked(gone, org_admin)


def test_whoever_took_part_makes_no_link_and_whoever_made_one_takes_no_part(lost, org_admin, other_admin, supervisor):
    with as_user(other_admin):
        renew_invitation(lost, by=other_admin)
    with pytest.raises(NotPermitted):
        asked(lost, other_admin)
    reset = asked(lost, org_admin)
    with pytest.raises(NotPermitted):
        decided(reset, other_admin)
    decided(reset, supervisor)
    with as_user(org_admin), pytest.raises(NotPermitted):
        renew_invitation(lost, by=org_admin)
    with as_user(other_admin):
        renew_invitation(lost, by=other_admin)  # a third pair of hands


def test_whom_one_invited_this_week_one_does_not_reset(org_admin):
    with as_user(org_admin):
        new = create_person(email="new@example.org", name="New", role="caseworker", by=org_admin)
    with pytest.raises(NotPermitted):
        asked(new, org_admin)


def test_the_database_keeps_the_two_apart(lost, org_admin):
    reset = asked(lost, org_admin)
    for who in (org_admin, lost):
        with as_user(org_admin), pytest.raises(IntegrityError), transaction.atomic():
            FactorReset.objects.filter(pk=reset.pk).update(decided_by=who)


ACTS = st.lists(st.tuples(st.sampled_from(["ask", "confirm", "refuse", "link"]), st.integers(0, 5), st.integers(0, 5)))


@given(story=ACTS)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_no_story_gives_one_pair_of_hands_both_keys(db, story):
    with transaction.atomic():
        home = create_organization(name="Story", slug="story", country="USA")
        away = create_organization(name="Away", slug="away", country="USA")
        roles = ("org_admin", "org_admin", "supervisor", "supervisor", "caseworker")
        people = [*(make_person_of(home, role) for role in roles), make_person_of(away, "org_admin")]
        links = set()
        for act, actor, about in story:
            by, person = people[actor], people[about]
            try:
                with transaction.atomic(), as_user(by):
                    if act == "ask":
                        ask_factor_reset(person, reason="lost", by=by)
                    elif act == "link":
                        renew_invitation(person, by=by)
                        links.add((by.pk, person.pk))
                    else:
                        reset = FactorReset.objects.waiting().filter(person=person).first()
                        if reset:
                            decide_factor_reset(reset, confirm=act == "confirm", by=by)
            except CasemgrError:
                continue
        for asker in (people[0], people[5]):
            with as_user(asker):
                done = list(FactorReset.objects.filter(state="done"))
            for reset in done:
                hands = reset.hands()
                assert len(hands) == 2 and reset.person_id not in hands
                assert not any((hand, reset.person_id) in links for hand in hands)
                of_one_house = {reset.organization_id} == {
                    one.organization_id for one in people if one.pk in hands | {reset.person_id}
                }
                assert of_one_house
        transaction.set_rollback(True)


def test_the_operators_command_wants_to_be_confirmed(lost, monkeypatch, capsys):
    def run(*words):
        import argparse

        parser = argparse.ArgumentParser()
        reset_factor.add_parser(parser.add_subparsers())
        return reset_factor.run(parser.parse_args(["reset-factor", *words]))

    answers = itertools.chain(["no"], itertools.repeat("yes"))
    monkeypatch.setattr("builtins.input", lambda _question: next(answers))
    with pytest.raises(Refused):
        run("nobody@example.org")
    with pytest.raises(Refused):
        run(lost.email)
    assert has_factor(lost)
    assert run(lost.email.upper()) == 0 and not has_factor(lost)
    assert lost.email not in capsys.readouterr().out
