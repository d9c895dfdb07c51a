"""The screens of the product and how to get to each, as the people who use them."""

from tests.browser import rooms
from tests.browser.screen import Screen, at, behind, confirmed, first_case, of_the_case

CASE_PARTS = (
    "services/ notes/ consents/ plan/ experience/ history/ referrals/ access/ services/new/ notes/new/ plan/new/ "
    "consents/new/store/ consents/new/share/ consents/new/statistics/ consents/never-share/ experience/new/ "
    "contact/ close/ flags/ flags/new/ links/ links/new/ links/family/ access/transfer/ documents/ documents/new/ "
    "plan/goals/new/ plan/safety/ plan/appointments/new/ experience/more/ alleged/ alleged/new/ "
    "consents/print/share/ consents/guardians/new/ disclosures/ disclosures/new/ "
    "money/new/ health/new/ plan/interpreter/ notices/ notices/new/imminent_danger/ notices/new/court_order/ "
    "person/ safe-contact/ change/ refer/ find-service/"
).split()


def colleague_of(page):
    """The address of the first colleague in the list who isn't oneself."""
    page.goto("/settings/")
    links = page.locator("main a[href^='/settings/people/']")
    return next(a for a in links.evaluate_all("all => all.map(one => one.getAttribute('href'))") if "invite" not in a)


# whose people walk in which language: see people.SLUGS
HOMES = {"en": "Harbor House", "ar": "Sahel Shelter Network"}


def own_shelter(page):
    """The one service that an administrator's own organization gives."""
    page.goto("/directory/?service=emergency_shelter")
    home = HOMES[page.evaluate("document.documentElement.lang")]
    page.locator("main table tr", has_text=home).first.locator("a.who").click()
    page.wait_for_url("**/directory/services/**")


def found(page, path, service="legal_aid"):
    """What is found for a need in all countries, which is sent by POST."""
    page.goto(path)
    page.select_option("select[name=service]", service)
    page.select_option("select[name=country]", "")
    page.click("main form .btn-primary")
    page.wait_for_selector("#hits")


def found_for_case(page):
    found(page, first_case(page) + "find-service/", "psychosocial")


def to_ask(page):
    found(page, "/directory/find/", "emergency_shelter")  # for a caller: a case may need what no shelter here gives
    page.locator("input[name=receivers]").first.check()
    page.click("#ask button")
    page.wait_for_selector("main input[name=stands]")


own_entry = behind(own_shelter, "main .back a")
own_place = behind(own_shelter, "main dl a[href*='/places/']")


sent = behind(lambda page: page.goto("/referrals/?side=sent&view=open"), "main table a.who")


def documents_of_referral(page):
    """Where the sender chooses what goes along."""
    sent(page)
    answer = page.goto(page.url + "documents/")
    assert answer.status == 200, f"documents answered {answer.status}"


talk = behind(sent, "main a[href$='/messages/']")


def reviewed_notice(page):
    """The notice that went out because of danger and was reviewed."""
    page.goto("/notices/")
    page.locator("main section.card").last.locator("ul.rows a").first.click()
    page.wait_for_url("**/cases/*/notices/*/")


released = behind(lambda page: page.goto("/research/"), "main a.who")


def accepted(page):
    """The researchers' start page, the terms accepted."""
    page.goto("/researchers/terms/")
    if page.locator("input[name=accept]").count():
        page.check("input[name=accept]")
        page.click("main form .btn-primary")
        page.wait_for_url("**/researchers/")
    page.goto("/researchers/")


whole = behind(accepted, "main a.who")


def find(page):
    page.goto("/")
    page.fill("#find", "a")
    page.press("#find", "Enter")
    page.wait_for_url("**/find/")


def look_first(page):
    page.goto("/register/")
    page.fill("input[name=alias]", "Amina")
    page.click("main form .btn-primary")
    page.wait_for_selector("input[name=step]", state="attached")


def mistaken(page):
    look_first(page)
    page.fill("input[name=ends_on]", "2001-01-01")
    page.click("main form .btn-primary")
    page.wait_for_selector(".error-summary")


def service_dialog(page):
    of_the_case("").go(page)
    page.click(".case-actions .btn-primary")
    page.wait_for_selector("dialog[open] form[hx-post]")


def by_letter(view, part="", *, stopped=False):
    """A page of the first sent referral to a partner outside in this view, perhaps of one that was taken back."""

    def go(page):
        page.goto(f"/referrals/?side=sent&view={view}")
        row = f"main tr:has(bdi.code){':has(.tag-urgent)' if stopped else ''}"
        address = page.locator(f"{row} a[href^='/referrals/']").first.get_attribute("href") + part
        answer = page.goto(address)
        assert answer.status == 200, f"{address} answered {answer.status}"

    return go


def to_carry(page):
    """What a slip for the first case would open."""
    of_the_case("carry/").go(page)
    page.select_option("select[name=service_code]", "medical")
    page.check("input[name=categories][value=identity]")
    page.click("button[value=preview]")
    page.wait_for_selector("button[value=make]")


def carried_slip(page):
    """The slip that somebody carries, found by its case."""
    for number in range(1, 10):
        page.goto(f"/cases/?page={number}")
        rows = page.locator("main table a.who")
        for address in rows.evaluate_all("all => all.map(one => one.getAttribute('href'))"):
            page.goto(f"{address}referrals/")
            if page.locator("main a[href^='/carried/']").count():
                page.locator("main a[href^='/carried/']").first.click()
                page.wait_for_url("**/carried/**")
                return
    raise AssertionError("nobody carries a slip")


def partners(page):
    page.goto("/directory/partners/")


def unlisted(page):
    """An organization of the directory that doesn't take part on this server."""
    page.goto("/directory/?service=medical")
    page.locator("main table a.who").first.click()
    page.wait_for_url("**/directory/services/**")
    page.locator("main .back a").click()
    page.wait_for_url("**/directory/organizations/**")


SCREENS = (
    at("/accounts/login/", ""),
    at("/accounts/password/reset/", ""),
    at("/accounts/password/reset/done/", ""),
    at("/sign-in/", ""),
    at("/sign-in/refused/", ""),
    at("/nowhere/", "", status=404),
    at("/research/", ""),
    at("/research/guide/", ""),
    Screen("research release", "", released),
    Screen("research table", "", behind(released, "main ul.rows a[href*='/tables/']")),
    Screen("research places", "", behind(released, "main a[href$='/patterns/places/']"), key=True),
    Screen("research trends", "", behind(released, "main a[href$='/patterns/trends/']"), key=True),
    Screen("research codebook", "", behind(released, "main a[href$='/codebook/']")),
    Screen("research method", "", behind(released, "main a[href$='/method/']")),
    at("/", "caseworker", key=True),
    at("/cases/", "caseworker", key=True),
    of_the_case("", key=True),
    *(of_the_case(part) for part in CASE_PARTS),
    Screen("service dialog", "caseworker", service_dialog),
    Screen("find", "caseworker", find),
    at("/register/", "caseworker"),
    Screen("register", "caseworker", look_first, key=True),
    Screen("register with mistakes", "caseworker", mistaken),
    at("/cases/views/new/?view=mine&safety=urgent", "caseworker"),
    at("/news/", "caseworker"),
    at("/transfers/", "caseworker"),
    at("/calendar/", "caseworker"),
    at("/approvals/", "supervisor"),
    at("/notices/", "supervisor"),
    at("/notices/authorities/", "supervisor"),
    at("/notices/bases/new/", "supervisor"),
    Screen("notice", "supervisor", reviewed_notice),
    Screen("notice sheet", "supervisor", behind(reviewed_notice, "main a[href$='/sheet/']")),
    Screen("notice answer", "supervisor", behind(reviewed_notice, "main a[href$='/answer/']")),
    Screen("notice authority", "supervisor", behind(lambda page: page.goto("/notices/authorities/"), "main ul.rows a")),
    at("/emergency/", "caseworker"),
    at("/emergency/review/", "supervisor"),
    Screen("emergency review", "supervisor", behind(lambda page: page.goto("/emergency/review/"), "main ul.rows a")),
    at("/complaints/", "complaint_recipient"),
    Screen("complaint", "complaint_recipient", behind(lambda page: page.goto("/complaints/"), "main ul.rows a")),
    at("/cases/", "night_staff"),
    at("/releases/", "survivor_adviser"),
    at("/team/", "team_lead"),
    at("/interpreters/", "supervisor"),
    at("/messages/", "supervisor"),
    at("/messages/new/", "supervisor"),
    at("/duplicates/", "supervisor"),
    Screen("route", "caseworker", behind(of_the_case("experience/").go, "main a[href$='/route/']")),
    Screen("log of a case", "supervisor", behind(of_the_case("history/").go, "main a[href$='/log/']")),
    Screen("restrict", "supervisor", behind(of_the_case("access/").go, "main a[href$='/restrict/']")),
    at("/funds/", "caseworker"),
    at("/funds/new/", "supervisor"),
    at("/groups/", "caseworker"),
    at("/groups/new/", "caseworker"),
    at("/settings/organization/rules/", "org_admin"),
    at("/settings/organization/services/", "org_admin"),
    at("/settings/factors/", "org_admin"),
    Screen("lost factor", "org_admin", behind(lambda page: page.goto(colleague_of(page)), "main a[href$='/factor/']")),
    at("/settings/teams/", "org_admin"),
    at("/settings/teams/new/", "org_admin"),
    at("/referrals/", "caseworker"),
    Screen("referral sent", "caseworker", sent),
    Screen("referral messages", "caseworker", talk),
    Screen("referral documents", "caseworker", documents_of_referral),
    Screen("hand-off", "caseworker", behind(talk, "main a[href$='/hand-off/']")),
    at("/directory/", "caseworker"),
    at("/directory/?service=medical&room=free", "caseworker"),
    Screen("directory service", "caseworker", own_shelter),
    Screen("directory organization", "caseworker", own_entry),
    Screen("directory place", "caseworker", own_place),
    Screen("directory room", "org_admin", behind(own_shelter, "main a[href$='/room/']")),
    Screen("directory service form", "org_admin", behind(own_shelter, "main a[href$='/change/']")),
    Screen("directory place form", "org_admin", behind(own_place, "main a[href$='/change/']")),
    Screen("directory organization form", "org_admin", behind(own_entry, "main a[href$='/change/']")),
    Screen("directory new place", "org_admin", behind(own_entry, "main a[href$='/places/new/']")),
    Screen("directory take out", "org_admin", behind(own_shelter, "main a[href$='/retire/']")),
    at("/directory/find/", "org_admin"),
    at("/directory/beds/", "caseworker"),
    at("/directory/map/", "caseworker"),
    at("/directory/map/?service=medical&country=USA", "caseworker"),
    Screen("found for a case", "caseworker", found_for_case, key=True),
    Screen("ask whether there is room", "caseworker", to_ask),
    at("/referrals/enquiries/", "caseworker"),
    at("/referrals/enquiries/?side=sent", "caseworker"),
    Screen("enquiry", "caseworker", behind(lambda page: page.goto("/referrals/enquiries/?side=sent"), "main a.who")),
    Screen("enquiry received", "caseworker", behind(lambda page: page.goto("/referrals/enquiries/"), "main a.who")),
    at("/directory/stale/", "org_admin"),
    at("/directory/import/", "org_admin"),
    at("/directory/partners/", "caseworker"),
    Screen("partner outside", "caseworker", behind(partners, "main ul.rows a")),
    Screen("partner that waits", "supervisor", behind(partners, "main ul.rows li:has(.tag) a")),
    confirmed("/directory/partners/new/", "supervisor"),
    Screen("partner form", "supervisor", behind(behind(partners, "main ul.rows a"), "main a[href$='/change/']")),
    Screen("partner from the directory", "supervisor", behind(unlisted, "main dl a[href*='/partners/from/']")),
    Screen("referral by letter", "caseworker", by_letter("open")),
    Screen("referral by letter, taken back", "caseworker", by_letter("all", stopped=True)),
    Screen("letter without a name", "caseworker", by_letter("open", "letter/")),
    Screen("their yes", "caseworker", by_letter("open", "accept/")),
    Screen("disclosure to read out", "caseworker", by_letter("working", "disclosure/")),
    Screen("how they were told", "caseworker", by_letter("working", "told/")),
    Screen("asking back", "caseworker", by_letter("all", "asked-back/", stopped=True)),
    confirmed("/settings/organization/slips/", "org_admin"),
    of_the_case("carry/"),
    Screen("what a slip would open", "caseworker", to_carry),
    Screen("slip", "caseworker", carried_slip),
    at("/open/", "caseworker"),
    at("/account/", "caseworker"),
    confirmed("/accounts/2fa/webauthn/add/", "caseworker"),
    at("/accounts/password/change/", "caseworker"),
    at("/accounts/2fa/", "caseworker"),
    at("/?whose=team", "supervisor"),
    at("/team/", "supervisor"),
    at("/referrals/waiting/", "supervisor"),
    at("/referrals/mechanism/", "supervisor"),
    at("/imports/", "supervisor"),
    at("/settings/", "org_admin"),
    at("/settings/people/invite/", "org_admin"),
    at("/settings/roles/", "org_admin"),
    at("/settings/organization/", "org_admin"),
    at("/settings/organization/agreement/", "org_admin"),
    at("/settings/organization/provider/", "org_admin"),
    at("/settings/organization/practice/", "org_admin"),
    at("/settings/organization/practice/on/", "org_admin"),
    at("/settings/organization/webhooks/", "org_admin"),
    at("/settings/organization/webhooks/new/", "org_admin"),
    at("/settings/organization/webhooks/deliveries/", "org_admin"),
    at("/settings/exchange/", "org_admin"),
    at("/settings/exchange/invite/", "org_admin"),
    at("/settings/exchange/answer/", "org_admin"),
    at("/settings/organization/key/", "org_admin"),
    confirmed("/settings/organization/key/holders/", "org_admin"),
    at("/key/", "auditor"),
    confirmed("/key/passphrase/", "auditor"),
    at("/releases/", "data_steward"),
    at("/releases/population/", "data_steward"),
    at("/releases/own/", "data_steward"),
    at("/releases/budget/?workload=basic&epsilon=1", "data_steward"),
    at("/releases/pool/", "data_steward"),
    at("/releases/cohort/", "data_steward"),
    at("/releases/plan/", "data_steward"),
    Screen("release", "data_steward", behind(lambda page: page.goto("/releases/"), "main table a.who")),
    at("/researchers/", "researcher"),
    at("/researchers/terms/", "researcher"),
    Screen("whole release", "researcher", whole),
    Screen("whole table", "researcher", behind(whole, "main ul.rows a[href*='/tables/']")),
    Screen("compare pools", "researcher", behind(whole, "main a[href$='/compare/']")),
    at("/audit/", "auditor"),
    at("/audit/unusual/", "auditor"),
    at("/cases/", "org_admin", status=403),
    *(screen for room in rooms.ROOMS for screen in room.SCREENS),
)
