"""A trail that can't be written: nothing is shown, nothing is done (ASVS 16.5.3)."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from casemgr.audit.models import AuditEntry
from cases import actions
from cases.models import Note
from tests.conftest import as_user
from tests.pages.conftest import with_second_factor


@pytest.fixture
def broken_trail(monkeypatch):
    """Call it: from now on entries are refused, as by a full disk or a revoked right."""

    def break_it():
        def refuse(self, *args, **kwargs):
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO audit_auditentry (id) VALUES (gen_random_uuid())")  # refused: columns lack

        monkeypatch.setattr(AuditEntry, "save", refuse)

    return break_it


def browser_of(user):
    client = Client(raise_request_exception=False)
    client.force_login(with_second_factor(user))
    return client


@pytest.mark.parametrize("path", ["/cases/", "/cases/{case}/", "/cases/{case}/notes/", "/cases/{case}/history/"])
def test_what_cannot_be_written_down_is_not_shown(case, caseworker, broken_trail, path):
    browser = browser_of(caseworker)
    at = path.format(case=case.public_id)
    with transaction.atomic():
        assert case.person.alias in browser.get(at).content.decode()
        broken_trail()
        answer = browser.get(at)
        transaction.set_rollback(True)
    assert answer.status_code == 500 and case.person.alias not in answer.content.decode()


def test_what_cannot_be_written_down_is_not_done(case, caseworker, broken_trail):
    broken_trail()
    with as_user(caseworker):
        with pytest.raises(DatabaseError), transaction.atomic():
            actions.write_note(case, body="words", by=caseworker)
        with pytest.raises(DatabaseError), transaction.atomic():
            actions.reveal(case, "phone", by=caseworker)
        assert not Note.objects.visible_to(caseworker).exists()
