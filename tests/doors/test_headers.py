"""Every answer of every address carries the whole set of headers; what may differ stands here with its reason."""

import copy
import re

import pytest
from django.test import Client
from django.urls import get_resolver

from frontend.headers import FIXED
from frontend.public import KEPT as KEPT_BY_CACHES
from tests.doors.house import WEB
from tests.doors.personas import ANONYMOUS
from tests.doors.table import DOORS, cell

EXPECTED = {
    "Content-Security-Policy": {
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    },
    "Cross-Origin-Opener-Policy": {"same-origin"},
    "Cross-Origin-Resource-Policy": {"same-origin"},
    "Cross-Origin-Embedder-Policy": {"require-corp"},
    "Origin-Agent-Cluster": {"?1"},
    "Referrer-Policy": {"same-origin"},
    "X-Content-Type-Options": {"nosniff"},
    "X-Frame-Options": {"DENY"},
    "X-Permitted-Cross-Domain-Policies": {"none"},
    "X-Robots-Tag": {"noindex, nofollow, noarchive"},
    "X-DNS-Prefetch-Control": {"off"},
    "Permissions-Policy": {FIXED["Permissions-Policy"]},
}
ASKED_FOR = (
    "camera microphone geolocation usb bluetooth hid serial midi accelerometer gyroscope display-capture".split()
)
# files without anything of anybody in them: a browser asks for them again after a minute
KEPT = {"/static/": "max-age=60, public", "/research/": KEPT_BY_CACHES}
BANNERS = ("Server", "X-Powered-By", "Via", "Access-Control-Allow-Origin", "X-Runtime")
EDGES = (
    "/nowhere/",
    "/static/nowhere.css",
    "/static/case.css",
    "/static/vendor/htmx.js",
    "/health",
    "/api/v1/nothing",
    "/api/v1/schema/",
    "/oauth/token",
    "/oauth/nothing",
    "/accounts/signup/",
    "/i18n/setlang/",
    "/cases",
    "/research/%00/",
    "/cases/../settings/",
)
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE")
STAFF = ("caseworker", "supervisor", "org_admin")
ALLAUTH_IDS = {"uidb36": "1", "key": "x-y", "uidb64": "x", "pk": 1}


def wrong(answer, where):
    """What this answer lacks, or says that it must not."""
    for name, allowed in EXPECTED.items():
        if name == "Referrer-Policy" and ("/open/" in where or " /say/" in where):
            allowed = {"no-referrer", *allowed}  # stricter, since no token guards the forms of paper's addresses
        if answer.get(name) not in allowed:
            yield f"{where}: {name} is {answer.get(name)!r}"
    kept = next((value for start, value in KEPT.items() if where.split()[1].startswith(start)), None)
    cache = answer.get("Cache-Control", "")
    if "no-store" not in cache and not (kept == cache and answer.status_code < 400):
        yield f"{where}: Cache-Control is {cache!r}"
    for name in BANNERS:
        if name in answer:
            yield f"{where}: {name} is there"


def addresses(house, persona):
    """Every page, those of the library too; of the staff one who gets in and one who doesn't try each."""
    for name, arguments in WEB.items():
        if (
            name
            and name != "account_absent"
            and all(argument in house.ids or argument in ALLAUTH_IDS for argument in arguments)
        ) and persona in (ANONYMOUS, *tries(name)):
            yield house.path(name, ALLAUTH_IDS | house.ids)


def tries(name):
    """One who gets in, if any of them does, and one who doesn't."""
    inside = [one for one in STAFF if name in DOORS and cell(one, name) == "opens"]
    outside = [one for one in STAFF if one not in inside]
    return {*inside[:1], *outside[:1]}


def api_addresses():
    for pattern in get_resolver().url_patterns:
        for inner in getattr(pattern, "url_patterns", ()):
            if str(inner.pattern).startswith("api/v1/"):
                yield "/" + str(inner.pattern).replace("<str:id>", "A" * 22)


@pytest.mark.parametrize("persona", [ANONYMOUS, *STAFF])
def test_every_page_has_them_whatever_it_answers(house, persona):
    seen, found = set(), []
    browser = house.browsers[persona]
    session = copy.deepcopy(browser.cookies)
    with house.forgiving():
        for path in addresses(house, persona):
            for method in ("GET", "POST"):
                answer = house.ask(persona, path, method)
                seen.add(answer.status_code)
                browser.cookies = copy.deepcopy(session)  # some pages sign out
                found += wrong(answer, f"{method} {path} {persona}")
    assert found == [], "\n".join(found[:20])
    assert {302, 404, 405} <= seen and 500 not in seen
    assert persona == ANONYMOUS or {200, 403} <= seen


def test_every_address_was_tried(house):
    tried, named = len(list(addresses(house, ANONYMOUS))), [name for name in WEB if name and name != "account_absent"]
    assert tried == len(named), "an address with an id that the house doesn't have"
    by_staff = {address for persona in STAFF for address in addresses(house, persona)}
    assert by_staff == set(addresses(house, ANONYMOUS))


@pytest.mark.parametrize("path", EDGES)
def test_the_edges_have_them_for_every_method(house, path):
    found = []
    with house.forgiving():
        for method in METHODS:
            answer = house.browsers[ANONYMOUS].generic(method, path)
            found += wrong(answer, f"{method} {path} {answer.status_code}")
            assert answer.status_code < 500, (method, path)
    assert found == [], "\n".join(found)


def test_the_api_has_them(house):
    paths = list(api_addresses())
    found = [w for p in paths for m in METHODS[:6] for w in wrong(Client().generic(m, p), f"{m} {p}")]
    assert len(paths) > 15
    assert found == [], "\n".join(found[:20])


def test_errors_before_any_page_have_them(house):
    """A host that isn't ours, a stale form, a body that is too large, a form that is none."""
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    answers = {
        400: strict.get("/", headers={"Host": "evil.example"}),
        403: strict.post("/accounts/login/", {"login": "x"}),
        413: Client(raise_request_exception=False).post("/accounts/login/", {"login": "x" * 3_000_000}),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert list(wrong(answer, f"- {status}")) == []


@pytest.mark.nodb
def test_every_sensor_is_denied():
    policy = FIXED["Permissions-Policy"]
    assert all(re.search(rf"\b{name}=\(\)", policy) for name in ASKED_FOR)
    assert "*" not in policy
