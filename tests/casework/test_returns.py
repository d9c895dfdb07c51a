"""Voluntary return: informed, assessed by two, followed up; every cell of its table tried by random walks."""

import datetime

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from casemgr.errors import CasemgrError, Conflict, InvalidInput, NotInThisState, NotPermitted
from cases import actions, returns_diagram
from cases.actions.embassy import is_kept_from_embassy
from cases.actions.returns import is_approved, months_after
from cases.models import NeverShare, ReturnRisk, Task, VoluntaryReturn
from cases.returns import TABLE, UNDER_WAY, Event, State, rule_for
from tests.conftest import as_user, make_person_of, open_case, yesterday

ANSWERS = {
    "decide": {"language": "th", "teach_back": True, "alternatives_told": True},
    "prepare": {"documents": "A passport is there", "receiving": "A partner at the airport"},
    "depart": {"travel_on": yesterday()},
    "arrive": {"arrived_on": yesterday(), "arrival": "She called"},
    "finish": {"stopped_why": "She asks for no more calls"},
    "stop": {"stopped_why": "She wants to stay"},
}
RISK = dict.fromkeys(ReturnRisk.PARTS, "The recruiter lives in the next street")


@pytest.fixture
def going(case, caseworker):
    with as_user(caseworker):
        return actions.consider_return(case, destination="Chiang Rai", wish="To see my mother", by=caseworker)


def now(one, by):
    return VoluntaryReturn.objects.visible_to(by).select_related("case").get(pk=one.pk)


def step(one, event, by, **changes):
    with as_user(by):
        values = ANSWERS[event] | changes
        return actions.step_return(one, event, version=now(one, by).version, by=by, **values)


def approve(one, caseworker, supervisor):
    with as_user(caseworker):
        risk = actions.assess_return(one, RISK, by=caseworker)
    with as_user(supervisor):
        return actions.approve_return_risk(risk, by=supervisor)


def test_the_whole_way(going, caseworker, supervisor):
    step(going, "decide", caseworker)
    step(going, "prepare", caseworker)
    approve(going, caseworker, supervisor)
    step(going, "depart", caseworker)
    step(going, "arrive", caseworker)
    with as_user(caseworker):
        checks = Task.objects.visible_to(caseworker).pending().filter(kind="follow_up").order_by("due_on")
        found = [(task.title, task.due_on) for task in checks if task.title.startswith("Check after")]
    assert [title.partition(": ")[2] for title, _day in found] == ["1 month", "3 months", "6 months", "12 months"]
    assert [day for _title, day in found] == [months_after(yesterday(), months) for months in (1, 3, 6, 12)]
    assert step(going, "finish", caseworker).state == "followed_up"


@pytest.mark.parametrize("missing", ["language", "teach_back", "alternatives_told"])
def test_a_decision_is_informed_or_none(going, caseworker, missing):
    with pytest.raises(InvalidInput) as refused:
        step(going, "decide", caseworker, **{missing: "" if missing == "language" else False})
    assert refused.value.field == missing


@pytest.mark.parametrize("basis", ["", "consent", "guardian", "assent_with_guardian", "mature_minor", "authority"])
def test_a_childs_return_stands_on_a_best_interests_decision_alone(caseworker, basis):
    child = open_case(caseworker, "Noi")
    with as_user(caseworker):
        actions.change_person(child.person, {"birth_year": datetime.date.today().year - 12}, version=1, by=caseworker)
        one = actions.consider_return(child, destination="Home", by=caseworker)
    with pytest.raises(InvalidInput) as refused:
        step(one, "decide", caseworker, basis=basis, best_interests="The panel")
    assert refused.value.field == "basis"
    with pytest.raises(InvalidInput) as refused:
        step(one, "decide", caseworker, basis="best_interests")
    assert refused.value.field == "best_interests"
    assert step(one, "decide", caseworker, basis="best_interests", best_interests="The panel").state == "decided"


def test_nobody_travels_before_another_approved_the_newest_assessment(going, caseworker, supervisor):
    step(going, "decide", caseworker)
    step(going, "prepare", caseworker)
    with pytest.raises(NotInThisState, match="approve"):
        step(going, "depart", caseworker)
    approve(going, caseworker, supervisor)
    with as_user(caseworker):
        actions.assess_return(going, RISK, by=caseworker)  # news: the approval was of an older one
    with pytest.raises(NotInThisState, match="approve"):
        step(going, "depart", caseworker)


def test_a_supervisor_does_not_approve_their_own_whatever_the_house_allows(going, supervisor, harbor, caseworker):
    type(harbor).objects.filter(pk=harbor.pk).update(self_approval=True)
    with as_user(supervisor):
        risk = actions.assess_return(going, RISK, by=supervisor)
        with pytest.raises(NotPermitted, match="Somebody else"):
            actions.approve_return_risk(risk, by=supervisor)
    with as_user(caseworker), pytest.raises(NotPermitted):
        actions.approve_return_risk(risk, by=caseworker)
    other = make_person_of(harbor, "supervisor")
    with as_user(other):
        assert actions.approve_return_risk(risk, by=other).approved_by_id == other.pk


def test_the_database_refuses_an_author_who_approves(going, caseworker):
    with as_user(caseworker):
        actions.assess_return(going, RISK, by=caseworker)
    with as_user(caseworker), pytest.raises(Exception, match="risk_approved_by_another"):
        ReturnRisk.objects.visible_to(caseworker).update(approved_by=caseworker)


def test_every_part_of_the_assessment_is_answered(going, caseworker):
    with as_user(caseworker), pytest.raises(InvalidInput) as refused:
        actions.assess_return(going, RISK | {"debts": " "}, by=caseworker)
    assert refused.value.field == "debts"


def test_the_embassy_learns_nothing_until_the_person_says_so(case, going, caseworker):
    with as_user(caseworker):
        [entry] = NeverShare.objects.visible_to(caseworker).holding()
        assert entry.description == "Embassy or consulate of the person's country"
        with pytest.raises(NotInThisState):
            actions.lift_embassy(going, words="Ask them", version=1, by=caseworker)
    step(going, "decide", caseworker)
    with as_user(caseworker):
        with pytest.raises(InvalidInput):
            actions.lift_embassy(going, words=" ", version=2, by=caseworker)
        assert is_kept_from_embassy(case.person, caseworker)
        one = actions.lift_embassy(going, words="Ask them for a passport, nothing else", version=2, by=caseworker)
        assert not is_kept_from_embassy(case.person, caseworker) and one.embassy_lifted_by_id == caseworker.pk
        assert b"passport" not in bytes(one.embassy_words_sealed.ciphertext)


def test_another_return_keeps_the_embassy_out_again(case, going, caseworker):
    step(going, "decide", caseworker)
    with as_user(caseworker):
        actions.lift_embassy(going, words="Ask them", version=2, by=caseworker)
    step(going, "stop", caseworker)
    with as_user(caseworker):
        actions.consider_return(case, destination="Home", by=caseworker)
        assert is_kept_from_embassy(case.person, caseworker)


def test_one_return_at_a_time_and_none_over_somebody_elses_step(case, going, caseworker):
    with as_user(caseworker):
        with pytest.raises(NotInThisState):
            actions.consider_return(case, destination="Home", by=caseworker)
        with pytest.raises(Conflict):
            actions.step_return(going, "decide", version=7, by=caseworker, **ANSWERS["decide"])
        with pytest.raises(InvalidInput):
            actions.step_return(going, "decide", version=1, by=caseworker, state="arrived")


def test_who_does_not_read_what_happened_sees_no_return(case, going, harbor, supervisor):
    night = make_person_of(harbor, "night_staff")
    with as_user(supervisor):
        actions.grant(case, to=night, by=supervisor)
    with as_user(night):
        for model in (VoluntaryReturn, ReturnRisk):
            assert not model.objects.unscoped("the database alone").exists()


MONTH_ENDS = [((2026, 1, 31), 1, (2026, 2, 28)), ((2026, 11, 30), 3, (2027, 2, 28)), ((2027, 12, 5), 12, (2028, 12, 5))]


@pytest.mark.parametrize(("day", "months", "then"), MONTH_ENDS)
def test_months_end_where_the_month_does(day, months, then):
    assert months_after(datetime.date(*day), months) == datetime.date(*then)


WAY = (Event.DECIDE, "assess", Event.PREPARE, "approve", Event.DEPART, Event.ARRIVE, Event.FINISH)
MOVES = st.sampled_from([*Event, "assess", "approve", "approve_own"])


@settings(max_examples=30, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(left_out=st.sets(st.sampled_from(WAY), max_size=2), more=st.lists(MOVES, max_size=5))
@example(left_out={"approve"}, more=[Event.STOP])
@example(left_out={"approve", Event.DEPART, Event.ARRIVE, Event.FINISH}, more=["approve_own", Event.DEPART])
@example(left_out=set(), more=[Event.STOP])
def test_random_walks_follow_the_table_and_nothing_else(caseworker, supervisor, left_out, more):
    """Along the way with something left out, then anywhere."""
    moves = [*(move for move in WAY if move not in left_out), *more]
    cache.clear()
    case = open_case(caseworker, "Walker")
    with as_user(caseworker):
        one = actions.consider_return(case, destination="Home", by=caseworker)
    state, approved, risks = State.CONSIDERED, False, 0
    for move in moves:
        who = supervisor if move == "approve" else caseworker
        try:
            with as_user(who):
                before = now(one, who)
                if move == "assess":
                    actions.assess_return(before, RISK, by=who)
                elif isinstance(move, Event):
                    actions.step_return(before, move, version=before.version, by=who, **ANSWERS[move])
                else:
                    newest = ReturnRisk.objects.visible_to(who).filter(voluntary_return=one).order_by("-recorded_at")
                    risk = newest.select_related("case").first()
                    if risk is None:
                        continue
                    actions.approve_return_risk(risk, by=who)
            worked = True
        except CasemgrError:
            worked = False
        early = state in (State.CONSIDERED, State.DECIDED, State.PREPARED)
        if move == "assess":
            assert worked == early
            approved, risks = (False, risks + 1) if worked else (approved, risks)
        elif move == "approve":
            assert worked == (early and not approved)
            approved = approved or worked
        elif move == "approve_own":
            assert not worked
        else:
            rule = rule_for(state, move)
            assert worked == (rule is not None and (approved or not rule.approved))
            state = rule.target if worked else state
        with as_user(caseworker):
            assert now(one, caseworker).state == state
            assert is_approved(one, caseworker) == approved


def test_stopping_is_possible_wherever_it_is_not_over():
    assert {state for state in State if rule_for(state, Event.STOP)} == UNDER_WAY
    assert {rule.target for rule in TABLE} | {State.CONSIDERED} == set(State)


def test_the_picture_is_of_this_table():
    assert returns_diagram.PAGE.read_text(encoding="utf-8") == returns_diagram.page()


def test_a_year_goes_by_or_words_say_why_it_ends(going, caseworker, supervisor):
    for event in ("decide", "prepare", "depart", "arrive"):
        if event == "depart":
            approve(going, caseworker, supervisor)
        step(going, event, caseworker)
    with pytest.raises(InvalidInput) as refused:
        step(going, "finish", caseworker, stopped_why=" ")
    assert refused.value.field == "stopped_why"
    with as_user(caseworker):
        VoluntaryReturn.objects.visible_to(caseworker).update(arrived_on=yesterday() - datetime.timedelta(days=366))
    assert step(going, "finish", caseworker, stopped_why=None).state == "followed_up"


def test_who_does_not_go_is_kept_from_the_embassy_again(case, going, caseworker):
    step(going, "decide", caseworker)
    with as_user(caseworker):
        actions.lift_embassy(going, words="Ask them", version=2, by=caseworker)
    step(going, "stop", caseworker)
    with as_user(caseworker):
        assert is_kept_from_embassy(case.person, caseworker)
