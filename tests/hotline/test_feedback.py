"""Words without a name: counted each by itself, tied to nothing, read by few and only once there are enough."""

import datetime
import inspect

import pytest
from django.db import DatabaseError, transaction

from casemgr.audit.models import AuditEntry
from casemgr.db.actor import acting_as
from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases import actions
from cases.actions.feedback import itself
from cases.feedback import AT_LEAST, told, weeks_over
from cases.models import FeedbackCount, FeedbackDoor, FeedbackWord
from cases.models import feedback as models
from tests.conftest import as_user

GLAD = {"safe": "yes", "heard": "yes", "rights": "partly", "needs": "no", "others": "none"}
MONDAY = datetime.date.today() - datetime.timedelta(days=datetime.date.today().weekday())


@pytest.fixture
def opened(org_admin):
    with as_user(org_admin):
        return actions.switch_feedback(opened=True, by=org_admin)


def say(opened, **changes):
    return actions.leave_feedback(opened.code, **{"answers": GLAD, "words": "They were kind."} | changes)


def words(by):
    with as_user(by), transaction.atomic():
        rows = set(FeedbackWord.objects.visible_to(by).values_list("pk", flat=True))
        assert set(FeedbackWord.objects.unscoped("the database alone").values_list("pk", flat=True)) == rows
        return [one.words for one in FeedbackWord.objects.visible_to(by)]


def counts(by):
    with as_user(by), transaction.atomic():
        rows = list(FeedbackCount.objects.visible_to(by))
        assert FeedbackCount.objects.unscoped("the database alone").count() == len(rows)
        return {(one.question, one.answer): one.count for one in rows}


def test_nothing_ties_it_to_anything(opened, supervisor, django_assert_num_queries):
    """No column can hold a person, a case, a worker or a time; ids are random; the trail says nothing."""
    say(opened)
    for model in (FeedbackCount, FeedbackWord):
        names = {field.name for field in model._meta.get_fields()}
        assert {field.name for field in model._meta.get_fields() if field.is_relation} == {"organization"}
        assert not names & {"created_at", "at", "time", "language", "address", "author", "person", "case"}
    with acting_as(itself(opened.organization_id)), transaction.atomic():
        rows = [*FeedbackCount.objects.unscoped("ids"), *FeedbackWord.objects.unscoped("ids")]
        assert {row.pk.version for row in rows} == {4}, "a time-ordered id would tell the millisecond"
        assert {row.week for row in rows} == {MONDAY}
        assert (
            not AuditEntry.objects.unscoped("trail")
            .filter(event__startswith="feedback")
            .exclude(event="feedback:door:change")
        )
        [word] = FeedbackWord.objects.unscoped("sealed")
        assert word.key_owner() == (opened.organization_id, opened.organization_id)
        assert b"kind" not in bytes(word.words_sealed.ciphertext)
    assert "trail" not in inspect.getsource(models)


def test_answers_are_counted_each_by_itself(opened, supervisor):
    say(opened)
    say(opened, answers=GLAD | {"safe": "no"}, words="")
    found = counts(supervisor)
    assert (found["safe", "yes"], found["safe", "no"], found["others", "none"]) == (1, 1, 2)


def test_words_alone_count_no_answers(opened, supervisor):
    say(opened, answers={})
    assert counts(supervisor) == {} and words(supervisor) == ["They were kind."]


def test_only_the_open_address_takes_words(opened, org_admin, supervisor):
    assert not actions.leave_feedback("x" * 24, answers=GLAD)
    with as_user(org_admin):
        renewed = actions.switch_feedback(opened=True, renew=True, by=org_admin)
        assert renewed.code != opened.code
    assert not say(opened) and say(renewed)
    with as_user(org_admin):
        actions.switch_feedback(opened=False, by=org_admin)
    assert not say(renewed)
    assert len(words(supervisor)) == 1


def test_it_is_closed_until_somebody_opens_it(caseworker, org_admin):
    with as_user(caseworker), pytest.raises(NotPermitted):
        actions.switch_feedback(opened=True, by=caseworker)
    with as_user(org_admin):
        assert not FeedbackDoor().open and not FeedbackDoor.objects.visible_to(org_admin).exists()


def test_nobody_makes_answers_up(opened):
    for wrong in ({"safe": "maybe"}, {"name": "yes"}):
        with pytest.raises(InvalidInput):
            say(opened, answers=wrong)


def test_who_reads_words(opened, supervisor, recipient, caseworker, intake, org_admin, partner_worker):
    say(opened)
    say(opened, words="He hit me.", harm=True)
    assert words(supervisor) == ["They were kind."]
    assert sorted(words(recipient)) == ["He hit me.", "They were kind."]
    for one in (caseworker, intake, org_admin, partner_worker):
        assert words(one) == [] and counts(one) == {}


def test_a_word_is_handed_over_and_settled(opened, supervisor, recipient, caseworker):
    say(opened, words="He hit me.")
    with as_user(supervisor):
        word = FeedbackWord.objects.visible_to(supervisor).get()
    with as_user(caseworker), pytest.raises(NotPermitted):
        actions.hand_to_complaints(word, by=caseworker)
    with as_user(supervisor):
        actions.hand_to_complaints(word, by=supervisor)
        with pytest.raises(NotFound):
            actions.hand_to_complaints(word, by=supervisor)
        with pytest.raises(NotPermitted):
            actions.take_word_on(word, kind="received", by=supervisor)
    assert words(supervisor) == []
    with as_user(recipient):
        actions.take_word_on(word, kind="upheld", by=recipient)
        with pytest.raises(NotInThisState):
            actions.take_word_on(word, kind="received", by=recipient)


def test_the_database_lets_nobody_write_a_word_or_a_count_as_somebody(opened, supervisor):
    """Only the organization itself, as which the public page acts: no worker can slip words in."""
    with as_user(supervisor), pytest.raises(DatabaseError), transaction.atomic():
        FeedbackCount(organization=supervisor.home, week=MONDAY, question="safe", answer="yes").save(force_insert=True)
    say(opened)
    with as_user(supervisor), pytest.raises(DatabaseError), transaction.atomic():
        FeedbackWord.objects.visible_to(supervisor).update(week=MONDAY - datetime.timedelta(days=7))


def rows_of(**answers):
    return [FeedbackCount(question="safe", answer=answer, count=count) for answer, count in answers.items()]


def safe(**answers):
    total, found = told(rows_of(**answers))
    return total, dict(found[0].counts) if found else {}


def test_too_few_answers_are_not_told():
    assert safe(yes=AT_LEAST - 1) == (None, {})


@pytest.mark.parametrize(
    ("answers", "known"),
    [
        ({"yes": 20, "partly": 9, "no": 8, "none": 7}, {"yes", "partly", "no", "none"}),
        ({"yes": 20, "partly": 9, "no": 8, "none": 1}, {"yes", "partly"}),  # the rest tells 9 in two groups
        ({"yes": 20, "partly": 1, "no": 1, "none": 1}, set()),  # three people would be told by the rest
        ({"yes": 20, "partly": 3, "no": 3, "none": 0}, {"yes"}),
        ({"yes": 20}, set()),  # "nobody said no" is a number about few as well
    ],
)
def test_what_is_withheld_can_not_be_reckoned(answers, known):
    total, found = safe(**answers)
    assert {answer for answer, count in found.items() if count is not None} == known
    rest = total - sum(count or 0 for count in found.values())
    assert rest == 0 or rest >= AT_LEAST


@pytest.mark.parametrize("day", [datetime.date(2026, 11, 11), datetime.date(2026, 11, 30), datetime.date(2026, 12, 6)])
def test_a_month_is_not_told_before_all_its_weeks_are_over(day):
    month = datetime.date(2026, 11, 1)
    assert weeks_over(month, day) == (month, month)


@pytest.mark.parametrize("day", [datetime.date(2026, 12, 7), datetime.date(2027, 1, 5)])
def test_a_month_whose_weeks_are_over_is_told_whole(day):
    month = datetime.date(2026, 11, 1)
    assert weeks_over(month, day) == (month, datetime.date(2026, 12, 1))
