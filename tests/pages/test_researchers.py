"""Registered researchers: all tables and the whole package, and nothing else."""

import hashlib
import io
import zipfile

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anonymized_exports import actions
from anonymized_exports.models import DownloadRecord
from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.roles import ROLES
from frontend.research import shelf
from tests.conftest import make_person_of
from tests.exports import packages
from tests.exports.conftest import pool  # noqa: F401 - the fixture
from tests.exports.test_outside_pool import SECRET, lines, row
from tests.pages.conftest import text_of

INSIDE = ("/cases/", "/referrals/", "/releases/", "/settings/", "/settings/organization/", "/audit/")
OF_RELEASE = ("", "tables/gender/", "groups/", "compare/", "package/")


@pytest.fixture
def out(pool):  # noqa: F811
    return pool.released()


@pytest.fixture
def newcomer(pool, signed_in):  # noqa: F811
    return signed_in(pool.researcher)


@pytest.fixture
def reader(pool, newcomer):  # noqa: F811
    pool.accept()
    return newcomer


@pytest.fixture
def wide(pool, monkeypatch):  # noqa: F811
    """A release whose package is of made-up people, with every table."""
    release = pool.released()
    monkeypatch.setattr("frontend.research.shelf.vault.get", lambda _release, _kind: packages.made_up())
    shelf._opened.cache_clear()
    yield release
    shelf._opened.cache_clear()


@pytest.mark.parametrize("tail", OF_RELEASE)
def test_it_is_behind_sign_in(out, tail):
    assert Client().get(f"/researchers/{out.public_id}/{tail}").status_code == 302


def test_a_researcher_downloads_the_very_bytes_that_were_approved(out, reader, pool):  # noqa: F811
    answer = reader.get(f"/researchers/{out.public_id}/package/")
    assert hashlib.sha256(answer.content).hexdigest() == out.package_sha256 == answer["X-Checksum-Sha256"]
    assert "codebook.csv" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert DownloadRecord.objects.unscoped("test").get().by == pool.researcher


def test_what_is_not_out_looks_absent(pool, reader):  # noqa: F811
    waiting = pool.packaged()
    for tail in OF_RELEASE:
        absent = reader.get(f"/researchers/{'x' * 22}/{tail}")
        hidden = reader.get(f"/researchers/{waiting.public_id}/{tail}")
        assert hidden.status_code == absent.status_code == 404
        assert text_of(hidden).replace(waiting.public_id, "x" * 22) == text_of(absent)


@pytest.mark.parametrize("path", INSIDE)
def test_a_researcher_opens_nothing_else(signed_in, researcher, path):
    assert signed_in(researcher).get(path).status_code in (403, 404)


def test_a_researcher_begins_at_the_releases(signed_in, researcher):
    assert signed_in(researcher).get("/").url == "/researchers/"


@pytest.mark.parametrize(
    "role", sorted(set(ROLES) - {"researcher", "data_steward", "survivor_adviser", "partner_client", "remote_partner"})
)
def test_roles_without_the_right_are_refused(signed_in, harbor, role):
    browser = signed_in(make_person_of(harbor, role))
    assert browser.get("/researchers/").status_code == 403
    assert browser.get(f"/researchers/{'x' * 22}/package/").status_code == 403


@pytest.mark.parametrize("tail", OF_RELEASE)
def test_until_the_terms_are_accepted_they_are_shown_instead(out, newcomer, tail):
    assert newcomer.get(f"/researchers/{out.public_id}/{tail}").url == "/researchers/terms/"


def test_the_terms_are_accepted_once(out, newcomer):
    refused = newcomer.post("/researchers/terms/", {})
    assert refused.status_code == 422 and "Tick this" in text_of(refused)
    assert newcomer.post("/researchers/terms/", {"accept": "on"}).url == "/researchers/"
    assert newcomer.get(f"/researchers/{out.public_id}/package/").status_code == 200
    assert 'name="accept"' not in text_of(newcomer.get("/researchers/terms/"))


def test_a_withdrawn_release_is_gone_for_researchers_too(pool, out, reader):  # noqa: F811
    with acting_as_user(pool.planner):
        actions.withdraw(out, reason="A code was wrong", by=pool.planner)
    for tail in OF_RELEASE:
        assert reader.get(f"/researchers/{out.public_id}/{tail}").status_code == 410


def test_what_is_more_often_reported_of_one_group_is_found(wide, reader):
    path = f"/researchers/{wide.public_id}/groups/"
    assert "Woman" in text_of(reader.get(path))
    page = text_of(reader.get(path, {"table": "flags-gender", "one": "Woman", "other": "Man"}))
    first = page[page.index("<tbody>") : page.index("</tr>", page.index("<tbody>"))]
    assert "Domestic work" in first and "more often" in first
    assert page.count("tag-accent") <= 3 and "What this can't say" in page


@pytest.mark.parametrize("asked", [{"table": "flag-pairs"}, {"one": "nobody"}, {"table": "", "other": "unknown"}])
def test_only_groups_that_are_offered_can_be_compared(wide, reader, asked):
    given = {"table": "flags-gender", "one": "Woman", "other": "Man"} | asked
    assert reader.get(f"/researchers/{wide.public_id}/groups/", given).status_code == 404


def bring(reader, release, rows, name="pool.csv"):
    upload = SimpleUploadedFile(name, lines(rows).getvalue().encode(), content_type="text/csv")
    return reader.post(f"/researchers/{release.public_id}/compare/", {"file": upload})


def test_a_file_is_compared_and_nothing_of_it_is_kept(wide, reader):
    rows = [row(gender="Man", citizenship="PHL"), row(gender="Man", citizenship=SECRET), row(gender="Woman")]
    with CaptureQueriesContext(connection) as asked:
        page = text_of(bring(reader, wide, rows, name=f"{SECRET}.csv"))
    assert "3 people in your file." in page and "smaller share" in page and "larger share" in page
    assert SECRET not in page
    assert not [one["sql"] for one in asked if one["sql"].lstrip().upper().startswith(("INSERT", "UPDATE"))
                and "session" not in one["sql"] and "device" not in one["sql"]]  # fmt: skip
    staging = settings.CASEMGR_DATA_DIR / "staging"
    assert not staging.exists() or not list(staging.iterdir())
    assert "people in your file" not in text_of(reader.get(f"/researchers/{wide.public_id}/compare/"))


def test_a_wrong_file_is_refused_by_row_and_column(wide, reader):
    answer = bring(reader, wide, [row(), row(meansThreats=SECRET)])
    assert answer.status_code == 422
    assert "Row 3, column meansThreats" in text_of(answer) and SECRET not in text_of(answer)
