"""Whole pages with and without row-level security: the same request as the app's login and as the tables' owner.

The scope of the ORM, the trail, the opening of names and the page itself are in both; the two take turns, so that
noise falls on both.
"""

import statistics
import time
from typing import Any

REPEATS = 30
PAGES = {
    "Today": "/",
    "list": "/cases/?view=all",
    "filter": "/cases/?view=urgent",
    "get": "/cases/{case}/",
    "dashboard": "/team/",
}


def compare(user: Any, logins: dict[str, str]) -> float:
    """Print a line for each page that this user has; `logins` maps "ours" and "owner" to database users.

    Returns the worst median ratio.
    """
    worst = 0.0
    client, case = _signed_in(user), _a_case(user)
    for name, path in PAGES.items():
        at = path.format(case=case)
        if client.get(at).status_code == 403:
            continue  # this role has no such page
        pairs = [(_seconds(client, at, logins["ours"]), _seconds(client, at, logins["owner"])) for _ in range(REPEATS)]
        ratio = statistics.median(mine / theirs for mine, theirs in pairs[3:])
        mine, theirs = (statistics.median(side) * 1e3 for side in zip(*pairs, strict=True))
        print(f"{user.role:11} page: {name:12} {mine:9.1f} {theirs:11.1f} {ratio:6.2f}", flush=True)
        worst = max(worst, ratio)
    return worst


def _signed_in(user: Any) -> Any:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.db import transaction
    from django.test import Client

    if not user.authenticator_set.exists():
        TOTP.activate(user, generate_totp_secret())
    client = Client(headers={"host": "localhost"})
    with transaction.atomic():
        client.force_login(user)
    return client


def _a_case(user: Any) -> str:
    from django.db import transaction

    from casemgr.accounts.acting import acting_as_user
    from cases.models import Case

    with acting_as_user(user), transaction.atomic():
        return Case.objects.visible_to(user).values_list("public_id", flat=True)[0]


def _seconds(client: Any, path: str, login: str) -> float:
    """One request, warm: connected and asked once as this login before the clock starts."""
    from django.db import connection

    if connection.settings_dict["USER"] != login:
        connection.close()
        connection.settings_dict["USER"] = login
        for _ in range(4):
            client.get(path)
    before = time.perf_counter()
    answer = client.get(path)
    took = time.perf_counter() - before
    assert answer.status_code == 200, path
    return took
