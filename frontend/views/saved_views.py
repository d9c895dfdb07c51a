"""Keep the list one looks at under a name, or let it go."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from cases.actions import delete_view, save_view
from frontend.forms.acting import posted
from frontend.forms.saved_views import SavedViewForm

from .cases import narrowed
from .doors import WorkerRequest, door


@door("view_case")
def view_save(request: WorkerRequest) -> HttpResponse:
    """Name the list and keep it; the address says which list it is, in codes and random ids."""
    user, query = request.user, kept_query(request)
    form = SavedViewForm(posted(request), user=user)
    if form.does(lambda values: save_view(query=query, by=user, **values)):
        messages.success(request, gettext("The view was saved."))
        return redirect(f"{reverse('cases')}?{query}&saved={form.outcome.public_id}")
    status = 422 if form.is_bound else 200
    return render(request, "cases/view_form.html", {"form": form, "query": query}, status=status)


@door("view_case", methods=("POST",))
def view_delete(request: WorkerRequest, view_id: str) -> HttpResponse:
    """Let one's own view go."""
    delete_view(view_id, by=request.user)
    messages.success(request, gettext("The view was deleted."))
    return redirect("cases")


def kept_query(request: WorkerRequest) -> str:
    """What of the address narrows a list: the rest is dropped."""
    view, chosen = narrowed(QueryDict(request.META.get("QUERY_STRING", "")), request.user)
    return urlencode({"view": view} | chosen)
