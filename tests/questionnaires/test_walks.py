"""Random walks: whatever is answered, changed and taken back, nothing irrelevant is kept."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.questionnaires.definition import everything
from cases.questionnaires.engine import finished, walk
from cases.questionnaires.reader import read
from cases.questionnaires.words import lines
from tests.questionnaires.forms import DAY, home_visit

pytestmark = pytest.mark.nodb
DEFINITION = read(home_visit())
BY_NAME = {item.name: item for item in everything(DEFINITION.items)}

codes = {"lives": ["yes", "no"], "school": ["yes", "no"]}
special = st.sampled_from(["declined", "unknown", "not_asked"]).map(lambda code: {"special": code})


def values(name):
    if name in codes:
        found = st.sampled_from(codes[name])
    elif name in ("rooms", "age"):
        found = st.integers(0, 60)
    elif name == "wants":
        found = st.lists(st.sampled_from(["bed", "papers"]), min_size=1, unique=True)
    elif name == "by":
        found = st.dates(DAY, DAY + datetime.timedelta(days=99)).map(str)
    else:
        found = st.text("abc ", min_size=1)
    return found.map(lambda value: {"value": value}) | special | st.just({"typed": "?"})


def some(*names):
    return st.fixed_dictionaries({}, optional={name: values(name) for name in names})


steps = st.lists(some("lives", "rooms", "wants", "by", "words"), min_size=1, max_size=6)
children = st.lists(some("age", "school"), max_size=3)


def said(answers, name):
    return answers.get(name, {}).get("value")


def allowed(answers):
    """What may be kept, told by hand, apart from the engine."""
    found = {"lives", "wants"}
    if said(answers, "lives") == "no":
        found |= {"rooms", "child"}
    if "papers" in (said(answers, "wants") or []):
        found |= {"by"}
    if len(said(answers, "wants") or []) < 2:
        found |= {"words"}
    return found


@settings(deadline=None)  # a busy machine
@given(steps, children)
def test_nothing_irrelevant_is_kept_at_any_step(steps, children):
    answers = {}
    for step in steps:
        answers = walk(DEFINITION, answers | step | {"child": children}, DAY).answers
        assert set(answers) <= allowed(answers)
        for child in answers.get("child", []):
            assert "school" not in child or Decimal(said(child, "age") or 0) >= 6
        assert walk(DEFINITION, answers, DAY).answers == answers, "a second walk changes nothing"


@settings(deadline=None)  # a busy machine
@given(steps)
def test_what_is_finished_is_whole_and_reads_the_same_after_newer_versions(steps):
    answers = {}
    for step in steps:
        answers = walk(DEFINITION, answers | step, DAY).answers
    done = finished(DEFINITION, {k: v for k, v in answers.items() if "typed" not in str(v)}, DAY)
    assert set(done) == allowed(done)
    first = lines(DEFINITION, done)
    later = read(home_visit(survey=[["text", "lives", "Other words", "x"]]))
    lines(later, done)
    assert lines(read(home_visit()), done) == first
