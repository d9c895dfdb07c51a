"""What the database itself holds against whoever writes to the trail or reads it."""

import pytest
from django.db import ProgrammingError, connection, transaction

from casemgr.audit import events, trail
from casemgr.audit.models import AuditEntry
from tests.conftest import as_user

WHY = "row-level security is what is tested"


@pytest.fixture
def entry(caseworker):
    with as_user(caseworker):
        return trail.record(events.CASE_LISTED, by=caseworker)


def test_ones_own_organizations_entries_are_read_and_no_others(entry, auditor, partner_worker):
    with as_user(auditor):
        assert AuditEntry.objects.unscoped(WHY).filter(pk=entry.pk).exists()
    with as_user(partner_worker):
        assert not AuditEntry.objects.unscoped(WHY).exclude(organization_id=partner_worker.organization_id).exists()


def test_nobody_writes_in_the_name_of_another(caseworker, supervisor):
    with as_user(caseworker), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        trail.record(events.CASE_LISTED, by=supervisor)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_auditentry SET reason = 'x'", "DELETE FROM audit_auditentry", "TRUNCATE audit_auditentry"],
)
def test_nothing_written_is_changed(entry, caseworker, statement):
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with as_user(caseworker), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
