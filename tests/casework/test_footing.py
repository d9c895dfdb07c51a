"""What a consent stands on: children's bases, guardians, witnesses, the text that was read."""

import datetime

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from casemgr.accounts.clock import today
from casemgr.errors import InvalidInput, NotFound
from cases import actions
from cases.actions.footing import birthday_18, is_child
from cases.consent_texts import TEXTS, text_of
from cases.models import Consent, Guardian, Person, Task
from tests.conftest import as_user, in_a_year, open_case

CHILD = datetime.date.today() - datetime.timedelta(days=365 * 15)


@pytest.fixture
def child(caseworker):
    return open_case(caseworker, "Sami", birth_date=None)


def make_child(case, by):
    with as_user(by):
        return actions.change_person(case.person, {"birth_date": CHILD}, version=1, by=by)


def say(person, by, decision="given", **more):
    with as_user(by):
        told = {"purpose": "statistics", "method": "spoken", "ends_on": in_a_year()} | more
        return actions.record_consent(person, decision=decision, by=by, **told)


def test_a_childs_yes_needs_somebody_who_decides(case, caseworker):
    person = make_child(case, caseworker)
    with pytest.raises(InvalidInput) as refused:
        say(person, caseworker)
    assert refused.value.field == "basis"
    say(person, caseworker, "declined")  # a "No" needs no footing
    say(person, caseworker, basis="mature_minor")


@pytest.mark.parametrize("basis", ["authority", "best_interests"])
def test_who_decided_for_the_person_is_said(case, caseworker, basis):
    with pytest.raises(InvalidInput) as refused:
        say(case.person, caseworker, basis=basis)
    assert refused.value.field == "note"
    say(case.person, caseworker, basis=basis, note="The juvenile court, for her safety")


def test_a_guardian_who_is_barred_decides_nothing(case, caseworker):
    person = make_child(case, caseworker)
    with as_user(caseworker):
        uncle = actions.add_guardian(person, name="Uncle Karim", relation="relative", by=caseworker)
    assert b"Karim" not in bytes(uncle.name_sealed.ciphertext)
    assert say(person, caseworker, basis="guardian", guardian=uncle).guardian_id == uncle.pk
    with as_user(caseworker):
        with pytest.raises(InvalidInput):
            actions.bar_guardian(uncle, why=" ", by=caseworker)
        assert not Task.objects.visible_to(caseworker).filter(due_on=today(caseworker.home)).exists()
        barred = actions.bar_guardian(uncle, why="He may be involved", by=caseworker)
        task = Task.objects.visible_to(caseworker).pending().get(kind="consent", due_on=today(caseworker.home))
        assert task.title == "Ask again for consents: the guardian who decided is barred."
    with pytest.raises(InvalidInput) as refused:
        say(person, caseworker, basis="guardian", guardian=barred)
    assert refused.value.field == "guardian"


def test_somebody_elses_guardian_does_not_count(case, caseworker):
    other = open_case(caseworker, "Leila")
    with as_user(caseworker):
        aunt = actions.add_guardian(other.person, name="Aunt", relation="relative", by=caseworker)
    with pytest.raises(InvalidInput):
        say(case.person, caseworker, basis="guardian", guardian=aunt)


def test_guardians_are_seen_with_the_person_only(case, caseworker, colleague):
    with as_user(caseworker):
        aunt = actions.add_guardian(case.person, name="Aunt", relation="relative", by=caseworker)
    with as_user(colleague):
        assert not Guardian.objects.unscoped("the database alone").exists()
        with pytest.raises(NotFound):
            actions.bar_guardian(aunt, why="x", by=colleague)


def test_a_mark_needs_a_witness(case, caseworker):
    with pytest.raises(InvalidInput) as refused:
        say(case.person, caseworker, method="witnessed")
    assert refused.value.field == "witness"
    kept = say(case.person, caseworker, method="witnessed", witness="Neighbour", read_back=True)
    assert kept.read_back and b"Neighbour" not in bytes(kept.witness_sealed.ciphertext)


def test_coming_of_age_is_asked_again_once(case, caseworker):
    person = make_child(case, caseworker)
    for purpose in ("statistics", "store"):
        say(person, caseworker, basis="mature_minor", purpose=purpose)
    with as_user(caseworker):
        [task] = Task.objects.visible_to(caseworker).filter(kind="consent")
        assert task.due_on == birthday_18(CHILD)


@pytest.mark.nodb
@given(st.dates(datetime.date(1920, 1, 1), datetime.date(2026, 1, 1)), st.integers(0, 40_000))
def test_of_age_from_the_birthday_on(born, days):
    day = born + datetime.timedelta(days=days)
    assert is_child(Person(birth_date=born), day) == (day < birthday_18(born))
    assert (birthday_18(born).year - born.year) == 18


@pytest.mark.nodb
def test_nobody_knows_the_age_of_whom_nothing_is_known():
    assert is_child(Person(), datetime.date.today()) is None


@pytest.mark.nodb
@pytest.mark.parametrize("purpose", TEXTS)
def test_a_text_has_one_fingerprint_a_language(purpose):
    texts = [text_of(purpose, code) for code, _name in settings.LANGUAGES]
    assert len({text.digest for text in texts}) == len(texts) == len({text.paragraphs for text in texts})
    with translation.override("ar"):
        assert text_of(purpose, "en") == texts[0]  # whoever looks, the same text and fingerprint
        assert text_of(purpose, "xx").language == "ar"


def test_the_text_that_was_read_is_kept_with_the_consent(case, caseworker):
    kept = say(case.person, caseworker, language="ar")
    text = text_of("statistics", "ar")
    assert (kept.text_language, kept.text_digest, kept.text_version) == ("ar", text.digest, text.version)
    with as_user(caseworker), pytest.raises(Exception, match="never changes"):
        Consent.objects.visible_to(caseworker).filter(pk=kept.pk).update(text_digest="0")
