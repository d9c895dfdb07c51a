"""Row-level security of webhooks by SQL as it stands, and columns that never change."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from casemgr.accounts import resealing
from casemgr.encryption.secrets import open_secret, seal_secret
from casemgr.ids import public_id, uuid7
from referrals.models import WebhookEndpoint
from referrals.webhooks import keeping
from tests.conftest import as_user, make_person_of
from tests.webhooks.conftest import connect, deliveries, feed_of, work

TABLES = ("referrals_webhookendpoint", "referrals_webhookevent", "referrals_webhookdelivery")


@pytest.fixture
def told(receiver, hook, request):
    endpoint = connect(receiver, hook)
    request.getfixturevalue("taken_on")
    work()
    return endpoint


def count(person, table):
    with as_user(person), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def refused(person, statement, *values):
    with as_user(person), pytest.raises(ProgrammingError) as error, transaction.atomic():
        connection.cursor().execute(statement, values)
    return str(error.value)


@pytest.mark.parametrize("table", TABLES)
def test_only_the_organizations_own_rows_are_there(told, table, receiver, outsider):
    assert count(receiver.account, table) > 0
    assert count(outsider.account, table) == 0


def test_nobody_announces_to_an_organization_that_has_no_part(told, sender, outsider, receiver):
    [event, *_more] = feed_of(receiver)
    insert = (
        "INSERT INTO referrals_webhookevent (id, public_id, organization_id, referral_id, type, version, at) "
        "VALUES (%s, %s, %s, %s, 'referral.offered', 1, now())"
    )
    for writer, organization in ((sender, outsider), (outsider, receiver), (outsider, outsider)):
        said = refused(writer.account, insert, uuid7(), public_id(), organization.organization.pk, event.referral_id)
        assert "row-level security" in said


def test_an_endpoint_is_of_a_system_of_ones_own(told, sender, receiver):
    insert = (
        "INSERT INTO referrals_webhookendpoint (id, public_id, organization_id, account_id, sealed_url, sealed_secret, "
        "sealed_previous, state, reason, state_since, version, created_at) "
        "VALUES (%s, %s, %s, %s, 'x', 'x', '', 'active', '', now(), 1, now())"
    )
    person = make_person_of(sender.organization, "org_admin")
    for account in (receiver.account, person):
        said = refused(sender.account, insert, uuid7(), public_id(), sender.organization.pk, account.pk)
        assert "row-level security" in said


def test_a_delivery_joins_rows_of_one_organization(told, sender, receiver, hooks):
    own = connect(sender, hooks())
    [theirs, *_more] = feed_of(receiver)
    insert = (
        "INSERT INTO referrals_webhookdelivery (id, public_id, organization_id, endpoint_id, event_id, state, "
        "attempts, next_attempt_at, problem, created_at) VALUES (%s, %s, %s, %s, %s, 'waiting', 0, now(), '', now())"
    )
    said = refused(sender.account, insert, uuid7(), public_id(), sender.organization.pk, own.pk, theirs.pk)
    assert "row-level security" in said


@pytest.mark.parametrize(
    "change",
    [
        "referrals_webhookendpoint SET sealed_url = 'x'",
        "referrals_webhookendpoint SET account_id = account_id",
        "referrals_webhookevent SET type = 'x'",
        "referrals_webhookevent SET public_id = 'x'",
        "referrals_webhookdelivery SET endpoint_id = endpoint_id",
    ],
)
def test_what_it_is_about_never_changes(told, receiver, change):
    assert "permission denied" in refused(receiver.account, f"UPDATE {change}")


def test_a_rotation_of_the_root_key_seals_addresses_and_secrets_anew(told, receiver, hook, monkeypatch):
    """Registered where the rotation looks, and readable before and after."""
    assert keeping.seal_anew in [anew for _rows, anew in resealing._others]
    monkeypatch.setattr(
        keeping, "sealed_anew", lambda sealed, purpose: seal_secret(open_secret(sealed, purpose), purpose)
    )
    with as_user(receiver.account):
        row = WebhookEndpoint.objects.visible_to(receiver.account).get()
        before = row.sealed_secret
        assert row.url() == hook.url and row.secrets(row.created_at) == [told.secret]
        monkeypatch.setattr(WebhookEndpoint, "save", lambda self, update_fields: None)
        assert keeping.seal_anew(row)
        assert row.sealed_secret != before
        assert row.url() == hook.url and row.secrets(row.created_at) == [told.secret]


def test_a_delivered_message_leaves_its_trace(told, receiver):
    assert {one.state for one in deliveries(receiver)} == {"delivered"}
