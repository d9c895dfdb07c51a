"""The research site: public catalogue, figures and download for researchers, and nothing else for them."""

import hashlib
import io
import zipfile

import pytest
from django.test import Client

from anonymized_exports.models import DownloadRecord
from casemgr.accounts.roles import ROLES
from tests.conftest import make_person_of
from tests.exports.conftest import pool  # noqa: F401 - the fixture
from tests.pages.conftest import text_of

INSIDE = ("/cases/", "/referrals/", "/releases/", "/settings/", "/settings/organization/", "/audit/")


@pytest.fixture
def out(pool):  # noqa: F811
    return pool.released()


@pytest.fixture
def reader(pool, signed_in):  # noqa: F811
    return signed_in(pool.researcher)


@pytest.mark.parametrize("tail", ["", "method/", "codebook/"])
def test_catalogue_method_and_codebook_need_no_session(out, tail):
    assert "Statistics" in text_of(Client().get("/research/"))
    assert Client().get(f"/research/{out.public_id}/{tail}").status_code == 200


@pytest.mark.parametrize("tail", ["tables/gender/", "package/"])
def test_figures_and_download_are_behind_sign_in(out, tail):
    assert Client().get(f"/research/{out.public_id}/{tail}").status_code == 302


def test_a_researcher_sees_figures_with_their_intervals(out, reader):
    page = text_of(reader.get(f"/research/{out.public_id}/"))
    assert f"/research/{out.public_id}/tables/flags/" in page
    table = text_of(reader.get(f"/research/{out.public_id}/tables/flags/"))
    assert table.count('class="bar"') == table.count("<tr>") - 1
    assert "95 % interval" in table


def test_long_tables_have_pages_and_lose_nothing(out, reader):
    path = f"/research/{out.public_id}/tables/citizenship/"
    assert 'rel="next"' in text_of(reader.get(path))
    assert reader.get(path + "?page=99").status_code == 200


def test_a_researcher_downloads_the_very_bytes_that_were_approved(out, reader, pool):  # noqa: F811
    answer = reader.get(f"/research/{out.public_id}/package/")
    assert hashlib.sha256(answer.content).hexdigest() == out.package_sha256 == answer["X-Checksum-Sha256"]
    assert "codebook.csv" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert DownloadRecord.objects.unscoped("test").get().by == pool.researcher


def test_what_is_not_out_looks_absent_to_everybody(pool, reader):  # noqa: F811
    waiting = pool.packaged()
    for tail in ("", "method/", "codebook/", "tables/gender/", "package/"):
        absent = reader.get(f"/research/{'x' * 22}/{tail}")
        hidden = reader.get(f"/research/{waiting.public_id}/{tail}")
        assert hidden.status_code == absent.status_code == 404
        assert text_of(hidden).replace(waiting.public_id, "x" * 22) == text_of(absent)
    assert waiting.public_id not in text_of(reader.get("/research/"))


@pytest.mark.parametrize("path", INSIDE)
def test_a_researcher_opens_nothing_else(signed_in, researcher, path):
    assert signed_in(researcher).get(path).status_code in (403, 404)


def test_a_researcher_begins_at_the_catalogue(signed_in, researcher):
    assert signed_in(researcher).get("/").url == "/research/"


@pytest.mark.parametrize(
    "role", sorted(set(ROLES) - {"researcher", "data_steward", "survivor_adviser", "partner_client", "remote_partner"})
)
def test_roles_without_the_right_read_the_public_part_only(signed_in, harbor, role):
    browser = signed_in(make_person_of(harbor, role))
    assert browser.get("/research/").status_code == 200
    assert browser.get(f"/research/{'x' * 22}/package/").status_code == 403
