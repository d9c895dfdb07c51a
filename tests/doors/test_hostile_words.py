"""Hostile words in every place of every address and in every field: refused or not found, never an error of ours."""

import copy
from urllib.parse import urlencode

import pytest

from tests.doors.house import NAMES, WEB
from tests.doors.table import DOORS, cell

PEOPLE = ["supervisor", "org_admin"]  # between them they come to most pages; each page is tried by one who gets in
WORDS = ["%00", "%0d%0aX-Evil:%201", "%ff%fe", "..%2f..%2fsettings", "'%3b--", "%F0%9F%A6%8A", "A" * 600]
OFFENSIVE = ["a\0b", "x" * 20_000 + "\u202e\ud83e", "nan", "99999999999"]
FIELDS = (
    "query next back language id case user to team role action step verb kind reason name code body title page field "
    "starts_on ends_on due_on day amount version file cases assigned_to recipient purpose decision categories"
).split()


def tried_by(persona):
    """The doors that this one of the two tries."""
    return [name for name in NAMES if persona == next((one for one in PEOPLE if cell(one, name) == "opens"), PEOPLE[0])]


def asked(house, persona, path, method="GET", data=None):
    """The answer, with the browser left as it was."""
    browser = house.browsers[persona]
    session = copy.deepcopy(browser.cookies)
    answer = house.ask(persona, path, method, data)
    browser.cookies = session
    return answer


@pytest.mark.parametrize("persona", PEOPLE)
def test_in_addresses(house, persona):
    wrong = []
    with house.forgiving():
        for name in tried_by(persona):
            path = house.path(name)
            for argument in WEB[name]:
                for word in WORDS:
                    hostile = path.replace(f"/{house.ids[argument]}", f"/{word}", 1)
                    answer = asked(house, persona, hostile, DOORS[name].method)
                    if answer.status_code not in (302, 400, 403, 404, 405, 414):
                        wrong.append(f"{name} {argument}={word[:20]}: {answer.status_code}")
                    if "X-Evil" in answer:
                        wrong.append(f"{name}: a header was split")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("persona", PEOPLE)
@pytest.mark.parametrize("word", OFFENSIVE, ids=["a NUL", "too long", "no number", "too large"])
def test_in_fields(house, persona, word):
    data = {name: word.encode("utf-8", "replace").decode() for name in FIELDS}
    query, wrong = f"?{urlencode(data)}", []
    with house.forgiving():
        for name in tried_by(persona):
            path = house.path(name)
            answers = {"POST": asked(house, persona, path, "POST", data), "GET": asked(house, persona, path + query)}
            wrong += [f"{how} {name}: {one.status_code}" for how, one in answers.items() if one.status_code >= 500]
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("data", [{"query": "a\0b"}, {"que\0ry": "a"}], ids=["a value", "a name"])
def test_a_form_with_a_nul_reaches_no_view(house, data):
    """Also where a view looks at what was posted without a form of its own."""
    with house.forgiving():
        assert asked(house, "caseworker", "/find/", "POST", data).status_code == 400
        assert asked(house, "caseworker", "/find/", "POST", {"query": "ab"}).status_code == 200
