"""Whether somebody about to be registered is known already: asked before anything is written, once for each name."""

from __future__ import annotations

from django.utils.crypto import constant_time_compare

from casemgr.accounts.models import User
from cases.search import Duplicate, possible_duplicates, query_digest
from frontend.forms.register import RegisterForm

LOOKED = "looked"


def known_already(form: RegisterForm, *, by: User) -> list[Duplicate]:
    """Whom a complete registration may mean; nobody once they were shown and it is sent again with the same words.

    Not part of the action: its refusal would take back what workers of restricted cases are told. Errors: TooMany.
    """
    if not form.is_bound or not form.is_valid():
        return []
    alias, phone = form.cleaned_data["alias"], form.cleaned_data["phone"]
    if not alias and not phone:
        return []
    form.looked = query_digest(alias, phone)
    if constant_time_compare(form.data.get(LOOKED, ""), form.looked):
        return []
    return possible_duplicates(alias=alias, phone=phone, by=by)
