"""After a whole journey no name, number or word of a person lies anywhere in clear."""

import base64

import pytest
from playwright.sync_api import expect

from tests.browser.fixtures import marks
from tests.journeys import steps, traces
from tests.journeys.test_import import found, upload
from tests.journeys.test_referral import PARTNER, refer

pytestmark = marks("journeys")
PLANTED = {
    "alias": "Zephyrine Quillfeather",
    "alias in another script": "زهرةالياسمين",
    "legal name": "Ångelique Vantongéren",
    "phone": "+1 907 555 0143 88",
    "address": "Kestrelhouse, Marmaladegate 417",
    "code word": "gooseberrylantern",
    "what to say": "Upholsterymagazine",
    "note": "Sleeps badly since the Harvestmoonfestival; wants to write to Theodorakopoulina.",
    "service detail": "Trainticket Oberammergau",
    "imported name": "Wilhelmina Thistlewaite",
    "imported note": "Lampshademaker",
    "cell of a refused row": "Zanzibarinian",
    "search": "Cardamomquartz",
}
CODE = "NRU"  # a coded fact, which is kept in clear: nobody else of the demo is a citizen of Nauru


@pytest.fixture(scope="module")
def search():
    return traces.Search(PLANTED)


@pytest.fixture(scope="module")
def journeys():
    return []


@pytest.fixture
def after_the_journey(people, site, journeys):
    """Everything planted, once, through every road a value takes."""
    if not journeys:
        _journey(people)
        journeys.append("made")
    return site


def _journey(people):
    worker, partner, supervisor = people.page("caseworker"), people.page(PARTNER), people.page("supervisor")
    case = steps.register(worker, alias=PLANTED["alias"], phone=PLANTED["phone"], code_word=PLANTED["code word"])
    _say_who_they_are(worker, case)
    _provoke_errors(worker, case)
    worker.goto(case)
    _record_service(worker)
    steps.write_note(worker, PLANTED["note"])
    assert found(worker, PLANTED["alias"]) == 1
    assert found(worker, PLANTED["search"]) == 0
    worker.goto(case)
    referral = refer(worker, to="Lotus Legal Aid", categories=["identity", "contact", "language", "background"])
    partner.goto(referral)
    partner.get_by_role("button", name="Accept").click()
    expect(partner.locator("main")).to_contain_text(PLANTED["legal name"])
    _import(supervisor)
    steps.register(worker, alias=PLANTED["alias in another script"])


def test_no_planted_value_is_left_behind_in_clear(after_the_journey, search):
    left = {name: search.within(content) for name, content in traces.everything(after_the_journey)}
    assert {"dump", "sessions", "web.log", "worker.log", "server.log"} <= set(left)
    assert any(name.endswith(".sqlite3") for name in left), "the key store was looked at"
    assert {name: words for name, words in left.items() if words} == {}
    dump = traces.dump(after_the_journey.environment["BACKUP_DATABASE_URL"])
    assert f"\t{CODE}\t".encode() in dump, "what is kept in clear is found, so the dump holds the rows"


def test_no_planted_value_lingers_in_a_file_of_the_database(after_the_journey, search):
    contents = {path.name: path.read_bytes() for path in traces.table_files(after_the_journey)}
    assert {name: words for name, content in contents.items() if (words := search.plainly_within(content))} == {}
    in_clear = traces.Search({"organization": "Lotus Legal Aid"})
    assert any(in_clear.plainly_within(content) for content in contents.values()), "these files do hold the rows"


@pytest.mark.parametrize("name", PLANTED)
def test_the_search_would_find_a_value_in_any_clothes(search, name, tmp_path):
    value = PLANTED[name]
    raw = f"before {value} after".encode()
    for clothes in (raw, raw.decode().encode("utf-16-le"), raw.hex().encode(), base64.b64encode(raw), raw.upper()):
        file = tmp_path / "file"
        file.write_bytes(b"\x00\xff" + clothes)
        assert name in search.within(file.read_bytes())


def _say_who_they_are(page, case):
    page.goto(f"{case}person/")
    page.fill("input[name=legal_name]", PLANTED["legal name"])
    page.fill("input[name=address]", PLANTED["address"])
    page.fill("input[name=citizenship]", "Nauru")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(case)
    page.goto(f"{case}safe-contact/")
    page.fill("input[name=if_someone_else]", PLANTED["what to say"])
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(case)
    page.locator(".facts-list .secret button").first.click()
    expect(page.locator(".facts-list .secret[data-hide-after]").first).to_be_visible()


def _provoke_errors(page, case):
    """Refusals repeat what was typed on the page: they must not repeat it in a log."""
    page.goto(f"{case}person/")
    page.fill("input[name=email]", PLANTED["alias"])
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert page.goto(f"/cases/{PLANTED['search']}/").status == 404
    assert page.request.post("/find/", form={"query": PLANTED["alias"]}).status == 403


def _record_service(page):
    page.click(".case-actions .btn-primary")
    page.locator("input[name=often]").first.click()
    page.locator("details.fold:has([name=detail]) summary").click()
    page.fill("[name=detail]", PLANTED["service detail"])
    page.get_by_role("button", name="Save service").click()
    expect(page.get_by_text("The service was recorded.")).to_be_visible()


def _import(page):
    first, last = PLANTED["imported name"].split()
    good = ("pl-1", first, last, "Feminine", PLANTED["imported note"])
    wrong = ("pl-2", first, last, PLANTED["cell of a refused row"], "Cook")
    progress = upload(page, good, wrong, dry_run=False)
    expect(progress).to_contain_text("1 good, 1 refused")
