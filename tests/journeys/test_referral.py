"""A person is referred to another organization, which sees what they agreed to and only as long as they agree."""

from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.fixtures import marks
from tests.journeys import steps

pytestmark = marks("journeys")
PARTNER = "caseworker@lotus.example"
PHONE = "+1 212 555 0187"


def refer(page, *, to, categories):
    """From the case: choose, look at what would go out, record the person's word, send. Returns the address."""
    page.get_by_role("link", name="Refer", exact=True).click()
    page.select_option("select[name=receiver]", label=to)
    page.select_option("select[name=service_code]", "legal_aid")
    for category in categories:
        page.check(f"input[name=categories][value={category}]")
    page.get_by_role("button", name="See what would be shared").click()
    assert violations(page) == []
    page.check("input[name=decision][value=given]")
    page.get_by_role("button", name="Save and send").click()
    page.wait_for_url("**/referrals/*/")
    return page.url


def test_the_partner_sees_exactly_what_was_agreed_until_it_is_withdrawn(people):
    sender, partner = people.page("caseworker"), people.page(PARTNER)
    case = steps.register(sender, alias="Magnolia Reed", phone=PHONE)
    referral = refer(sender, to="Lotus Legal Aid", categories=["identity", "language"])

    partner.goto("/referrals/")
    expect(partner.locator(f"main a[href='{path_of(referral)}']")).to_be_visible()
    partner.goto(referral)
    assert "Magnolia" not in partner.content(), "an offer tells nobody's identity"
    assert violations(partner) == []

    partner.get_by_role("button", name="Accept").click()
    shared = partner.locator("section.card", has_text="What the person agreed to share")
    expect(shared).to_contain_text("Magnolia Reed")
    assert PHONE not in partner.content() and "555 0187" not in partner.content(), "the phone number was not agreed to"
    labels = {label.strip().lower() for label in shared.locator("dt").all_inner_texts()}
    agreed = {"alias", "legal name", "date of birth", "pronouns"}
    agreed |= {"preferred language", "interpreter needed", "accessibility needs"}
    assert "alias" in labels and labels <= agreed
    assert violations(partner) == []

    sender.goto(case)
    steps.withdraw_consent(sender, "Lotus Legal Aid")
    answer = partner.reload()
    assert answer.status == 410
    assert "Magnolia" not in partner.content()
    expect(partner.get_by_text("No longer shared").first).to_be_visible()


def test_somebody_else_there_or_elsewhere_finds_no_such_referral(people):
    sender = people.page("caseworker")
    steps.register(sender, alias="Bergamot Lane")
    referral = refer(sender, to="Lotus Legal Aid", categories=["needs"])
    assert people.page("caseworker@sahel.example").goto(referral).status == 404
    assert people.page("researcher").goto(referral).status in (403, 404)


def path_of(address):
    return "/" + address.split("/", 3)[3]
