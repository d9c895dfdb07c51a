import importlib
import pkgutil

import pytest
from django import forms
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.template import Context, Template

import frontend.forms
from frontend.forms.sample import SampleForm

pytestmark = pytest.mark.nodb


def drawn(form):
    return Template("{% load forms %}{% error_summary form %}{{ form }}").render(Context({"form": form}))


@pytest.fixture
def wrong():
    return drawn(SampleForm({"alias": "", "phone": "+1 555 0100", "note": "Calls from a café"}))


def test_it_lists_errors_with_links_to_their_inputs(wrong):
    assert 'href="#id_alias"' in wrong
    assert 'href="#id_risk_0"' in wrong


def test_it_ties_an_error_and_a_hint_to_the_input(wrong):
    assert 'id="id_alias_error"' in wrong
    assert 'aria-describedby="id_alias_helptext id_alias_error"' in wrong
    assert 'aria-invalid="true"' in wrong


def test_it_ties_an_error_to_a_group_of_choices(wrong):
    assert '<fieldset aria-describedby="id_risk_error">' in wrong


def test_it_loses_nothing_that_was_typed(wrong):
    assert 'value="+1 555 0100"' in wrong
    assert "Calls from a café" in wrong


def test_an_unsent_form_shows_no_error():
    assert "error" not in drawn(SampleForm())


def test_browsers_may_not_complete_or_check_what_is_typed():
    html = drawn(SampleForm())
    assert html.count('autocomplete="off"') == html.count('spellcheck="false"') >= 3


def test_names_take_the_direction_of_their_script():
    assert 'dir="auto"' in drawn(SampleForm())


def test_what_was_typed_is_escaped():
    assert "<script>" not in drawn(SampleForm({"alias": "<script>alert(1)</script>"}))


def every_form():
    """Every form class of the pages."""
    for module in pkgutil.iter_modules(frontend.forms.__path__):
        importlib.import_module(f"frontend.forms.{module.name}")
    waiting, found = [forms.Form], set()
    while waiting:
        waiting += (new := set(waiting.pop().__subclasses__()) - found)
        found |= new
    return [one for one in found if one.__module__.startswith("frontend.")]


def test_no_choice_is_empty_in_the_librarys_words():
    """Django's own "Select an option" isn't in every language of ours."""
    choices = [(form, name, field) for form in every_form() for name, field in form.base_fields.items()]
    rows = [one for one in choices if isinstance(one[2], forms.ModelChoiceField)]
    assert len(rows) > 20
    assert [f"{form.__name__}.{name}" for form, name, field in rows if field.empty_label == BLANK_CHOICE_LABEL] == []
