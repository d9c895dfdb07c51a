"""What whoever owns the database does to the trail is found, and said where; an untouched trail is never doubted."""

import datetime
import random

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from casemgr.audit import bodies, checkpoints, merkle, verify
from casemgr.audit.checkpoints import INSTANCE, SCOPE
from casemgr.audit.models import AuditEntry
from casemgr.db.actor import Actor, acting_as
from casemgr.encryption import signatures
from tests.audit.conftest import conninfo
from tests.conftest import as_user

TAMPERINGS = {
    "change": "UPDATE audit_auditentry SET event = 'case:record:close' WHERE id = %(a)s",
    "who": "UPDATE audit_auditentry SET actor_id = gen_random_uuid() WHERE id = %(a)s",
    "when": "UPDATE audit_auditentry SET timestamp = timestamp - interval '1 day' WHERE id = %(a)s",
    "facts": "UPDATE audit_auditentry SET additional_data = '{\"count\": 100}' WHERE id = %(a)s",
    "why": "UPDATE audit_auditentry SET reason = 'A good one' WHERE id = %(a)s",
    "whose": "UPDATE audit_auditentry SET organization_id = gen_random_uuid() WHERE id = %(a)s",
    "remove": "DELETE FROM audit_auditentry WHERE id = %(a)s",
    "remove with place": "WITH gone AS (DELETE FROM audit_auditentry WHERE id = %(a)s RETURNING id) "
    "DELETE FROM audit_leaf WHERE entry_id IN (SELECT id FROM gone)",
    "reorder": "UPDATE audit_auditentry e SET timestamp = o.timestamp, event = o.event || 'x' FROM audit_auditentry o "
    "WHERE e.id = %(a)s AND o.id = %(b)s",
    "swap places": "UPDATE audit_leaf SET sequence = -sequence WHERE entry_id IN (%(a)s, %(b)s)",
    "insert": "INSERT INTO audit_auditentry SELECT (jsonb_populate_record(e, jsonb_build_object('id', "
    "gen_random_uuid(), 'timestamp', e.timestamp - interval '3 hours'))).* FROM audit_auditentry e WHERE id = %(a)s",
    "insert with place": "WITH made AS (INSERT INTO audit_auditentry SELECT (jsonb_populate_record(e, "
    "jsonb_build_object('id', gen_random_uuid()))).* FROM audit_auditentry e WHERE id = %(a)s RETURNING *) "
    "INSERT INTO audit_leaf (organization_id, sequence, entry_id, at, hash) SELECT coalesce(organization_id, "
    "'00000000-0000-0000-0000-000000000000'), 999999, id, timestamp, '' FROM made",
}


@pytest.fixture
def placed(trail):
    """A trail of three hundred entries with their checkpoints, and a second batch after the first."""
    entries = trail.write(200, seed=1)
    trail.checkpoint()
    entries += trail.write(100, seed=2)
    trail.checkpoint()
    trail.entries = entries
    return trail


def places(trail):
    with trail.owner() as owner:
        return {
            row[1]: (row[0], row[2])
            for row in owner.execute("SELECT organization_id, entry_id, sequence FROM audit_leaf")
        }


def test_an_untouched_trail_is_never_doubted(placed):
    placed.write(20, seed=3)  # newer than the last checkpoint
    for anchored in (True, False):
        report = placed.verify(anchored)
        assert report.findings == [] and report.entries == 303 and report.unplaced == 20


@pytest.mark.parametrize("how", TAMPERINGS)
@pytest.mark.parametrize("anchored", [True, False])
def test_it_is_found_and_said_where(placed, how, anchored):
    a, b = random.Random(how).sample(placed.entries[:250], 2)
    where = places(placed)[a]
    with placed.owner() as owner:
        owner.execute(TAMPERINGS[how], {"a": a, "b": b})
    findings = placed.verify(anchored).findings
    assert findings, how
    if how not in ("insert", "insert with place", "swap places"):
        assert any((f.organization, f.sequence) == (str(where[0]), where[1]) for f in findings), findings
    if how.startswith("insert"):
        assert any(f.entry and f.entry != str(a) for f in findings)


def forge(trail, entry):
    """Change an entry and its leaf's hash, as somebody who knows the program does."""
    with trail.owner() as owner:
        owner.execute("UPDATE audit_auditentry SET event = 'case:record:close' WHERE id = %s", [entry])
        text = owner.execute(f"SELECT {bodies.body()} FROM audit_auditentry e WHERE id = %s", [entry]).fetchone()[0]
        owner.execute("UPDATE audit_leaf SET hash = %s WHERE entry_id = %s", [merkle.leaf_hash(text.encode()), entry])


def test_a_hash_computed_anew_is_found_by_the_root_and_named_by_the_anchor(placed):
    entry = placed.entries[77]
    where = places(placed)[entry]
    forge(placed, entry)
    [found] = placed.verify(anchored=True).findings
    assert (found.entry, found.sequence) == (str(entry), where[1])
    [found] = placed.verify(anchored=False).findings
    assert "aren't those of checkpoint" in found.what


def test_a_root_computed_anew_lacks_the_signature(placed):
    forge(placed, placed.entries[77])
    with placed.owner() as owner:
        owner.execute("UPDATE audit_checkpoint SET root = repeat('0', 64) WHERE number = 1")
    assert any("isn't signed" in found.what for found in placed.verify(anchored=False).findings)


def test_a_trail_cut_at_its_end_is_found_by_the_anchor(placed):
    with placed.owner() as owner:
        owner.execute(
            "DELETE FROM audit_auditentry WHERE id IN (SELECT entry_id FROM audit_leaf l WHERE EXISTS ("
            "SELECT 1 FROM audit_checkpoint c WHERE c.number = 2 AND c.organization_id = l.organization_id "
            "AND l.sequence >= c.first))"
        )
        owner.execute(
            "DELETE FROM audit_leaf l USING audit_checkpoint c WHERE c.number = 2 "
            "AND c.organization_id = l.organization_id AND l.sequence >= c.first"
        )
        owner.execute("DELETE FROM audit_checkpoint WHERE number = 2")
    assert placed.verify(anchored=False).findings == []
    assert all("was removed" in found.what for found in placed.verify(anchored=True).findings)
    assert placed.verify(anchored=True).findings


def test_a_trail_signed_anew_with_another_key_is_found(placed, tmp_path, settings, monkeypatch):
    honest = signatures.public_key(checkpoints.PURPOSE)
    forge(placed, placed.entries[5])
    with placed.owner() as owner:
        owner.execute("DELETE FROM audit_checkpoint")
        owner.execute("DELETE FROM audit_leaf")
    monkeypatch.setattr(signatures, "instance_key", lambda _purpose: b"k" * 32)
    settings.CASEMGR_ANCHOR_FILE = str(tmp_path / "forged")
    placed.checkpoint()
    with psycopg.connect(conninfo("owner")) as database:
        findings = verify.verify(database, honest, placed.anchors).findings
    assert any("isn't signed" in found.what for found in findings)
    assert any("isn't the one that was anchored" in found.what for found in findings)


def test_nothing_is_placed_or_anchored_twice(placed):
    lines = placed.anchors.read_text().splitlines()
    placed.checkpoint()
    assert placed.anchors.read_text().splitlines() == lines


def test_half_a_line_of_a_power_cut_is_written_again(placed):
    whole = placed.anchors.read_text()
    placed.anchors.write_text(whole[:-40])
    placed.checkpoint()
    assert sorted(placed.anchors.read_text().splitlines()) == sorted(whole.splitlines())
    assert placed.verify().findings == []


def test_an_older_entry_that_was_put_in_gets_no_place(placed):
    placed.write(1, seed=9, start=datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=3))
    placed.checkpoint()
    [found] = placed.verify().findings
    assert found.what == "an entry was put in afterwards"


def test_an_entry_with_a_place_in_a_trail_without_checkpoints_is_found(placed):
    with placed.owner() as owner:
        owner.execute(
            "WITH made AS (INSERT INTO audit_auditentry SELECT (jsonb_populate_record(e, jsonb_build_object("
            "'id', gen_random_uuid(), 'organization_id', gen_random_uuid()))).* FROM audit_auditentry e LIMIT 1 "
            "RETURNING *) INSERT INTO audit_leaf (organization_id, sequence, entry_id, at, hash) "
            "SELECT organization_id, 1, id, timestamp, '' FROM made"
        )
    for anchored in (True, False):
        assert [f.what for f in placed.verify(anchored).findings] == ["an entry has a place that no checkpoint gave it"]


def test_only_the_workers_login_that_says_so_reads_the_whole_trail(caseworker, case):

    with acting_as(Actor(INSTANCE, None, SCOPE)), transaction.atomic(), connection.cursor() as cursor:
        for table in ("audit_auditentry", "audit_leaf", "audit_checkpoint", "cases_case", "cases_person"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), table  # this is the app's login
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute("INSERT INTO audit_leaf VALUES (1, gen_random_uuid(), 1, gen_random_uuid(), now(), '')")
    with as_user(caseworker), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_leaf")
        assert cursor.fetchone() == (0,)


@pytest.mark.nodb
def test_every_column_is_in_the_body():
    columns = {field.column for field in AuditEntry._meta.concrete_fields}
    assert columns == {*bodies.COLUMNS, bodies.TIME}


@pytest.mark.nodb
@given(st.lists(st.binary(max_size=8), max_size=40), st.data())
def test_another_list_of_leaves_has_another_root(bodies_, data):
    leaves = [merkle.leaf_hash(body) for body in bodies_]
    other = data.draw(st.lists(st.sampled_from([*leaves, merkle.leaf_hash(b"x" * 9)]), max_size=40))
    assert (merkle.root(leaves) == merkle.root(other)) == (leaves == other)


@pytest.mark.nodb
def test_the_root_is_that_of_rfc_6962():
    """Test vectors of Certificate Transparency's reference tree (leaves "", 00, 10, 2021, 3031, 40414243 …)."""
    leaves = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves]
    assert merkle.root([]).hex().startswith("e3b0c44298fc1c14")
    assert merkle.root(hashes[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert merkle.root(hashes[:2]).hex() == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    assert merkle.root(hashes[:3]).hex() == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
    assert merkle.root(hashes[:7]).hex() == "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"
