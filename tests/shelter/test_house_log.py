"""The log of a house tells what happened; who was part of it is read with each one's own case."""

import datetime

import pytest
from django.utils import timezone

from casemgr.errors import InvalidInput, NotFound, NotPermitted
from cases import actions
from cases.models import HouseEvent, HouseEventPart
from tests.conftest import as_user
from tests.shelter.conftest import come_in, stay_of

CODES = {"kind": "conflict", "injuries": "light", "police": "no"}


def test_each_part_is_seen_with_its_own_case(case, tamarind, caseworker, colleague):
    come_in(case, tamarind, caseworker)
    with as_user(colleague):
        event = actions.log_house_event(tamarind, by=colleague, **CODES)
        with pytest.raises(NotFound):
            actions.add_to_event(event, stay_of_others(case, caseworker), part="hurt", by=colleague)
    with as_user(caseworker):
        part = actions.add_to_event(event, stay_of(case, caseworker), part="hurt", words="A cut", by=caseworker)
        assert b"cut" not in bytes(part.words_sealed.ciphertext)
    with as_user(colleague):
        assert HouseEvent.objects.visible_to(colleague).get().kind == "conflict"
        assert not HouseEventPart.objects.unscoped("the database alone").exists()


def stay_of_others(case, by):
    with as_user(by):
        return stay_of(case, by)


def test_codes_are_of_the_list_and_the_time_is_past(tamarind, caseworker):
    with as_user(caseworker):
        for wrong in ({"kind": "x"}, {"injuries": ""}, {"police": "perhaps"}):
            with pytest.raises(InvalidInput) as refused:
                actions.log_house_event(tamarind, by=caseworker, **(CODES | wrong))
            assert refused.value.field in wrong
        later = timezone.now() + datetime.timedelta(hours=1)
        with pytest.raises(InvalidInput):
            actions.log_house_event(tamarind, happened_at=later, by=caseworker, **CODES)


def test_a_supervisor_follows_it_up(tamarind, caseworker, supervisor):
    with as_user(caseworker):
        event = actions.log_house_event(tamarind, by=caseworker, **CODES)
        with pytest.raises(NotPermitted):
            actions.follow_up_event(event, by=caseworker)
    with as_user(supervisor):
        assert actions.follow_up_event(event, by=supervisor).followed_by_id == supervisor.pk


def test_another_organization_has_its_own_houses(tamarind, partner_worker):
    with as_user(partner_worker), pytest.raises(NotFound):
        actions.log_house_event(tamarind, by=partner_worker, **CODES)
