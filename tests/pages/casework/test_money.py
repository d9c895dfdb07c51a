"""Emergency money and groups on pages."""

from decimal import Decimal

from cases import actions
from cases.models import Fund, MoneyRequest, ServiceRecord
from tests.conftest import as_user, open_case, yesterday

from .conftest import words


def test_money_is_asked_approved_and_handed_over(page, supervisor_page, case, caseworker, supervisor):
    assert page.get("/funds/new/").status_code == 403
    supervisor_page.post("/funds/new/", {"name": "Emergency", "currency": "usd", "quick_limit": "10"})
    with as_user(supervisor):
        fund = Fund.objects.visible_to(supervisor).get()
    supervisor_page.post(f"/funds/{fund.public_id}/", {"amount": "100"})
    assert page.post(f"/funds/{fund.public_id}/", {"amount": "5"}).status_code == 403
    ask = {"fund": fund.public_id, "amount": "60", "purpose": "food", "detail": "Baby milk"}
    page.post(f"/cases/{case.public_id}/money/new/", ask)
    too_much = page.post(f"/cases/{case.public_id}/money/new/", ask)
    assert too_much.status_code == 422 and "hold that much" in words(too_much)
    with as_user(caseworker):
        money = MoneyRequest.objects.visible_to(caseworker).get()
    at = f"/cases/{case.public_id}/money/{money.public_id}/"
    assert "60" in words(supervisor_page.get("/funds/")) and "Baby milk" in words(supervisor_page.get(at))
    assert supervisor_page.post(at, {"do": "refuse", "answer": ""}).status_code == 422
    supervisor_page.post(at, {"do": "approve", "answer": ""})
    assert "Handed over" in words(page.get(f"/cases/{case.public_id}/services/"))
    page.post(f"{at}pay/")
    shown = words(page.get(f"/cases/{case.public_id}/services/"))
    assert "Paid" in shown and "Emergency financial assistance" in shown
    assert "-60.00" in words(page.get(f"/funds/{fund.public_id}/"))


def test_a_planned_service_says_it_is_overdue_and_is_settled(page, case, caseworker):
    import datetime

    with as_user(caseworker):
        record = actions.record_service(case, service_code="medical", outcome="planned", by=caseworker)
        past = datetime.date.today() - datetime.timedelta(days=3)
        ServiceRecord.objects.visible_to(caseworker).update(on_date=past)
    assert "overdue" in words(page.get(f"/cases/{case.public_id}/services/"))
    sent = {"outcome": "delivered", "on_date": past.isoformat()}
    page.post(f"/cases/{case.public_id}/services/{record.public_id}/settle/", sent)
    assert "overdue" not in words(page.get(f"/cases/{case.public_id}/services/"))


def test_a_group_is_ticked_from_ones_own_cases(page, case, caseworker, supervisor):
    other = open_case(caseworker, "Leila")
    open_case(supervisor, "Zara")
    shown = words(page.get("/groups/new/"))
    assert "Amira" in shown and "Leila" in shown and "Zara" not in shown
    sent = {"service_code": "group_session", "held_on": str(yesterday()), "minutes": 90}
    assert page.post("/groups/new/", sent).status_code == 422
    assert page.post("/groups/new/", sent | {"cases": [case.public_id, other.public_id]}).status_code == 302
    assert "Support group" in words(page.get("/groups/"))
    assert "Support group" in words(page.get(f"/cases/{other.public_id}/services/"))


def test_money_is_never_shown_to_who_does_not_see_the_case(browse, case, caseworker, colleague, supervisor):
    with as_user(supervisor):
        pot = actions.open_fund(name="Pot", currency="USD", by=supervisor)
        actions.move_money(pot, amount=Decimal(50), by=supervisor)
    with as_user(caseworker):
        actions.ask_money(case, fund=pot, amount=Decimal(20), purpose="food", by=caseworker)
    assert "Amira" not in words(browse(colleague).get("/funds/"))
