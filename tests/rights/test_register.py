"""Nothing is held of a person that the register doesn't know: neither a model nor a field."""

import pytest
from django.apps import apps

from cases.models import Case, Person
from cases.rights import diagram
from cases.rights.narrative import COLUMNS
from cases.rights.part import TECHNICAL
from cases.rights.register import OUT, PARTS

pytestmark = pytest.mark.nodb


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


def test_what_is_told_in_words_goes_with_the_narrative():
    for column in ("cases_note.body", "cases_experience.narrative", "cases_document.title"):
        assert column in COLUMNS


def test_the_picture_of_the_life_is_up_to_date():
    assert diagram.PAGE.read_text() == diagram.page()
