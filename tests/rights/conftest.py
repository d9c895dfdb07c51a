"""A person with much on record, and the people who decide about it."""

import datetime

import pytest
from django.db import connections, transaction

from cases import actions
from cases.models import DataRequest
from tests.conftest import as_user, in_a_year, open_case, persona

second = persona("supervisor", "harbor")
PLANTED = "Zanzibarella"


@pytest.fixture
def full(caseworker):
    """A case with the planted word in many sealed fields."""
    return make_full(caseworker)


def make_full(worker):
    case = open_case(worker, alias=PLANTED, legal_name=f"{PLANTED} N", phone=PLANTED, gender="Female")
    with as_user(worker):
        actions.write_note(case, body=f"{PLANTED} said", by=worker)
        actions.write_note(case, kind="therapy", body=f"{PLANTED} therapy", by=worker)
        actions.record_experience(case, {"narrative": PLANTED}, by=worker)
        actions.add_task(case, title=PLANTED, due_on=datetime.date.today(), by=worker)
        actions.record_service(case, service_code="food_basics", by=worker)
    return case


def share(case, receiver, by):
    with as_user(by):
        return actions.record_consent(
            case.person,
            purpose="share",
            decision="given",
            method="spoken",
            recipient=receiver,
            categories=["identity", "contact"],
            ends_on=in_a_year(),
            by=by,
        )


def ask(case, by, kind="erasure", **more):
    with as_user(by):
        return actions.ask_right(case, kind=kind, asker="person", identity="known", by=by, **more)


def check(request, by, finding="free"):
    with as_user(by):
        return actions.check_right(request, finding=finding, alone=True, evidence_told=True, by=by)


def approve(request, by):
    with as_user(by):
        return actions.approve_erasure(request, by=by)


def sealed(case, worker, supervisor):
    """The request of a record that waits to be erased."""
    return approve(check(ask(case, worker), worker), supervisor)


def state_of(request, user):
    with as_user(user), transaction.atomic():
        found = DataRequest.objects.visible_to(user).filter(pk=request.pk).first()
        return found and found.state


def wait_is_over():
    """As the owner of the tables: fourteen days have passed. Only in a world whose rows are committed."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE cases_datarequest SET erase_after = now() - interval '1 minute' WHERE state <> 'done'")


def everything(*, but=()):
    """Every row of every table as text, as the owner sees it: {table: {row}}."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        names = [name for (name,) in cursor.fetchall() if name not in but]
        found = {}
        for name in names:
            cursor.execute(f"SELECT t::text FROM {name} t")
            found[name] = {row for (row,) in cursor.fetchall()}
    return found
