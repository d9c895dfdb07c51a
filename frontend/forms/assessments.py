"""A page of a questionnaire as a form, what ends it, and the second person's word."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.questionnaires.answers import Answer, Answers, read_answer
from cases.questionnaires.definition import NO_ANSWER, Item
from cases.questionnaires.engine import Shown
from cases.questionnaires.words import say, why_none
from frontend.forms.acting import ActionForm, DateInput
from frontend.forms.late import late_field

FEW = 12  # choices that are shown at once
NONE = "~"  # before a reason why there is no answer, among the choices


class Row(NamedTuple):
    """What a page shows in turn: a heading, a note, or a question with its fields and what to think of."""

    label: str = ""
    note: str = ""
    field: Any = None
    why: Any = None
    prompt: str = ""
    instance: int | None = None  # of a repeat, where it begins


class QuestionsForm(ActionForm):
    """The questions of one page that are relevant now. What can't be read stays as it was typed."""

    all_optional = True  # what is needed says so itself: a reason why there is no answer will do

    def __init__(self, *args: Any, shown: list[Shown], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = shown
        for one in shown:
            if one.item.asked:
                self._add(one)

    def read(self, answers: Answers) -> Answers:
        """All answers, with those of this page as they were sent."""
        merged = {name: [dict(one) for one in v] if isinstance(v, list) else v for name, v in answers.items()}
        for one in self.shown:
            if one.item.asked:
                place = self._place(merged, one)
                place.pop(one.item.name, None)
                if answer := self._answer(one):
                    place[one.item.name] = answer
        return merged

    def say_what_is_wrong(self, shown: list[Shown]) -> bool:
        """Put it beside the questions; whether there was any."""
        for one in shown:
            if name(one) in self.fields and (one.trouble or one.unmet):
                met = gettext("This can't be right. Check it.")
                self.add_error(name(one), one.trouble or say(one.item.constraint_message) or met)
        return bool(self.errors)

    def rows(self) -> list[Row]:
        """The page from top to bottom."""
        found, instance = [], None
        for one in self.shown:
            if one.instance is not None and one.instance != instance:
                instance = one.instance
                found.append(Row(label=str(instance + 1), instance=instance))
            if (row := self._row(one)) is not None:
                found.append(row)
        return found

    def _row(self, one: Shown) -> Row | None:
        item = one.item
        if item.type == "group":
            return Row(label=say(item.label), note=say(item.hint))
        if item.type == "note":
            return Row(note=say(item.label))
        if not item.asked:
            return None
        why = self[name(one) + ":why"] if name(one) + ":why" in self.fields else None
        return Row(field=self[name(one)], why=why, prompt=say(item.prompt))

    def _place(self, answers: Answers, one: Shown) -> Answers:
        if one.instance is None:
            return answers
        instances = answers.setdefault(one.key.split(":")[0], [])
        while len(instances) <= one.instance:
            instances.append({})
        return instances[one.instance]

    def _answer(self, one: Shown) -> Answer | None:
        sent = self.data.getlist(name(one)) if hasattr(self.data, "getlist") else []
        why = str(self.data.get(name(one) + ":why", ""))
        reasons = [text[1:] for text in sent if text.startswith(NONE) and text[1:] in NO_ANSWER]
        if one.item.type.startswith("select_"):
            sent, why = [text for text in sent if text[1:] not in reasons], (reasons or [""])[0]
        return read_answer(one.item, sent, why)

    def _add(self, one: Shown) -> None:
        item, answer = one.item, one.answer or {}
        initial = answer.get("value", answer.get("typed"))
        chosen = item.type.startswith("select_")
        if chosen and "special" in answer:
            reason = NONE + answer["special"]
            several = [*(initial if isinstance(initial, list) else []), reason]
            initial = several if item.type == "select_multiple" else reason
        words = [say(item.hint), gettext("Needed: an answer, or why there is none.") if item.required else ""]
        self.fields[name(one)] = forms.Field(
            label=say(item.label) or item.name,
            help_text=" ".join(filter(None, words)),
            required=False,
            initial=initial,
            widget=_widget(item),
        )
        if not chosen:
            self.fields[name(one) + ":why"] = forms.Field(
                label=_("If there is no answer: why"),
                required=False,
                initial=answer.get("special", ""),
                widget=forms.Select(choices=[("", "–"), *((code, why_none(code)) for code in NO_ANSWER)]),
            )


def name(one: Shown) -> str:
    """The name of a question's input, apart from all others of the page."""
    return f"q:{one.key}"


def _widget(item: Item) -> forms.Widget:
    reasons = [(NONE + code, why_none(code)) for code in NO_ANSWER]
    choices = [(choice.code, say(choice.label)) for choice in item.choices] + reasons
    match item.type:
        case "select_multiple":
            return forms.CheckboxSelectMultiple(choices=choices)
        case "select_one" if len(choices) <= FEW + len(reasons):
            return forms.RadioSelect(choices=choices)
        case "select_one":
            return forms.Select(choices=[("", "–"), *choices])
        case "text":
            return forms.Textarea(attrs={"rows": 3})
        case "date":
            return DateInput()
    return forms.TextInput(attrs={"inputmode": "numeric" if item.type == "integer" else "decimal"})


class FinishForm(ActionForm):
    """When the talk was; if long ago, why it is written down now."""

    happened_on = forms.DateField(label=_("Date of the talk"), widget=DateInput)
    late_reason = late_field()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].initial = today(user.organization)


class ReviewForm(ActionForm):
    """A word to the colleague; needed to return it."""

    note = forms.CharField(
        label=_("A word to your colleague"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
