"""No copy on paper shows a code: every part is filled with every code it may hold, in each language of the program."""

import datetime
import re

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone, translation

from casemgr.accounts.models import Organization, User
from cases.actions.copies import Held
from cases.codelists import REGISTRY
from cases.crisis_prompts import PROMPTS
from cases.htcds.fields import ELSEWHERE
from cases.models import Assessment, CrisisCheck, Experience, HtcdsFacts, Person
from cases.rights.register import PARTS
from frontend.copy_words import labels_of
from frontend.copying import FORMS, Copy

pytestmark = pytest.mark.nodb
#: texts that are no codes: years, a kind of file, money's own three letters; what a person is called by
FREE = frozenset("registered_period media_type currency pronouns source goods_other alias".split())
STANDARDS_OWN = frozenset({(HtcdsFacts, "facts")})
NOON = datetime.datetime(2019, 5, 2, 12, tzinfo=datetime.UTC)
#: what Arabic writes in Latin letters too
NAMES = re.compile(r"[A-Z0-9][A-Za-z0-9+&./-]*|iPhone|eBay")


def codes_of(model, field):
    """Every code that a field may hold."""
    if field.choices:
        return [code for code, _label in field.choices if code != ""]
    if (labels := labels_of(model, field.name)) is not None:
        return list(labels)
    if model in FORMS and field.name in FORMS[model].base_fields:
        choices = getattr(FORMS[model](row=model(organization=Organization())).fields.get(field.name), "choices", ())
        return [code for code, _label in choices if code]
    return []


def value_of(model, field, turn):
    if model is Experience and field.name == "route":
        return [{"stage": "Transit", "country": "THA", "date": "2019-05"}]
    if model is CrisisCheck and field.name == "answers":
        return dict.fromkeys(PROMPTS, "declined")
    if (model, field.name) in STANDARDS_OWN:
        coded = {name: one for name, one in ELSEWHERE.items() if one.codelist in REGISTRY}
        return {name: next(iter(REGISTRY[one.codelist])) for name, one in coded.items()}
    if isinstance(field, models.ForeignKey):
        return Organization(name="X") if field.related_model is Organization else None
    if isinstance(field, models.BooleanField):
        return bool(turn % 2)
    if isinstance(field, models.DateTimeField):
        return NOON
    if isinstance(field, models.DateField) or "Date" in type(field).__name__:
        return NOON.date()
    codes = codes_of(model, field)
    if isinstance(field, ArrayField):
        return codes
    return codes[turn % len(codes)] if codes else None


def rows(part):
    """Unsaved rows; together they hold every code of every field."""
    fields = [part.model._meta.get_field(name) for name in part.shown]
    turns = max([2, *(len(codes_of(part.model, field)) for field in fields if not isinstance(field, ArrayField))])
    for turn in range(turns):
        row = part.model(organization=Organization())
        for field in fields:
            if part.model is Assessment and field.name == "answers":
                continue
            setattr(row, field.name, value_of(part.model, field, turn))
        for name in part.staff:
            setattr(row, name, User(role="caseworker"))
        yield row


def told(part):
    [section] = Copy(full=True, names=[]).sections([Held(part, list(rows(part)))])
    return [fact for row in section.rows for fact in row.facts]


def pieces(words):
    return {piece.strip() for piece in re.split(r", |\n| · |: |; ", words)}


def raw(language):
    """Codes of all lists whose label in this language is another word."""
    with translation.override(language):
        return {code for one in REGISTRY.values() for code in one if str(one.label(code)) != code}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.model.__name__)
def test_no_part_shows_a_code(part, language):
    codes = raw(language) | {code for field in part.model._meta.concrete_fields for code, _label in field.choices or ()}
    with translation.override(language):
        shown, words_too = told(part), same(part)
    assert shown
    for label, words in shown:
        assert not pieces(words) & (codes - words_too), label
        assert not re.search(r"\d{4}-\d\d", words) and not pieces(words) & {"True", "False"}, label


def same(part):
    """Words that stand for a code in a list of this part: a code of another list may be spelt like them."""
    fields = [part.model._meta.get_field(name) for name in part.shown]
    lists = [labels_of(part.model, field.name) or dict(field.choices or ()) for field in fields]
    return {piece for one in lists for label in one.values() for piece in pieces(str(label))}


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.model.__name__)
def test_an_arabic_copy_is_arabic(part):
    with translation.override("ar"):
        shown = told(part)
        heading = str(part.heading)
    assert not re.search("[A-Za-z]", heading)
    for label, words in shown:
        assert not re.search("[A-Za-z]{2}", label.replace("HTCDS", "")), label
        if part.model is not HtcdsFacts:  # the standard's own names of its fields
            assert not re.search("[a-z]{3}", NAMES.sub("", words)), (label, words)


def test_every_text_in_clear_has_labels_or_is_no_code():
    """A field that is added later has to say which list its codes are of."""
    missing = [
        (part.model.__name__, name)
        for part in PARTS
        for name in part.shown
        if type(field := part.model._meta.get_field(name)) in (models.CharField, ArrayField)
        and name not in FREE
        and not codes_of(part.model, field)
        and not (part.model in FORMS and name in FORMS[part.model].base_fields)
    ]
    assert missing == []


def test_today_is_written_out_on_paper():
    """It is read on another day."""
    person = Person(alias="x", organization=Organization())
    person.created_at = timezone.now()
    [section] = Copy(full=True, names=[]).sections([Held(PARTS[0], [person])])
    assert any(str(timezone.localdate().year) in words for _label, words in section.rows[0].facts)
