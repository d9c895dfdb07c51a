"""Invite a colleague, change a role, end an account's access."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.actions.people import ASSIGNABLE
from casemgr.accounts.models import User
from casemgr.accounts.roles import ROLES
from frontend.forms.acting import ActionForm
from frontend.role_words import SCOPES


def role_choices() -> list[tuple[str, str]]:
    """The roles that can be given, with how far each sees cases."""
    return [(code, f"{role.label} – {SCOPES[role.scope]}") for code, role in ROLES.items() if code in ASSIGNABLE]


class RoleForm(ActionForm):
    """Which role a colleague has."""

    role = forms.ChoiceField(label=_("Role"), choices=role_choices, widget=forms.RadioSelect)


class InviteForm(RoleForm):
    """A new colleague."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("They sign in with it. Nothing is sent: you get a link to print or hand over."),
    )
    field_order = ("name", "email", "role")


class TeamForm(ActionForm):
    """A team's name and people."""

    name = forms.CharField(label=_("Name"), max_length=100)
    members = forms.ModelMultipleChoiceField(
        label=_("Who is in it"),
        queryset=User.objects.none(),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(organization_id=user.home.pk, is_machine=False, is_active=True).order_by("name")
        self.fields["members"].queryset = people  # type: ignore[attr-defined]
        self.fields["members"].label_from_instance = lambda one: f"{one.name} ({one.get_role_display()})"  # type: ignore[attr-defined]
