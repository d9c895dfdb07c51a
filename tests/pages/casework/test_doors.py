"""Every casework page, tried by who may, by who may not, and by who doesn't see the case."""

import datetime
import re

import pytest
from django.urls import reverse

from cases.actions import add_task, record_experience, write_note
from cases.models import Consent
from tests.conftest import as_user

READ = [
    "case",
    "case_history",
    "case_access",
    "case_services",
    "case_notes",
    "case_plan",
    "case_consents",
    "case_experience",
]
FORMS = [
    "case_change",
    "person_change",
    "safe_contact_change",
    "service_add",
    "note_add",
    "task_add",
    "never_share_add",
    "experience_add",
]


def addresses(case):
    found = [reverse(name, args=[case.public_id]) for name in READ + FORMS]
    return found + [reverse("consent_add", args=[case.public_id, p]) for p in ("store", "share", "statistics")]


def within(case, by):
    """Addresses of rows of the case."""
    with as_user(by):
        note = write_note(case, body="Seen at the clinic", by=by)
        add_task(case, title="Call the clinic", due_on=datetime.date.today(), by=by)
        record_experience(case, {"exploitation_types": ["ForcedLabour"]}, by=by)
        consent = Consent.objects.visible_to(by).get()
    return [
        reverse("note_amend", args=[case.public_id, note.public_id]),
        reverse("consent_withdraw", args=[case.public_id, consent.public_id]),
        reverse("experience_change", args=[case.public_id, 1]),
    ]


def test_the_caseworker_opens_every_page_of_their_case(page, case, caseworker):
    for address in addresses(case) + within(case, caseworker):
        assert page.get(address).status_code == 200, address


def test_what_isnt_yours_looks_like_what_isnt_there(browse, case, colleague, partner_worker, caseworker):
    rows = within(case, caseworker)
    for person in (colleague, partner_worker):
        browser = browse(person)
        for address in addresses(case) + rows:
            hidden = browser.get(address)
            absent = browser.get(address.replace(case.public_id, "A" * 22))
            assert (hidden.status_code, absent.status_code) == (404, 404), address
            assert _body(hidden) == _body(absent)


@pytest.mark.parametrize("role", ["org_admin", "auditor", "steward", "researcher"])
def test_roles_without_casework_are_refused_alike(browse, case, role, request):
    browser = browse(request.getfixturevalue(role))
    shared = [reverse(name) for name in ("cases", "find", "register")]
    for address in addresses(case) + shared:
        assert browser.get(address).status_code == 403, address
    assert browser.get(reverse("case", args=["A" * 22])).status_code == 403


def test_intake_workers_write_no_notes(browse, intake):
    from tests.conftest import open_case

    own = open_case(intake)
    browser = browse(intake)
    assert browser.get(reverse("note_add", args=[own.public_id])).status_code == 403
    assert browser.get(reverse("service_add", args=[own.public_id])).status_code == 200
    assert b"Add note" not in browser.get(reverse("case", args=[own.public_id])).content


def test_nobody_is_sent_to_sign_in(client, case):
    for address in [*addresses(case), "/", "/cases/", "/find/", "/register/"]:
        answer = client.get(address)
        assert answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")


def test_caseworkers_dont_assign_or_restrict(page, case):
    for name in ("case_assign", "case_grant", "case_restrict"):
        assert page.post(reverse(name, args=[case.public_id])).status_code == 403


def test_titles_and_addresses_hold_nothing_personal(page, case):
    for address in addresses(case):
        title = re.search(r"<title>(.*?)</title>", page.get(address).content.decode()).group(1)
        assert title == "Case · Casework"
        assert "Amira" not in address and str(case.number) not in address.replace(case.public_id, "")


def _body(response):
    text = response.content.decode()
    text = re.sub(r"/cases/[\w-]{22}/[^\"']*", "/cases/X/", text)
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', "", text)
