"""Three people take their organization's key into their hands, lock it, and two open it: with the real server."""

import pytest
from playwright.sync_api import expect

from casemgr.cli.sample_accounts import PASSWORD
from tests.browser.axe import violations
from tests.browser.fixtures import marks
from tests.browser.survey import TOO_WIDE

pytestmark = marks("browser")
HOLDERS = ("supervisor", "caseworker", "auditor")
PHRASES = {role: f"moss lantern {role} velvet canyon tin" for role in HOLDERS}


@pytest.fixture
def lotus(people):
    """Pages of Lotus Legal Aid's people, narrow as a phone."""
    opened = {}

    def page_of(role):
        if role not in opened:
            who = f"{role}@lotus.example"
            opened[role] = people.page(who, viewport={"width": 390, "height": 800})
        return opened[role]

    return page_of


def go(page, path):
    """Open it; say the password again where it is asked for."""
    answer = page.goto(path)
    if "/reauthenticate/" in page.url:
        page.fill("input[name=password]", PASSWORD)
        page.click("main form button")
        page.wait_for_url(f"**{path}")
    assert page.evaluate(TOO_WIDE) == []
    return answer


def test_the_key_goes_to_its_holders_and_back_and_forth(lotus):
    admin, worker = lotus("org_admin"), lotus("caseworker")
    assert go(worker, "/cases/").status == 200
    go(admin, "/settings/organization/key/holders/")
    assert violations(admin) == []
    for name in ("Supervisor", "Caseworker", "Auditor"):
        admin.locator("label", has_text=f"({name})").first.click()
    admin.check("input[name=understood]")
    admin.click("main form .btn-primary")
    expect(admin.get_by_text("No passphrase yet")).to_have_count(3)
    assert violations(admin) == []
    for role in HOLDERS:
        page = lotus(role)
        go(page, "/key/passphrase/")
        assert violations(page) == []
        for field in ("passphrase", "again"):
            page.fill(f"input[name={field}]", PHRASES[role])
        page.click("main form .btn-primary")
        page.wait_for_url("**/key/")
        assert violations(page) == []
    go(admin, "/settings/organization/key/")
    expect(admin.get_by_text("Any 2 of these 3 people")).to_be_visible()
    assert go(worker, "/cases/").status == 200

    auditor = lotus("auditor")
    go(auditor, "/key/")
    auditor.get_by_role("button", name="Lock it now").click()
    auditor.wait_for_url("**/key/")
    assert go(worker, "/cases/").status == 423
    assert violations(worker) == []
    expect(worker.get_by_text("2 more of these people")).to_be_visible()
    for role, status in (("supervisor", 423), ("auditor", 200)):
        page = lotus(role)
        go(page, "/key/unlock/")
        assert violations(page) == []
        page.fill("input[name=passphrase]", PHRASES[role])
        page.click("main form .btn-primary")
        page.wait_for_url("**/key/")
        assert go(worker, "/cases/").status == status
