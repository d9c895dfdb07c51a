"""A committed trail that the worker's login checkpoints and the owner tampers with."""

import contextlib
import datetime
import random

import psycopg
import pytest
from django.db import connections
from django.utils import timezone

from casemgr.accounts.actions import create_organization
from casemgr.audit import anchors, checkpoints, verify
from casemgr.encryption import signatures
from casemgr.ids import uuid7


@contextlib.contextmanager
def as_worker():
    """This process connects as the worker, as `casemgr worker` and `casemgr audit` do."""
    app = dict(connections.settings["default"])
    connections["default"].close()
    if hasattr(connections["default"], "close_pool"):
        connections["default"].close_pool()
    connections.settings["default"]["USER"] = "casemgr_worker"
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"].update(app)
        del connections["default"]


class Trail:
    """The trail of one database: written by SQL, since only its rows matter here."""

    def __init__(self, world, anchors_in):
        self.environment, self.anchors = world.environment, anchors_in
        self.organizations = [
            create_organization(name=name, slug=name, country="USA").pk for name in ("one", "two", "three")
        ]

    def owner(self):
        """A connection of whoever owns the tables, with the triggers that refuse changes out of the way."""
        connection = psycopg.connect(conninfo("owner"), autocommit=True)
        for table in ("audit_auditentry", "audit_leaf", "audit_checkpoint"):
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        return connection

    def write(self, count, *, seed=0, start=None):
        """Entries of several organizations and of none, a second apart, until now."""
        chance = random.Random(seed)
        start = start or timezone.now() - datetime.timedelta(seconds=count)
        rows = [
            (
                uuid7(),
                start + datetime.timedelta(seconds=n),
                chance.choice([*self.organizations, None]),
                chance.choice(["case:record:read", "person:identity:reveal", "account:session:begin"]),
                f'{{"count": {chance.randrange(99)}}}',
            )
            for n in range(count)
        ]
        with psycopg.connect(conninfo("owner")) as connection, connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO audit_auditentry (id, timestamp, organization_id, event, additional_data, object_pk, "
                "object_repr, action, changes_text, reason) VALUES (%s, %s, %s, %s, %s, '', '', 3, '', '')",
                rows,
            )
        return [row[0] for row in rows]

    def checkpoint(self):
        """As the periodic job does."""
        with as_worker():
            while checkpoints.make_checkpoints():
                pass
            anchors.anchor()

    def verify(self, anchored=True):
        """The report of a check by somebody who has the public key and, if so, the anchors."""
        with psycopg.connect(conninfo("owner")) as connection:
            return verify.verify(
                connection, signatures.public_key(checkpoints.PURPOSE), self.anchors if anchored else None
            )


def conninfo(alias):
    """How psycopg connects where Django's alias points."""
    known = connections.settings[alias]
    return psycopg.conninfo.make_conninfo(
        host=known["HOST"],
        port=known["PORT"] or None,
        user=known["USER"],
        dbname=known["NAME"],
        password=known["PASSWORD"] or None,
    )


@pytest.fixture
def trail(cloned_world, tmp_path, settings):
    settings.CASEMGR_ANCHOR_FILE = str(tmp_path / "anchors")
    return Trail(cloned_world, tmp_path / "anchors")
