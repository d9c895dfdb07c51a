import copy
import datetime
import pickle
import sys
from uuid import uuid4

import pytest
from django.apps import AppConfig, apps
from django.core.exceptions import ValidationError
from django.db import connections, models, transaction
from django.forms import modelform_factory

from casemgr.encryption import cipher, keys
from casemgr.encryption.errors import KeyDestroyed, PlaintextRefused, Tampered
from casemgr.encryption.fields import KeyOwner, Sealed, reseal
from tests.encryption.conftest import Card

pytestmark = pytest.mark.django_db(databases=["keys"])
NAME = "Nadia Planted"


@pytest.fixture
def installed(monkeypatch):
    """Unpickling and deep copies look the model up by its app."""
    config = AppConfig("encryption_tests", sys.modules[__name__])
    config.apps, config.models = apps, apps.all_models["encryption_tests"]
    monkeypatch.setitem(apps.app_configs, "encryption_tests", config)


@pytest.fixture
def opened(monkeypatch):
    """Counts decryptions."""
    calls = []
    real = cipher.open_
    monkeypatch.setattr(cipher, "open_", lambda *a, **k: calls.append(k["column"]) or real(*a, **k))
    return calls


def column(name, card):
    with connections["keys"].cursor() as cursor:
        cursor.execute(f'SELECT "{name}" FROM encryption_tests_card WHERE id = %s', [card.id.hex])
        value = cursor.fetchone()[0]
    return None if value is None else bytes(value)


def test_it_reads_back_what_was_written(make_card):
    born = datetime.date(2001, 2, 3)
    made = make_card(alias=NAME, born=born, contacts=[{"safe": True}], phone=None)
    card = Card.objects.get(pk=made.pk)
    assert (card.alias, card.born, card.contacts, card.phone) == (NAME, born, [{"safe": True}], None)
    assert (made.alias, made.story) == (NAME, "")


def test_it_stores_no_plaintext(make_card):
    card = make_card(alias=NAME, story=NAME, contacts=[NAME])
    for name in ("alias", "story", "contacts"):
        assert NAME.encode() not in column(name, card)


def test_it_adds_45_bytes_also_to_empty_text(make_card):
    card = make_card(alias="", story="abc")
    assert len(column("alias", card)) == cipher.OVERHEAD_BYTES == 45
    assert len(column("story", card)) == 48


def test_it_decrypts_only_what_is_read_and_once(make_card, opened):
    make_card(alias=NAME, story="x")
    card = Card.objects.get()
    assert opened == []
    assert card.alias + card.alias == NAME + NAME
    assert opened == ["alias"]


def test_it_keeps_the_bytes_of_unchanged_values(make_card, opened):
    card = make_card(alias=NAME, story="x")
    before = column("alias", card)
    card = Card.objects.get()
    card.status = "open"
    card.alias = str(card.alias)
    card.story = "changed"
    card.save()
    assert column("alias", card) == before
    assert Card.objects.get().story == "changed"


def test_it_notices_changes_inside_json(make_card):
    make_card(contacts=[1])
    card = Card.objects.get()
    before = column("contacts", card)
    card.save()
    assert card.contacts == [1] and column("contacts", card) == before
    card.contacts.append(2)
    card.save()
    assert Card.objects.get().contacts == [1, 2]


def test_it_works_in_bulk_create_and_bulk_update(make_card, organization, person):
    base = {"organization_id": organization, "person_id": person}
    make_card()
    Card.objects.all().delete()
    Card.objects.bulk_create(Card(alias=f"name {n}", contacts=[n], **base) for n in range(5))
    cards = list(Card.objects.all())
    for card in cards:
        card.story = card.alias + "!"
        card.contacts.append(9)
    cards[0].phone = "1"
    Card.objects.bulk_update(cards, ["alias", "story", "contacts", "phone"])
    for card in Card.objects.all():
        assert card.story == card.alias + "!" and card.contacts[1] == 9
    assert Card.objects.get(pk=cards[0].pk).phone == "1"


def test_it_works_with_update_fields_and_update_or_create(make_card):
    card = make_card(alias="a", story="s")
    card.alias = card.story = "new"
    card.save(update_fields=["alias"])
    assert [Card.objects.get().alias, Card.objects.get().story] == ["new", "s"]
    Card.objects.update_or_create(pk=card.pk, defaults={"story": "t"})
    assert Card.objects.get().story == "t"


def test_it_works_deferred(make_card, opened, django_assert_num_queries):
    make_card(alias=NAME, story="x")
    for queryset in (Card.objects.defer("alias"), Card.objects.only("status")):
        card = queryset.get()
        assert "alias_sealed" in card.get_deferred_fields()
        card.status = "seen"
        card.save()
        card.key_owner()
        with django_assert_num_queries(1, connection=connections["keys"]):
            assert card.alias == NAME
    assert Card.objects.only("alias", "organization_id", "person_id").get().alias == NAME


def test_it_refreshes_without_decrypting(make_card, opened):
    made = make_card(alias="old")
    other = Card.objects.get()
    other.alias = NAME
    other.save()
    made.refresh_from_db()
    assert opened == []
    assert made.alias == NAME


def test_values_give_sealed_bytes_that_open_with_their_place(make_card, organization, person):
    card = make_card(alias=NAME)
    [(pk, sealed)] = Card.objects.values_list("id", "alias")
    assert isinstance(sealed, Sealed) and NAME.encode() not in sealed.ciphertext
    field = Card._meta.get_field("alias")
    assert field.open(sealed, pk=pk, owner=KeyOwner(organization, person)) == NAME
    assert all(NAME not in repr(value) for value in Card.objects.values().get().values())
    with pytest.raises(Tampered):
        field.open(sealed, pk=uuid4(), owner=card.key_owner())


def test_pickles_hold_only_ciphertext(make_card, installed):
    card = make_card(alias=NAME)
    assert card.alias == NAME
    pickled = pickle.dumps(card)
    assert NAME.encode() not in pickled
    assert pickle.loads(pickled).alias == NAME  # noqa: S301
    card.alias = "unsaved"
    with pytest.raises(PlaintextRefused):
        pickle.dumps(card)


def test_copies_are_independent(make_card, installed):
    card = make_card(alias=NAME, contacts=[1])
    deep = copy.deepcopy(card)
    deep.contacts.append(2)
    deep.alias = "other"
    assert (card.contacts, card.alias) == ([1], NAME)


def test_no_repr_shows_plaintext(make_card):
    card = make_card(alias=NAME)
    card.story = NAME
    seen = [repr(card.alias_sealed), repr(card.story_sealed), repr(card), repr(card.__dict__), str(card)]
    assert NAME not in " ".join(seen)


@pytest.mark.parametrize("lookup", ["alias", "alias__iexact", "alias__contains", "alias__in", "alias__gt"])
def test_it_refuses_to_filter(make_card, lookup):
    make_card()
    with pytest.raises(PlaintextRefused) as refusal:
        Card.objects.filter(**{lookup: NAME})
    assert NAME not in str(refusal.value)


def test_it_filters_on_presence(make_card):
    make_card(phone="1")
    assert Card.objects.filter(phone__isnull=False).count() == 1
    assert Card.objects.filter(phone=None).count() == 0


@pytest.mark.parametrize(
    "value", [NAME, NAME.encode(), models.Value(NAME), models.F("story"), models.Value(NAME.encode())]
)
def test_it_refuses_plaintext_in_queryset_update(make_card, value):
    make_card()
    with pytest.raises(PlaintextRefused) as refusal:
        Card.objects.update(alias=value)
    assert NAME not in str(refusal.value)


def test_queryset_update_may_clear(make_card):
    make_card(phone="1")
    Card.objects.update(phone=None)
    assert Card.objects.get().phone is None


@pytest.mark.parametrize("move", ["other row", "other column"])
def test_a_moved_ciphertext_fails(make_card, move):
    one, two = make_card(alias=NAME, story="s"), make_card(alias="two")
    target, name = (two, "alias") if move == "other row" else (one, "story")
    Card.objects.filter(pk=target.pk).update(**{name: Card.objects.values_list("alias").get(pk=one.pk)[0]})
    with pytest.raises(Tampered) as failure:
        getattr(Card.objects.get(pk=target.pk), name)
    assert NAME not in repr(failure.value) + str(failure.value)


def test_a_copied_row_is_refused_instead_of_written_unreadable(make_card):
    card = Card.objects.get(pk=make_card(alias=NAME).pk)
    card.pk, card._state.adding = uuid4(), True
    with pytest.raises(Tampered):
        card.save()


def test_a_row_given_to_another_owner_needs_reseal(make_card, organization):
    card = Card.objects.get(pk=make_card(alias=NAME).pk)
    other = uuid4()
    keys.create_data_key(organization, other)
    card.person_id = other
    with pytest.raises(Tampered), transaction.atomic(using="keys"):
        card.save()
    card = Card.objects.get()
    reseal(card)
    card.person_id = other
    card.save()
    keys.destroy(organization, other)
    with pytest.raises(KeyDestroyed):
        Card.objects.get().alias  # noqa: B018


def test_validation_counts_plaintext_characters(make_card):
    card = make_card(alias="é" * 40)
    card.full_clean()
    card.alias = "é" * 41
    with pytest.raises(ValidationError, match="at most 40"):
        card.full_clean()
    with pytest.raises(ValidationError):
        card.save()


def test_validation_keeps_unchanged_bytes(make_card):
    card = Card.objects.get(pk=make_card(alias=NAME).pk)
    before = column("alias", card)
    card.full_clean()
    card.save()
    assert column("alias", card) == before


@pytest.mark.parametrize("value", [3, "not a date", datetime.datetime(2020, 1, 1)])
def test_a_date_refuses_what_is_none(make_card, value):
    with pytest.raises(ValidationError) as refusal:
        make_card(born=value)
    assert "not a date" not in repr(refusal.value)


def test_text_that_utf8_cannot_hold_is_refused_without_showing_it(make_card):
    with pytest.raises(ValidationError) as refusal:
        make_card(story=NAME + "\ud800")
    assert refusal.value.__cause__ is None and NAME not in repr(refusal.value)


def test_forms_show_and_save_plaintext(make_card):
    make_card(alias=NAME, born=datetime.date(2000, 1, 1), contacts=[1])
    Form = modelform_factory(Card, fields=["alias", "story", "phone", "born", "contacts"])
    card = Card.objects.get()
    assert NAME in str(Form(instance=card)["alias"])
    assert "textarea" in str(Form()["story"]) and 'maxlength="40"' in str(Form()["alias"])
    data = {"alias": "New", "story": "", "phone": "", "born": "2000-01-02", "contacts": "[1, 2]"}
    form = Form(data, instance=card)
    assert form.is_valid(), form.errors
    form.save()
    card = Card.objects.get()
    assert (card.alias, card.phone, card.born.day, card.contacts) == ("New", None, 2, [1, 2])
    assert not Form(data | {"alias": "x" * 41}, instance=card).is_valid()


def test_a_column_of_zero_bytes_reads_as_the_default(make_card):
    make_card(story="x", contacts=[1])
    with connections["keys"].cursor() as cursor:
        cursor.execute("UPDATE encryption_tests_card SET story = %s, contacts = %s", [b"", b""])
    card = Card.objects.get()
    assert (card.story, card.contacts) == ("", [])
    card.save()


def test_migrations_can_rebuild_the_fields():
    for field in Card._meta.concrete_fields:
        _name, path, args, kwargs = field.deconstruct()
        again = type(field)(*args, **kwargs)
        assert again.deconstruct()[1:] == (path, args, kwargs)
    assert Card._meta.get_field("alias").deconstruct()[1:] == (
        "casemgr.encryption.fields.EncryptedText",
        [],
        {"verbose_name": "alias", "max_length": 40, "blank": True},
    )


def test_the_system_check_refuses_indexes_and_ownerless_models():
    from casemgr.encryption.fields import EncryptedText

    class Bad(models.Model):  # noqa: DJ008
        secret = EncryptedText(unique=True)

        class Meta:
            app_label = "encryption_tests"

    ids = {error.id for error in Bad._meta.get_field("secret").check()}
    assert {"encryption.E001", "encryption.E002", "encryption.E003"} <= ids
