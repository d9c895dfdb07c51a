"""The demo's requests about records: a copy, a correction, and one to erase that waits for a talk. All invented."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.clock import today
from casemgr.cli.sample_accounts import DemoOrganization
from cases import actions
from cases.models import Case

ASKED: dict[str, Any] = {"asker": "person", "identity": "known"}


def ask_about_records(organizations: Sequence[DemoOrganization]) -> None:
    """Rules of keeping and a hold, and what three people of each first caseworker asked."""
    for one in organizations:
        admin, worker, supervisor = (one.people[role] for role in ("org_admin", "caseworker", "supervisor"))
        with acting_as_user(admin), transaction.atomic():
            actions.set_keeping([("adult", 7, None), ("child", 7, 25), ("contact", 1, None)], days=30, by=admin)
        with acting_as_user(worker), transaction.atomic():
            mine = Case.objects.visible_to(worker).open().of_worker(worker).filter(restricted=False)
            cases = list(mine.select_related("person").order_by("-number")[:8])
            if len(cases) < 3:
                continue
            delivery = "Read aloud at the office on Friday; she takes nothing home."
            actions.ask_right(cases[0], kind="copy", delivery=delivery, by=worker, **ASKED)
            said: dict[str, Any] = {"disputed": "The year of arrival", "words": "I came a year later."}
            actions.ask_right(cases[1], kind="correction", by=worker, **said, **ASKED)
            actions.ask_right(cases[2], kind="narrative", words="I don't want my story kept.", by=worker, **ASKED)
        with acting_as_user(supervisor), transaction.atomic():
            until = today(supervisor.home) + datetime.timedelta(days=200)
            actions.place_hold(cases[1], reason="The court asked to keep it.", until=until, by=supervisor)
