"""Flags: raised once of a kind, lowered with what came of it, seen by whoever sees the case."""

import pytest

from casemgr.errors import InvalidInput, NotFound, NotInThisState
from cases.actions import grant, lower_flag, raise_flag
from cases.models import Flag, Notification
from tests.conftest import as_user


def raised(case, by, kind="threats", reason="He rang the shelter"):
    with as_user(by):
        return raise_flag(case, kind=kind, reason=reason, by=by)


def test_a_flag_is_raised_and_lowered_with_its_words(case, caseworker):
    flag = raised(case, caseworker)
    assert b"shelter" not in bytes(flag.reason_sealed.ciphertext)
    with as_user(caseworker):
        lower_flag(flag, outcome="Police order in force", by=caseworker)
        kept = Flag.objects.visible_to(caseworker).get()
        assert (kept.outcome, kept.lowered_by_id) == ("Police order in force", caseworker.pk)
        assert not Flag.objects.visible_to(caseworker).raised().exists()
    raised(case, caseworker)  # may be raised again


def test_one_of_a_kind_at_a_time(case, caseworker):
    raised(case, caseworker)
    with pytest.raises(InvalidInput) as refused:
        raised(case, caseworker)
    assert refused.value.field == "kind"
    raised(case, caseworker, "missing")


@pytest.mark.parametrize(("kind", "reason", "field"), [("nonsense", "x", "kind"), ("threats", "  ", "reason")])
def test_what_is_missing_is_said(case, caseworker, kind, reason, field):
    with pytest.raises(InvalidInput) as refused:
        raised(case, caseworker, kind, reason)
    assert refused.value.field == field


def test_lowering_twice_or_without_a_word_is_refused(case, caseworker):
    flag = raised(case, caseworker)
    with as_user(caseworker):
        with pytest.raises(InvalidInput):
            lower_flag(flag, outcome=" ", by=caseworker)
        lower_flag(flag, outcome="Over", by=caseworker)
        with pytest.raises(NotInThisState):
            lower_flag(flag, outcome="Over", by=caseworker)


def test_who_does_not_see_the_case_sees_no_flag(case, caseworker, colleague):
    flag = raised(case, caseworker)
    with as_user(colleague):
        assert not Flag.objects.visible_to(colleague).exists()
        assert not Flag.objects.unscoped("the database alone").exists()
        with pytest.raises(NotFound):
            lower_flag(flag, outcome="x", by=colleague)


def test_the_caseworker_is_told_without_a_name(case, caseworker, colleague, supervisor):
    with as_user(supervisor):
        grant(case, to=colleague, by=supervisor)
    raised(case, colleague)
    with as_user(caseworker):
        assert Notification.objects.visible_to(caseworker).filter(kind="flag_raised", case=case).count() == 1
