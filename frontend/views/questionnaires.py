"""The organization's forms: taking, adding, switching, looking at one, printing it empty."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from casemgr.errors import InvalidInput, NotFound
from cases.actions import add_questionnaire, switch_questionnaire, take_shipped
from cases.importing.problems import FileRefused
from cases.models import Questionnaire, QuestionnaireVersion
from cases.questionnaires import shipped
from cases.questionnaires.paper import sheet
from cases.questionnaires.problems import FormRefused
from cases.questionnaires.reader import read
from cases.questionnaires.words import say
from frontend.forms.acting import posted
from frontend.forms.questionnaires import KeepForm, XlsFormForm
from frontend.questionnaires import newest_versions, title_of

from .doors import WorkerRequest, door


@door("approve", methods=("GET",))
def questionnaires(request: WorkerRequest) -> HttpResponse:
    """The organization's forms, and those that come with the product."""
    found = newest_versions(request.user)
    rows = sorted(((one, title_of(one)) for one in found.values()), key=lambda row: row[1])
    known = {one.questionnaire.code: one for one in found.values()}
    waiting = [
        {"code": code, "title": say(shipped.definition(code).titles), "newer": code in known}
        for code in shipped.CODES
        if code not in known or known[code].definition != shipped.source(code)
    ]
    return render(request, "questionnaires/list.html", {"rows": rows, "waiting": waiting})


@door("approve", methods=("POST",))
def questionnaire_take(request: WorkerRequest, code: str) -> HttpResponse:
    """Offer one that comes with the product."""
    try:
        take_shipped(code, by=request.user)
    except InvalidInput as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, gettext("The form is offered on every case now."))
    return redirect("questionnaires")


@door("approve", methods=("POST",))
def questionnaire_switch(request: WorkerRequest, form_id: str) -> HttpResponse:
    """Offer it, or no more."""
    form = _form(request, form_id)
    offered = request.POST.get("offered") == "yes"
    switch_questionnaire(form, offered=offered, by=request.user)
    said = gettext("The form is offered on every case now.") if offered else gettext("The form is offered no more.")
    messages.success(request, said)
    return redirect("questionnaires")


@door("approve")
def questionnaire_add(request: WorkerRequest) -> HttpResponse:
    """Look into an XLSForm, then keep it."""
    if "definition" in request.POST:
        return _keep(request)
    form = XlsFormForm(posted(request), request.FILES or None)
    context: dict[str, Any] = {"form": form, "problems": ()}
    if form.does(form.look):
        return _preview(request, form)
    if isinstance(form.refusal, FormRefused | FileRefused):
        context["problems"] = form.refusal.problems
    return render(request, "questionnaires/add.html", context, status=422 if form.is_bound else 200)


@door("approve", methods=("GET",))
def questionnaire(request: WorkerRequest, form_id: str) -> HttpResponse:
    """One form: what its newest version asks, and all versions."""
    form = _form(request, form_id)
    versions = list(_versions(request, form))
    definition = read(versions[0].definition)
    context = {"one": form, "heading": say(definition.titles), "versions": versions, "sheet": sheet(definition)}
    return render(request, "questionnaires/one.html", context)


@door("view_case", methods=("GET",))
def questionnaire_paper(request: WorkerRequest, form_id: str) -> HttpResponse:
    """The newest version as an empty sheet to print. It names nobody."""
    form = _form(request, form_id)
    version = _versions(request, form)[0]
    definition = read(version.definition)
    context = {"version": version, "heading": say(definition.titles), "sheet": sheet(definition)}
    return render(request, "questionnaires/paper.html", context)


def _preview(request: WorkerRequest, form: XlsFormForm) -> HttpResponse:
    found = form.outcome
    context = {
        "heading": say(found.definition.titles),
        "code": found.definition.code,
        "languages": found.definition.languages,
        "remarks": found.remarks,
        "sheet": sheet(found.definition),
        "known": Questionnaire.objects.visible_to(request.user).filter(code=found.definition.code).exists(),
        "form": KeepForm(initial={"definition": json.dumps(found.source, ensure_ascii=False)}),
    }
    return render(request, "questionnaires/preview.html", context)


def _keep(request: WorkerRequest) -> HttpResponse:
    form = KeepForm(posted(request))
    if form.does(lambda _values: add_questionnaire(form.source(), by=request.user)):
        messages.success(request, gettext("Version %s is kept and offered.") % form.outcome.number)
        return redirect("questionnaire", form.outcome.questionnaire.public_id)
    again = XlsFormForm()
    wrong = [error for errors in form.errors.values() for error in errors]
    return render(request, "questionnaires/add.html", {"form": again, "problems": (), "wrong": wrong}, status=422)


def _form(request: WorkerRequest, public_id: str) -> Questionnaire:
    form = Questionnaire.objects.visible_to(request.user).filter(public_id=public_id).first()
    if form is None:
        raise NotFound()
    return form


def _versions(request: WorkerRequest, form: Questionnaire) -> Any:
    rows = QuestionnaireVersion.objects.visible_to(request.user).filter(questionnaire=form)
    return rows.select_related("added_by").order_by("-number")
