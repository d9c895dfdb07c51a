"""Every address leads to its own page, though addresses are looked up as a tree."""

import pytest
from django.urls import NoReverseMatch, Resolver404, path, resolve, reverse
from django.urls.resolvers import RegexPattern, URLResolver

from casemgr.routing import as_tree
from tests.doors.house import WEB

pytestmark = pytest.mark.nodb
VALUES = ("A" * 22, 1, "csv", "json", "f7a1c9f0-0000-4000-8000-000000000005")
#: what other addresses say in words, said by something that stands for many; and those that are not there at all
ELSEWHERE = (
    "account_absent account_confirm_email account_confirm_login_code account_email release_stop "
    "account_email_verification_sent account_set_password account_signup".split()
)


def address(name):
    """The first address that the page takes."""
    for value in VALUES:
        try:
            return reverse(name, kwargs=dict.fromkeys(WEB[name], value))
        except NoReverseMatch:
            continue
    raise AssertionError(f"no address for {name}")


def test_every_address_leads_to_its_page():
    names = sorted(name for name in WEB if name and name not in ELSEWHERE)
    assert {name: resolve(address(name)).url_name for name in names} == {name: name for name in names}


def page(request):
    """Never asked."""


def tree(*routes):
    return URLResolver(RegexPattern(r"^/"), as_tree([path(route, page, name=route) for route in routes]))


def test_words_come_before_what_stands_for_many_and_the_rest_stays_in_order():
    grown = tree("a/<str:one>/", "a/new/", "a/<str:one>/<slug:step>/", "a/<str:two>/told/", "a/<str:one>/told/")
    found = {at: grown.resolve(at).url_name for at in ("/a/x/", "/a/new/", "/a/x/told/", "/a/new/told/")}
    assert found == {
        "/a/x/": "a/<str:one>/",
        "/a/new/": "a/new/",
        "/a/x/told/": "a/<str:one>/<slug:step>/",
        "/a/new/told/": "a/<str:one>/<slug:step>/",
    }


def test_what_is_no_address_stays_none():
    for at in ("/a/", "/a/x/y/z/", "/b/", "/a/x"):
        with pytest.raises(Resolver404):
            tree("a/<str:one>/", "a/<str:one>/<slug:step>/").resolve(at)
