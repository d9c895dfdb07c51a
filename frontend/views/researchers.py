"""Registered researchers: terms, all tables, the whole package, comparisons. Behind sign-in."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from anonymized_exports import actions, permissions
from anonymized_exports.models import TERMS_VERSION, Release
from anonymized_exports.outside_pool import OutsidePool, read_pool
from casemgr import rate_limits
from frontend.forms.acting import posted
from frontend.forms.researchers import PoolForm, TermsForm
from frontend.research import groups
from frontend.research.compared import POOL_LIMITS, compared
from frontend.research.shelf import package_of, released, released_one
from frontend.research.words import table_titled

from .doors import WorkerRequest, door
from .figures import table_context, table_list
from .research import file

OfRelease = Callable[..., HttpResponse]


@door("download_release", methods=("GET",))
def researchers(request: WorkerRequest) -> HttpResponse:
    """Where a registered researcher begins: the terms and the releases."""
    context = {
        "releases": released().select_related("population"),
        "accepted": permissions.accepted_terms(request.user),
    }
    return render(request, "researchers/start.html", context)


@door("download_release")
def research_terms(request: WorkerRequest) -> HttpResponse:
    """The terms of the wider tables, to read and to accept."""
    form = TermsForm(posted(request))
    if form.does(lambda _values: actions.accept_terms(by=request.user)):
        messages.success(request, gettext("You accepted the terms. All tables are open to you."))
        return redirect("researchers")
    context = {"form": form, "version": TERMS_VERSION, "accepted": permissions.accepted_terms(request.user)}
    return render(request, "researchers/terms.html", context, status=422 if form.is_bound else 200)


def under_terms(*methods: str) -> Callable[[OfRelease], OfRelease]:
    """A page of one release for those who accepted the terms; others are shown the terms. 404 for what isn't out."""

    def decorate(view: OfRelease) -> OfRelease:
        @wraps(view)
        def checked(request: WorkerRequest, release_id: str, **kwargs: str) -> HttpResponse:
            one = released_one(release_id)
            if not permissions.accepted_terms(request.user):
                return redirect("research_terms")
            return view(request, one, **kwargs)

        return door("download_release", methods=methods)(checked)  # type: ignore[return-value]

    return decorate


@under_terms("GET")
def whole_release(request: WorkerRequest, one: Release) -> HttpResponse:
    """Every table of a release, and the whole package."""
    package = package_of(one)
    context = {
        "release": one,
        "tables": table_list(package),
        "checksums": package.checksums,
        "crossed": groups.tables(package),
    }
    return render(request, "researchers/release.html", context)


@under_terms("GET")
def whole_table(request: WorkerRequest, one: Release, table: str) -> HttpResponse:
    """One table as bars with intervals and as numbers."""
    context = {"release": one} | table_context(request, package_of(one), table)
    return render(request, "researchers/table.html", context)


@under_terms("GET")
def whole_download(request: WorkerRequest, one: Release) -> HttpResponse:
    """The package as a ZIP archive; who took it is kept."""
    return file(actions.download(one, by=request.user), f"statistics-{one.public_id}.zip", "application/zip")


@under_terms("GET")
def research_groups(request: WorkerRequest, one: Release) -> HttpResponse:
    """Two groups side by side: what is reported of one more often than of the other."""
    package = package_of(one)
    asked = request.GET
    offered = [
        (table, table_titled(table, package.titles(table)), groups.choices(package, table))
        for table in groups.tables(package)
    ]
    context: dict[str, Any] = {"release": one, "offered": offered, "asked": asked, "limits": groups.LIMITS}
    if asked.get("one") and asked.get("other"):
        rows = groups.differences(package, asked.get("table", ""), asked["one"], asked["other"])
        names = dict(groups.choices(package, asked["table"]))
        context |= {"rows": rows, "one": names[asked["one"]], "other": names[asked["other"]]}
    return render(request, "researchers/groups.html", context)


@under_terms("GET", "POST")
def research_compare(request: WorkerRequest, one: Release) -> HttpResponse:
    """A release beside a file that the researcher brings. The file is counted and let go; nothing of it is stored."""
    form = PoolForm(posted(request), request.FILES or None)
    context: dict[str, Any] = {"release": one, "form": form, "limits": POOL_LIMITS}
    if form.does(lambda values: _counted(request, values["file"])):
        context |= {"lists": compared(package_of(one), form.outcome), "people": form.outcome.people}
    return render(request, "researchers/compare.html", context, status=422 if form.errors else 200)


def _counted(request: WorkerRequest, upload: Any) -> OutsidePool:
    rate_limits.spend("export", by=request.user)
    with io.TextIOWrapper(upload.file, encoding="utf-8-sig", newline="") as lines:
        return read_pool(lines)
