"""Rows of an organization, of a case, of a person, of one author: the scopes that others narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, Model, OuterRef

from casemgr.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from casemgr.accounts.models import User


def related(model: type[Model], name: str) -> Any:
    """The model at the other end of a relation; asked by name, since models import this module."""
    return model._meta.get_field(name).related_model


class OnCaseQuerySet(ScopedQuerySet):
    """Rows that hang on a case: seen by whoever sees the case, and reads their `group` of fields if they have one."""

    group = ""

    def visible_to(self, user: User) -> Self:
        """Rows of cases visible to the user."""
        if self.group and not user.reads(self.group):
            return self._marked().none()
        cases = related(self.model, "case").objects.visible_to(user)
        return (
            self._marked()
            .filter(organization_id=user.organization_id)
            .filter(Exists(cases.filter(pk=OuterRef("case_id"))))
        )


class OnPersonQuerySet(ScopedQuerySet):
    """Rows that hang on a person: seen by whoever sees one of the person's cases."""

    person_column = "person_id"

    def visible_to(self, user: User) -> Self:
        """Rows of people with a case visible to the user."""
        person = self.model if self.person_column == "pk" else related(self.model, "person")
        cases = related(person, "cases").objects.visible_to(user)
        return (
            self._marked()
            .filter(organization_id=user.organization_id)
            .filter(Exists(cases.filter(person_id=OuterRef(self.person_column))))
        )


class OwnRowsQuerySet(ScopedQuerySet):
    """Rows (column author_id) that are their author's alone."""

    def visible_to(self, user: User) -> Self:
        """The user's own."""
        return self._marked().filter(organization_id=user.organization_id, author_id=user.pk)


class ClockQuerySet(ScopedQuerySet):
    """What an organization's clock keeps for itself: nobody's."""

    def visible_to(self, user: User) -> Self:
        """Nothing."""
        return self._marked().none()


class FundQuerySet(ScopedQuerySet):
    """Rows of the organization's shared work that name nobody: funds, their ledger, group sessions."""

    def visible_to(self, user: User) -> Self:
        """The organization's, for everybody who sees cases there."""
        if not user.can("view_case"):
            return self._marked().none()
        return self._marked().filter(organization_id=user.organization_id)


class KeptListQuerySet(FundQuerySet):
    """Lists that an organization keeps for itself."""

    def offered(self) -> Self:
        """Not taken away."""
        return self.filter(ended_at=None)


class OwnOrganizationQuerySet(ScopedQuerySet):
    """Rows of one organization's own housekeeping (imports)."""

    permission = "import_cases"

    def visible_to(self, user: User) -> Self:
        """Rows of the user's organization, for those who may do this work."""
        if not user.can(self.permission):
            return self._marked().none()
        return self._marked().filter(organization_id=user.organization_id)
