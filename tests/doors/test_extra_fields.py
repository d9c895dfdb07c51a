"""Mass assignment (ASVS 15.3.3): what a form doesn't have is not taken from whoever sends it all the same."""

import pytest
from django.db import connection, transaction

from tests.conftest import as_user
from tests.doors.crawler import Page
from tests.doors.house import content_of
from tests.doors.table import DOORS

#: column -> what is sent for it: whose a row is, who made it, how far somebody sees
SENT = {
    "organization": "x",
    "organization_id": "x",
    "person_id": "x",
    "case_id": "x",
    "created_by": "x",
    "created_by_id": "x",
    "caseworker_id": "x",
    "restricted": "on",
    "number": "999999",
    "public_id": "A" * 22,
    "merged_into_id": "x",
    "is_superuser": "on",
    "is_machine": "on",
    "is_active": "",
    "opened_on": "1999-01-01",
    "created_at": "1999-01-01",
    "written_by_id": "x",
    "id": "x",
    "pk": "x",
}
WHO = "organization_id, restricted, caseworker_id, created_by_id, number, merged_into_id, opened_on, public_id"
LOOKS = {
    "cases_case": f"SELECT id, {WHO} FROM cases_case ORDER BY id",
    "accounts_user": "SELECT id, organization_id, is_superuser, is_machine, public_id FROM accounts_user ORDER BY id",
    "grants": "SELECT user_id, content_object_id FROM cases_caseuserobjectpermission ORDER BY id",
    "cases_note": "SELECT organization_id, written_by_id, created_at::date FROM cases_note ORDER BY id",
    "cases_task": "SELECT organization_id, created_by_id, case_id FROM cases_task ORDER BY id",
}
FORMS = [
    ("caseworker", "case_change"),
    ("caseworker", "person_change"),
    ("caseworker", "safe_contact_change"),
    ("caseworker", "note_add"),
    ("caseworker", "task_add"),
    ("caseworker", "goal_add"),
    ("supervisor", "flag_raise"),
    ("supervisor", "fund_open"),
    ("org_admin", "person_invite"),
    ("org_admin", "colleague"),
    ("org_admin", "working_rules"),
    ("org_admin", "team_add"),
]


def after(house, persona, name, more):
    """How the rows stand after the form was sent with more than it has; everything is undone."""
    page = Page(content_of(house.knock(persona, name, "GET")))
    path = house.path(name)
    form = next(one for one in page.forms if one.method == "POST" and path in (one.action or path))
    values = {key: house.ids["case_id"] if value == "x" else value for key, value in more.items()}
    names = {field for field, *_ in form.fields}
    own = form.values("plausible")
    with transaction.atomic():
        response = house.browsers[persona].post(path, {k: v for k, v in values.items() if k not in names} | own)
        with as_user(house.people[persona]), connection.cursor() as cursor:
            rows = {}
            for table, look in LOOKS.items():
                cursor.execute(look)
                rows[table] = [tuple(map(str, row)) for row in cursor.fetchall()]
        transaction.set_rollback(True)
    return response.status_code, rows


@pytest.mark.parametrize(("persona", "name"), FORMS)
def test_a_form_takes_nothing_that_it_does_not_have(house, persona, name):
    assert DOORS[name].who.admits(persona)
    plain, sent = after(house, persona, name, {}), after(house, persona, name, SENT)
    assert _without_new_ids(*sent) == _without_new_ids(*plain)


def _without_new_ids(status, rows):
    """Ids, public ids and addresses of rows that were made are drawn anew each time."""
    cases = [row[1:-1] for row in rows["cases_case"]]
    people = [row[1:-1] for row in rows["accounts_user"]]
    return status, {**rows, "cases_case": sorted(cases), "accounts_user": sorted(people)}
