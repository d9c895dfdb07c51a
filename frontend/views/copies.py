"""The copy of everything held: decided, drawn for printing, given, and kept nowhere."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from casemgr.errors import NotFound, NotInThisState
from cases.actions import give_copy
from cases.actions.copies import not_told, read_to_decide
from cases.models import Case
from cases.rights.codes import Kind
from cases.rights.lifecycle import State
from frontend.copying import Copy, left_out
from frontend.deletions import on_paper
from frontend.forms.acting import posted
from frontend.forms.rights import CopyForm
from frontend.ledger import ledger
from frontend.rights import one_of

from .doors import WorkerRequest, door
from .right_steps import page


@door("export_cases")
def right_copy(request: WorkerRequest, right_id: str) -> HttpResponse:
    """Decide what goes in; then the page to print, in the language chosen for it: at first the person's own."""
    one, user = one_of(request.user, right_id), request.user
    cases = Case.objects.visible_to(user).select_related("person")
    case = cases.filter(pk=one.case_id).first()
    if case is None:
        raise NotFound()
    if one.kind != Kind.COPY or one.state != State.ASKED:
        raise NotInThisState()
    language = _shown_in(case.person.preferred_language)
    given = {"version": one.version, "language": language}
    form = CopyForm(posted(request), rows=read_to_decide(case, user), initial=given)
    version = form["version"].value()
    if form.does(lambda values: give_copy(one, decisions=form.decisions, by=user, version=int(version))):
        copy = Copy(full=form.cleaned_data["full"], names=form.names)
        with translation.override(form.cleaned_data["language"] or language):
            told = ledger(user, case, without=not_told(case, form.decisions, user))
            context = {"sections": copy.sections(form.outcome), "told": told, "out": left_out(), "made": timezone.now()}
            context["deletions"] = on_paper(case, user)
            return render(request, "rights/copy.html", context | {"request_row": one, "full": copy.full})
    return page(request, one, form, heading=_("Make the copy"), submit=_("Make it"))


def _shown_in(tag: str) -> str:
    """The person's language where the program speaks it, else the reader's."""
    spoken = tag.partition("-")[0]
    return spoken if spoken in dict(settings.LANGUAGES) else translation.get_language() or settings.LANGUAGE_CODE
