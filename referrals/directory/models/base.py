"""What all rows of the directory share: who keeps them, their ids outside, and what HSDS says beyond our columns."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import Organization
from casemgr.scoping import ScopedModel
from referrals.directory.querysets import EntryQuerySet, KeptQuerySet

__all__ = ["Addressed", "ArrayField", "Entry", "Kept"]


class Entry(ScopedModel):
    """A row that one organization keeps.

    `hsds_id` is its id in files (the one it came with); `extra` holds every HSDS property that has no column here, or
    whose value a column can't give back exactly, under its HSDS name (docs/directory.md).
    `SHOWN` are the conditions on which other organizations see it, `LEAVES` those on which it may leave at all;
    both are asked of every row in `PARENTS` too.
    """

    CLEAR = frozenset("id organization hsds_id extra".split())
    SHOWN: ClassVar[dict[str, Any]] = {}
    LEAVES: ClassVar[dict[str, Any]] = {}
    PARENTS: ClassVar[tuple[str, ...]] = ()

    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    hsds_id = models.UUIDField(default=uuid4, editable=False)
    extra = models.JSONField(default=dict, blank=True)

    organization_id: UUID
    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["organization", "hsds_id"], name="%(class)s_file_id")]

    @classmethod
    def shown(cls) -> Q:
        """What other organizations may see."""
        active = Organization.objects.active().values("pk")
        return Q(**cls.SHOWN) & Q(organization__in=active) & cls._of_parents("shown")

    @classmethod
    def may_leave(cls) -> Q:
        """What may be given out by API or file."""
        return Q(**cls.LEAVES) & cls._of_parents("may_leave")

    @classmethod
    def _of_parents(cls, rule: str) -> Q:
        """The rule of every parent, each asked once a query and not joined: a chain of joins takes long to plan."""
        conditions = Q()
        for name in cls.PARENTS:
            parent: Any = cls._meta.get_field(name).related_model
            if asked := getattr(parent, rule)():  # an empty Q in an OR would ask for no parent at all
                rows = parent.objects.unscoped("asked about, not answered with").filter(asked)
                conditions &= Q(**{name: None}) | Q(**{f"{name}__in": rows.values("pk")})
        return conditions


class Addressed(Entry):
    """An entry with an address of its own: `public_id` in URLs and the API, a random UUID as HSDS wants ids to be."""

    CLEAR = frozenset({"public_id"})

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)

    class Meta(Entry.Meta):
        abstract = True


class Kept(Addressed):
    """An entry that people write, check and retire."""

    CLEAR = frozenset("version verified_on verified_by changed_at".split())

    version = models.PositiveIntegerField(default=1)
    verified_on = models.DateField(_("checked on"), null=True, blank=True)
    verified_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    objects = KeptQuerySet.as_manager()  # type: ignore[misc]  # another manager than the parent's

    class Meta(Addressed.Meta):
        abstract = True
