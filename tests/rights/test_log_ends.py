"""Logs of no case end at their time: told of before, not a day too early, and not while a hold keeps them."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.errors import InvalidInput, NotFound, NotPermitted
from cases import actions
from cases.models import Incident, IncidentCase, LogHold, Notification, RetentionRule
from cases.rights.codes import LOGS, Basis
from cases.rights.logs import MODELS, seen_endings
from cases.tasks import end_old_logs
from tests.conftest import as_user, make_person_of
from tests.pages.conftest import signed_in  # noqa: F401 - a fixture
from tests.referrals.conftest import clock  # noqa: F401 - a fixture
from tests.rights.conftest import second  # noqa: F401 - a fixture

SAID = "Planted-Words"
KINDS = sorted(LOGS)


def entered(basis, worker):
    """An entry of this log, made now."""
    with as_user(worker):
        if basis == Basis.UNKNOWN:
            return actions.log_unknown_request(kind="subpoena", asker=SAID, about=SAID, answer=SAID, by=worker)
        if basis == Basis.THREAT:
            day = timezone.localdate()
            told = {"kind": "words", "against": "self", "police": "told", "happened_on": day}
            return actions.record_threat(words=SAID, by=worker, **told)
        incident = actions.open_incident(kind="raid", words=SAID, by=worker)
        return actions.close_incident(incident, by=worker)


def words_of(basis, row, user):
    """What is left of its words: None when nothing is."""
    with as_user(user), transaction.atomic():
        found = MODELS[basis].objects.visible_to(user).filter(pk=row.pk).first()
        return found and (found.asker if basis == Basis.UNKNOWN else found.words)


def nights(clock, days, organization):  # noqa: F811
    """Let days pass, and the clock look at each of the last 35 nights."""
    clock.go(days=days - 35)
    for _night in range(35):
        clock.go(days=1)
        end_old_logs(str(organization.pk))


@pytest.mark.parametrize("basis", KINDS)
def test_an_entry_ends_at_its_time_and_not_before(
    basis,
    caseworker,
    supervisor,
    harbor,
    clock,  # noqa: F811
    monkeypatch,
):
    ended = []
    monkeypatch.setattr("cases.actions.log_ends.destroy_surely", lambda _organization, owner: ended.append(owner))
    row = entered(basis, caseworker)
    end = timezone.localdate().replace(year=timezone.localdate().year + LOGS[basis])
    nights(clock, (end - timezone.localdate()).days - 1, harbor)
    assert words_of(basis, row, supervisor) == SAID
    clock.go(days=1)
    end_old_logs(str(harbor.pk))
    assert words_of(basis, row, supervisor) is None
    assert ended == [row.pk]
    with as_user(supervisor), transaction.atomic():
        told = AuditEntry.objects.unscoped("a test").filter(event=events.LOG_ENDED)
        assert [(one.additional_data["basis"], one.additional_data["count"]) for one in told] == [(basis, 1)]
    end_old_logs(str(harbor.pk))


@pytest.mark.parametrize("basis", KINDS)
def test_what_is_old_already_is_told_of_for_thirty_days_first(basis, caseworker, supervisor, harbor, clock):  # noqa: F811
    row = entered(basis, caseworker)
    clock.go(days=20 * 366)
    end_old_logs(str(harbor.pk))
    with as_user(supervisor):
        told = Notification.objects.visible_to(supervisor).filter(kind=Notification.Kind.LOGS_DUE)
        assert told.count() == 1
        assert [one.row.pk for one in seen_endings(supervisor, by=timezone.localdate())] == [row.pk]
    clock.go(days=29)
    end_old_logs(str(harbor.pk))
    assert words_of(basis, row, supervisor) == SAID
    clock.go(days=1)
    end_old_logs(str(harbor.pk))
    assert words_of(basis, row, supervisor) is None
    with as_user(supervisor):
        assert told.count() == 1, "told once"


@pytest.mark.parametrize("basis", KINDS)
def test_a_hold_keeps_it_until_two_lift_it(basis, caseworker, supervisor, second, harbor, clock):  # noqa: F811
    row = entered(basis, caseworker)
    with as_user(supervisor):
        hold = actions.hold_log(basis, row.public_id, reason="A court", by=supervisor)
    nights(clock, 20 * 366, harbor)
    assert words_of(basis, row, supervisor) == SAID
    with as_user(supervisor):
        actions.lift_log_hold(hold, by=supervisor)
        with pytest.raises(NotPermitted):
            actions.lift_log_hold(hold, by=supervisor)
    end_old_logs(str(harbor.pk))
    assert words_of(basis, row, supervisor) == SAID
    with as_user(second):
        assert LogHold.objects.visible_to(second).get().reason == "A court"
        actions.lift_log_hold(hold, by=second)
    end_old_logs(str(harbor.pk))
    assert words_of(basis, row, supervisor) is None


def test_a_hold_on_the_record_of_somebody_found_there_keeps_the_words(case, caseworker, supervisor, harbor, clock):  # noqa: F811
    row = entered(Basis.INCIDENT, caseworker)
    with as_user(caseworker):
        numbered = actions.open_incident(kind="raid", words=SAID, by=caseworker)
        found = actions.add_row(numbered, {}, by=caseworker)
        about = {"organization_id": case.organization_id, "case": case, "person_id": case.person_id}
        IncidentCase(**about, incident=numbered, row=found).save()
    with as_user(supervisor):
        actions.place_hold(case, reason="A trial", by=supervisor)
    nights(clock, 20 * 366, harbor)
    assert words_of(Basis.INCIDENT, numbered, supervisor) == SAID
    assert words_of(Basis.INCIDENT, row, supervisor) is None
    with as_user(supervisor):
        assert Incident.objects.visible_to(supervisor).filter(pk=row.pk).exists(), "the day and the numbers stay"


@pytest.mark.parametrize("basis", KINDS)
def test_the_organization_says_how_many_years(basis, caseworker, supervisor, org_admin, harbor, clock):  # noqa: F811
    row = entered(basis, caseworker)
    with as_user(org_admin):
        actions.set_retention(basis=basis, years=9, by=org_admin)
        with pytest.raises(InvalidInput):
            actions.set_retention(basis=basis, years=0, by=org_admin)
    nights(clock, 9 * 365, harbor)
    assert words_of(basis, row, supervisor) == SAID
    clock.go(days=5)
    end_old_logs(str(harbor.pk))
    assert words_of(basis, row, supervisor) is None


def test_supervisors_see_what_ends_and_hold_it_on_the_page(caseworker, supervisor, second, harbor, clock, signed_in):  # noqa: F811
    row = entered(Basis.THREAT, caseworker)
    clock.go(days=5 * 365 - 20)
    leader = signed_in(supervisor)
    page = leader.get(reverse("retention")).content.decode()
    address = reverse("log_hold", args=["threat", row.public_id])
    assert address in page and SAID not in page
    assert leader.post(address, {"reason": ""}).status_code == 422
    assert leader.post(address, {"reason": "Planted-Court"}).status_code == 302
    assert leader.post(address, {"reason": "Again"}).status_code == 422
    page = leader.get(reverse("retention")).content.decode()
    assert "Planted-Court" in page and "Held" in page and address not in page
    with as_user(supervisor):
        hold = LogHold.objects.visible_to(supervisor).get()
    lift = reverse("log_hold_lift", args=[hold.public_id])
    assert (leader.post(lift).status_code, leader.post(lift).status_code) == (302, 403)
    assert signed_in(second).post(lift).status_code == 302
    assert "Planted-Court" not in leader.get(reverse("retention")).content.decode()


@pytest.mark.parametrize(
    ("basis", "page"), [("threat", "staff_safety"), ("unknown", "legal_requests"), ("incident", "")]
)
def test_a_hold_is_offered_beside_the_entry_to_supervisors(basis, page, caseworker, supervisor, signed_in):  # noqa: F811
    row = entered(Basis(basis), caseworker)
    at = reverse(page) if page else reverse("incident", args=[row.public_id])
    offered = reverse("log_hold", args=[basis, row.public_id])
    assert offered in signed_in(supervisor).get(at).content.decode()
    assert offered not in signed_in(caseworker).get(at).content.decode()


def test_whoever_doesnt_supervise_holds_nothing(caseworker, supervisor, lotus):
    stranger_admin = make_person_of(lotus, "supervisor")
    row = entered(Basis.THREAT, caseworker)
    with as_user(caseworker), pytest.raises(NotPermitted):
        actions.hold_log("threat", row.public_id, reason="x", by=caseworker)
    with as_user(stranger_admin), pytest.raises(NotFound):
        actions.hold_log("threat", row.public_id, reason="x", by=stranger_admin)
    with as_user(supervisor):
        actions.hold_log("threat", row.public_id, reason="x", by=supervisor)
        for basis in ("adult", "nothing"):
            with pytest.raises(NotFound):
                actions.hold_log(basis, row.public_id, reason="x", by=supervisor)
    with as_user(caseworker), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_loghold")
        assert cursor.fetchone() == (0,)
    with as_user(supervisor), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_loghold")


def test_the_administrator_sets_them_on_the_page(org_admin, signed_in):  # noqa: F811
    page = signed_in(org_admin)
    shown = page.get(reverse("keeping")).content.decode()
    assert 'name="threat_years" value="5"' in shown
    given = {"days": 30, "unknown_years": 4, "threat_years": 6, "incident_years": 7}
    assert page.post(reverse("keeping"), given).status_code == 302
    with as_user(org_admin):
        rules = {rule.basis: rule.years for rule in RetentionRule.objects.visible_to(org_admin)}
    assert rules == {"unknown": 4, "threat": 6, "incident": 7}


def test_another_organization_is_left_alone(caseworker, supervisor, lotus, clock):  # noqa: F811
    row = entered(Basis.THREAT, caseworker)
    nights(clock, 20 * 366, lotus)
    assert words_of(Basis.THREAT, row, supervisor) == SAID
