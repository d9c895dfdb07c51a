"""A stay, its steps and a search for somebody missing go along when two cases become one, and back."""

from cases import actions
from cases.models import Case, MissingStep, Stay, StayStep
from cases.shelter import free_beds
from tests.conftest import as_user, in_a_year, open_case
from tests.shelter.conftest import ask, room_of


def test_they_go_along_and_come_back(tamarind, supervisor):
    kept, gone = open_case(supervisor, "Amira"), open_case(supervisor, "Amira")
    stay = ask(gone, supervisor, needs="A cot")
    with as_user(supervisor):
        stay = actions.check_in(stay, room=room_of(tamarind, supervisor), by=supervisor)
        stay = actions.extend_stay(stay, planned_end=in_a_year(), reason="No flat yet", by=supervisor)
        missing = actions.report_missing(stay, by=supervisor)
        actions.missing_step(missing, kind="friends", words="Nobody knows", by=supervisor)
        people = Case.objects.visible_to(supervisor).select_related("person__safe_contact").order_by("number")
        two = list(people)
        versions = tuple(number for one in two for number in (one.version, one.person.version))
        merge = actions.merge_cases(*two, choices={}, versions=versions, by=supervisor)
        found = Stay.objects.visible_to(supervisor).get()
        assert (found.case_id, found.state, found.needs) == (kept.pk, "in", "A cot")
        assert StayStep.objects.visible_to(supervisor).get(case=kept).words == "No flat yet"
        assert MissingStep.objects.visible_to(supervisor).get(case=kept).words == "Nobody knows"
        assert free_beds(tamarind, supervisor) == (1, 2)
        actions.undo_merge(merge, by=supervisor)
        back = Stay.objects.visible_to(supervisor).get()
        assert (back.case_id, back.needs) == (gone.pk, "A cot")
        assert free_beds(tamarind, supervisor) == (1, 2)
