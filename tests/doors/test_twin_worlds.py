"""Nobody can tell a world from one with more in it that they can't see (ASVS 8.4.1).

Each page, and the search, as each role: status, headers, body and the number of SQL statements are the same before and
after rows are added that the role doesn't see. How long an answer takes is not compared.
"""

import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cases import name_book
from tests.conftest import open_case
from tests.doors.house import NAMES, said
from tests.doors.personas import PEOPLE
from tests.doors.planted import word
from tests.doors.table import DOORS
from tests.doors.twins import add_unseen
from tests.proof import FULL

MANY = "caseworker supervisor complaint_recipient researcher other_caseworker".split()
WHO = [name for name, one in PEOPLE.items() if one.relation != "gone"] if FULL else MANY
#: addresses with another list behind the same door
MORE = {
    "cases": ["?view=all"],
    "today": ["?whose=team"],
    "referrals": ["?side=sent&view=all", "?view=all"],
}
FRESH = {"set-cookie", "content-security-policy", "expires"}  # a token, a nonce, the time of day
TRANSACTIONS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
#: that a session is used is written down when minutes have gone by
OF_THE_SESSION = ('"django_session"', '"accounts_signinsession"')
#: drawn anew for each page, or the time of day when it was asked for
OF_THE_MOMENT = re.compile(
    rb'name="(draft_page|draft_call|once)" value="[^"]+"|data-watermark="[^"]+"'
    rb'|name="\w+_at" value="\d{4}-\d\d-\d\dT\d\d:\d\d"|last used \w+ \d\d:\d\d'
    rb'|width="\d+" height="8"/></svg></td>|(\d+\xc2\xa0\w+(, )?)+ left'  # of the time to decide
)

#: (door, persona) that may differ, and why
ALLOWED = dict.fromkeys(
    [("('contact_case', 'GET', None, '')", persona) for persona in ("caseworker", "supervisor")],
    "somebody alike in a case that isn't seen: its owner is told quietly, the page is the same",
)


def questions():
    """(door, method, data, query) of everything that is compared."""
    for name in NAMES:
        if DOORS[name].method == "GET":
            for query in ["", *MORE.get(name, [])]:
                yield name, "GET", None, query
    for row in ("unseen", "harbor"):
        yield "find", "POST", {"query": word(row, "alias")}, ""


QUESTIONS = list(questions())


def ask(house, persona, question):
    """What comes back, as far as it can be compared."""
    name, method, data, query = question
    connection.queries_log.clear()  # it holds so many and no more
    name_book.forget()  # names that were opened for the question before
    with CaptureQueriesContext(connection) as asked:
        response = house.knock(persona, name, method, data=data, query=query)
    headers = {key.lower(): value for key, value in response.items() if key.lower() not in FRESH}
    status, body = said(response, house.ids)
    # world B is one savepoint deeper
    statements = [one["sql"] for one in asked if not one["sql"].startswith(TRANSACTIONS)]
    compared = [sql for sql in statements if not any(table in sql for table in OF_THE_SESSION)]
    return status, OF_THE_MOMENT.sub(b"", body), headers, len(compared)


def differ(house, persona, asked):
    """The questions that the world with more in it answers differently."""
    before = {str(one): ask(house, persona, one) for one in asked}
    with transaction.atomic():
        add_unseen(house, persona)
        after = {str(one): ask(house, persona, one) for one in asked}
        transaction.set_rollback(True)
    return {str(one): (before[str(one)], after[str(one)]) for one in asked if before[str(one)] != after[str(one)]}


def told(pair):
    """In which way two answers differ."""
    names = ("status", "body", "headers", "statements")
    return {name: _short(a, b) for name, a, b in zip(names, *pair, strict=True) if a != b}


def _short(one, two):
    if not isinstance(one, bytes):
        return one, two
    lines = [pair for pair in zip(one.split(b"\n"), two.split(b"\n"), strict=False) if pair[0] != pair[1]]
    return lines[:2]


@pytest.mark.parametrize("persona", WHO)
def test_what_is_not_seen_changes_nothing_that_is(house, persona):
    wrong = differ(house, persona, QUESTIONS)
    again = [one for one in QUESTIONS if str(one) in wrong]  # the first time something is asked it may be read anew
    wrong = differ(house, persona, again) if again else {}
    found = {name: told(pair) for name, pair in wrong.items() if (name, persona) not in ALLOWED}
    told_of = [f"{name}: {how}"[:400] for name, how in found.items()]
    assert not told_of, "\n".join(told_of[:8])


def test_the_comparison_would_see_a_row(house):
    """A case of the persona's own changes their list: so that sameness means something."""
    worker, lists = house.people["caseworker"], ("cases", "GET", None, "?view=all")
    before = ask(house, "caseworker", lists)
    with transaction.atomic():
        open_case(worker, word("unseen", "alias"))
        after = ask(house, "caseworker", lists)
        transaction.set_rollback(True)
    assert before[1] != after[1]


@pytest.mark.nodb
def test_every_page_is_compared():
    assert {name for name, *_ in QUESTIONS} == {name for name in NAMES if DOORS[name].method == "GET"} | {"find"}
