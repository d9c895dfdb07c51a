"""Looking things up, and numbers with their sign, for pictures of statistics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(names: Mapping[str, Any], code: str) -> Any:
    """What stands under this code; the code itself where nothing does."""
    return names.get(code, code)


@register.filter
def at(values: Sequence[Any], place: int) -> Any:
    """The value at a place."""
    return values[place]


@register.filter
def signed(value: float) -> str:
    """A number with one decimal and its sign."""
    return f"{value:+.1f}".replace("-", "−")


@register.filter
def small(value: float) -> str:
    """A q-value with three decimals; "< 0.001" below."""
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


@register.filter
def percent(value: float) -> str:
    """A share in hundredths with one decimal."""
    return f"{100 * value:.1f} %"


@register.filter
def points(value: float) -> str:
    """A difference of shares in percentage points, with its sign; "∞" where it can't be told."""
    return signed(100 * value) if isfinite(value) else "∞"
