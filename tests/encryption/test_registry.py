import pytest
from django.db import models

from casemgr.encryption import registry
from tests.encryption.conftest import Card

pytestmark = pytest.mark.nodb


class Base(models.Model):
    CLEAR = frozenset({"id", "organization_id", "person_id"})

    class Meta:
        abstract = True
        app_label = "encryption_tests"


def offenders(monkeypatch, clear):
    monkeypatch.setattr(Card, "CLEAR", frozenset(clear), raising=False)
    monkeypatch.setattr(registry, "_models", lambda: iter([Card]))
    return registry.undeclared_fields()


def test_an_undeclared_field_is_named(monkeypatch):
    assert offenders(monkeypatch, {"id", "organization_id", "person_id"}) == ["encryption_tests.Card.status"]


def test_a_declared_model_passes(monkeypatch):
    assert offenders(monkeypatch, {"id", "organization_id", "person_id", "status"}) == []


def test_clear_names_that_are_sealed_or_absent_are_named(monkeypatch):
    found = offenders(monkeypatch, {"id", "organization_id", "person_id", "status", "alias", "gone"})
    assert found == ["encryption_tests.Card.alias", "encryption_tests.Card.gone"]


def test_the_inventory_lists_both(monkeypatch):
    offenders(monkeypatch, {"id"})
    assert registry.inventory() == {
        "encryption_tests.Card": {
            "clear": ["id"],
            "encrypted": ["alias", "story", "phone", "born", "contacts"],
        }
    }
