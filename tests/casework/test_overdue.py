"""What has waited too long is found by its rule, for those who see the case, until it is settled."""

import datetime

import pytest
from django.utils import timezone

from cases import actions
from cases.models import (
    Appointment,
    Approval,
    Case,
    Consent,
    Deadline,
    Flag,
    LegalRequest,
    SafeContact,
    ServiceRecord,
    StatutoryNotice,
    Stay,
)
from cases.overdue import RULES, cases_of
from tests.conftest import as_user, in_a_year, open_case
from tests.shelter.conftest import come_in, make_house

PAST = datetime.date.today() - datetime.timedelta(days=10)
BY_NAME = {rule.name: rule for rule in RULES}


def late(name, user):
    with as_user(user):
        return set(BY_NAME[name].narrow(cases_of(user, team=True), user).values_list("pk", flat=True))


def make(name, case, by, supervisor):
    """A row that waits too long, as the rule of this name finds it."""
    with as_user(by):
        if name == "services":
            actions.record_service(case, service_code="medical", outcome="planned", by=by)
            ServiceRecord.objects.visible_to(by).update(on_date=PAST)
        elif name == "meetings":
            actions.make_appointment(case, starts_at=timezone.now() + datetime.timedelta(days=1), by=by)
            Appointment.objects.visible_to(by).update(starts_at=timezone.now() - datetime.timedelta(days=1))
        elif name == "flags":
            actions.raise_flag(case, kind="review", reason="x", review_on=in_a_year(), by=by)
            Flag.objects.visible_to(by).update(review_on=PAST)
        elif name == "goals":
            actions.add_goal(case, words="x", area="other", target_on=PAST, by=by)
        elif name == "contacts":
            SafeContact.objects.visible_to(by).update(reviewed_on=datetime.date(2020, 1, 1))
        elif name == "approvals":
            actions.ask_closure(case, reason="moved", by=by)
            Approval.objects.visible_to(by).update(asked_at=timezone.now() - datetime.timedelta(days=9))
        elif name == "notices":
            one = actions.draft_notice(case, kind="mandatory_report", by=by)
            StatutoryNotice.objects.visible_to(by).filter(pk=one.pk).update(
                due_at=timezone.now() - datetime.timedelta(1)
            )
        elif name == "deadlines":
            actions.add_deadline(case, kind="appeal", due_on=in_a_year(), by=by)
            Deadline.objects.visible_to(by).update(due_on=PAST)
        elif name == "requests":
            actions.record_request(case, kind="subpoena", by=by)
            LegalRequest.objects.visible_to(by).update(answer_due_at=timezone.now() - datetime.timedelta(days=1))
        elif name == "stays":
            come_in(case, make_house(supervisor), by)
            Stay.objects.visible_to(by).update(review_on=PAST)
        else:
            Consent.objects.visible_to(by).delete()
            told = {"purpose": "store", "decision": "given", "method": "spoken", "starts_on": datetime.date(2020, 1, 1)}
            actions.record_consent(case.person, **told, ends_on=PAST, by=by)


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_each_rule_finds_what_waits_and_nobody_elses(case, caseworker, colleague, supervisor, name):
    other = open_case(colleague, "Leila")
    make(name, case, caseworker, supervisor)
    assert case.pk in late(name, caseworker)
    assert case.pk not in late(name, colleague) and other.pk not in late(name, caseworker)
    with as_user(caseworker):
        version = Case.objects.visible_to(caseworker).get(pk=case.pk).version
        actions.close_case(case, reason="moved", by=caseworker, version=version, drop_tasks=True)
    assert case.pk not in late(name, caseworker)  # a closed case waits for nothing


def test_nothing_waits_in_a_case_that_was_just_opened_but_its_contact_rules(case, caseworker):
    assert [name for name in sorted(BY_NAME) if late(name, caseworker)] == ["contacts"]
