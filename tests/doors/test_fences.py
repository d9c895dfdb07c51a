"""Two fences, each enough alone; and each hole that is cut into one of them is noticed by the doors.

With row-level security open the ORM's scope keeps the whole table of doors; with the scope open row-level security
keeps every row from whom it isn't for. CASEMGR_PROOF=full tries all personas instead of one for each way of not seeing.
"""

import pytest
from django.apps import apps
from django.db import transaction

from tests.conftest import as_user
from tests.doors.fences import mutated_policy, mutated_scope, policies_down, scopes_down
from tests.doors.house import NAMES, WEB, content_of, outcome
from tests.doors.mutants import OF_THE_POLICIES, OF_THE_SCOPE
from tests.doors.personas import PEOPLE
from tests.doors.planted import ROWS, told_too_much
from tests.doors.table import DOORS, cell
from tests.proof import FULL

#: one for each way of not seeing: not any more, not all of it, not restricted ones, another organization's
MANY = tuple(PEOPLE) if FULL else ("former", "named", "night_staff", "second_supervisor", "stranger")
SHUT = {"closed": {"refused", "absent"}}


def at_risk(persona, name):
    """Cells where a fence does something: where nothing may open, and pages of many rows."""
    return FULL or cell(persona, name) != "opens" or "case_id" not in WEB[name] or persona == "named"


def broken(house, persona, name, row=None, query="", *, strict=True):
    """What the table and the planted words say of this cell, and doesn't hold; a failing answer is no leak."""
    expected = cell(persona, name) if row is None else seen(persona, row)
    response = house.knock(persona, name, ids=house.of(row) if row else None, query=query)
    found = outcome(response)
    if told := told_too_much(persona, content_of(response)):
        yield f"{persona} was told {sorted(told)} by {name}"
    if expected != "opens" and found == "opens":
        yield f"{name} opened for {persona}"
    elif strict and found not in SHUT.get(expected, {expected}):
        yield f"{persona} got {found} at {name}, not {expected}"


def seen(persona, row):
    """Whether a page of this row's case opens."""
    return "opens" if persona in ROWS[row] else "absent"


def rows_seen(house, persona, model, expected):
    """Whether as many rows of a model are seen as should be."""
    user = house.people[persona]
    with as_user(user), transaction.atomic():
        count = apps.get_model(model).objects.visible_to(user).count()
    if count != expected:
        yield f"{persona} sees {count} rows of {model}, not {expected}"


def noticed(house, probe):
    """What a probe finds wrong."""
    if probe[1] in DOORS:
        return list(broken(house, *probe, strict=False))
    return list(rows_seen(house, *probe))


@pytest.mark.parametrize("persona", MANY)
def test_the_scope_keeps_every_door_with_row_level_security_open(house, persona):
    with policies_down(house):
        wrong = [one for name in NAMES if at_risk(persona, name) for one in broken(house, persona, name)]
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("persona", MANY)
def test_row_level_security_keeps_every_row_with_the_scope_open(house, persona):
    with scopes_down(), house.forgiving():
        wrong = [one for name in NAMES if at_risk(persona, name) for one in broken(house, persona, name, strict=False)]
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("fences", ["both", "scope", "policies"])
def test_a_neighbours_case_is_there_for_those_who_see_it(house, row, fences):
    if row not in house.cases:
        pytest.skip("has no case of its own")
    which = {"both": house.forgiving, "scope": lambda: policies_down(house), "policies": scopes_down}[fences]
    with which(), house.forgiving():
        wrong = [one for persona in PEOPLE for one in broken(house, persona, "case_notes", row, strict=False)]
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("mutant", OF_THE_SCOPE, ids=lambda mutant: mutant[0])
def test_a_hole_in_the_scope_is_noticed(house, mutant):
    _what, place, old, new, probes = mutant
    with policies_down(house), house.forgiving():
        before = [one for probe in probes for one in noticed(house, probe)]
        with mutated_scope(place, old, new):
            after = [one for probe in probes for one in noticed(house, probe)]
    assert before == [], "the scope as it is keeps them"
    assert after, "this mutant survives"


@pytest.mark.parametrize("mutant", OF_THE_POLICIES, ids=lambda mutant: mutant[0])
def test_a_hole_in_a_policy_is_noticed(house, mutant):
    _what, table, old, new, probes = mutant
    with scopes_down(), house.forgiving():
        before = [one for probe in probes for one in noticed(house, probe)]
        with mutated_policy(house, table, old, new):
            after = [one for probe in probes for one in noticed(house, probe)]
    assert before == [], "the policy as it is keeps them"
    assert after, "this mutant survives"


@pytest.mark.nodb
def test_there_are_many_mutants():
    assert len(OF_THE_SCOPE) >= 15 and len(OF_THE_POLICIES) >= 15
