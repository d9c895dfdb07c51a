"""Nothing is held of a person that the register doesn't know: neither a model nor a field."""

from collections import Counter

import pytest
from django.apps import apps
from django.db.models import JSONField, TextField

from casemgr.encryption.fields import EncryptedField
from casemgr.encryption.registry import encrypted_fields
from cases.models import Case, Person
from cases.rights import diagram
from cases.rights.narrative import COLUMNS, columns
from cases.rights.part import TECHNICAL
from cases.rights.register import NARRATIVE_OUT, OUT, PARTS, STAYS_OUT
from referrals import words
from referrals.models import Referral

pytestmark = pytest.mark.nodb
#: letters between servers, ids and codes in signed form
SIGNED = {"OutgoingLetter.tries", "OutgoingLetter.receipt", "PurgeRequest.proof"}


def models_of_people():
    for model in apps.get_app_config("cases").get_models():
        ends = {field.remote_field.model for field in model._meta.concrete_fields if field.remote_field}
        if model in (Case, Person) or ends & {Case, Person}:
            yield model


def test_every_model_with_a_person_is_in_a_copy_or_says_why_not():
    known = {part.model for part in PARTS} | set(OUT)
    assert {model.__name__ for model in models_of_people()} - {model.__name__ for model in known} == set()


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.model.__name__)
def test_every_field_is_shown_or_left_out_on_purpose(part):
    names = {field.name for field in part.model._meta.concrete_fields}
    told = {*part.shown, *part.staff, *part.left}
    assert names - told - TECHNICAL == set(), "held, and not told"
    assert told - names == set(), "told, and not held"
    assert set(part.narrative) <= names


def hanging_on_people():
    """Every model of casework and referrals from which foreign keys lead to a case or a person."""
    rooms = [model for room in ("cases", "referrals") for model in apps.get_app_config(room).get_models()]
    found = {Case, Person, Referral}  # a referral is about a person by its sender's side
    while more := {
        model
        for model in rooms
        if model not in found and found & {f.remote_field.model for f in model._meta.concrete_fields if f.remote_field}
    }:
        found |= more
    return found


def declared():
    """(model, sealed field) -> how often it is declared to go or to stay."""
    goes = [*((part.model, part.narrative) for part in PARTS), *NARRATIVE_OUT.items(), *words.TOLD.items()]
    stays = [*((part.model, part.stays) for part in PARTS), *STAYS_OUT.items(), *words.STAYS.items()]
    kept = [(model, " ".join(why.values()).split()) for model, why in stays]
    return Counter((model.__name__, name) for model, names in [*goes, *kept] for name in names)


def test_every_sealed_word_of_a_person_goes_or_says_why_it_stays():
    sealed = {(m.__name__, field.name) for m in hanging_on_people() for field in encrypted_fields(m)}
    assert sealed - set(declared()) == set(), "held, and neither told nor with a reason to stay"
    assert set(declared()) - sealed == set(), "declared, and not held"
    assert [one for one, times in declared().items() if times > 1] == []


def test_no_free_text_of_a_person_lies_in_clear():
    clear = {
        f"{model.__name__}.{field.name}"
        for model in hanging_on_people()
        for field in model._meta.concrete_fields
        if isinstance(field, (TextField, JSONField)) and not isinstance(field, EncryptedField)
    }
    assert clear == SIGNED, "a text in clear: no erasing of words finds it"


@pytest.mark.parametrize("column", columns())
def test_what_goes_hangs_on_a_case_a_person_or_a_notice(column):
    table = column.partition(".")[0]
    [model] = [one for one in hanging_on_people() if one._meta.db_table == table]
    assert {"case", "person", "notice"} & {field.name for field in model._meta.concrete_fields}


def test_what_is_told_in_words_goes_with_the_narrative():
    for column in ("cases_note.body", "cases_experience.narrative", "cases_document.title"):
        assert column in COLUMNS


def test_the_picture_of_the_life_is_up_to_date():
    assert diagram.PAGE.read_text() == diagram.page()
