"""HTCDS on pages: every field of the standard can be written and is shown; a case leaves as a file with a reason."""

import json
from typing import Any

import pytest

from casemgr.accounts.actions import set_working_rules
from casemgr.errors import InvalidInput
from cases import actions
from cases.codelists import REGISTRY
from cases.codelists.htcds_fields import FIELDS
from cases.htcds.fields import ELSEWHERE, OF_EXPERIENCE, OF_PERSON
from cases.models import HtcdsFacts, Person
from frontend.forms.experience import ExperienceForm
from frontend.forms.person import PersonForm
from tests.conftest import as_user

from .conftest import words

SAMPLE = {"number": "12", "date": "2020-05-02", "checkbox": "yes"}


def value_of(field):
    if field.codelist and field.kind in ("picklist", "multiselect"):
        return sorted(REGISTRY[field.codelist])[0]
    return SAMPLE.get(field.kind, f"words of {field.name}")


def test_each_further_field_is_written_and_shown(page, case, caseworker):
    at = f"/cases/{case.public_id}/experience/more/"
    told = {name: value_of(field) for name, field in ELSEWHERE.items()}
    assert page.post(at, {"read_at": ""} | told).status_code == 302
    with as_user(caseworker):
        assert HtcdsFacts.objects.visible_to(caseworker).get().facts == told
    shown = words(page.get(f"/cases/{case.public_id}/experience/"))
    for field in ELSEWHERE.values():
        assert (field.label or field.name) in shown
        if field.kind not in SAMPLE and not field.codelist:
            assert f"words of {field.name}" in shown


def test_each_other_field_stands_in_a_form_with_all_its_codes(case):
    for field in FIELDS:
        name = OF_PERSON.get(field.name) or OF_EXPERIENCE.get(field.name)
        if name is None:
            continue
        form = PersonForm if field.name in OF_PERSON else ExperienceForm
        asked = form(row=case.person).fields[name] if form is PersonForm else form(row=_new()).fields[name]
        offered = {code for code, _label in getattr(asked, "choices", ())} or set(getattr(asked, "codes", ()))
        if field.codelist and field.codelist in REGISTRY and field.kind in ("picklist", "multiselect"):
            missing = set(REGISTRY[field.codelist]) - offered - {"NonSpecifiedUnknown"}
            assert not missing, (field.name, missing)


def _new():
    from cases.models import Experience

    return Experience()


def test_somebody_faster_keeps_what_was_typed(page, case, caseworker):
    with as_user(caseworker):
        actions.record_htcds_facts(case, {"prs_Title": "Cook"}, read_at=None, by=caseworker)
    answer = page.post(f"/cases/{case.public_id}/experience/more/", {"read_at": "", "prs_Title": "Maid"})
    assert answer.status_code == 422 and 'value="Maid"' in answer.content.decode()
    with as_user(caseworker):
        assert HtcdsFacts.objects.visible_to(caseworker).get().facts == {"prs_Title": "Cook"}


def test_a_case_leaves_as_a_file_with_a_reason_and_a_trace(supervisor_page, page, case):
    at = f"/cases/{case.public_id}/experience/export/"
    assert page.get(at).status_code == 403
    assert supervisor_page.post(at, {}).status_code == 422
    answer = supervisor_page.post(at, {"reason": "person", "named": "on"})
    assert answer["Content-Disposition"] == f'attachment; filename="record-{case.public_id}.json"'
    assert json.loads(answer.content)["records"][0]["alias"] == "Amira"
    [entry] = supervisor_page.trail("case:record:download")
    assert entry.additional_data == {"format": "htcds", "reason": "person", "masked": 0}


def test_without_names_the_file_names_nobody(supervisor_page, case):
    answer = supervisor_page.post(f"/cases/{case.public_id}/experience/export/", {"reason": "report"})
    [record] = json.loads(answer.content)["records"]
    assert b"Amira" not in answer.content and record["external_id"] == case.label


def test_sensitive_questions_are_asked_only_where_wanted(page, case, caseworker, org_admin):
    at = f"/cases/{case.public_id}/person/"
    assert 'name="religion"' not in page.get(at).content.decode()
    sent = {"version": "1", "alias": "Amira", "initial-alias": "Amira", "religion": "x", "initial-religion": ""}
    page.post(at, sent)
    with as_user(caseworker):
        assert Person.objects.visible_to(caseworker).get().religion is None
    with as_user(org_admin):
        rules: dict[str, Any] = {"self_approval": False, "closure_approval": False, "by": org_admin}
        set_working_rules(**rules, asked=["religion", "disabilities"])
        with pytest.raises(InvalidInput):
            set_working_rules(**rules, asked=["shoe_size"])
    shown = page.get(at)
    assert 'name="religion"' in shown.content.decode() and 'name="orientation"' not in shown.content.decode()
    page.post(at, sent | {"version": shown.context["form"]["version"].value(), "disabilities": ["seeing"]})
    with as_user(caseworker):
        person = Person.objects.visible_to(caseworker).get()
        assert (person.religion, person.disabilities) == ("x", ["seeing"])
        assert bytes(person.religion_sealed.ciphertext) != b"x"


def test_declined_unknown_and_not_asked_are_told_apart(page, case, caseworker):
    with as_user(caseworker):
        actions.change_person(
            case.person, {"declined": ["phone"], "unknown": ["address", "phone"]}, version=1, by=caseworker
        )
    shown = words(page.get(f"/cases/{case.public_id}/"))
    assert "Phone Declined to answer" in shown and "Address Unknown" in shown and "Legal name Not recorded" in shown
    with as_user(caseworker):
        person = Person.objects.visible_to(caseworker).get()
        assert (person.declined, person.unknown) == (["phone"], ["address"])
        changed = actions.change_person(person, {"phone": "+66 2 555"}, version=2, by=caseworker)
        assert changed.declined == []
