"""One walk tells what is relevant; what isn't is never kept, and what was finished reads the same ever after."""

import pytest

from cases.questionnaires import shipped
from cases.questionnaires.answers import read_answer
from cases.questionnaires.definition import Item, everything
from cases.questionnaires.engine import INSTANCES, finished, walk
from cases.questionnaires.reader import read
from cases.questionnaires.words import lines
from tests.questionnaires.forms import DAY, answered, form, home_visit, question

pytestmark = pytest.mark.nodb


def keys(walked):
    return {one.key for one in walked.shown if one.item.asked}


def test_relevance_of_a_question_a_group_and_a_repeat_follows_the_answers():
    definition = read(home_visit())
    assert keys(walk(definition, {}, DAY)) == {"lives", "wants", "words"}
    told = answered(lives="no") | {"child": [answered(age=5), answered(age=9)]}
    asked = keys(walk(definition, told, DAY))
    assert asked >= {"rooms", "child:0:age", "child:1:age", "child:1:school"} and "child:0:school" not in asked


def test_what_is_no_longer_relevant_is_dropped_with_what_hung_on_it():
    definition = read(home_visit())
    told = answered(lives="no", rooms=3) | {"child": [answered(age=9, school="yes")]}
    assert set(walk(definition, told, DAY).answers) == {"lives", "rooms", "child"}
    assert walk(definition, told | answered(lives="yes"), DAY).answers == answered(lives="yes")


def test_a_chain_falls_together():
    chain = read(
        form(
            question("a", "select_one", choices="yn"),
            question("b", "select_one", choices="yn", relevant="${a} = 'yes'"),
            question("c", relevant="${b} = 'yes'"),
        )
    )
    assert walk(chain, answered(a="no", b="yes", c="x"), DAY).answers == answered(a="no")


def test_a_constraint_is_about_the_answer_and_a_reason_needs_none():
    definition = read(home_visit())
    said = answered(lives="no", rooms=99)
    assert [one.key for one in walk(definition, said, DAY).wrong] == ["rooms"]
    assert not walk(definition, said | {"rooms": {"special": "declined"}}, DAY).wrong


def test_what_is_needed_takes_a_reason_why_there_is_no_answer():
    definition = read(home_visit())
    assert [one.key for one in walk(definition, {}, DAY).wrong] == ["lives"]
    for special in ("declined", "unknown", "not_asked"):
        assert not walk(definition, {"lives": {"special": special}}, DAY).wrong


def test_finishing_says_of_every_relevant_question_that_it_was_not_asked():
    done = finished(read(home_visit()), answered(lives="no") | {"child": [{}, answered(age=3)]}, DAY)
    assert done["rooms"] == done["words"] == {"special": "not_asked"}
    assert done["child"] == [answered(age=3)], "an empty instance is nobody"
    assert "by" not in done


def test_answers_of_no_question_or_of_a_wrong_shape_are_not_kept():
    definition = read(home_visit())
    odd = {"lives": {"value": "perhaps"}, "rooms": {"value": "3"}, "ghost": {"value": "x"}, "wants": {"value": "bed"}}
    odd |= {"words": {"value": "x", "special": "unknown"}, "child": "x"}
    assert walk(definition, odd, DAY).answers == {}


def test_a_repeat_is_bounded():
    told = answered(lives="no") | {"child": [answered(age=1)] * 99}
    assert len(walk(read(home_visit()), told, DAY).answers["child"]) == INSTANCES


def test_where_an_expression_fails_the_question_is_asked():
    definition = read(form(question("a"), question("b", relevant="${a} * 2 > 1", constraint=". * 2 > 1")))
    walked = walk(definition, answered(a="words", b="words"), DAY)
    assert keys(walked) == {"a", "b"} and not walked.wrong


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("integer", "12", 12),
        ("integer", "١٢", 12),
        ("integer", "1.5", None),
        ("integer", "1e9", None),
        ("integer", "twelve", None),
        ("decimal", "2.50", "2.50"),
        ("decimal", "٢٫٥", "2.5"),
        ("decimal", "2,5", None),
        ("decimal", "NaN", None),
        ("decimal", "9" * 20, None),
        ("date", "2026-02-28", "2026-02-28"),
        ("date", "2026-02-30", None),
        ("text", "x" * 5001, None),
        ("text", " words ", "words"),
    ],
)
def test_what_was_typed_is_read_or_stays_as_it_was(kind, typed, kept):
    answer = read_answer(Item(kind, "a"), [typed], "")
    assert answer == ({"value": kept} if kept is not None else {"typed": typed})


def test_an_answer_and_a_reason_for_none_is_said_to_be_wrong():
    definition = read(form(question("a")))
    both = {"a": read_answer(definition.items[0], ["x"], "declined")}
    assert "Either" in walk(definition, both, DAY).wrong[0].trouble


def test_headings_prompts_and_reasons_stand_in_what_is_read():
    told = lines(read(home_visit()), finished(read(home_visit()), answered(lives="no"), DAY))
    assert [line.label for line in told if line.heading] == ["Home", "Child 1", "The rest"]
    lives = next(line for line in told if line.key == "lives")
    assert (lives.answer, lives.prompts) == ("No", ("Ask who else is there.",))


def test_a_prompt_of_several_answers_is_said_once():
    definition = shipped.definition("ilo_indicators")
    found = {item.name: {"value": "noticed"} for item in everything(definition.items) if item.choice("noticed")}
    told = lines(definition, found)
    assert len(found) == 11 and [line.prompts for line in told].count(()) == len(told) - 1
