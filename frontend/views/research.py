"""The research site: what is released, how it was made, and for researchers the tables and the package.

Catalogue, method and codebook are public and need no session; tables and download are behind sign-in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from anonymized_exports import actions, vault
from anonymized_exports.models import Artifact, Release
from anonymized_exports.querysets import ReleaseQuerySet
from casemgr import rate_limits
from casemgr.errors import NotFound
from frontend.markup import blocks
from frontend.packages import Package
from frontend.privacy_words import right_of_100

from .doors import WorkerRequest, door
from .figures import table_context, table_list


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for everybody, but not as often as an address likes."""

    @wraps(view)
    def counted(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        rate_limits.spend_of_address("public", request)
        return view(request, *args, **kwargs)

    return require_GET(counted)


@public_page
def research(request: HttpRequest) -> HttpResponse:
    """The catalogue."""
    return render(request, "research/catalogue.html", {"releases": released().select_related("population")})


@public_page
def research_release(request: HttpRequest, release_id: str) -> HttpResponse:
    """One release: what it counts, how sure it is, how to cite it; its tables for researchers."""
    one = released_one(release_id)
    package = package_of(one)
    user = request.user
    context = {
        "release": one,
        "entry": one.ledger_entry,
        "right": right_of_100(one.ledger_entry.rho),
        "tables": table_list(package),
        "may_open": user.is_authenticated and user.can("download_release"),
        "citation": package.text("CITATION.cff"),
        "checksums": package.checksums,
    }
    return render(request, "research/release.html", context)


@public_page
def research_method(request: HttpRequest, release_id: str) -> HttpResponse:
    """The method note, as it is in the package."""
    one = released_one(release_id)
    context = {"release": one, "blocks": blocks(package_of(one).text("METHOD.md"))}
    return render(request, "research/method.html", context)


@public_page
def research_codebook(request: HttpRequest, release_id: str) -> HttpResponse:
    """Every variable and code."""
    one = released_one(release_id)
    return render(request, "research/codebook.html", {"release": one, "variables": package_of(one).variables()})


@door("download_release", methods=("GET",))
def research_table(request: WorkerRequest, release_id: str, table: str) -> HttpResponse:
    """One table as bars with intervals and as numbers."""
    one = released_one(release_id)
    context = {"release": one} | table_context(request, package_of(one), table)
    return render(request, "research/table.html", context)


@door("download_release", methods=("GET",))
def research_download(request: WorkerRequest, release_id: str) -> HttpResponse:
    """The package as a ZIP archive, with its SHA-256 in a header; who took it is kept."""
    one = released_one(release_id)
    content = actions.download(one, by=request.user)
    headers = {
        "Content-Disposition": f'attachment; filename="statistics-{one.public_id}.zip"',
        "X-Checksum-Sha256": sha256(content).hexdigest(),
    }
    return HttpResponse(content, content_type="application/zip", headers=headers)


def released() -> ReleaseQuerySet:
    """What is out: public, whoever asks."""
    return Release.objects.unscoped("what is released is public").released()


def released_one(release_id: str) -> Release:
    """A release that is out. Errors: NotFound for any other."""
    one = released().filter(public_id=release_id).select_related("population", "ledger_entry").first()
    if one is None:
        raise NotFound()
    return one


def package_of(one: Release) -> Package:
    """The released package, to show parts of it."""
    return Package(vault.get(one, Artifact.Kind.PACKAGE))
