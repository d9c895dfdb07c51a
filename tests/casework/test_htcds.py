"""HTCDS 2.0: every live field and code has a place in a case, is shown, and comes back from a file unchanged."""

import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casemgr.accounts.acting import acting_as_user
from casemgr.errors import Conflict, InvalidInput, NotFound, NotPermitted
from cases import actions
from cases.codelists import REGISTRY, get
from cases.codelists.htcds_fields import FIELDS
from cases.codelists.sectors import SECTORS
from cases.codelists.trafficking_types import HTCDS_SEX, ISIC, LABOUR_TYPES, SEX_TRADE_TYPES
from cases.htcds.fields import ELSEWHERE, JOINED, OF_CASE, OF_EXPERIENCE, OF_PERSON, checked
from cases.htcds.record import BESIDE, document
from cases.importing.targets import TARGETS
from cases.models import Case, Experience, HtcdsFacts, Person
from tests.conftest import as_user, make_person_of, open_case
from tests.importing.support import import_file


@pytest.mark.nodb
def test_each_live_field_has_exactly_one_place():
    places = [*OF_PERSON, *OF_EXPERIENCE, *OF_CASE, *JOINED, *ELSEWHERE]
    assert sorted(places) == sorted(field.name for field in FIELDS)


@pytest.mark.nodb
def test_a_column_takes_every_code_of_its_standard_list():
    """A code that fits no column, or a list that the form doesn't offer, fails here."""
    for field in FIELDS:
        if not field.codelist or field.name in ELSEWHERE:
            continue
        name = OF_PERSON.get(field.name) or OF_EXPERIENCE.get(field.name)
        if name is None:
            continue
        model = Person if field.name in OF_PERSON else Experience
        column = model._meta.get_field(name)
        longest = getattr(column, "base_field", column).max_length
        assert all(len(code) <= longest for code in REGISTRY[field.codelist])


@pytest.mark.nodb
def test_the_public_lists_of_work_and_sex_trade_are_mapped():
    assert len(LABOUR_TYPES) == 20 and len(SEX_TRADE_TYPES) == 8
    assert set(ISIC) == set(LABOUR_TYPES) - {"forced_criminality", "other"} and set(ISIC.values()) <= set(SECTORS)
    assert set(HTCDS_SEX) == set(SEX_TRADE_TYPES)
    assert set(HTCDS_SEX.values()) <= set(get("vic_TypeOfSexExploitation"))


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("name", "value"),
    [("org_Type", "Circus"), ("hte_Latitude", "north"), ("hte_Date", "2026-13-01"), ("prs_Deceased", "perhaps"),
     ("prs_Title", "x" * 501)],
)  # fmt: skip
def test_a_further_fact_that_does_not_fit_is_refused(name, value):
    with pytest.raises(InvalidInput) as refused:
        checked(name, value)
    assert refused.value.field == name


def further():
    """Any values of the further fields, each of its kind."""
    kinds = {
        "picklist": lambda field: st.sampled_from(sorted(REGISTRY[field.codelist])),
        "number": lambda _field: st.integers(-90, 90).map(str),
        "date": lambda _field: st.dates(min_value=_day(1990), max_value=_day(2026)).map(lambda day: day.isoformat()),
        "checkbox": lambda _field: st.sampled_from(["yes", "no"]),
    }
    words = st.text("abc ñع1", min_size=1, max_size=30).filter(lambda text: text.strip() == text)
    return st.fixed_dictionaries(
        {}, optional={name: kinds.get(field.kind, lambda _f: words)(field) for name, field in ELSEWHERE.items()}
    )


def _day(year):
    import datetime

    return datetime.date(year, 1, 1)


WORDS = st.text("abc ñع", min_size=1, max_size=40).filter(lambda text: text.strip() == text)
BY_KIND = {
    "year": st.integers(1950, 2026),
    "months": st.integers(0, 300),
    "years": st.integers(0, 90),
    "text": WORDS,
    "date": st.dates(_day(1990), _day(2026)),
    "route": st.lists(
        st.fixed_dictionaries(
            {"stage": st.sampled_from(["Recruitment", "Transit", "Exploitation"])},
            optional={
                "country": st.sampled_from(["NGA", "LBY", "ITA"]),
                "place": WORDS,
                "date": st.sampled_from(["2019", "2019-05", "2020-02-29"]),
            },
        ),
        min_size=1,
        max_size=4,
    ),
}


def experiences():
    """Any facts of an experience that the import knows."""
    facts = {}
    for name, target in TARGETS.items():
        if not name.startswith("experience."):
            continue
        codes = sorted(target.codes or ())
        several = target.kind in ("codes", "countries")
        if several:
            values = st.lists(st.sampled_from(codes), min_size=1, max_size=4, unique=True)
        elif codes:
            values = st.sampled_from([*codes, "declined"])
        else:
            values = BY_KIND[target.kind]
        facts[name.removeprefix("experience.")] = values
    facts["ended_year"] = st.none()
    return st.fixed_dictionaries({}, optional=facts)


PEOPLE = st.fixed_dictionaries(
    {},
    optional={
        "legal_name": WORDS,
        "birth_date": st.dates(_day(1940), _day(2020)),
        "gender": st.sampled_from([*sorted(get("gender")), "declined", "unknown"]),
        "marital_status": st.sampled_from([*sorted(get("prs_MaritalStatus")), "declined"]),
        "education": st.sampled_from([*sorted(get("prs_HighestLevelOfEducation")), "unknown"]),
        "children": st.integers(0, 12),
        "citizenship": st.sampled_from(["NGA", "THA", "declined"]),
        "preferred_language": st.sampled_from(["sw", "ar", "es"]),
        "secondary_language": st.sampled_from(["en", "fr"]),
        "interpreter_needed": st.booleans(),
    },
)


@given(person=PEOPLE, told=st.lists(experiences(), max_size=3), facts=further())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_case_comes_back_from_its_file_unchanged(harbor, lotus, person, told, facts):
    by, there = make_person_of(harbor, "supervisor"), make_person_of(lotus, "supervisor")
    case = open_case(by, "Amira")
    with as_user(by):
        actions.change_person(case.person, person, version=1, by=by)
        for one in told:
            actions.record_experience(case, one, by=by)
        if facts:
            actions.record_htcds_facts(case, facts, read_at=None, by=by)
        sent = actions.export_htcds([fresh(case, by)], reason="check", by=by)
    batch = import_file(io.BytesIO(json.dumps(sent).encode()), "htcds", there)
    assert (batch.state, batch.rows_imported, batch.rows_refused) == ("finished", 1, 0)
    with acting_as_user(there):
        newest = Case.objects.visible_to(there).select_related("person").order_by("-number").first()
        back = document([newest], there)
    assert _comparable(back) == _comparable(sent)


def fresh(case, by):
    return Case.objects.visible_to(by).select_related("person").get(pk=case.pk)


def _comparable(sent):
    """Without the number, which is each organization's own, and the stage, which importing sets."""
    [record] = sent["records"]
    rest = json.loads(record.get("casemgr_experiences", "[]"))
    first = {k: record[k] for k in [*OF_EXPERIENCE, *BESIDE.values()] if k in record}
    own = {"external_id", "cas_Status", "casemgr_experiences", *first}
    told = sorted((one for one in [first, *rest] if one), key=lambda one: json.dumps(one, sort_keys=True))
    return [{k: v for k, v in record.items() if k not in own}, told]


def test_only_the_standards_codes_stand_in_its_fields(case, caseworker):
    with as_user(caseworker):
        actions.record_experience(case, {"means_of_control": ["DebtBondage", "restricts_movement"]}, by=caseworker)
        [record] = document([fresh(case, caseworker)], caseworker)["records"]
    assert record["vic_MethodsOfControl"] == ["DebtBondage"]
    assert record["casemgr_means_of_control"] == ["restricts_movement"]


def test_further_facts_are_sealed_and_written_over_what_was_read(case, caseworker):
    with as_user(caseworker):
        row = actions.record_htcds_facts(case, {"prs_Title": "Cook"}, read_at=None, by=caseworker)
        assert b"Cook" not in bytes(row.facts_sealed.ciphertext)
        with pytest.raises(Conflict):
            actions.record_htcds_facts(case, {"prs_Title": "Maid"}, read_at=None, by=caseworker)
        kept = HtcdsFacts.objects.visible_to(caseworker).get()
        actions.record_htcds_facts(case, {"prs_Title": ""}, read_at=kept.updated_at, by=caseworker)
        assert HtcdsFacts.objects.visible_to(caseworker).get().facts == {}


def test_taking_a_case_out_is_a_right_of_its_own_and_leaves_a_trace(case, caseworker, supervisor, partner_worker):
    with as_user(caseworker), pytest.raises(NotPermitted):
        actions.export_htcds([case], reason="check", by=caseworker)
    with as_user(partner_worker), pytest.raises(NotFound):
        actions.export_htcds([case], reason="check", by=partner_worker)
    with as_user(supervisor), pytest.raises(InvalidInput):
        actions.export_htcds([case], reason="because", by=supervisor)


def test_what_is_no_htcds_json_is_refused(supervisor):
    from casemgr.errors import CasemgrError

    for content in (b"{", b"[1]", b'{"records": 3}', b'[{"prs_Title": {"a": 1}}]', b'[{"moon": "x"}]'):
        with pytest.raises(CasemgrError):
            import_file(io.BytesIO(content), "htcds", supervisor)
