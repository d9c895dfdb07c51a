"""Planted words after everybody opened every door: in no log, mail, job, session, dump or name of a download.

The journeys look for the same in a running site's files (tests/journeys/test_planted_values.py); here it is every
door and every role, with the rows really written.
"""

import logging

import psycopg
from django.core import mail
from django.test import override_settings

from tests.doors.house import content_of
from tests.doors.planted import ROWS, word, words_in
from tests.doors.table import DOORS
from tests.journeys import traces

WALKERS = ("caseworker", "supervisor", "complaint_recipient", "other_caseworker")
IN_MEMORY = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


class Kept(logging.Handler):
    """Everything that is logged, by any logger, with its error."""

    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(logging.Formatter().format(record))


def test_no_planted_word_is_left_where_it_must_not_be(house):
    kept, root, headers = Kept(), logging.getLogger(), []
    level = root.level
    root.addHandler(kept)
    root.setLevel(logging.INFO)
    try:
        with override_settings(MAILERS=IN_MEMORY), house.forgiving():
            for persona in WALKERS:
                for name in sorted(DOORS):
                    if DOORS[name].who.admits(persona):
                        answer = house.knock(persona, name, DOORS[name].method)
                        headers += [f"{name}: {key}: {value}" for key, value in answer.items()]
                house.knock(persona, "find", "POST", data={"query": word("harbor", "alias")})
    finally:
        root.removeHandler(kept)
        root.setLevel(level)
    assert len(headers) > 1000, "the doors were opened"
    assert words_in("\n".join(headers).encode()) == set(), "addresses, file names of downloads"
    assert words_in("\n".join(kept.lines).encode()) == set(), "logs"
    assert [one for one in getattr(mail, "outbox", []) if words_in(f"{one.subject} {one.body}".encode())] == []


def test_what_is_at_rest_holds_none_of_them(house):
    """A dump as the backup login takes it, jobs, sessions, notifications: rows are there, words are not."""
    url = house.database.environment["BACKUP_DATABASE_URL"]
    planted = {f"{row} {field}": word(row, field) for row in ROWS for field in ("alias", "note", "phone", "document")}
    dump, search = traces.dump(url), traces.Search(planted)
    # a colleague's name is no secret of a person served; a partner outside may be given a code name (decision 25)
    staff = {("delta", "staff"), ("place", "outside")}
    assert words_in(dump) - staff == set()
    assert search.within(dump) == [], "in no other clothes either"
    assert words_in(traces.sessions(url)) == set()
    assert house.ids["case_id"].encode() in dump, "the dump holds the rows"
    with psycopg.connect(url) as backup:
        for table in ("procrastinate_jobs", "cases_notification", "audit_auditentry", "django_session"):
            rows = backup.execute(f"SELECT to_jsonb(t)::text FROM {table} t").fetchall()
            assert words_in("\n".join(row for (row,) in rows).encode()) == set(), table


def test_a_download_is_named_without_its_title(house):
    answer = house.knock("caseworker", "document_file", "GET")
    told = " ".join(answer.headers.values()).encode()
    assert answer.status_code == 200 and content_of(answer)
    assert words_in(told) == set()
