"""The directory in and out as files. A file is taken whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotPermitted
from referrals.directory.hsds.flat import Tables
from referrals.directory.hsds.loading import Loading
from referrals.directory.hsds.problems import RowProblem
from referrals.directory.hsds.writing import document
from referrals.directory.querysets import reads_directory

from .house_beds import tell_directory


@dataclass(frozen=True)
class Imported:
    """What a file did, or would do: new and changed rows by table, what to know of which row."""

    rows: dict[str, tuple[int, int]]
    notes: list[RowProblem]
    dry_run: bool


class FileRefused(InvalidInput):
    """The file has rows that can't be taken; nothing was written."""

    def __init__(self, problems: list[RowProblem]) -> None:
        super().__init__(_("Some rows can't be taken. Nothing was imported."), field="file")
        self.problems = problems


@transaction.atomic
def import_directory(tables: Tables, *, dry_run: bool, by: User) -> Imported:
    """Take a file into the organization's directory: new entries, and changes of those that came before.

    Errors: NotPermitted; FileRefused with every problem of every row.
    """
    require(by, "keep_directory")
    loading = Loading(tables, by=by)
    if loading.wrong:
        raise FileRefused(loading.problems)
    if not dry_run:
        tell_directory(by)  # first: everybody locks the counted services in the same order
        loading.write()
        tell_directory(by)  # what is counted is no file's to say
        counted = {name: new + changed for name, (new, changed) in loading.counts().items()}
        trail.record(events.DIRECTORY_IMPORTED, by=by, facts=counted)
    return Imported(loading.counts(), loading.problems, dry_run)


@transaction.atomic
def export_directory(*, by: User) -> dict[str, Any]:
    """What the organization keeps, as an HSDS document; hidden places are never in it. Errors: NotPermitted."""
    if not reads_directory(by):
        raise NotPermitted()
    made = document(by)
    trail.record(events.DIRECTORY_EXPORTED, by=by, facts={"organizations": len(made["organizations"])})
    return made
