"""A case opened in an emergency: at once, for a time, told, looked at afterwards; and no other way into a case."""

import datetime

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, connections, transaction
from django.utils import timezone

from casemgr.accounts.actions import create_organization, set_working_rules
from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases import actions
from cases.actions.assign import view_case_permission
from cases.models import Case, EmergencyAccess, Note, Notification
from tests.casework.test_who_sees import sees
from tests.conftest import as_user, make_person_of, open_case


def opened(case, by, **more):
    given = {"number": case.number, "reason": "danger", "words": "She called for help", "hours": 4} | more
    with as_user(by):
        return actions.open_in_emergency(by=by, **given)


def told(user):
    with as_user(user):
        return set(Notification.objects.visible_to(user).values_list("kind", flat=True))


def test_it_opens_at_once_and_everybody_concerned_is_told(case, caseworker, colleague, supervisor):
    assert not sees(colleague, case)
    access = opened(case, colleague)
    assert sees(colleague, case) and access.ends_at - access.began_at == datetime.timedelta(hours=4)
    assert "emergency" in told(supervisor) and "emergency" in told(caseworker) and "emergency" not in told(colleague)
    with as_user(colleague):
        entry = AuditEntry.objects.unscoped("what a test did").get(event=events.CASE_OPENED_IN_EMERGENCY)
        assert entry.additional_data["reason"] == "danger" and "called" not in str(entry.additional_data)


def test_the_words_are_sealed(case, colleague):
    access = opened(case, colleague)
    with as_user(colleague), connection.cursor() as cursor:
        cursor.execute("SELECT words FROM cases_emergencyaccess WHERE id = %s", [access.pk])
        assert b"called" not in bytes(cursor.fetchone()[0])


def test_what_may_not_be_opened_looks_like_no_case_at_all(case, colleague, caseworker, lotus, supervisor):
    with as_user(supervisor):
        actions.set_restricted(case, restricted=True, reason="A relative works here", by=supervisor)
    theirs = open_case(make_person_of(lotus, "caseworker"))
    refused = []
    for number in (case.number, 999_999, theirs.number + 1):
        with pytest.raises(InvalidInput) as refusal:
            opened(case, colleague, number=number)
        refused.append((refusal.value.field, str(refusal.value)))
    assert len(set(refused)) == 1


@pytest.mark.parametrize(
    ("role", "error"), [("supervisor", NotPermitted), ("org_admin", NotPermitted), ("auditor", NotPermitted)]
)
def test_roles_that_have_no_emergencies_are_refused(case, harbor, role, error):
    with pytest.raises(error):
        opened(case, make_person_of(harbor, role))


def test_an_organization_may_not_want_it(case, colleague, org_admin):
    with as_user(org_admin):
        set_working_rules(self_approval=False, closure_approval=False, asked=(), emergency_access=False, by=org_admin)
    colleague.refresh_from_db()
    with pytest.raises(NotPermitted):
        opened(case, colleague)
    with as_user(colleague), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM app.case_for_emergency(%s)", [case.number])
        assert cursor.fetchone() == (0,)


def test_words_reason_and_time_are_wanted(case, colleague):
    for wrong in ({"words": "  "}, {"reason": "curiosity"}, {"hours": 48}):
        with pytest.raises(InvalidInput) as refusal:
            opened(case, colleague, **wrong)
        assert refusal.value.field == next(iter(wrong))
    assert not sees(colleague, case)


def test_there_are_five_within_a_day(caseworker, colleague):
    cases = [open_case(caseworker, f"Person {number}") for number in range(6)]
    for case in cases[:5]:
        opened(case, colleague)
    with pytest.raises(NotInThisState):
        opened(cases[5], colleague)


def test_it_gives_no_right_to_name_others_and_no_restricted_notes(case, caseworker, colleague, harbor):
    with as_user(caseworker):
        note = actions.write_note(case, body="words", kind="therapy", by=caseworker)
    opened(case, colleague)
    another = make_person_of(harbor, "caseworker")
    with as_user(colleague):
        assert not Note.objects.visible_to(colleague).filter(pk=note.pk).exists()
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            insert_grant(case, another, None)


def insert_grant(case, user, ends_at):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_caseuserobjectpermission "
            "(permission_id, user_id, content_object_id, organization_id, ends_at) VALUES (%s, %s, %s, %s, %s)",
            [view_case_permission().pk, user.pk, case.pk, user.organization_id, ends_at],
        )


def test_without_the_record_the_database_gives_no_sight(case, colleague, harbor, caseworker):
    hour = timezone.now() + datetime.timedelta(hours=1)
    with as_user(colleague), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        insert_grant(case, colleague, hour)
    access = opened(case, colleague, hours=1)
    later = access.ends_at + datetime.timedelta(days=30)
    with as_user(colleague):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM cases_caseuserobjectpermission WHERE user_id = %s", [colleague.pk])
        for until in (later, None):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                insert_grant(case, colleague, until)
        insert_grant(case, colleague, access.ends_at)
    assert sees(colleague, case)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_emergencyaccess SET ends_at = ends_at + interval '30 days'",
        "UPDATE cases_emergencyaccess SET began_at = now() - interval '30 days'",
        "UPDATE cases_emergencyaccess SET opened_by_id = %(other)s",
        "UPDATE cases_emergencyaccess SET reviewed_by_id = %(other)s, reviewed_at = now(), verdict = 'justified'",
        "UPDATE cases_emergencyaccess SET reviewed_by_id = opened_by_id, reviewed_at = now()",
        "DELETE FROM cases_emergencyaccess",
        "TRUNCATE cases_emergencyaccess",
    ],
)
def test_nobody_hides_or_prolongs_an_access_in_the_database(case, colleague, caseworker, statement):
    opened(case, colleague)
    with as_user(colleague), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, {"other": caseworker.pk})


def test_it_ends_when_it_is_ended(case, colleague, caseworker):
    access = opened(case, colleague)
    with as_user(colleague):
        actions.end_emergency(access, by=colleague)
    assert not sees(colleague, case)
    with as_user(colleague), pytest.raises(NotInThisState):
        actions.end_emergency(access, by=colleague)
    opened(case, colleague)
    assert sees(colleague, case)


def test_a_supervisor_ends_it_and_another_colleague_does_not(case, colleague, supervisor, harbor):
    access = opened(case, colleague)
    another = make_person_of(harbor, "caseworker")
    with as_user(another), pytest.raises(NotFound):
        actions.end_emergency(access, by=another)
    with as_user(supervisor):
        actions.end_emergency(access, by=supervisor)
    assert not sees(colleague, case)


def test_whoever_is_named_afterwards_keeps_sight(case, colleague, supervisor):
    access = opened(case, colleague)
    with as_user(supervisor):
        actions.grant(case, to=colleague, by=supervisor)
        actions.end_emergency(access, by=supervisor)
    assert sees(colleague, case)


def test_a_supervisor_looks_at_it_once_and_nobody_at_their_own(case, colleague, supervisor):
    access = opened(case, colleague)
    colleague.role = "supervisor"
    colleague.save(update_fields=["role"])
    with as_user(colleague), pytest.raises(NotPermitted):
        actions.review_emergency(access, verdict="justified", words="", by=colleague)
    with as_user(supervisor):
        with pytest.raises(InvalidInput):
            actions.review_emergency(access, verdict="misuse", words=" ", by=supervisor)
        done = actions.review_emergency(access, verdict="misuse", words="No call was made", by=supervisor)
        assert done.review == "No call was made"
        with pytest.raises(NotInThisState):
            actions.review_emergency(access, verdict="justified", words="", by=supervisor)
    assert "emergency_reviewed" in told(colleague)


def test_its_time_cant_be_longer_than_twelve_hours(case, colleague, supervisor):
    with as_user(supervisor), pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
        now = timezone.now()
        EmergencyAccess(
            organization=colleague.home,
            case=case,
            person_id=case.person_id,
            opened_by=supervisor,
            reason="danger",
            words="x",
            began_at=now,
            ends_at=now + datetime.timedelta(days=2),
        ).save(force_insert=True)


def test_when_its_time_is_over_the_database_shows_nothing(cloned_world):
    home = create_organization(name="Harbor House", slug="harbor", country="USA")
    worker, colleague = make_person_of(home, "caseworker"), make_person_of(home, "caseworker")
    case = open_case(worker)
    opened(case, colleague, hours=1)

    def seen():
        with as_user(colleague), transaction.atomic():
            return sees(colleague, case)

    assert seen()
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE cases_caseuserobjectpermission SET ends_at = now() WHERE ends_at IS NOT NULL")
    assert not seen()
    with as_user(worker), transaction.atomic():
        assert Case.objects.visible_to(worker).get() == case
