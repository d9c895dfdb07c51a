"""Keep the organization's forms: take those that come with the product, add versions, switch off and on."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound
from cases.models import Questionnaire, QuestionnaireVersion
from cases.questionnaires import shipped
from cases.questionnaires.definition import Definition
from cases.questionnaires.reader import read


@transaction.atomic
def take_shipped(code: str, *, by: User) -> QuestionnaireVersion:
    """Offer a form that comes with the product; again, to take its newer version. Errors: NotFound, InvalidInput."""
    require(by, "approve")
    if code not in shipped.CODES:
        raise NotFound()
    version = _add(shipped.source(code), shipped.definition(code), by, shipped_form=True)
    facts: dict[str, str | int] = {"form": code, "version": version.number}
    trail.record(events.QUESTIONNAIRE_TAKEN, by=by, subject=version.questionnaire, facts=facts)
    return version


@transaction.atomic
def add_questionnaire(source: dict[str, Any], *, by: User) -> QuestionnaireVersion:
    """Keep a definition: a new form, or the next version of the one with its code.

    `source` is a definition's JSON and is read strictly again. Errors: FormRefused, InvalidInput (the same as before,
    another kind, the code of a form that comes with the product).
    """
    require(by, "approve")
    definition = read(source)
    if definition.code in shipped.CODES:
        raise InvalidInput(_("A form that comes with the product has this id. Give yours another."))
    version = _add(source, definition, by, shipped_form=False)
    facts: dict[str, str | int] = {"version": version.number}
    trail.record(events.QUESTIONNAIRE_ADDED, by=by, subject=version.questionnaire, facts=facts)
    return version


@transaction.atomic
def switch_questionnaire(form: Questionnaire, *, offered: bool, by: User) -> Questionnaire:
    """Offer a form, or offer it no more; what was answered stays. Errors: NotFound."""
    require(by, "approve")
    current = Questionnaire.objects.visible_to(by).select_for_update().filter(pk=form.pk).first()
    if current is None:
        raise NotFound()
    current.ended_at = None if offered else (current.ended_at or timezone.now())
    current.save(update_fields=["ended_at"])
    trail.record(events.QUESTIONNAIRE_SWITCHED, by=by, subject=current, facts={"offered": int(offered)})
    return current


def newest(form: Questionnaire, user: User) -> QuestionnaireVersion:
    """The version that is filled in now."""
    found = QuestionnaireVersion.objects.visible_to(user).filter(questionnaire=form).order_by("-number").first()
    if found is None:
        raise NotFound()
    return found


def _add(source: dict[str, Any], definition: Definition, by: User, *, shipped_form: bool) -> QuestionnaireVersion:
    form = _form(definition, by, shipped_form)
    versions = QuestionnaireVersion.objects.visible_to(by).filter(questionnaire=form)
    last = versions.order_by("-number").first()
    if last and last.definition == source:
        raise InvalidInput(_("This is the version that is there already."))
    number = last.number + 1 if last else 1
    version = QuestionnaireVersion(
        organization=by.home, questionnaire=form, number=number, definition=source, added_by=by
    )
    version.save(force_insert=True)
    return version


def _form(definition: Definition, by: User, shipped_form: bool) -> Questionnaire:
    """The row of this code, locked; made when there is none."""
    forms = Questionnaire.objects.visible_to(by).select_for_update(of=("self",))
    form = forms.filter(code=definition.code).first()
    if form is None:
        form = Questionnaire(
            organization=by.home, code=definition.code, kind=definition.kind, shipped=shipped_form, added_by=by
        )
        form.save(force_insert=True)
    if form.kind != definition.kind:
        raise InvalidInput(_("There is a form with this id of another kind. Choose that kind, or another id."))
    return form
