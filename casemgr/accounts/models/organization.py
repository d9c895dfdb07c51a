"""Organizations and their teams. Their names are public to signed-in people of every organization."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.ids import public_id, uuid7

if TYPE_CHECKING:
    from .user import User


class OrganizationQuerySet(models.QuerySet):
    """Organizations, by what can be done with them."""

    def active(self) -> Self:
        """Verified ones that take part."""
        return self.filter(status=Organization.Status.ACTIVE)

    def here(self) -> Self:
        """Those that work on this instance; of the others only their partner, or keeper, here may know."""
        return self.filter(paired_with=None, kept_by=None)

    def in_world_of(self, user: User) -> Self:
        """Real ones for the people of real organizations; for those of a practice organization its own pair."""
        return self.filter(practice_of=user.organization.practice_of_id if user.organization else None)

    def known_to(self, user: User) -> Self:
        """Those here; of other instances, and without the system, those of the user's own organization."""
        world = self.in_world_of(user)
        if user.organization_id is None:
            return world.here()
        own = models.Q(paired_with=user.organization_id) | models.Q(kept_by=user.organization_id)
        return world.filter(models.Q(paired_with=None, kept_by=None) | own)

    def partners_of(self, user: User) -> Self:
        """Active organizations known to the user, other than their own."""
        return self.known_to(user).active().exclude(pk=user.organization_id)


class Organization(models.Model):
    """A service organization; the tenant that every person's data belongs to."""

    class Status(models.TextChoices):
        """Pending partners get nothing; suspended ones lose what they had."""

        PENDING = "pending", _("Pending")
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")

    class PracticeSide(models.TextChoices):
        """Who is who in a practice pair: the one that a developer acts for, and the one that answers by itself."""

        OWN = "own", _("Acts for the developer")
        PARTNER = "partner", _("Answers by itself")

    CLEAR = frozenset(
        "id public_id name slug country language time_zone status last_case_number created_at "
        "self_approval closure_approval emergency_access asked services paired_with kept_by "
        "carried_links carried_name contacts_kept practice_of practice_side practice_since data_request_days".split()
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(unique=True)
    country = models.CharField(_("country"), max_length=3, help_text="ISO 3166-1 alpha-3")
    language = models.CharField(_("language"), max_length=12, default="en", help_text="BCP 47")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", help_text="IANA name")
    status = models.CharField(max_length=12, choices=Status, default=Status.PENDING)
    last_case_number = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    asked = ArrayField(
        models.CharField(max_length=24), default=list, blank=True, help_text="Sensitive questions that are asked here"
    )
    services = models.JSONField(default=dict, blank=True, help_text="Services given: code -> own name; {} is all")
    paired_with = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Of an organization on another instance: the one here that exchanges referrals with it",
    )
    kept_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Of a partner that doesn't use the system: the one here that keeps it, and alone knows of it",
    )
    practice_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Of a practice organization, where nobody is real: the real one whose developers practise there",
    )
    practice_side = models.CharField(max_length=8, choices=PracticeSide, blank=True, default="", db_default="")
    practice_since = models.DateTimeField(null=True, blank=True, help_text="When the practice began, or began anew")
    # rules of working; both off: a second person approves plans, caseworkers close cases
    self_approval = models.BooleanField(_("supervisors may approve their own work"), default=False)
    closure_approval = models.BooleanField(_("closing a case needs an approval"), default=False)
    emergency_access = models.BooleanField(_("colleagues may open a case in an emergency"), default=True)
    carried_links = models.BooleanField(_("people may carry what they share"), default=False, db_default=False)
    carried_name = models.CharField(
        max_length=60, blank=True, default="", db_default="", help_text="A name that says nothing, for slips and pages"
    )

    data_request_days = models.PositiveSmallIntegerField(
        _("days to answer a person's request about their record"), default=30, db_default=30
    )

    contacts_kept = models.PositiveSmallIntegerField(
        default=90, db_default=90, help_text="Days after which a call that became no case is deleted"
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kept_by=None) | models.Q(paired_with=None), name="outside_or_on_another_instance"
            ),
            models.CheckConstraint(
                condition=models.Q(kept_by=None) | ~models.Q(kept_by=models.F("id")), name="nobody_keeps_itself"
            ),
            models.CheckConstraint(
                condition=models.Q(practice_of=None, practice_side="")
                | models.Q(practice_of__isnull=False, practice_side__in=["own", "partner"]),
                name="practice_has_a_side",
            ),
            models.CheckConstraint(
                condition=models.Q(practice_of=None)
                | (models.Q(paired_with=None, kept_by=None) & ~models.Q(practice_of=models.F("id"))),
                name="practice_works_here",
            ),
            models.UniqueConstraint(
                fields=["practice_of", "practice_side"],
                name="one_practice_pair",
                condition=models.Q(practice_of__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_outside(self) -> bool:
        """Whether it works without the system: reached by phone, by letter, by going along."""
        return self.kept_by_id is not None

    @property
    def is_remote(self) -> bool:
        """Whether its people work on another instance."""
        return self.paired_with_id is not None

    @property
    def is_sandbox(self) -> bool:
        """Whether it is for practising: nobody in it is real, and nothing passes between it and a real one."""
        return self.practice_of_id is not None

    @property
    def is_active(self) -> bool:
        """Whether it takes part: neither pending nor suspended."""
        return self.status == self.Status.ACTIVE


class Team(models.Model):
    """People of one organization who work together. Members whose role's scope is their teams see its cases."""

    CLEAR = frozenset("id organization name".split())

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="team_name_per_org")]

    def __str__(self) -> str:
        return self.name
