"""One answer: what was typed, read; what is kept of it; and its value for expressions.

Kept is `{"value": …}`, `{"special": "declined" | "unknown" | "not_asked"}`, or, only while a form is being filled in,
`{"typed": …}` (perhaps with a special beside it), which can't be an answer and is shown again until it is put right.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.questionnaires.definition import NO_ANSWER, Item
from cases.questionnaires.expressions import Value
from cases.questionnaires.expressions.values import day_of, number_of

Answer = dict[str, Any]
Answers = dict[str, Any]  # by name; of a repeat a list of such
LONGEST = 5_000
WHOLE = 10**15


def read_answer(item: Item, typed: list[str], why: str) -> Answer | None:
    """What to keep of what a page sent for a question; None when it was left empty. Nothing typed is lost."""
    said = [text for text in typed if text.strip()]
    special = why if why in NO_ANSWER else ""
    if not said:
        return {"special": special} if special else None
    value = _value(item, said)
    if value is None or special:
        kept: Answer = {"typed": said if item.type == "select_multiple" else said[0][: 2 * LONGEST]}
        return kept | ({"special": special} if special else {})
    return {"value": value}


def _value(item: Item, said: list[str]) -> Any:
    if item.type == "select_multiple":
        codes = [choice.code for choice in item.choices if choice.code in said]
        return codes if len(codes) == len(set(said)) else None
    text = said[0].strip()
    if item.type == "select_one":
        return text if item.choice(text) else None
    if item.type == "text":
        return text if len(text) <= LONGEST and "\x00" not in text else None
    if item.type == "date":
        return text if day_of(text) else None
    return _number(text, whole=item.type == "integer")


def _number(text: str, *, whole: bool) -> Any:
    """Digits of any script; a whole number as such, others as exact text."""
    digits = "".join(str(int(one)) if one.isdecimal() else one for one in text.replace("٫", "."))
    number = number_of(digits)
    if number is None or abs(number) >= WHOLE:
        return None
    if whole:
        return int(number) if number == number.to_integral_value() else None
    return format(number, "f")


def value_of(item: Item, answer: Answer | None) -> Value:
    """The value for expressions: None unless it was answered, and as this question takes it."""
    value = (answer or {}).get("value")
    match item.type:
        case "select_multiple" if isinstance(value, list):
            return tuple(choice.code for choice in item.choices if choice.code in value)
        case "select_one" if isinstance(value, str):
            return value if item.choice(value) else None
        case "integer" if isinstance(value, int):
            return Decimal(value)
        case "decimal" if isinstance(value, str):
            return number_of(value)
        case "date" if isinstance(value, str):
            return day_of(value)
        case "text" if isinstance(value, str):
            return value
    return None


def well_formed(item: Item, answer: Any) -> bool:
    """Whether this may be kept for this question."""
    if not isinstance(answer, dict):
        return False
    if "value" in answer:
        return set(answer) == {"value"} and value_of(item, answer) not in (None, ())
    return set(answer) <= {"typed", "special"} and answer.get("special", NO_ANSWER[0]) in NO_ANSWER


def trouble(item: Item, answer: Answer | None) -> str:
    """Why what stands here is no answer, in words; "" when it is one, or a reason why there is none."""
    if not answer:
        return _("Answer, or say why there is no answer.") if item.required else ""
    if "typed" not in answer:
        return ""
    if "special" in answer:
        return _("Either an answer, or why there is none.")
    return {
        "integer": _("Write a whole number."),
        "decimal": _("Write a number, with a point before the fraction."),
        "date": _("Write a date as YYYY-MM-DD."),
        "text": _("This is too long: at most 5,000 characters."),
    }.get(item.type, _("Choose out of the list."))
