"""Groups of fields: what a role does not read is absent in application and database, and is not revealed."""

import pytest

from casemgr.accounts.roles import EVERYTHING, FIELD_GROUPS, MACHINES, ROLES
from casemgr.errors import NotPermitted
from cases import actions
from cases.field_groups import DOCUMENTS, NOTES, REVEALED
from cases.htcds.fields import ELSEWHERE
from cases.models import AllegedPerpetrator, Document, Experience, HealthAlert, HtcdsFacts, Note
from tests.casework.files import picture
from tests.conftest import as_user, make_person_of

ELSEWHERE_FACT = next(name for name, field in ELSEWHERE.items() if field.kind == "text")
PARTLY = sorted(
    code for code, role in ROLES.items() if role.scope != "none" and role.reads != EVERYTHING and code not in MACHINES
)
ROWS = {Experience: "narrative", HtcdsFacts: "narrative", HealthAlert: "health", AllegedPerpetrator: "legal"}


@pytest.fixture
def full(case, caseworker):
    """A case with a row of each group."""
    with as_user(caseworker):
        for kind in NOTES:
            actions.write_note(case, body="words", kind=kind, by=caseworker)
        for kind in DOCUMENTS:
            actions.add_document(
                case, file=picture(), name="a.png", title="t", kind=kind, by=caseworker, faces_agreed=True
            )
        actions.record_experience(case, {"narrative": "words"}, by=caseworker)
        actions.record_htcds_facts(case, {ELSEWHERE_FACT: "words"}, read_at=None, by=caseworker)
        actions.add_health_alert(case, kind="allergy", words="Penicillin", by=caseworker)
        actions.record_alleged(case, name="Uncle Karim", by=caseworker)
    return case


@pytest.fixture(params=PARTLY)
def partly(request, full, harbor, supervisor):
    """Somebody named on the case whose role reads some groups."""
    one = make_person_of(harbor, request.param)
    with as_user(supervisor):
        actions.grant(full, to=one, by=supervisor)
    return one


def found(model, user, case):
    """The rows that the application shows; the database alone shows the same."""
    shown = set(model.objects.visible_to(user).filter(case=case).values_list("pk", flat=True))
    alone = model.objects.unscoped("the database alone").filter(case=case)
    assert shown == set(alone.values_list("pk", flat=True)), model
    return model.objects.visible_to(user).filter(pk__in=shown)


@pytest.mark.nodb
def test_every_kind_and_every_masked_fact_is_of_a_group():
    assert set(NOTES) | {"complaint"} == set(Note.Kind.values)
    assert set(DOCUMENTS) == set(Document.Kind.values)
    assert {*NOTES.values(), *DOCUMENTS.values(), *REVEALED.values(), *ROWS.values()} == set(FIELD_GROUPS)


def test_caseworker_and_supervisor_find_every_group(full, caseworker, supervisor):
    for user in (caseworker, supervisor):
        with as_user(user):
            assert found(Note, user, full).count() >= len(NOTES)
            assert found(Document, user, full).count() == len(DOCUMENTS)
            assert all(found(model, user, full).exists() for model in ROWS)


def test_a_role_finds_its_groups_alone(full, partly):
    with as_user(partly):
        kinds = set(found(Note, partly, full).values_list("kind", flat=True))
        open_kinds = set(NOTES) - Note.RESTRICTED
        assert kinds == {kind for kind in open_kinds if partly.reads(NOTES[kind])}
        papers = set(found(Document, partly, full).values_list("kind", flat=True))
        assert papers == {kind for kind, group in DOCUMENTS.items() if partly.reads(group)}
        for model, group in ROWS.items():
            allowed = partly.reads(group) and model is not AllegedPerpetrator  # for few on the case anyway
            assert found(model, partly, full).exists() == allowed, model


def test_a_role_reveals_its_groups_alone(full, partly):
    with as_user(partly):
        for field, group in REVEALED.items():
            if partly.reads(group):
                actions.reveal(full, field, by=partly)
            else:
                with pytest.raises(NotPermitted):
                    actions.reveal(full, field, by=partly)


def test_what_one_wrote_oneself_one_reads(full, partly):
    if not partly.can("write_note"):
        return
    with as_user(partly):
        for kind in NOTES:
            note = actions.write_note(full, body="mine", kind=kind, by=partly)
            assert found(Note, partly, full).filter(pk=note.pk).exists()
