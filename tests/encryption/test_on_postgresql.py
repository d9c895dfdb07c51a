"""The same fields and keys on PostgreSQL: the tables exist only inside each test's transaction."""

from uuid import uuid4

import pytest
from django.db import connections, router

from casemgr.encryption import instance_keys, keys, root
from casemgr.encryption.errors import KeyDestroyed
from casemgr.encryption.models import DataKey, ErasureEntry, InstanceKey, OrganizationKey, RootKey, RootWrapping
from tests.encryption.conftest import Card
from tests.encryption.test_fields import (  # noqa: F401 - collected here again
    test_a_moved_ciphertext_fails,
    test_forms_show_and_save_plaintext,
    test_it_filters_on_presence,
    test_it_reads_back_what_was_written,
    test_it_refuses_plaintext_in_queryset_update,
    test_it_works_in_bulk_create_and_bulk_update,
    test_it_works_with_update_fields_and_update_or_create,
    test_queryset_update_may_clear,
    test_values_give_sealed_bytes_that_open_with_their_place,
)

pytestmark = pytest.mark.django_db(databases=["keys", "owner"])
KEY_MODELS = (OrganizationKey, DataKey, ErasureEntry, RootKey, RootWrapping, InstanceKey)


class AllOnPostgreSQL:
    def db_for_read(self, model, **hints):
        return "owner" if model._meta.app_label in {"encryption_tests", "encryption"} else None

    db_for_write = db_for_read


@pytest.fixture(autouse=True)
def on_postgresql(db, monkeypatch):
    assert connections["owner"].vendor == "postgresql"
    monkeypatch.setattr(keys, "KEYS", "owner")
    monkeypatch.setattr(root, "KEYS", "owner")
    instance_keys.forget()
    monkeypatch.setattr(router, "routers", [AllOnPostgreSQL()])
    with connections["owner"].schema_editor(atomic=False) as editor:
        for model in (Card, *KEY_MODELS):
            editor.create_model(model)
    root.establish()
    yield
    instance_keys.forget()


@pytest.fixture
def make_card(organization, person):
    def make(**values):
        return Card.objects.create(**{"organization_id": organization, "person_id": person, **values})

    return make


def test_the_column_is_bytea_without_plaintext(make_card):
    make_card(alias="Nadia Planted")
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_typeof(alias)::text, alias FROM encryption_tests_card")
        kind, raw = cursor.fetchone()
    assert kind == "bytea" and b"Nadia" not in bytes(raw)


def test_keys_are_made_found_and_destroyed(organization):
    owners = [uuid4() for _ in range(30)]
    keys.create_data_keys(organization, owners)
    keys.prefetch(organization, owners)
    assert len({keys.data_key(organization, owner).secret for owner in owners}) == 30
    keys.destroy(organization, owners[0])
    assert bytes(DataKey.objects.get(owner_id=owners[0]).wrapped) == b""
    with pytest.raises(KeyDestroyed):
        keys.data_key(organization, owners[0])
