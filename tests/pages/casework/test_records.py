"""Services, notes, tasks, experience: recorded from the case, refused in place."""

import datetime

from casemgr.audit import events
from cases.models import Experience, Note, ServiceRecord, Task
from tests.conftest import as_user

from .conftest import words

DAY = datetime.date.today()
SERVICE = {"often": "legal_aid", "outcome": "delivered", "on_date": str(DAY)}


def test_a_service_takes_three_clicks(page, case, caseworker):
    overview = page.get(f"/cases/{case.public_id}/").content.decode()
    address = f"/cases/{case.public_id}/services/new/"
    assert f'href="{address}"' in overview  # 1
    form = page.get(address).context["form"]
    assert ("legal_aid") in dict(form.fields["often"].choices)  # 2
    answer = page.post(address, SERVICE)  # 3: date and outcome were filled in
    assert answer["Location"] == f"/cases/{case.public_id}/"
    with as_user(caseworker):
        assert ServiceRecord.objects.visible_to(caseworker).get().service_code == "legal_aid"
    assert page.trail(events.SERVICE_RECORDED)


def test_a_service_in_the_future_is_refused_beside_the_date(page, case):
    answer = page.post(
        f"/cases/{case.public_id}/services/new/", SERVICE | {"on_date": str(DAY + datetime.timedelta(days=9))}
    )
    assert answer.status_code == 422 and "on_date" in answer.context["form"].errors


def test_without_a_service_nothing_is_saved(page, case):
    answer = page.post(f"/cases/{case.public_id}/services/new/", SERVICE | {"often": ""})
    assert answer.status_code == 422 and "Choose a service." in words(answer)


def test_the_dialog_gets_the_form_without_the_page(page, case):
    address = f"/cases/{case.public_id}/services/new/"
    answer = page.get(address, headers={"HX-Request": "true", "HX-Target": "dialog#dialog"}).content.decode()
    assert "<html" not in answer and 'hx-target="#dialog"' in answer and "Do not call." in answer


def test_a_saved_dialog_moves_the_page(page, case):
    address = f"/cases/{case.public_id}/services/new/"
    answer = page.post(address, SERVICE, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == f"/cases/{case.public_id}/"


def test_a_note_is_written_and_amended_and_both_stay(page, case, caseworker):
    note = {"body": "Met at the clinic", "kind": "contact", "happened_on": str(DAY)}
    page.post(f"/cases/{case.public_id}/notes/new/", note)
    with as_user(caseworker):
        first = Note.objects.visible_to(caseworker).get()
    page.post(f"/cases/{case.public_id}/notes/{first.public_id}/amend/", {"body": "Met at the library"})
    text = words(page.get(f"/cases/{case.public_id}/notes/"))
    assert "Met at the clinic" in text and "Met at the library" in text and "Amended later" in text


def test_a_note_of_another_case_isnt_there(page, case, caseworker):
    from tests.conftest import open_case

    other = open_case(caseworker, "Bee")
    page.post(f"/cases/{case.public_id}/notes/new/", {"body": "x", "kind": "general", "happened_on": str(DAY)})
    with as_user(caseworker):
        note = Note.objects.visible_to(caseworker).get()
    assert page.get(f"/cases/{other.public_id}/notes/{note.public_id}/amend/").status_code == 404


def test_a_task_is_given_to_somebody_who_sees_the_case(page, case, caseworker, colleague, supervisor):
    address = f"/cases/{case.public_id}/plan/new/"
    offered = page.get(address).context["form"].fields["assigned_to"].queryset
    with as_user(caseworker):
        assert set(offered) == {caseworker, supervisor}
    task = {"title": "Call", "kind": "follow_up", "due_on": str(DAY), "assigned_to": caseworker.public_id}
    assert page.post(address, task)["Location"] == f"/cases/{case.public_id}/plan/"
    with as_user(caseworker):
        assert Task.objects.visible_to(caseworker).get().assigned_to == caseworker
    assert page.post(address, task | {"assigned_to": colleague.public_id}).status_code == 422


def test_experience_asks_for_nothing_and_keeps_codes(page, case, caseworker):
    address = f"/cases/{case.public_id}/experience/"
    given = {
        "version": "new",
        "exploitation_types": ["ForcedLabour", "Servitude"],
        "country_of_exploitation": "Thailand",
        "countries_of_transit": "Laos; Myanmar",
        "platforms": "WhatsApp; Facebook",
        "narrative": "In my own words",
    }
    assert page.post(f"{address}new/", given).status_code == 302
    with as_user(caseworker):
        row = Experience.objects.visible_to(caseworker).get()
        assert row.exploitation_types == ["ForcedLabour", "Servitude"]
        assert (row.country_of_exploitation, row.countries_of_transit) == ("THA", ["LAO", "MMR"])
        assert row.platforms == ["WhatsApp", "Facebook"]
        assert row.narrative == "In my own words"
    text = words(page.get(address))
    assert "Forced labour, Servitude" in text and "own words" not in text


def test_experience_is_changed_where_it_stands_and_a_clash_is_shown(page, case, caseworker):
    address = f"/cases/{case.public_id}/experience/"
    page.post(f"{address}new/", {"version": "new", "started_year": "2019"})
    form = page.get(f"{address}1/").context["form"]
    typed = {"version": form.initial["version"], "initial-started_year": "2019", "started_year": "2020"}
    assert page.post(f"{address}1/", typed).status_code == 302
    assert page.post(f"{address}1/", typed | {"started_year": "2021"}).status_code == 409
    with as_user(caseworker):
        assert Experience.objects.visible_to(caseworker).get().started_year == 2020


def test_the_experience_form_doesnt_ask_children_for_proof(page, case):
    assert "counts as a victim whatever the means" in words(page.get(f"/cases/{case.public_id}/experience/new/"))
