"""A passkey in real Chromium, with the browser's virtual authenticator: used alone, as second step, as step-up."""

from playwright.sync_api import expect

from casemgr.cli.sample_accounts import PASSWORD
from tests.browser.fixtures import marks
from tests.browser.people import email_of

pytestmark = marks("browser")
SECOND_STEP = "survivor_adviser"
KEY = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
       "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip


def with_authenticator(page):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return session


def add_passkey(page, name):
    page.goto("/accounts/2fa/webauthn/add/")
    if "/reauthenticate/" in page.url:
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/webauthn/add/")
    page.fill("input[name=name]", name)
    page.click("form[data-passkey] .btn-primary")
    page.wait_for_url(lambda address: "/webauthn/add/" not in address)


def sign_out(page):
    page.goto("/accounts/logout/")
    page.click("main form .btn-primary")
    page.goto("/accounts/login/")


def test_a_passkey_signs_in_alone(people):
    page = people.fresh(email_of("night_staff", "en"))
    with_authenticator(page)
    add_passkey(page, "Desk")
    page.goto("/account/")
    expect(page.get_by_text("Desk").first).to_be_visible()
    sign_out(page)
    page.click("form[data-passkey] button")
    page.wait_for_url(lambda address: "/accounts/" not in address)
    page.goto("/account/")
    expect(page.locator("main")).to_contain_text("Passkey")


def test_a_passkey_is_the_second_step_and_says_again_who_is_there(people):
    page = people.fresh(email_of(SECOND_STEP, "en"))
    with_authenticator(page)
    add_passkey(page, "Front desk")
    sign_out(page)
    page.fill("input[name=login]", email_of(SECOND_STEP, "en"))
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    expect(page.locator("input[name=code]")).to_be_visible()
    page.click("form[data-passkey] button")
    page.wait_for_url(lambda address: "/accounts/" not in address)
    page.goto("/accounts/2fa/webauthn/reauthenticate/?next=/account/")
    page.click("form[data-passkey] button")
    page.wait_for_url("**/account/")
    expect(page.locator("main")).to_contain_text("Front desk")


def test_without_script_the_page_says_so_and_offers_the_other_way(people):
    page = people.page("", java_script_enabled=False)
    page.goto("/accounts/login/")
    expect(page.locator("main")).to_contain_text("A passkey needs JavaScript")
    expect(page.locator("input[name=password]")).to_be_visible()
