"""Alleged perpetrators: read by few, compared inside the organization only, part of nothing that leaves."""

import json

import pytest

from casemgr.errors import InvalidInput, NotFound, NotInThisState
from cases import actions
from cases.alleged import matches
from cases.htcds.record import document
from cases.models import AllegedPerpetrator, Case, Notification
from tests.conftest import as_user, make_person_of, open_case


def recorded(case, by, name="Uncle Karim", **more):
    with as_user(by):
        return actions.record_alleged(case, name=name, by=by, **more)


def read_by(user):
    with as_user(user):
        return [one.name for one in AllegedPerpetrator.objects.visible_to(user)]


def in_database(user):
    with as_user(user):
        return AllegedPerpetrator.objects.unscoped("the database alone").count()


def test_few_read_it(case, caseworker, colleague, supervisor, partner_worker, harbor):
    one = recorded(case, caseworker, phone="+66 2 555 0100", description="A scar on the left hand")
    assert b"Karim" not in bytes(one.name_sealed.ciphertext)
    with as_user(supervisor):
        actions.grant(case, to=colleague, by=supervisor)
    assert read_by(caseworker) == read_by(supervisor) == ["Uncle Karim"]
    assert read_by(colleague) == [] and in_database(colleague) == 0
    assert in_database(partner_worker) == 0
    theirs = recorded(case, colleague, name="The driver")
    assert read_by(colleague) == ["The driver"] and in_database(colleague) == 1
    with as_user(supervisor):
        actions.assign(case, to=colleague, by=supervisor)
    assert sorted(read_by(colleague)) == ["The driver", "Uncle Karim"]
    with as_user(supervisor):
        actions.set_restricted(case, restricted=True, reason="A relative works here", by=supervisor)
    second = make_person_of(harbor, "supervisor")
    assert read_by(second) == [] and in_database(second) == 0
    with as_user(second), pytest.raises(NotFound):
        actions.retract_alleged(theirs, why="x", by=second)


def test_it_leaves_in_no_copy(case, caseworker):
    recorded(case, caseworker, roles=["Smuggler"])
    with as_user(caseworker):
        seen = Case.objects.visible_to(caseworker).select_related("person").get(pk=case.pk)
        assert "Karim" not in json.dumps(document([seen], caseworker))


def kinds(alleged, by):
    with as_user(by):
        return [(match.kind, match.name) for match in matches(alleged, by)]


def test_it_is_compared_with_staff_interpreters_and_people_seen(case, caseworker, colleague, supervisor, harbor):
    driver = make_person_of(harbor, "caseworker")
    driver.name = "Karim Haddad"
    driver.save()
    with as_user(supervisor):
        actions.add_interpreter(name="Karim Hadad", languages=["ar"], by=supervisor)
    here = open_case(supervisor, "كريم حداد")
    one = recorded(case, caseworker, name="Kareem Haddad")
    assert kinds(one, supervisor) == [
        ("staff", "Karim Haddad"),
        ("interpreter", "Karim Hadad"),
        ("person", "كريم حداد"),
    ]
    assert [kind for kind, _name in kinds(one, caseworker)] == ["staff", "interpreter"]  # doesn't see that case
    with as_user(supervisor):
        actions.set_restricted(here, restricted=True, reason="A relative works here", by=supervisor)
    assert len(kinds(one, supervisor)) == 3  # named on it
    other = recorded(case, caseworker, name="Nobody Like This")
    assert kinds(other, supervisor) == []


def test_a_phone_is_enough(case, caseworker, supervisor):
    open_case(supervisor, "Leila", phone="+66 2 555 0100")
    one = recorded(case, caseworker, name="Boss", phone="0066 2 555 0100".replace("00", "+", 1))
    assert kinds(one, supervisor) == [("person", "Leila")]


def told(user):
    with as_user(user):
        return Notification.objects.visible_to(user).filter(kind="resemblance").count()


def test_supervisors_are_told_but_not_the_one_who_may_be_meant(case, caseworker, supervisor, harbor):
    meant = make_person_of(harbor, "supervisor")
    meant.name = "Karim Haddad"
    meant.save()
    recorded(case, caseworker, name="Leila Mansour")
    assert told(supervisor) == 0
    recorded(case, caseworker, name="Karim Haddad")
    assert told(supervisor) == 1 and told(meant) == 0


def test_a_restricted_case_is_told_to_those_named_alone(case, caseworker, supervisor, harbor):
    second = make_person_of(harbor, "supervisor")
    with as_user(supervisor):
        actions.set_restricted(case, restricted=True, reason="A relative works here", by=supervisor)
    with as_user(caseworker):
        seen = Case.objects.visible_to(caseworker).get(pk=case.pk)
    recorded(seen, caseworker, name=caseworker.name)
    assert told(supervisor) == 1 and told(second) == 0


def test_it_is_retracted_once_with_a_reason(case, caseworker):
    one = recorded(case, caseworker)
    with as_user(caseworker):
        with pytest.raises(InvalidInput):
            actions.retract_alleged(one, why=" ", by=caseworker)
        actions.retract_alleged(one, why="Mistaken for his brother", by=caseworker)
        assert not AllegedPerpetrator.objects.visible_to(caseworker).standing().exists()
        assert AllegedPerpetrator.objects.visible_to(caseworker).get().retracted_why == "Mistaken for his brother"
        with pytest.raises(NotInThisState):
            actions.retract_alleged(one, why="x", by=caseworker)


@pytest.mark.parametrize(("field", "values"), [("name", {"name": " "}), ("roles", {"roles": ["Wizard"]})])
def test_what_does_not_fit_is_refused(case, caseworker, field, values):
    with pytest.raises(InvalidInput) as refused:
        recorded(case, caseworker, **values)
    assert refused.value.field == field
