"""People who sign in, and machine clients' service accounts."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.roles import ROLES, Role
from casemgr.db.actor import Actor
from casemgr.errors import NotPermitted
from casemgr.ids import public_id, uuid7

from .organization import Organization, Team


class UserManager(BaseUserManager.from_queryset(models.QuerySet)):  # type: ignore[misc]
    """Makes people with a normalized e-mail address; nobody is a superuser here."""

    def get_queryset(self) -> models.QuerySet[User]:
        """With the organization: each request asks for its standing."""
        return super().get_queryset().select_related("organization")

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A person who signs in by e-mail; without a password nobody can until one is set by a link."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def colleagues_of(self, user: User) -> Self:
        """Active people of the same organization."""
        return self.filter(organization_id=user.organization_id, is_active=True, is_machine=False)


class User(AbstractBaseUser, PermissionsMixin):
    """A person of one organization in one role (researchers may have no organization)."""

    CLEAR = frozenset(
        "id public_id email name organization role language is_active is_machine created_at password "
        "last_login is_superuser session_epoch".split()
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    role = models.CharField(_("role"), max_length=20, choices=[(code, role.label) for code, role in ROLES.items()])
    teams = models.ManyToManyField(Team, blank=True, related_name="members")
    language = models.CharField(_("language"), max_length=12, default="en")
    is_active = models.BooleanField(default=True)
    is_machine = models.BooleanField(default=False, help_text="A partner system's account; can't sign in")
    created_at = models.DateTimeField(auto_now_add=True)
    session_epoch = models.PositiveIntegerField(default=0, help_text="Counted up, it ends every session")

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """What a session must match: the password, and how often all sessions were ended (0: as Django does it)."""
        salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
        known = f"{self.password}|{self.session_epoch}" if self.session_epoch else self.password
        return salted_hmac(salt, known, secret=secret, algorithm="sha256").hexdigest()

    @property
    def role_data(self) -> Role:
        """The role as data: scope and permissions."""
        return ROLES[self.role]

    @property
    def home(self) -> Organization:
        """The person's organization; refuses those who have none."""
        if self.organization is None:
            raise NotPermitted()
        return self.organization

    @property
    def has_access(self) -> bool:
        """Whether account and organization are active; researchers may have none. One that a policy hides is none."""
        if self.organization_id is None:
            return self.is_active
        return self.is_active and self.organization is not None and self.organization.is_active

    def can(self, permission: str) -> bool:
        """Whether the role holds the permission; without access to anything it holds none."""
        return self.has_access and permission in self.role_data.permissions

    def reads(self, group: str) -> bool:
        """Whether the role reads this group of fields (FIELD_GROUPS) on the cases it sees."""
        return self.has_access and group in self.role_data.reads

    def as_actor(self) -> Actor:
        """How row-level security sees this person."""
        if not self.has_access:
            return Actor(self.pk, self.organization_id, "none")
        return Actor(self.pk, self.organization_id, self.role_data.row_scope, self.role_data.rights)
