"""The research site, public part: what is released, how it was made, figures, pictures, files. No session."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from anonymized_exports.facts import public_facts
from casemgr.errors import NotFound
from frontend.markup import blocks
from frontend.packages import Package
from frontend.privacy_words import right_of_100
from frontend.public import public
from frontend.research.patterns import pattern_of, shown
from frontend.research.shelf import (
    Withdrawn,
    package_of,
    public_package,
    public_tables,
    released,
    released_one,
    withdrawn,
)

from .figures import table_context, table_list

View = Callable[..., HttpResponse]


def _shelf() -> str:
    return " ".join(one.package_sha256 + one.state for rows in (released(), withdrawn()) for one in rows)


def _release(release_id: str, **_kwargs: object) -> str:
    one = released_one(release_id)
    return one.package_sha256 + one.population.name


def of_release(view: View) -> View:
    """A page of one release: its ETag follows the package; 410 with the reason once it was withdrawn."""
    kept = public(_release)(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return kept(request, *args, **kwargs)
        except Withdrawn as gone:
            return render(request, "research/withdrawn.html", {"release": gone.release}, status=410)

    return answer


@public(_shelf)
def research(request: HttpRequest) -> HttpResponse:
    """The catalogue: what is out, and what was taken back."""
    context = {"releases": released().select_related("population"), "withdrawn": withdrawn()}
    return render(request, "research/catalogue.html", context)


@public()
def research_guide(request: HttpRequest) -> HttpResponse:
    """How to read the figures, and what they can't say, for readers who aren't statisticians."""
    return render(request, "research/guide.html")


@public(_shelf)
def research_feed(request: HttpRequest) -> HttpResponse:
    """Releases and withdrawals as an Atom feed (RFC 4287)."""
    told = [*released(), *withdrawn()]
    days = [one.withdrawn_at or one.released_at for one in told]
    this_day = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    newest = max((day for day in days if day), default=this_day)
    context = {"releases": told, "newest": newest, "site": f"{request.scheme}://{request.get_host()}"}
    return render(request, "research/feed.xml", context, content_type="application/atom+xml; charset=utf-8")


@of_release
def research_release(request: HttpRequest, release_id: str) -> HttpResponse:
    """One release: what it counts, how sure it is, how to cite it, its tables, pictures and files."""
    one = released_one(release_id)
    package = package_of(one)
    tables = public_tables(package)
    content, digest = public_package(one)
    context = {
        "release": one,
        "entry": one.ledger_entry,
        "facts": public_facts(one),
        "right": right_of_100(one.ledger_entry.rho_before + one.ledger_entry.rho),
        "patterns": shown(package),
        "tables": table_list(package, tables),
        "synthetic": package.synthetic,
        "further": len(package.tables) - len(tables),
        "citation": package.text("CITATION.cff"),
        "public_sha256": digest,
        "public_bytes": len(content),
        "checksums": Package(content).checksums,
    }
    return render(request, "research/release.html", context)


@of_release
def research_method(request: HttpRequest, release_id: str) -> HttpResponse:
    """The method note, as it is in the package."""
    one = released_one(release_id)
    context = {"release": one, "blocks": blocks(package_of(one).text("METHOD.md"))}
    return render(request, "research/method.html", context)


@of_release
def research_codebook(request: HttpRequest, release_id: str) -> HttpResponse:
    """Every variable and code."""
    one = released_one(release_id)
    return render(request, "research/codebook.html", {"release": one, "variables": package_of(one).variables()})


@of_release
def research_table(request: HttpRequest, release_id: str, table: str) -> HttpResponse:
    """One public table as bars with intervals and as numbers."""
    one = released_one(release_id)
    package = package_of(one)
    if table not in public_tables(package):
        raise NotFound()
    return render(request, "research/table.html", {"release": one} | table_context(request, package, table))


@of_release
def research_pattern(request: HttpRequest, release_id: str, pattern: str) -> HttpResponse:
    """Pictures of one pattern, with their figures as tables and what they can't say."""
    one = released_one(release_id)
    package = package_of(one)
    chosen = pattern_of(package, pattern)
    context = {"release": one, "pattern": chosen, "patterns": shown(package)} | chosen.draw(package, one)
    return render(request, chosen.template, context)


@of_release
def research_csv(request: HttpRequest, release_id: str, table: str) -> HttpResponse:
    """The file of one public table, the codebook or the synthetic rows, byte for byte as in the package."""
    package = package_of(released_one(release_id))
    beside = ("codebook", "synthetic")  # NotFound where a release has no synthetic rows
    if table not in beside and table not in public_tables(package):
        raise NotFound()
    path = f"{table}.csv" if table in beside else f"data/{table}.csv"
    name = "made-up-rows" if table == "synthetic" else table  # what is saved alone says so itself
    return file(package.read(path), f"{name}.csv", "text/csv; charset=utf-8")


@of_release
def research_citation(request: HttpRequest, release_id: str) -> HttpResponse:
    """How to cite the release, for programs (Citation File Format)."""
    package = package_of(released_one(release_id))
    return file(package.read("CITATION.cff"), "CITATION.cff", "application/yaml; charset=utf-8")


@of_release
def research_download(request: HttpRequest, release_id: str) -> HttpResponse:
    """The public part of the package as a ZIP archive."""
    content, _digest = public_package(released_one(release_id))
    return file(content, f"statistics-{release_id}-public.zip", "application/zip")


def file(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to save, with its SHA-256 in a header."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Checksum-Sha256": sha256(content).hexdigest(),
    }
    return HttpResponse(content, content_type=kind, headers=headers)
