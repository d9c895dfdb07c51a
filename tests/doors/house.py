"""Knocking: one request as one persona, whose effects are undone, and what came back."""

import re
import time
from contextlib import contextmanager
from copy import copy
from uuid import UUID, uuid4

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models.signals import post_save
from django.urls import get_resolver, reverse

from casemgr.audit.models import AuditEntry
from cases.actions import set_restricted
from cases.models import Case
from frontend.lock import SEEN
from tests.conftest import as_user
from tests.doors.personas import ANONYMOUS
from tests.doors.table import DOORS
from tests.encryption.held import forget_holders

YOUNG_SECONDS = 120
OPEN = {200, 204, 302, 400, 409, 422}
TOKENS = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|"x-csrftoken":\s*"[^"]+"', re.I)


def patterns(resolver, prefix="", before=()):
    """(name, arguments) of every path but the API's."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        arguments = [*before, *(pattern.pattern.converters or pattern.pattern.regex.groupindex)]
        if hasattr(pattern, "url_patterns"):
            yield from patterns(pattern, route, arguments)
        elif not route.startswith(("api/", "oauth/")):
            yield pattern.name, arguments


WEB = dict(patterns(get_resolver()))
NAMES = sorted(set(DOORS) & set(WEB))


def content_of(response):
    """The whole body, of a stream too."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def outcome(response):
    """What happened, in the table's words."""
    if response.status_code == 302 and "/accounts/login/" in response["Location"]:
        return "sign in"
    if response.status_code in OPEN:
        return "opens"
    return {403: "refused", 404: "absent"}.get(response.status_code, str(response.status_code))


def absent_ids(ids):
    """Ids of the same shape that name nothing."""
    return {key: _absent(value) if key.endswith("_id") else value for key, value in ids.items()}


def _absent(value):
    return uuid4() if isinstance(value, UUID) else "A" * 22


def said(response, ids):
    """Status and page, without this request's token and without the ids that were in its path."""
    content = TOKENS.sub(b"", content_of(response))
    for value in {v for k, v in ids.items() if k.endswith("_id")}:
        content = content.replace(str(value).encode(), b"ID")
    return response.status_code, content


class House:
    """The built world, its database, and requests into it."""

    def __init__(self, world, database):
        self.people, self.browsers, self.ids, self.cases = world.people, world.browsers, world.ids, world.cases
        self.database, self.restricted = database, False
        self.keeps_young, self._young = True, dict.fromkeys(self.browsers, 0.0)  # made with the kept world, long ago
        #: what the last request wrote into the trail, as (person's id, event)
        self.written = []
        post_save.connect(self._note, sender=AuditEntry)

    def path(self, name, ids=None):
        """The address of a door."""
        return reverse(name, kwargs={argument: (ids or self.ids)[argument] for argument in WEB[name]})

    def knock(self, persona, name, method=None, *, ids=None, data=None, query=""):
        """One request through all middleware; nothing it does stays."""
        return self.ask(persona, self.path(name, ids) + query, method or DOORS[name].method, data)

    def ask(self, persona, path, method="GET", data=None):
        """The same for any address."""
        cache.clear()  # limits on searches are tried elsewhere
        self._keep_young(persona)
        browser = self.browsers[persona]
        cookies = copy(browser.cookies)
        self.written.clear()
        try:
            with transaction.atomic(), transaction.atomic(using="keys"):
                response = getattr(browser, method.lower())(path, data)
                if response.streaming:
                    response.streaming_content = [content_of(response)]
                transaction.set_rollback(True)
                transaction.set_rollback(True, using="keys")
        finally:
            browser.cookies = cookies
        forget_holders()  # who holds a key is remembered for seconds, also what was just undone
        return response

    def of(self, row):
        """The ids with another row's case in the place of Harbor's."""
        return self.ids | {"case_id": self.cases[row].public_id}

    def _note(self, instance, **_signal):
        self.written.append((instance.actor_id, instance.event))

    def _keep_young(self, persona):
        """On a slow machine a session would lock, or be asked again who is there, in the middle of the tests."""
        if not self.keeps_young or persona == ANONYMOUS or time.time() - self._young[persona] < YOUNG_SECONDS:
            return
        session, now = self.browsers[persona].session, time.time()
        session[SEEN] = now
        session[RECORDS] = [record | {"at": now} for record in session.get(RECORDS, [])]
        session.save()
        if not connection.in_atomic_block:  # else it is taken back with whatever is around this request
            self._young[persona] = now

    @contextmanager
    def with_restricted_case(self):
        """The same house while the case is restricted: its supervisor is named on it, the second isn't."""
        leader = self.people["supervisor"]
        with transaction.atomic():
            with as_user(leader):
                case = Case.objects.visible_to(leader).get(public_id=self.ids["case_id"])
                set_restricted(case, restricted=True, reason="A relative works here", by=leader)
            self.restricted = True
            try:
                yield
            finally:
                self.restricted = False
                transaction.set_rollback(True)

    @contextmanager
    def forgiving(self):
        """Errors become answers with status 500, as outside tests."""
        for browser in self.browsers.values():
            browser.raise_request_exception = False
        try:
            yield
        finally:
            for browser in self.browsers.values():
                browser.raise_request_exception = True
