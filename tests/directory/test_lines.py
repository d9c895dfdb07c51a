"""Help lines of the directory: their kind, the number for text messages, and that intake reads no hidden place."""

import pytest

from casemgr.errors import InvalidInput, NotPermitted
from referrals import actions
from referrals.actions import reveal_whereabouts
from referrals.directory.reaching import Reaching, TextLine, first_phone, text_line
from tests.conftest import as_user
from tests.directory.conftest import SECRET, a_hidden_place, a_service


def test_a_line_has_a_kind_of_the_list(keeper, night_bus):
    assert a_service(keeper, night_bus, name="Tips", service_code="crisis_line", line="tip").line == "tip"
    with pytest.raises(InvalidInput) as refused:
        a_service(keeper, night_bus, name="Tips", service_code="crisis_line", line="secret")
    assert refused.value.field == "line"


def test_the_number_for_texts_is_never_the_first_to_call(keeper, night_bus):
    service = a_service(keeper, night_bus, name="Talk", service_code="crisis_line")
    with as_user(keeper):
        for said in (TextLine("233733", "HELP"), TextLine("233734", "TALK")):
            actions.keep_service({}, entry=service, reaching=Reaching(phone="", text=said), by=keeper)
        assert first_phone(service, keeper) is None
        found = text_line(service, keeper)
        assert (found.number, found.description) == ("233734", "TALK")
        actions.keep_service({}, entry=service, reaching=Reaching(text=TextLine("")), by=keeper)
        assert text_line(service, keeper) is None


def test_intake_reads_the_directory_but_not_where_a_hidden_place_is(keeper, intake, caseworker, night_bus):
    place = a_hidden_place(keeper, night_bus)
    with as_user(intake), pytest.raises(NotPermitted):
        reveal_whereabouts(place, by=intake)
    with as_user(caseworker):
        assert reveal_whereabouts(place, by=caseworker) == SECRET
