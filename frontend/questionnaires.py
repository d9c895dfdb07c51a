"""Forms of the organization as pages show them."""

from __future__ import annotations

from typing import Any

from casemgr.accounts.models import User
from cases.models import Questionnaire, QuestionnaireVersion
from cases.questionnaires.words import say


def title_of(version: QuestionnaireVersion) -> str:
    """The title of a version in the reader's language."""
    return say(version.definition["titles"])


def newest_versions(user: User) -> dict[Any, QuestionnaireVersion]:
    """The newest version of each form of the organization, by the form's key."""
    rows = QuestionnaireVersion.objects.visible_to(user).select_related("questionnaire", "added_by")
    return {one.questionnaire_id: one for one in rows.order_by("questionnaire", "number")}


def offered(user: User) -> list[tuple[Questionnaire, str]]:
    """The forms that can be begun, with their titles."""
    rows = newest_versions(user).values()
    found = [(one.questionnaire, title_of(one)) for one in rows if one.questionnaire.ended_at is None]
    return sorted(found, key=lambda pair: (pair[0].kind != Questionnaire.Kind.SCREENING, pair[1]))
