"""The signed paper of an agreement: who attaches and opens it, what is taken, and how it lies in the database."""

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections, transaction

from anonymized_exports.actions import attach_paper, open_paper
from anonymized_exports.models import AgreementPaper
from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import StatisticsAgreement
from casemgr.audit.models import AuditEntry
from casemgr.cli.sample_papers import sample_pdf
from casemgr.errors import InvalidInput, NotFound, NotPermitted
from tests.exports import factories as make
from tests.exports.conftest import officer
from tests.pages.conftest import text_of

PDF = sample_pdf()


@pytest.fixture
def harbor(cloned_world):
    org = make.organization("harbor")
    org.admin, org.steward = officer(org, "org_admin"), officer(org, "data_steward")
    org.agreement = StatisticsAgreement.objects.get(organization=org)
    return org


def attach(org, content=PDF, by=None):
    by = by or org.admin
    with transaction.atomic(), acting_as_user(by):
        return attach_paper(org.agreement, file=io.BytesIO(content), by=by)


def opened(paper, by):
    with transaction.atomic(), acting_as_user(by):
        return open_paper(paper, by=by)


def at(org, paper=None):
    return f"/settings/organization/agreement/{org.agreement.pk}/paper/" + (f"{paper.pk}/" if paper else "")


def test_the_administrator_attaches_and_both_open_what_was_added_byte_for_byte(harbor):
    paper = attach(harbor)
    assert paper.digest == hashlib.sha256(PDF).hexdigest()
    assert opened(paper, harbor.admin) == opened(paper, harbor.steward) == PDF


def test_it_lies_sealed_in_the_database_and_is_never_changed(harbor):
    paper = attach(harbor)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT sealed FROM anonymized_exports_agreementpaper")
        [[sealed]] = cursor.fetchall()
    assert b"%PDF" not in bytes(sealed) and b"Agreement" not in bytes(sealed)
    with (
        pytest.raises(Exception, match=r"permission denied|append"),
        transaction.atomic(),
        acting_as_user(harbor.admin),
    ):
        AgreementPaper.objects.visible_to(harbor.admin).filter(pk=paper.pk).update(digest="0" * 64)


@pytest.mark.parametrize("content", [b"", b"MZ program", b"just text", b"GIF89a"])
def test_other_files_are_refused_and_nothing_is_kept(harbor, content):
    with pytest.raises(InvalidInput):
        attach(harbor, content)
    assert not AgreementPaper.objects.unscoped("test").using("owner").exists()


def test_a_file_over_the_limit_is_refused(harbor, monkeypatch):
    monkeypatch.setattr("anonymized_exports.actions.papers.MOST_BYTES", 100)
    with pytest.raises(InvalidInput, match="larger"):
        attach(harbor)


def test_a_virus_is_refused(harbor, monkeypatch):
    def found(_stream):
        raise InvalidInput("A virus was found", field="file")

    monkeypatch.setattr("anonymized_exports.actions.papers.refuse_viruses", found)
    with pytest.raises(InvalidInput, match="virus"):
        attach(harbor)


@pytest.mark.parametrize("role", ["data_steward", "caseworker", "supervisor"])
def test_nobody_but_the_administrator_attaches(harbor, role):
    with pytest.raises(NotPermitted):
        attach(harbor, by=officer(harbor, role))


def test_another_organization_neither_attaches_nor_opens(harbor):
    paper, other = attach(harbor), make.organization("lotus")
    stranger = officer(other, "org_admin")
    with pytest.raises(NotFound):
        attach(harbor, by=stranger)
    with pytest.raises(NotFound):
        opened(paper, stranger)
    with transaction.atomic(), acting_as_user(stranger), connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM anonymized_exports_agreementpaper")
        assert cursor.fetchone() == (0,)


def test_the_page_attaches_shows_the_hash_and_gives_the_file(harbor, signed_in):
    admin, steward = signed_in(harbor.admin), signed_in(harbor.steward)
    assert "No paper is attached yet." in text_of(admin.get(at(harbor)))
    upload = SimpleUploadedFile("Maria Lopez.pdf", PDF, content_type="application/pdf")
    assert admin.post(at(harbor), {"file": upload}).status_code == 302
    [paper] = AgreementPaper.objects.unscoped("test").using("owner")
    for browser in (admin, steward):
        assert paper.digest in browser.get(at(harbor)).content.decode()
        file = browser.get(at(harbor, paper))
        assert file.content == PDF and "Maria" not in file["Content-Disposition"]
        assert file["Content-Disposition"].startswith("attachment")
    assert '<form method="post" enctype' not in text_of(steward.get(at(harbor)))
    auditor = officer(harbor, "auditor")
    with transaction.atomic(), acting_as_user(auditor):
        events = set(AuditEntry.objects.visible_to(auditor).values_list("event", flat=True))
    assert {"organization:paper:add", "organization:paper:read"} <= events


def test_a_wrong_file_is_said_on_the_page_and_strangers_get_404(harbor, signed_in):
    paper, admin = attach(harbor), signed_in(harbor.admin)
    answer = admin.post(at(harbor), {"file": SimpleUploadedFile("x.pdf", b"no pdf")})
    assert answer.status_code == 422 and "Only a PDF or a picture" in text_of(answer)
    stranger = signed_in(officer(make.organization("lotus"), "org_admin"))
    assert stranger.get(at(harbor)).status_code == 404 == stranger.get(at(harbor, paper)).status_code


def test_no_more_papers_than_anybody_reads(harbor, monkeypatch):
    monkeypatch.setattr("anonymized_exports.actions.papers.MOST", 2)
    attach(harbor), attach(harbor)
    with pytest.raises(InvalidInput):
        attach(harbor)
