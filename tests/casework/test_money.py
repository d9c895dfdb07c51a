"""Emergency money: a fund never promises more than it holds, nobody approves their own, the ledger only grows."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casemgr.accounts.actions import set_working_rules
from casemgr.errors import CasemgrError, InvalidInput, NotFound, NotInThisState, NotPermitted
from cases import actions
from cases.actions.money import balance, free
from cases.models import Fund, FundEntry, MoneyRequest, ServiceRecord
from tests.conftest import as_user, make_person_of, open_case


@pytest.fixture
def fund(supervisor):
    with as_user(supervisor):
        made = actions.open_fund(name="Emergency", currency="usd", quick_limit=Decimal(20), by=supervisor)
        actions.move_money(made, amount=Decimal(100), by=supervisor)
    return made


def ask(case, fund, by, amount=50, purpose="food"):
    with as_user(by):
        return actions.ask_money(case, fund=fund, amount=Decimal(amount), purpose=purpose, detail="Baby milk", by=by)


def left(fund, by):
    with as_user(by):
        return balance(fund, by), free(fund, by)


def test_small_needs_are_met_at_once_and_recorded_as_a_service(case, fund, caseworker):
    request = ask(case, fund, caseworker, 20)
    assert request.state == "approved" and left(fund, caseworker) == (100, 80)
    assert b"milk" not in bytes(request.detail_sealed.ciphertext)
    with as_user(caseworker):
        service = actions.pay_money(request, by=caseworker)
        assert (service.service_code, service.amount, service.currency) == ("emergency_financial", 20, "USD")
        with pytest.raises(NotInThisState):
            actions.pay_money(request, by=caseworker)
    assert left(fund, caseworker) == (80, 80)


def test_larger_ones_wait_for_somebody_else(case, fund, caseworker, supervisor):
    request = ask(case, fund, caseworker)
    with as_user(caseworker):
        with pytest.raises(NotInThisState):
            actions.pay_money(request, by=caseworker)
        with pytest.raises(NotPermitted):
            actions.decide_money(request, approve=True, by=caseworker)
    with as_user(supervisor):
        actions.decide_money(request, approve=True, by=supervisor)
    with as_user(caseworker):
        assert actions.pay_money(request, by=caseworker).amount == 50


def test_nobody_approves_their_own_unless_allowed(case, fund, supervisor, org_admin):
    request = ask(case, fund, supervisor)
    with as_user(supervisor), pytest.raises(NotPermitted):
        actions.decide_money(request, approve=True, by=supervisor)
    with as_user(org_admin):
        set_working_rules(self_approval=True, closure_approval=False, asked=(), by=org_admin)
    supervisor.organization.refresh_from_db()
    with as_user(supervisor):
        assert actions.decide_money(request, approve=True, by=supervisor).state == "approved"


def test_a_refusal_says_why_and_frees_the_money(case, fund, caseworker, supervisor):
    request = ask(case, fund, caseworker)
    with as_user(supervisor):
        with pytest.raises(InvalidInput):
            actions.decide_money(request, approve=False, by=supervisor)
        actions.decide_money(request, approve=False, answer="The shelter pays", by=supervisor)
    assert left(fund, caseworker) == (100, 100)


def test_what_others_asked_for_is_set_aside_even_where_it_is_not_seen(case, fund, caseworker, colleague, supervisor):
    ask(case, fund, caseworker, 90)
    other = open_case(colleague, "Leila")
    with pytest.raises(InvalidInput, match="hold"):
        ask(other, fund, colleague, 20)
    with as_user(supervisor), pytest.raises(InvalidInput):
        actions.move_money(fund, amount=Decimal(-20), by=supervisor)


@pytest.mark.parametrize(
    ("amount", "purpose", "field"), [(0, "food", "amount"), (-5, "food", "amount"), (5, "x", "purpose")]
)
def test_requests_that_ask_nothing_are_refused(case, fund, caseworker, amount, purpose, field):
    with pytest.raises(InvalidInput) as refused:
        ask(case, fund, caseworker, amount, purpose)
    assert refused.value.field == field


@pytest.mark.parametrize("act", [lambda rows: rows.update(amount=1), lambda rows: rows.delete()])
def test_the_ledger_only_grows(fund, supervisor, act):
    with as_user(supervisor), pytest.raises(Exception, match=r"permission denied|append"):
        act(FundEntry.objects.visible_to(supervisor))


def test_funds_are_the_organizations_own(case, fund, caseworker, partner_worker, colleague):
    request = ask(case, fund, caseworker)
    with as_user(partner_worker):
        assert not Fund.objects.visible_to(partner_worker).exists()
        assert not Fund.objects.unscoped("the database alone").exists()
    with as_user(colleague):
        assert not MoneyRequest.objects.unscoped("the database alone").exists()
        with pytest.raises(NotFound):
            actions.cancel_money(request, by=colleague)
    with as_user(caseworker), pytest.raises(NotPermitted):
        actions.open_fund(name="Mine", currency="USD", by=caseworker)


@given(
    st.lists(
        st.tuples(st.sampled_from("ask approve refuse pay cancel put take".split()), st.integers(1, 60)), max_size=25
    )
)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_done_a_fund_never_promises_more_than_it_holds(harbor, steps):
    boss, worker = make_person_of(harbor, "supervisor"), make_person_of(harbor, "caseworker")
    case = open_case(worker)
    with as_user(boss):
        pot = actions.open_fund(name=f"Pot {boss.pk}", currency="USD", quick_limit=Decimal(15), by=boss)
    requests, put, paid = [], 0, 0
    for act, n in steps:
        last = requests[n % len(requests)] if requests else None
        try:
            if act == "ask":
                requests.append(ask(case, pot, worker, n))
            elif act in ("put", "take"):
                with as_user(boss):
                    actions.move_money(pot, amount=Decimal(n if act == "put" else -n), by=boss)
                put += n if act == "put" else -n
            elif last is not None:
                by = boss if act in ("approve", "refuse") else worker
                with as_user(by):
                    if act == "pay":
                        actions.pay_money(last, by=by)
                        paid += last.amount
                    elif act == "cancel":
                        actions.cancel_money(last, by=by)
                    else:
                        actions.decide_money(last, approve=act == "approve", answer="No", by=by)
        except CasemgrError:
            pass
        holds, unspent = left(pot, boss)
        assert holds == put - paid and 0 <= unspent <= holds
    with as_user(worker):
        services = ServiceRecord.objects.visible_to(worker).filter(case=case, service_code="emergency_financial")
        assert sum(service.amount for service in services) == paid
