import pytest
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory, override_settings
from django.urls import reverse

from casemgr.errors import Conflict, Gone, NotFound, NotPermitted
from frontend.middleware import PrivatePagesMiddleware, RefusalMiddleware


@pytest.fixture
def reader(client, researcher):
    client.force_login(researcher)
    return client


POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:",
    "connect-src": "'self'", "form-action": "'self'", "frame-ancestors": "'none'", "base-uri": "'none'",
}  # fmt: skip


def test_every_page_carries_the_policy_to_the_letter(reader, client):
    for answer in (reader.get(reverse("mfa_index")), client.get("/nowhere/"), client.post(reverse("leave"))):
        sent = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
        assert sent == POLICY


def test_every_page_carries_the_headers(reader):
    headers = reader.get(reverse("mfa_index")).headers
    assert {"no-store", "private"} <= set(headers["Cache-Control"].split(", "))
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_page_that_says_so_may_be_kept():
    public = PrivatePagesMiddleware(lambda request: HttpResponse(headers={"Cache-Control": "public, max-age=60"}))
    assert public(RequestFactory().get("/"))["Cache-Control"] == "public, max-age=60"


def test_leaving_signs_out_and_empties_the_browser(reader):
    answer = reader.post(reverse("leave"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "_auth_user_id" not in reader.session


def test_leaving_needs_no_fresh_token(researcher):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(researcher)
    assert strict.post(reverse("leave")).status_code == 200


def test_leaving_goes_on_without_script_and_names_nobody(reader):
    html = reader.post(reverse("leave")).content.decode()
    assert f'content="0; url={settings.CASEMGR_EXIT_URL}"' in html
    assert "asework" not in html


def test_signing_out_empties_cache_and_storage(reader):
    assert reader.post(reverse("account_logout")).headers["Clear-Site-Data"] == '"cache", "storage"'


def test_an_ended_session_moves_the_page_not_the_fragment(client):
    answer = client.get(reverse("mfa_index"), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer["HX-Redirect"].startswith(reverse("account_login"))


def test_a_fragments_redirect_keeps_its_cookies():
    moved = HttpResponseRedirect("/next/")
    moved.set_cookie("messages", "kept")
    answer = RefusalMiddleware(lambda request: moved)(RequestFactory().get("/", headers={"HX-Request": "true"}))
    assert answer["HX-Redirect"] == "/next/"
    assert answer.cookies["messages"].value == "kept"


@pytest.mark.parametrize(("error", "status"), [(NotPermitted, 403), (NotFound, 404), (Conflict, 409), (Gone, 410)])
def test_a_refusal_becomes_a_page(rf, error, status):
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/")
    request.user, request.session = AnonymousUser(), {}
    answer = RefusalMiddleware(lambda r: HttpResponse()).process_exception(request, error())
    assert answer.status_code == status
    assert str(error.default_message).split(".")[0].encode() in answer.content.replace(b"&#x27;", b"'")


def test_an_accident_is_no_refusal(rf):
    assert RefusalMiddleware(lambda r: HttpResponse()).process_exception(rf.get("/"), RuntimeError()) is None


def test_language_is_remembered_on_the_account(reader, researcher):
    reader.post(reverse("choose_language"), {"language": "ar", "next": "/"})
    researcher.refresh_from_db()
    assert researcher.language == "ar"
    assert 'dir="rtl"' in reader.get(reverse("mfa_index")).content.decode()


def test_an_unknown_language_changes_nothing(reader, researcher):
    reader.post(reverse("choose_language"), {"language": "xx", "next": "/"})
    researcher.refresh_from_db()
    assert researcher.language == "en"


@override_settings(CASEMGR_DEMO=True)
def test_the_demo_says_that_it_is_one(client):
    assert b"demo-bar" in client.get(reverse("account_login")).content


def test_nobody_sees_the_demo_bar_elsewhere(client):
    assert b"demo-bar" not in client.get(reverse("account_login")).content
