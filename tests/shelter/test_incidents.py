"""Forty people in one sitting: numbers first, each asked alone, a case only with their own consent."""

import pytest

from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases import actions
from cases.models import Case, Consent, Incident, IncidentCase, IncidentHelper, IncidentRow, Person
from tests.conftest import as_user, store_consent

SEEN = {"sex": "female", "age_band": "adult", "language": "th", "urgent": "food"}


@pytest.fixture
def incident(caseworker):
    with as_user(caseworker):
        facts = {"kind": "raid", "happened": "2026-11", "country": "THA", "region": "th-50", "expected": 40}
        return actions.open_incident(setting="police_action", words="Ask for Hala", by=caseworker, **facts)


def rows_of(incident, by):
    return list(
        IncidentRow.objects.visible_to(by).filter(incident=incident).select_related("incident").order_by("number")
    )


def agree(row, by, alias="", **changes):
    facts = {"person": {"alias": alias or row.band}, "consent": store_consent(), "private": True} | changes
    return actions.agree_row(row, by=by, **facts)


def test_a_batch_of_forty_with_each_consent_in_the_trail(incident, caseworker, colleague):
    with as_user(caseworker):
        actions.name_helper(incident, user=colleague, by=caseworker)
        actions.add_rows(incident, count=40, by=caseworker)
        assert Person.objects.visible_to(caseworker).count() == Case.objects.visible_to(caseworker).count() == 0
        rows = rows_of(incident, caseworker)
    with as_user(caseworker):
        for row in rows[:12]:
            agree(row, caseworker)
    with as_user(colleague):
        for row in rows[12:34]:
            agree(row, colleague)
        for row in rows[34:37]:
            actions.refuse_row(row, private=True, helped=["food", "medical"], by=colleague)
        for row in rows[37:]:
            actions.row_left(row, by=colleague)
        consents = Consent.objects.visible_to(colleague).filter(purpose="store")
        people = set(consents.values_list("person_id", flat=True))
        assert len(people) == consents.count() == 22
        entries = AuditEntry.objects.unscoped("the trail of this test")
        asked = entries.filter(event=events.INCIDENT_ROW_ANSWERED)
        assert asked.values("object_pk").distinct().count() == asked.count() == 40
        assert entries.filter(event=events.CASE_OPENED).values("object_pk").distinct().count() == 34
        given = entries.filter(event=events.CONSENT_RECORDED)
        assert given.values("object_pk").distinct().count() == given.count() == 34
    with as_user(caseworker):
        assert actions.close_incident(incident, by=caseworker).closed_at


def test_before_and_without_consent_there_is_a_number_and_nothing_else(incident, caseworker):
    with as_user(caseworker):
        one = actions.add_row(incident, SEEN, by=caseworker)
        other = actions.add_row(incident, {"sex": "male"}, by=caseworker)
        assert (one.number, other.number, one.band[2:]) == (1, 2, "-01")
        with pytest.raises(InvalidInput, match="alone"):
            agree(one, caseworker, private=False)
        with pytest.raises(InvalidInput, match="no case"):
            agree(one, caseworker, consent=store_consent("declined"))
        assert not Person.objects.visible_to(caseworker).exists()
        refused = actions.refuse_row(one, private=True, helped=["food"], by=caseworker)
        agree(other, caseworker)
        for row in rows_of(incident, caseworker):
            assert (row.sex, row.age_band, row.language, row.urgent) == ("", "", "", "")
        assert refused.helped == ["food"] and refused.state == "refused"
        assert not IncidentCase.objects.visible_to(caseworker).filter(row=refused).exists()


def test_a_helper_sees_numbers_and_nobodys_case(incident, caseworker, colleague):
    with as_user(caseworker):
        row = actions.add_row(incident, SEEN, by=caseworker)
        agree(row, caseworker)
    with as_user(colleague):
        assert not Incident.objects.unscoped("the database alone").exists()
        assert not IncidentRow.objects.unscoped("the database alone").exists()
        with pytest.raises(NotFound):
            actions.add_row(incident, SEEN, by=colleague)
    with as_user(caseworker):
        actions.name_helper(incident, user=colleague, by=caseworker)
    with as_user(colleague):
        assert [one.state for one in rows_of(incident, colleague)] == ["agreed"]
        assert not IncidentCase.objects.unscoped("the database alone").exists()
        assert not Case.objects.visible_to(colleague).exists()
        with pytest.raises(NotPermitted):
            actions.name_helper(incident, user=caseworker, by=colleague)
    with as_user(caseworker):
        actions.end_helper(incident, user=colleague, by=caseworker)
    with as_user(colleague):
        assert not Incident.objects.unscoped("the database alone").exists()


def test_nobody_names_themselves_past_the_action(incident, colleague):
    with as_user(colleague), pytest.raises(Exception, match="row-level security"):
        IncidentHelper(organization=colleague.home, incident=incident, user=colleague, named_by=colleague).save()


def test_one_person_is_asked_once(incident, caseworker):
    with as_user(caseworker):
        row = actions.add_row(incident, {}, by=caseworker)
        agree(row, caseworker)
        for act in (lambda: agree(row, caseworker), lambda: actions.refuse_row(row, private=True, by=caseworker)):
            with pytest.raises(NotInThisState):
                act()
        with pytest.raises(NotInThisState):
            actions.change_row(row, SEEN, version=row.version, by=caseworker)
        assert Case.objects.visible_to(caseworker).count() == 1


def test_a_row_changed_meanwhile_is_not_overwritten(incident, caseworker):
    with as_user(caseworker):
        row = actions.add_row(incident, SEEN, by=caseworker)
        actions.change_row(row, {"urgent": "medical"}, version=1, by=caseworker)
        with pytest.raises(NotInThisState):
            actions.change_row(row, {"urgent": "none"}, version=1, by=caseworker)
        assert rows_of(incident, caseworker)[0].urgent == "medical"


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "x"), ("happened", "May"), ("country", "XX"), ("region", "Quay Street"), ("expected", 0)],
)
def test_codes_are_checked(caseworker, field, value):
    with as_user(caseworker), pytest.raises(InvalidInput) as refused:
        actions.open_incident(**({"kind": "raid"} | {field: value}), by=caseworker)
    assert refused.value.field == field


def test_it_closes_only_once_everybody_was_asked(incident, caseworker):
    with as_user(caseworker):
        row = actions.add_row(incident, {}, by=caseworker)
        with pytest.raises(NotInThisState):
            actions.close_incident(incident, by=caseworker)
        actions.row_left(row, by=caseworker)
        actions.close_incident(incident, by=caseworker)
        with pytest.raises(NotInThisState):
            actions.add_rows(incident, count=1, by=caseworker)


def test_what_helpers_must_know_is_sealed_and_the_region_is_a_code(incident):
    assert incident.region == "TH-50" and b"Hala" not in bytes(incident.words_sealed.ciphertext)


def test_the_row_itself_points_to_nobody():
    columns = {field.column for field in IncidentRow._meta.get_fields() if hasattr(field, "column")}
    assert not columns & {"case_id", "person_id", "name", "alias"}
