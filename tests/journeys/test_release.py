"""Statistics leave: planned, run by the worker, approved by two, released, downloaded by a researcher."""

import io
import zipfile

from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.fixtures import marks
from tests.browser.screen import of_the_case
from tests.browser.screens import accepted

pytestmark = marks("journeys")
APPROVERS = ("data_steward@lotus.example", "data_steward@sahel.example")
CLOSED = ("/", "/cases/", "/find/", "/imports/", "/releases/", "/settings/", "/audit/", "/referrals/")


def plan(page):
    """Plan the short list of tables; returns the release's address."""
    page.goto("/releases/plan/")
    assert violations(page) == []
    page.fill("input[name=title]", "People in care, first half")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_role("button", name="Start the run")).to_be_visible()
    return page.url


def approve(page, release):
    page.goto(release)
    page.get_by_role("link", name="Look at the tables").click()
    page.locator("main ul.rows a").first.click()
    expect(page.locator("figure.bars")).to_be_visible()
    page.goto(release)
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("You approved this release.")).to_be_visible()


def test_a_release_is_run_approved_published_and_taken(people):
    steward = people.page("data_steward")
    release = plan(steward)
    steward.get_by_role("button", name="Start the run").click()
    expect(steward.get_by_text("2 organizations have to approve.")).to_be_visible()
    expect(steward.get_by_role("link", name="Look at the tables")).to_be_visible()
    expect(steward.get_by_role("button", name="Approve")).to_have_count(0)  # whoever planned it can't
    for approver in APPROVERS:
        approve(people.page(approver), release)
    steward.reload()
    assert violations(steward) == []
    steward.get_by_role("button", name="Publish").click()
    expect(steward.get_by_text("The release is out.")).to_be_visible()

    researcher = people.page("researcher")
    accepted(researcher)
    researcher.get_by_role("link", name="People in care, first half").click()
    assert violations(researcher) == []
    with researcher.expect_download() as download:
        researcher.get_by_role("link", name="Download").click()
    package = zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes()))
    assert {"datapackage.json", "METHOD.md", "CITATION.cff"} <= {name.split("/")[-1] for name in package.namelist()}
    researcher.locator("main ul.rows a").first.click()
    expect(researcher.locator("figure.bars")).to_be_visible()
    assert violations(researcher) == []
    assert people.page().goto(f"{researcher.url}").url.count("/accounts/login/")


def test_a_researcher_reaches_nothing_but_statistics(people):
    worker, researcher = people.page("caseworker"), people.page("researcher")
    of_the_case("").go(worker)
    refused = {path: researcher.goto(path) for path in (*CLOSED, worker.url)}
    seen = {path: answer.status for path, answer in refused.items() if "/research" not in answer.url}
    assert set(seen.values()) <= {403, 404}, seen
    assert worker.url in seen
