"""Words that others sort services by: taxonomies, their terms, and what carries which. Ours are in `hsds.own_terms`."""

from __future__ import annotations

from uuid import UUID

from django.db import models

from .base import Addressed, Entry
from .location import DirectoryLocation, ServiceAtLocation
from .organization import DirectoryOrganization
from .reaching import belongs_somewhere
from .service import DirectoryService


class Taxonomy(Addressed):
    """A list of terms that came with a file."""

    CLEAR = frozenset("name description uri edition".split())

    name = models.CharField(max_length=200)
    description = models.TextField(max_length=2000, blank=True)
    uri = models.CharField(max_length=500, blank=True)
    edition = models.CharField(max_length=60, blank=True, help_text="HSDS version")


class TaxonomyTerm(Addressed):
    """A term of a taxonomy."""

    CLEAR = frozenset("taxonomy parent code name description language term_uri".split())
    PARENTS = ("taxonomy",)

    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.CASCADE, null=True, related_name="terms")
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="children")
    code = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=200)
    description = models.TextField(max_length=2000, blank=True)
    language = models.CharField(max_length=12, blank=True)
    term_uri = models.CharField(max_length=500, blank=True)


class TermLink(Entry):
    """An entry carries a term (HSDS attribute)."""

    CLEAR = frozenset("term provider service location place value".split())
    PARENTS = ("term", "provider", "service", "location", "place")

    term = models.ForeignKey(TaxonomyTerm, on_delete=models.CASCADE, related_name="links")
    provider = models.ForeignKey(DirectoryOrganization, on_delete=models.CASCADE, null=True, related_name="terms")
    service = models.ForeignKey(DirectoryService, on_delete=models.CASCADE, null=True, related_name="terms")
    location = models.ForeignKey(DirectoryLocation, on_delete=models.CASCADE, null=True, related_name="terms")
    place = models.ForeignKey(ServiceAtLocation, on_delete=models.CASCADE, null=True, related_name="terms")
    value = models.CharField(max_length=500, blank=True)

    term_id: UUID | None

    class Meta(Entry.Meta):
        constraints = [
            *Entry.Meta.constraints,
            belongs_somewhere("term_of_something", "provider", "service", "location", "place"),
        ]
