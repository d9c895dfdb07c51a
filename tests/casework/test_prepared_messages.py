"""Messages written beforehand: safe words only, in the person's language, by the ways that are safe for them."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from casemgr.errors import Conflict, InvalidInput, NotFound, NotPermitted
from cases import actions
from cases.messages import best_language, for_person
from cases.models import Case, MessageTemplate
from tests.conftest import as_user

REMINDER = {"en": "See you on {day} at {time}.", "ar": "نلتقي {day} الساعة {time}."}


def saved(by, texts=REMINDER, ways=("text",), name="Reminder", **more):
    with as_user(by):
        return actions.save_message(name=name, ways=ways, texts=texts, by=by, **more)


def shown(case, by):
    with as_user(by):
        seen = Case.objects.visible_to(by).select_related("person__safe_contact").get(pk=case.pk)
        return for_person(seen, by)


def allow(case, by, **rules):
    with as_user(by):
        actions.set_safe_contact(case.person, {"channel": "call"} | rules, by=by)


def test_it_reads_in_the_persons_language_with_the_next_appointment(case, caseworker, supervisor):
    saved(supervisor)
    allow(case, caseworker, may_text=True)
    [one] = shown(case, caseworker)
    assert one.text is None and one.ways == ["Text message"]
    zone = datetime.UTC
    year = timezone.now().year + 1
    for day in (9, 7):
        with as_user(caseworker):
            actions.make_appointment(case, starts_at=datetime.datetime(year, 3, day, 0, 30, tzinfo=zone), by=caseworker)
    [one] = shown(case, caseworker)
    local = datetime.datetime(year, 3, 7, 0, 30, tzinfo=zone).astimezone(ZoneInfo(caseworker.home.time_zone))
    assert one.text == f"See you on {local:%A} {local.day} {local:%B} at {local:%H:%M}."
    with as_user(caseworker):
        actions.change_person(case.person, {"preferred_language": "ar-SY"}, version=2, by=caseworker)
    [one] = shown(case, caseworker)
    assert one.language == "ar" and one.text.startswith("نلتقي ") and f"{local:%H:%M}" in one.text


def test_what_is_not_safe_is_not_offered(case, caseworker, supervisor):
    saved(supervisor, {"en": "Please call back."}, ways=("text", "email"))
    allow(case, caseworker, may_text=False, may_email=True)
    assert [one.ways for one in shown(case, caseworker)] == [["E-mail"]]
    with as_user(caseworker):
        actions.record_contact(case, way="email", result="unsafe", by=caseworker)
    assert shown(case, caseworker) == []


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({}, "at least one language"),
        ({"xx-unknown": "Call"}, "language of the list"),
        ({"en": " "}, "between 1 and"),
        ({"en": "x" * 501}, "between 1 and"),
        ({"en": "Dear {name}"}, "{name} is not"),
        ({"en": "Harbor House asks you to call"}, "leave out"),
        ({"en": "About your TRAFFICKING case"}, "leave out"),
        ({"en": "Call", "ar": "إلى الضحية"}, "leave out"),
    ],
)
def test_words_that_tell_are_refused(supervisor, texts, words):
    with pytest.raises(InvalidInput, match=words):
        saved(supervisor, texts)
    with as_user(supervisor):
        assert not MessageTemplate.objects.visible_to(supervisor).exists()


def test_a_name_is_there_once_and_ways_are_those_of_messages(supervisor):
    saved(supervisor)
    with pytest.raises(InvalidInput, match="already"):
        saved(supervisor)
    for ways in ((), ("call",), ("smoke",)):
        with pytest.raises(InvalidInput, match="way"):
            saved(supervisor, name="Other", ways=ways)


def test_who_was_faster_is_not_overwritten_and_what_ended_is_gone(supervisor, case, caseworker):
    template = saved(supervisor)
    changed = saved(supervisor, {"en": "Call us."}, template=template, version=1)
    assert (changed.pk, changed.version) == (template.pk, 2)
    with pytest.raises(Conflict):
        saved(supervisor, template=template, version=1)
    with as_user(supervisor):
        actions.end_message(changed, by=supervisor)
    with as_user(supervisor), pytest.raises(NotFound):
        actions.end_message(changed, by=supervisor)
    saved(supervisor)  # its name is free again


def test_supervisors_write_them_and_another_organization_sees_none(supervisor, caseworker, partner_worker):
    with pytest.raises(NotPermitted):
        saved(caseworker)
    saved(supervisor)
    with as_user(partner_worker):
        assert not MessageTemplate.objects.unscoped("the database alone").exists()


@pytest.mark.nodb
def test_the_best_language():
    texts = {"en": "", "ar": "", "pt-BR": ""}
    assert best_language(texts, "ar-SY", "en") == "ar"
    assert best_language(texts, "pt-BR") == "pt-BR"
    assert best_language(texts, "th", "fr") == "ar"
