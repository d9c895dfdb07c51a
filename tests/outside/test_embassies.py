"""Who must be kept from the embassy is referred to none: by its code, by its words, whatever its name in lists is."""

import pytest

from casemgr.accounts.actions import create_organization
from casemgr.errors import Gone, InvalidInput
from cases.actions import never_share
from cases.models import NeverShare
from referrals import actions
from referrals.errors import ConsentNotInForce
from referrals.never import never_with
from tests.conftest import as_user, open_case
from tests.outside.conftest import add, confirmed, draft_to, now_is_partner
from tests.pages.conftest import signed_in, text_of  # noqa: F401 - fixtures
from tests.referrals.conftest import agree, draft, offer

UNDER_A_CODE_NAME = {"name": "Green Gate Clinic", "kind": "embassy"}


def partner_of(by, second, **changes):
    """The organization that stands for a confirmed partner outside."""
    return now_is_partner(confirmed(add(by, **changes), second), by).partner


def keep_out(case, by, **said):
    with as_user(by):
        return never_share(case.person, by=by, **(said or {"embassy": True}))


def refused(case, partner, by):
    """Whether a draft to the partner can't be sent; what is said then."""
    sent = draft_to(case, partner, by=by)
    with as_user(by), pytest.raises(ConsentNotInForce) as said:
        actions.submit(sent, by=by)
    return str(said.value)


def two_offers(case, partner, by):
    """Two referrals on one consent."""
    consent = agree(case, partner, by=by)
    with as_user(by):
        drafts = [
            actions.draft(consent=consent, case=case, service_code=code, by=by) for code in ("medical", "legal_aid")
        ]
        return [actions.submit(one, by=by) for one in drafts]


@pytest.mark.parametrize(
    "partner",
    [
        UNDER_A_CODE_NAME,
        {"name": "Consulat du Mali"},
        {"name": "Grey House", "letter_name": "سفارة سوريا"},
    ],
)
@pytest.mark.parametrize(
    "said",
    [
        {"embassy": True},
        {"embassy": True, "description": "Ministry of the Interior"},
        {"description": "The embassy"},
        {"description": "السفارة"},
    ],
)
def test_an_embassy_gets_no_referral_however_both_are_called(
    planted_case, worker, supervisor, org_admin, partner, said
):
    embassy = partner_of(supervisor, org_admin, **partner)
    keep_out(planted_case, worker, **said)
    assert "doesn't cover this now" in refused(planted_case, embassy, worker)


def test_it_is_told_apart_from_no_other_refusal(planted_case, worker, supervisor, org_admin, lotus):
    embassy = partner_of(supervisor, org_admin, **UNDER_A_CODE_NAME)
    keep_out(planted_case, worker)
    keep_out(planted_case, worker, recipient=lotus)
    assert refused(planted_case, embassy, worker) == refused(planted_case, lotus, worker)


def test_other_partners_and_other_people_are_free(planted_case, green_gate, worker, supervisor, org_admin):
    embassy = partner_of(supervisor, org_admin, name="Grey House", kind="embassy")
    keep_out(planted_case, worker)
    assert offer(planted_case, green_gate, by=worker).state == "offered"
    other = open_case(worker, "Noor")
    assert offer(other, embassy, by=worker).state == "offered"
    keep_out(other, worker, description="Consultants of the mine")  # no consulate
    with as_user(worker):
        assert never_with(other.person, worker) == []


def test_what_was_told_before_is_read_no_more_and_no_yes_is_taken(planted_case, worker, supervisor, org_admin):
    embassy = partner_of(supervisor, org_admin, **UNDER_A_CODE_NAME)
    asked, told = two_offers(planted_case, embassy, worker)
    with as_user(worker):
        told = actions.accept(told, by=worker, way="phone")
        assert actions.open_for_partner(told, by=worker).fields
    keep_out(planted_case, worker)
    with as_user(worker):
        with pytest.raises(ConsentNotInForce):
            actions.accept(asked, by=worker, way="phone")
        with pytest.raises(Gone):
            actions.open_for_partner(told, by=worker)


def test_an_entry_from_before_there_were_codes_is_known_by_its_words(planted_case, worker, supervisor, org_admin):
    embassy = partner_of(supervisor, org_admin, **UNDER_A_CODE_NAME)
    asked, told = two_offers(planted_case, embassy, worker)
    with as_user(worker):
        told = actions.accept(told, by=worker, way="phone")
    entry = keep_out(planted_case, worker, description="Die Botschaft")
    with as_user(worker):
        assert entry.kind == "worded"
        NeverShare.objects.visible_to(worker).filter(pk=entry.pk).update(kind="")
        with pytest.raises(ConsentNotInForce):
            actions.accept(asked, by=worker, way="phone")
        with pytest.raises(Gone):
            actions.open_for_partner(told, by=worker)
    assert "doesn't cover this now" in refused(planted_case, embassy, worker)


def test_one_that_takes_part_reads_nothing_once_embassies_are_kept_out(planted_case, worker, answering, lotus):
    lotus.name = "Embassy of Thailand"
    lotus.save(update_fields=["name"])
    sent = draft(planted_case, lotus, by=worker)
    with as_user(worker):
        sent = actions.submit(sent, by=worker)
    with as_user(answering):
        sent = actions.accept(sent, by=answering)
        assert actions.read_disclosure(sent, by=answering).fields
    keep_out(planted_case, worker)
    with as_user(answering), pytest.raises(Gone):
        actions.read_disclosure(sent, by=answering)


def test_lifting_what_somebody_said_is_the_embassy_leaves_an_uncle_who_works_there(planted_case, worker):
    from cases.actions.embassy import _entries

    said, uncle = keep_out(planted_case, worker), keep_out(planted_case, worker, description="Uncle at the consulate")
    with as_user(worker):
        assert (said.kind, uncle.kind) == ("embassy", "worded")
        assert said.description == "Embassy or consulate of the person's country"
        assert [one.pk for one in _entries(planted_case.person, worker)] == [said.pk]


def test_embassies_are_offered_on_no_page_of_that_person(
    planted_case,
    worker,
    supervisor,
    org_admin,
    green_gate,
    signed_in,  # noqa: F811
):
    embassy = partner_of(supervisor, org_admin, name="Grey House", kind="embassy")
    browser = signed_in(worker)
    pages = [f"/cases/{planted_case.public_id}/{page}/" for page in ("refer", "consents/new/share")]
    for page in pages:
        assert embassy.public_id in text_of(browser.get(page))
    shown = browser.get(f"/cases/{planted_case.public_id}/consents/never-share/")
    assert 'name="embassy"' in text_of(shown)
    browser.post(f"/cases/{planted_case.public_id}/consents/never-share/", {"embassy": "on"})
    for page in pages:
        found = text_of(browser.get(page))
        assert embassy.public_id not in found and green_gate.public_id in found
    assert "Embassy or consulate" in text_of(browser.get(f"/cases/{planted_case.public_id}/consents/"))


def test_what_a_partner_is_takes_two_to_change_and_counts_at_once(outside, supervisor, org_admin, planted_case, worker):
    with as_user(supervisor):
        one = actions.change_outside(outside, {"kind": "embassy"}, version=outside.version, by=supervisor)
        assert one.kind == "" and one.is_proposed and one.is_embassy
        with pytest.raises(InvalidInput) as refused:
            actions.change_outside(one, {"kind": "castle"}, version=one.version, by=supervisor)
        assert refused.value.field == "kind"
    keep_out(planted_case, worker)
    with as_user(worker):
        assert never_with(planted_case.person, worker) == [outside.partner_id]
    one = confirmed(one, org_admin)
    with as_user(supervisor):
        assert one.kind == "embassy"
        again = actions.change_outside(one, {"kind": ""}, version=one.version, by=supervisor)
        assert again.kind == "embassy" and again.is_embassy  # until a second person agrees


def test_the_page_says_what_a_partner_is(supervisor, org_admin, signed_in):  # noqa: F811
    one = add(supervisor, **UNDER_A_CODE_NAME)
    words = "Embassy, consulate or authority of another country"
    assert words in text_of(signed_in(supervisor).get(f"/directory/partners/{one.public_id}/"))


def test_what_waits_to_be_confirmed_is_said_in_words(outside, supervisor, org_admin, signed_in):  # noqa: F811
    with as_user(supervisor):
        actions.change_outside(outside, {"kind": "embassy"}, version=outside.version, by=supervisor)
    page = text_of(signed_in(org_admin).get(f"/directory/partners/{outside.public_id}/"))
    assert "Embassy, consulate or authority of another country" in page and "What they are" in page


def test_a_partner_is_known_by_name_where_no_code_was_ever_given(worker, planted_case):
    create_organization(name="Ambassade du Mali", slug="ambassade", country="USA")
    keep_out(planted_case, worker)
    with as_user(worker):
        assert len(never_with(planted_case.person, worker)) == 1
