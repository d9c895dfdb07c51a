"""Whatever one tampering does to a row, as the owner of the tables: it is found, and whose trail it was is named."""

import datetime

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casemgr.audit import checkpoints, verify
from casemgr.encryption import signatures

ENTRIES = 60
#: each column of a row and another value for it, as SQL
ENTRY = {
    "timestamp": "timestamp + interval '1 microsecond'",
    "event": "event || 's'",
    "object_pk": "object_pk || '1'",
    "reason": "reason || ' '",
    "additional_data": """coalesce(additional_data, '{{}}') || '{{"x": 1}}'""",
    "actor_email": "coalesce(actor_email, '') || 'x'",
    "remote_addr": "'192.0.2.9'",
    "action": "CASE action WHEN 0 THEN 1 ELSE 0 END",
}
LEAF = {
    "entry_id": "gen_random_uuid()",
    "hash": "sha256(hash)",
    "sequence": "sequence + 1000",
    "organization_id": "gen_random_uuid()",
}
CHECKPOINT = {
    "first": "first + 1",
    "last": "last - 1",
    "root": "encode(sha256(root::bytea), 'hex')",
    "previous": "encode(sha256(previous::bytea), 'hex')",
    "made_at": "made_at || ' '",
    "number": "number + 1000",
    "key": "encode(sha256(key::bytea), 'hex')",
}
AT = "(organization_id, sequence) = (SELECT organization_id, sequence FROM audit_leaf ORDER BY 1, 2 OFFSET {n} LIMIT 1)"
OF_LEAF = "id = (SELECT entry_id FROM audit_leaf ORDER BY organization_id, sequence OFFSET {n} LIMIT 1)"
OF_CHECKPOINT = "id = (SELECT id FROM audit_checkpoint ORDER BY organization_id, number OFFSET {n} LIMIT 1)"


def changes():
    """Statements that tamper with the row of this number."""
    for table, where, columns in (
        ("audit_auditentry", OF_LEAF, ENTRY),
        ("audit_leaf", AT, LEAF),
        ("audit_checkpoint", OF_CHECKPOINT, CHECKPOINT),
    ):
        yield f"DELETE FROM {table} WHERE {where}"
        for column, value in columns.items():
            yield f"UPDATE {table} SET {column} = {value} WHERE {where}"
    yield (
        "INSERT INTO audit_auditentry (id, timestamp, organization_id, event, additional_data, object_pk, object_repr, "
        "action, changes_text, reason) SELECT gen_random_uuid(), timestamp - interval '1 day', organization_id, event, "
        f"additional_data, '', '', 3, '', '' FROM audit_auditentry WHERE {OF_LEAF}"
    )


@pytest.fixture
def signed(trail):
    """A trail with two checkpoints of each organization, its owner's connection, and what `verify` needs."""
    for seed in (1, 2):
        trail.write(ENTRIES // 2, seed=seed)
        trail.checkpoint()
    with trail.owner() as connection:
        yield connection, signatures.public_key(checkpoints.PURPOSE), trail.anchors
    # with the database the triggers go that the owner took away


@given(
    statement=st.sampled_from(list(changes())),
    n=st.integers(0, ENTRIES - 1),
    anchored=st.booleans(),
)
@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_one_tampering_is_found_and_named(signed, statement, n, anchored):
    connection, public, anchors = signed
    n = n % 8 if "audit_checkpoint" in statement else n
    with connection.transaction(force_rollback=True):
        before = owners(connection)
        done = connection.execute(statement.format(n=n))
        assert done.rowcount == 1
        report = verify.verify(connection, public, anchors if anchored else None)
        assert {one.organization for one in report.findings} & before, statement


@given(st.lists(st.sampled_from(["entry", "late", "checkpoint"]), max_size=6), st.integers(0, 1000))
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_honest_work_is_never_called_tampering(trail, story, seed):
    for number, step in enumerate(story):
        if step == "checkpoint":
            trail.checkpoint()
        else:
            ago = datetime.timedelta(minutes=20 if step == "late" else 0)  # a transaction may end that late
            trail.write(5, seed=seed + number, start=timezone.now() - ago)
    trail.checkpoint()
    assert trail.verify().findings == []


def owners(connection):
    """The ids of those who have a trail, as a report names them."""
    return {str(row[0]) for row in connection.execute("SELECT DISTINCT organization_id FROM audit_leaf")}
