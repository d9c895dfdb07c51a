"""The public research site: the same answer to everybody, kept by caches, and nothing that isn't out."""

import hashlib
import io
import xml.etree.ElementTree as ET
import zipfile

import pytest
from django.conf import settings
from django.test import Client
from django.utils.html import escape
from django.utils.translation import get_language, override

from anonymized_exports import actions
from casemgr.accounts.acting import acting_as_user
from frontend.public import KEPT
from frontend.research import shelf
from frontend.research.patterns import PATTERNS
from tests.exports import equity_packages, packages
from tests.exports.conftest import pool  # noqa: F401 - the fixture
from tests.pages.conftest import text_of

ATOM = "{http://www.w3.org/2005/Atom}"
OF_RELEASE = (
    "",
    "method/",
    "codebook/",
    "tables/gender/",
    "patterns/places/",
    "data/gender.csv",
    "CITATION.cff",
    "package.zip",
)
PAGES = ("/research/", "/research/guide/", "/research/feed.atom")


@pytest.fixture
def out(pool):  # noqa: F811
    return pool.released()


@pytest.fixture
def wide(pool, monkeypatch):  # noqa: F811
    """A release whose package is of made-up people, with every table."""
    release = pool.released()
    monkeypatch.setattr("frontend.research.shelf.vault.get", lambda _release, _kind: packages.made_up())
    shelf._opened.cache_clear()
    yield release
    shelf._opened.cache_clear()


def of(release):
    return [f"/research/{release.public_id}/{tail}" for tail in OF_RELEASE]


def withdraw(pool, release):  # noqa: F811
    with acting_as_user(pool.planner):
        return actions.withdraw(release, reason="A code was wrong", by=pool.planner)


def test_every_page_is_the_same_for_everybody_and_kept_by_caches(out, pool, signed_in):  # noqa: F811
    worker, nobody = signed_in(pool.researcher), Client()
    for path in [*PAGES, *of(out)]:
        with_session, without = worker.get(path), nobody.get(path)
        assert with_session.content == without.content, path
        for answer in (with_session, without):
            assert answer.status_code == 200, path
            assert answer["Cache-Control"] == KEPT and answer["ETag"]
            assert not answer.cookies and "cookie" not in answer.get("Vary", "").lower()
            assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_cache_asks_again_and_is_told_that_nothing_changed(out):
    for path in [*PAGES, *of(out)]:
        first = Client().get(path)
        again = Client().get(path, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", KEPT), path
        other = Client().get(path, headers={"If-None-Match": first["ETag"], "Accept-Language": "ar"})
        assert other.status_code == 200, path


def test_the_catalogue_has_another_etag_once_something_is_out(pool):  # noqa: F811
    before = Client().get("/research/")["ETag"]
    release = pool.released()
    between = Client().get("/research/")["ETag"]
    withdraw(pool, release)
    assert len({before, between, Client().get("/research/")["ETag"]}) == 3


def test_the_language_stands_in_the_address_or_is_the_browsers(out):
    path = f"/research/{out.public_id}/"
    arabic = Client().get(path.replace("/research/", "/research/ar/"))
    assert 'dir="rtl"' in text_of(arabic) and "language" not in arabic.get("Vary", "").lower()
    assert f"/research/ar/{out.public_id}/codebook/" in text_of(arabic)
    asked = Client().get(path, headers={"Accept-Language": "ar"})
    assert 'dir="rtl"' in text_of(asked) and "Accept-Language" in asked["Vary"]
    picked = Client()
    picked.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    assert 'dir="ltr"' in text_of(picked.get(path))


def test_tables_and_answers_are_named_in_the_readers_language(out):
    page = text_of(Client().get(f"/research/ar/{out.public_id}/"))
    assert "الفئة العمرية عند التسجيل" in page and "Age band at registration" not in page
    table = text_of(Client().get(f"/research/ar/{out.public_id}/tables/gender/"))
    assert "لم يُسأل، أو لم يُسجّل" in table and "Woman" not in table and "Not asked" not in table
    months = text_of(Client().get(f"/research/ar/{out.public_id}/tables/traffick-months/"))
    assert "حتى 12 شهرًا" in months and "Up to 12 months" not in months


def test_who_is_not_signed_in_finds_what_is_published(db):
    assert 'href="/research/"' in text_of(Client().get("/accounts/login/"))


def test_the_language_of_an_address_ends_with_its_answer(db):
    before = get_language()
    assert 'lang="ar"' in text_of(Client().get("/research/ar/guide/"))
    assert get_language() == before


def test_an_error_sets_no_cookie_either_and_is_not_kept(out):
    for answer in (Client().get("/research/nothing/"), Client().post("/research/")):
        assert answer.status_code in (404, 405) and not answer.cookies
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("tail", OF_RELEASE)
def test_what_was_withdrawn_is_gone_and_says_why(pool, tail):  # noqa: F811
    release = pool.released()
    etag = Client().get(f"/research/{release.public_id}/{tail}")["ETag"]
    withdraw(pool, release)
    gone = Client().get(f"/research/{release.public_id}/{tail}", headers={"If-None-Match": etag})
    assert gone.status_code == 410 and "no-store" in gone["Cache-Control"] and not gone.cookies
    assert "A code was wrong" in text_of(gone)


def test_what_is_not_out_looks_absent(pool):  # noqa: F811
    waiting = pool.packaged()
    for tail in OF_RELEASE:
        absent = Client().get(f"/research/{'x' * 22}/{tail}")
        hidden = Client().get(f"/research/{waiting.public_id}/{tail}")
        assert hidden.status_code == absent.status_code == 404
        assert text_of(hidden).replace(waiting.public_id, "x" * 22) == text_of(absent)
    assert waiting.public_id not in text_of(Client().get("/research/"))


def test_figures_stand_with_their_intervals_and_what_they_cannot_say(out):
    table = text_of(Client().get(f"/research/{out.public_id}/tables/flags/"))
    assert table.count('class="bar"') == table.count("<tr>") - 1
    assert "95 % interval" in table and "What this can't say" in table


def test_long_tables_have_pages_and_lose_nothing(out):
    path = f"/research/{out.public_id}/tables/citizenship/"
    assert 'rel="next"' in text_of(Client().get(path))
    assert Client().get(path + "?page=99").status_code == 200


def test_the_public_package_checks_itself_and_its_tables_are_those_of_the_whole(out):
    answer = Client().get(f"/research/{out.public_id}/package.zip")
    digest = hashlib.sha256(answer.content).hexdigest()
    assert answer["X-Checksum-Sha256"] == digest
    assert digest in Client().get(f"/research/{out.public_id}/").content.decode()
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    sums = dict(reversed(line.split("  ")) for line in archive.read("SHA256SUMS").decode().splitlines())
    assert {name: hashlib.sha256(archive.read(name)).hexdigest() for name in sums} == sums
    csv = Client().get(f"/research/{out.public_id}/data/gender.csv")
    assert csv["X-Checksum-Sha256"] == sums["data/gender.csv"]
    assert Client().get(f"/research/{out.public_id}/data/nothing.csv").status_code == 404


def test_the_feed_tells_releases_and_withdrawals(pool):  # noqa: F811
    release = pool.released()
    (entry,) = ET.fromstring(Client().get("/research/feed.atom").content).findall(f"{ATOM}entry")  # noqa: S314 - ours
    assert entry.find(f"{ATOM}title").text == "Statistics"
    withdraw(pool, release)
    (entry,) = ET.fromstring(Client().get("/research/feed.atom").content).findall(f"{ATOM}entry")  # noqa: S314 - ours
    assert entry.find(f"{ATOM}title").text == "Withdrawn: Statistics"
    assert entry.find(f"{ATOM}summary").text == "A code was wrong"


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_picture_has_a_name_a_table_and_what_it_cannot_say(wide, pattern, language, monkeypatch):
    if pattern.name == "intersections":
        monkeypatch.setattr("frontend.research.shelf.vault.get", lambda _release, _kind: equity_packages.made_up())
    answer = Client().get(f"/research/{language}/{wide.public_id}/patterns/{pattern.name}/")
    page = text_of(answer)
    assert answer.status_code == 200 and not answer.cookies
    assert page.count("<svg") and 'role="img" aria-labelledby="' in page and "<table" in page
    with override(language):
        assert all(escape(str(limit)) in page for limit in pattern.limits)
    assert " style=" not in page and "<script>" not in page


def test_wider_tables_are_for_registered_researchers(wide):
    assert Client().get(f"/research/{wide.public_id}/tables/flag-pairs/").status_code == 200
    for tail in ("tables/flags-gender/", "data/flags-gender.csv"):
        assert Client().get(f"/research/{wide.public_id}/{tail}").status_code == 404
    archive = zipfile.ZipFile(io.BytesIO(Client().get(f"/research/{wide.public_id}/package.zip").content))
    assert "data/flag-pairs.csv" in archive.namelist() and "data/flags-gender.csv" not in archive.namelist()
    assert "flags-gender" not in archive.read("datapackage.json").decode()


def test_a_release_without_the_tables_has_no_such_pattern(out):
    assert Client().get(f"/research/{out.public_id}/patterns/corridors/").status_code == 404
    assert "patterns/corridors/" not in text_of(Client().get(f"/research/{out.public_id}/"))
