"""A key store with one organization, and a tiny model with encrypted fields."""

from uuid import UUID, uuid4

import pytest
from django.db import connections, models, router

from casemgr.encryption import keys
from casemgr.encryption.fields import EncryptedDate, EncryptedJSON, EncryptedText
from casemgr.encryption.keys import KeyOwner


class Card(models.Model):
    """Stands for any model that holds a person's data."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    organization_id = models.UUIDField()
    person_id = models.UUIDField()
    status = models.CharField(max_length=10, default="new")
    alias = EncryptedText("alias", max_length=40, blank=True)
    story = EncryptedText("story", blank=True, default="")
    phone = EncryptedText("phone", null=True, blank=True)
    born = EncryptedDate("born", null=True, blank=True)
    contacts = EncryptedJSON("contacts", default=list, blank=True)

    class Meta:
        app_label = "encryption_tests"

    def __str__(self):
        return "card"

    def key_owner(self) -> KeyOwner:
        return KeyOwner(self.organization_id, self.person_id)


class CardsBesideKeys:
    """The test table lies in the key store's database, so these tests need no other."""

    def db_for_read(self, model, **hints):
        return "keys" if model._meta.app_label == "encryption_tests" else None

    db_for_write = db_for_read


@pytest.fixture(scope="session")
def card_table(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), connections["keys"].schema_editor() as editor:
        editor.create_model(Card)


@pytest.fixture(autouse=True)
def master_key(tmp_path, settings):
    settings.CASEMGR_DATA_DIR = tmp_path / "data"
    keys.forget_all()
    yield
    keys.forget_all()


@pytest.fixture
def organization(db) -> UUID:
    organization_id = uuid4()
    keys.create_organization_key(organization_id)
    return organization_id


@pytest.fixture
def person(organization) -> UUID:
    person_id = uuid4()
    keys.create_data_key(organization, person_id)
    return person_id


@pytest.fixture
def make_card(card_table, monkeypatch, organization, person):
    monkeypatch.setattr(router, "routers", [CardsBesideKeys(), *router.routers])

    def make(**values):
        return Card.objects.create(**{"organization_id": organization, "person_id": person, **values})

    return make
