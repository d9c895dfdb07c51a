"""Known needs on a form: each can be ticked, and is taken over without being typed anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.actions.needs import Need

KNOWN = "known"
BETWEEN = "; "


def offer_needs(form: forms.Form, needs: Sequence[Need], *, after: Collection[str]) -> None:
    """Offer what is known, behind the fields `after`; nothing where nothing is known."""
    if not needs:
        return
    form.fields[KNOWN] = forms.MultipleChoiceField(
        label=_("Known needs: take over"),
        choices=[(one.code, one.words) for one in needs],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As written down before. Ask whether it still holds."),
    )
    form.order_fields([*after, KNOWN])


def taken_over(values: dict[str, Any], needs: Sequence[Need]) -> list[Need]:
    """The needs that were ticked; the tick itself leaves the values."""
    ticked = values.pop(KNOWN, None) or []
    return [one for one in needs if one.code in ticked]


def joined(form: forms.Form, name: str, typed: str | None, needs: Sequence[Need], *, most: int) -> str | None:
    """What was typed and the needs as one text for the field `name`, nothing twice; an error where it is too long."""
    text = (typed or "").strip()
    parts = [part.strip() for part in text.split(BETWEEN)]
    for part in (part.strip() for one in needs for part in one.words.split(BETWEEN)):
        if part and part not in parts:
            parts.append(part)
            text = f"{text}{BETWEEN}{part}" if text else part
    if len(text) > most:
        form.add_error(name, gettext("Together this is longer than %d letters. Make it shorter.") % most)
    return text or None
