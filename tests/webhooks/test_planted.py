"""Planted values of a person and of the service: in no message, row, job or log of webhooks."""

import json
import logging

import pytest
from django.db import connection

from tests.conftest import as_user
from tests.partner_api.conftest import PERSON
from tests.webhooks.conftest import connect, work

PLANTED = [str(value) for value in PERSON.values() if isinstance(value, str) and len(value) > 4]
ABOUT = ["legal_aid", "Planted", "sw", "Harbor", "Lotus", "urgent", "normal", "identity", "contact@"]
TABLES = ("referrals_webhookevent", "referrals_webhookdelivery", "referrals_webhookendpoint", "procrastinate_jobs")


class Kept(logging.Handler):
    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(logging.Formatter().format(record))


@pytest.fixture
def log():
    kept, root = Kept(), logging.getLogger()
    level = root.level
    root.addHandler(kept)
    root.setLevel(logging.DEBUG)
    yield kept
    root.removeHandler(kept)
    root.setLevel(level)


def test_planted_values_are_in_no_body_row_job_or_log(receiver, sender, hooks, request, log):
    mine, theirs = hooks(), hooks()
    connect(receiver, mine)
    connect(sender, theirs)
    referral = request.getfixturevalue("taken_on")
    rows = stored(receiver) + stored(sender)
    theirs.answers = [500]
    sender.post(f"referrals/{referral}/revoke")
    work()
    rows += stored(receiver) + stored(sender)
    sent = [json.dumps(headers) + body for hook in (mine, theirs) for headers, body in hook.got]
    assert len(sent) >= 6 and "referral.revoked" in rows
    feed = receiver.get("events").content.decode() + receiver.get("webhook-deliveries").content.decode()
    for value in PLANTED:
        assert value not in rows and value not in feed, value
        assert not [one for one in sent if value in one], value
        assert not [one for one in log.lines if value in one], value
    for word in ABOUT:
        assert not [body for hook in (mine, theirs) for _headers, body in hook.got if word in json.dumps(told(body))]


def told(body):
    """What a message says beside its random ids."""
    message = json.loads(body)
    return [message["type"], message["timestamp"], message["data"]["version"], sorted(message)]


def stored(partner):
    """Everything that an organization's rows hold, as text; sealed columns are random and left out."""
    found = []
    with as_user(partner.account), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT to_jsonb(t) FROM {table} t")
            rows = [json.loads(row) if isinstance(row, str) else row for (row,) in cursor.fetchall()]
            found += [json.dumps({k: v for k, v in row.items() if not k.startswith("sealed_")}) for row in rows]
    return " ".join(found)
