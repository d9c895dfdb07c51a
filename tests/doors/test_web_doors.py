"""Every page × every persona × GET and POST: it opens for those it should, and for the rest nothing is there.

Each cell is a real request through all middleware. No answer, whatever it is, tells a planted word to somebody who may
not read it; none tells one to anybody without an entry in the trail. docs/access.md is this table; ASVS 8.2.2.
"""

from unittest import mock

import pytest
from django.db import DatabaseError

from casemgr.audit.models import AuditEntry
from tests.doors import access_page
from tests.doors.house import NAMES, WEB, absent_ids, content_of, outcome, said
from tests.doors.personas import ANONYMOUS, ON_CASE, PEOPLE, PERSONAS
from tests.doors.planted import FEW, GROUP_OF, ROWS, told_too_much, words_in
from tests.doors.table import DOORS, OF_THE_API, OF_THE_LIBRARY, cell

FITS = {"closed": {"refused", "absent"}}
CHANGED = [name for name, one in PEOPLE.items() if one.when_restricted]


def misfits(house, persona, name, method):
    """How this cell behaves wrongly: its outcome, what it tells, and whether hidden can be told from absent."""
    expected = cell(persona, name, restricted=house.restricted)
    response = house.knock(persona, name, method)
    found = outcome(response)
    where = f"{method} {name}: {persona}"
    if found not in FITS.get(expected, {expected}) and not (
        response.status_code == 405 and method != DOORS[name].method
    ):
        yield f"{where} got {found}, not {expected}"
    if told := told_too_much(persona, content_of(response), restricted=house.restricted):
        yield f"{where} was told {sorted(told)}"
    if unwritten := read_unwritten(house, persona, response):
        yield f"{where} read {sorted(unwritten)} and it was not written down"
    if expected in ("absent", "closed") and not sees_it(house, persona) and of_a_row(name):
        nothing = absent_ids(house.ids)
        if said(response, house.ids) != said(house.knock(persona, name, method, ids=nothing), nothing):
            yield f"{where} can tell what is not theirs from what is absent"


def read_unwritten(house, persona, response):
    """What of a person's record this answer tells, if no entry says that this persona looked."""
    told = {(row, field) for row, field in words_in(content_of(response)) if GROUP_OF[field] != "beside"}
    looked = persona in house.people and any(actor == house.people[persona].pk for actor, _event in house.written)
    return set() if looked else told


def of_a_row(name):
    """Whether an id of something stands in the address."""
    return any(argument.endswith("_id") for argument in WEB[name])


def sees_it(house, persona):
    """Whether the case is no secret to this persona: what they may not do to it may be said plainly."""
    one = PEOPLE.get(persona)
    return bool(one) and one.toward(restricted=house.restricted) in ON_CASE


def by_post(persona, name, *, restricted=False):
    """Whether a page that is refused is tried by POST too; one that opens is posted to with a meaning elsewhere."""
    return DOORS[name].method == "GET" and cell(persona, name, restricted=restricted) not in ("opens", "sign in")


@pytest.mark.nodb
def test_every_page_is_in_the_table():
    pages = {name for name in WEB if name and not name.startswith(OF_THE_LIBRARY + OF_THE_API)}
    assert (pages - set(DOORS), set(DOORS) - pages) == (set(), set())


@pytest.mark.nodb
def test_the_page_about_access_is_the_table():
    assert access_page.PAGE.read_text(encoding="utf-8") == access_page.page(), "run: python -m tests.doors.access_page"


@pytest.mark.parametrize("persona", PERSONAS)
def test_each_door_opens_for_those_it_should_and_looks_absent_to_the_rest(house, persona):
    wrong = [misfit for name in NAMES for misfit in misfits(house, persona, name, DOORS[name].method)]
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("persona", [name for name in PERSONAS if name != ANONYMOUS])
def test_who_may_not_see_a_page_may_not_post_to_it_either(house, persona):
    names = [name for name in NAMES if by_post(persona, name)]
    wrong = [misfit for name in names for misfit in misfits(house, persona, name, "POST")]
    assert wrong == [], "\n".join(wrong)


def no_trail(*_arguments, **_named):
    """A new error each time: one that is raised again and again carries all earlier traces, which are logged."""
    raise DatabaseError("no trail")


@pytest.mark.parametrize("persona", ["caseworker", "supervisor", "complaint_recipient", "other_supervisor"])
def test_without_a_trail_no_page_tells_anything(house, persona):
    names = [name for name in NAMES if DOORS[name].method == "GET" and cell(persona, name) == "opens"]
    told, failed = {}, 0
    with house.forgiving(), mock.patch.object(AuditEntry, "save", side_effect=no_trail):
        for name in names:
            response = house.knock(persona, name)
            failed += response.status_code >= 500
            if words := {one for one in words_in(content_of(response)) if GROUP_OF[one[1]] != "beside"}:
                told[name] = words
    assert told == {} and failed


@pytest.mark.parametrize("persona", CHANGED)
def test_a_restricted_case_is_there_for_those_named_on_it_alone(house, persona):
    with house.with_restricted_case():
        wrong = [misfit for name in NAMES for misfit in misfits(house, persona, name, DOORS[name].method)]
    assert wrong == [], "\n".join(wrong)


def test_the_planted_words_are_found_by_those_who_may_read_them(house):
    """So that their absence elsewhere means something."""
    pages = "case case_notes case_plan case_services case_alleged case_consents note_add person_change cases"
    told = {(p, one) for p in PEOPLE for name in pages.split() for one in words_in(content_of(house.knock(p, name)))}
    few = {(p, one) for one, who in FEW.items() for p in who if one[0] == "harbor" and one[1] in ("therapy", "draft")}
    aliases = {(p, (row, "alias")) for row in ("harbor", "colleague", "lotus") for p in ROWS[row]}
    assert few | aliases <= told
