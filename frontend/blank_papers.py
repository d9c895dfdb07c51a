"""What a form of the screen asks, as an empty sheet: the same questions, so that paper and screen stay alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms import BoundField

MOST = 12  # choices that are printed as boxes; of a longer list the answer is written


@dataclass(frozen=True)
class Line:
    """One question: boxes to tick, else room to write, more of it where `tall`."""

    label: Any
    hint: Any = ""
    boxes: list[str] = field(default_factory=list)
    tall: bool = False


def lines(fields: Iterable[BoundField]) -> list[Line]:
    """The questions of these fields; hidden ones ask nothing."""
    return [_line(one) for one in fields if not one.is_hidden]


def _line(bound: BoundField) -> Line:
    asked: Any = bound.field
    if isinstance(asked, forms.BooleanField):
        return Line("", asked.help_text, [str(bound.label)])
    boxes = [str(label) for value, label in getattr(asked, "choices", ()) if value not in ("", None)]
    tall = isinstance(asked.widget, forms.Textarea)
    return Line(bound.label, asked.help_text, boxes if len(boxes) <= MOST else [], tall)
