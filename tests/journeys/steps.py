"""What a caseworker does, step by step, on real pages; each works with script and without."""

from playwright.sync_api import expect


def register(page, *, alias, phone="", code_word=""):
    """Look first, record the consent, save; leaves the page at the new case."""
    page.goto("/register/")
    page.fill("input[name=alias]", alias)
    page.fill("input[name=phone]", phone)
    page.click("main form .btn-primary")
    page.check("input[name=decision][value=given]")
    if code_word:
        page.locator("details.fold:has(input[name=code_word]) summary").click()
        page.fill("input[name=code_word]", code_word)
    page.click("main form .btn-primary")
    expect(page.locator(".case-header h1")).to_contain_text(alias)
    return page.url


def record_service(page):
    """Three clicks from the case: open, which, save."""
    page.click(".case-actions .btn-primary")
    page.locator("input[name=often]").first.click()
    page.get_by_role("button", name="Save service").click()
    expect(page.locator(".case-header")).to_be_visible()
    expect(page.locator("form:has(input[name=often])")).to_have_count(0)


def write_note(page, text):
    """A note about today; leaves the page at the notes."""
    page.locator(".case-actions .btn-outline").first.click()
    page.fill("textarea[name=body]", text)
    page.get_by_role("button", name="Save note").click()
    page.wait_for_url("**/notes/")


def record_consent(page, purpose, **sharing):
    """What the person said about one purpose; leaves the page at the consents."""
    case_part(page, "consents")
    page.click(f"main a[href$='/consents/new/{purpose}/']")
    for name, values in sharing.items():
        _choose(page, name, values)
    page.check("input[name=decision][value=given]")
    page.get_by_role("button", name="Save decision").click()
    page.wait_for_url("**/consents/")


def withdraw_consent(page, purpose):
    """From the case: consents, withdraw, withdraw now."""
    case_part(page, "consents")
    page.locator("main table tbody tr", has_text=purpose).get_by_role("link", name="Withdraw").click()
    page.get_by_role("button", name="Withdraw now").click()
    expect(page.get_by_role("button", name="Withdraw now")).to_have_count(0)


def case_part(page, name):
    """Go to a part of the case by its menu."""
    page.locator(f".case-layout nav a[href$='/{name}/']").click()
    page.wait_for_url(f"**/{name}/")


def _choose(page, name, values):
    if isinstance(values, str):
        page.select_option(f"select[name={name}]", label=values)
        return
    for value in values:
        page.check(f"input[name={name}][value={value}]")
