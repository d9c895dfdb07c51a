"""The demo's projects, trainings and a kept report. All invented, made by the actions themselves."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.clock import today
from casemgr.cli.sample_accounts import DemoOrganization
from cases import actions


def make_reports(organizations: Sequence[DemoOrganization]) -> None:
    """Two projects, of which one pays for places to stay, a training, and a shared report."""
    for one in organizations:
        by = one.people["supervisor"]
        with acting_as_user(by), transaction.atomic():
            day = today(by.home)
            first = day.replace(month=1, day=1)
            homes = ["emergency_shelter", "short_term_housing"]
            project = actions.save_project(
                name="Safe homes", funder="Invented fund", starts_on=first, services=homes, by=by
            )
            actions.save_project(name="Own means", starts_on=first, by=by)
            held = day - datetime.timedelta(days=3)
            actions.record_training(audience="officials", held_on=held, people=24, project=project, by=by)
            actions.save_report(name="Board: last quarter", query="when=last-quarter&kind=survivor", shared=True, by=by)
