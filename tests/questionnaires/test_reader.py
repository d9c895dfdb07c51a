"""A definition is read strictly: what isn't known is refused by name, with the row it stood in."""

import pytest

from cases.codelists.ilo import ILO_INDICATORS
from cases.questionnaires import shipped
from cases.questionnaires.definition import everything
from cases.questionnaires.problems import FormRefused
from cases.questionnaires.reader import read
from tests.questionnaires.forms import form, question

pytestmark = pytest.mark.nodb


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (None, "isn't known here"),
        (form(), "asks nothing"),
        (form(question("a"), extra=1), "extra"),
        (form(question("a", weight=3)), "weight"),
        (form(question("a", required="yes")), "required"),
        (form(question("a", "geopoint")), "geopoint"),
        (form(question("1a")), "begins with a letter"),
        (form(question("a") | {"label": {}}), "no words"),
        (form(question("a"), question("a")), "twice"),
        (form(question("a", "select_one", choices="none")), "no choices “none”"),
        (form(question("a", relevant="${b} = 1"), question("b")), "“b” stands before"),
        (form(question("a", relevant="${a} = 1")), "“a” stands before"),
        (form(question("a", relevant=". = 1")), "“.” means"),
        (form(question("a", relevant="boom(1)")), "boom"),
        (form(question("a", calculation="1")), "calculate"),
        (form(question("a"), code="no spaces"), "id of letters"),
        (form(question("a"), kind="score"), "kind"),
        (form(question("a") | {"label": {"English": "x"}}), "language"),
        (form(question("a") | {"label": {"en": "x" * 4000}}), "too long"),
        (form(question("g", "group", items=[])), "empty"),
    ],
)
def test_it_refuses_and_says_why(source, said):
    with pytest.raises(FormRefused) as refused:
        read(source)
    assert said in " ".join(str(one.message) for one in refused.value.problems)


def test_outside_a_repeat_its_answers_arent_asked_about():
    inner = question("r", "repeat", items=[question("a"), question("b", relevant="${a} = 'x'")])
    with pytest.raises(FormRefused) as refused:
        read(form(inner, question("c", relevant="${a} = 'x'", row=7)))
    assert refused.value.problems[0].row == 7 and refused.value.problems[0].column == "relevant"


def test_a_repeat_in_a_repeat_is_refused():
    inner = question("r", "repeat", items=[question("s", "repeat", items=[question("a")])])
    with pytest.raises(FormRefused) as refused:
        read(form(inner))
    assert "repeat in a repeat" in str(refused.value.problems[0].message)


@pytest.mark.parametrize("code", shipped.CODES)
def test_what_is_shipped_is_sound_and_speaks_both_languages(code):
    definition = shipped.definition(code)
    for item in everything(definition.items):
        assert all(set(words) == {"en", "ar"} for words in (item.label, *(c.label for c in item.choices)))
        assert all(
            not words or set(words) == {"en", "ar"} for words in (item.hint, item.prompt, item.constraint_message)
        )


def test_the_ilo_form_asks_about_all_eleven_and_adds_nothing_up():
    items = list(everything(shipped.definition("ilo_indicators").items))
    assert {item.name for item in items if item.choices} == set(ILO_INDICATORS)
    assert not [item for item in items if item.type == "calculate"]
