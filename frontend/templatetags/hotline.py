"""Numbers to call at once, on pages where somebody may be in danger."""

from typing import Any

from django import template

from frontend.help_lines import emergency_lines

register = template.Library()


@register.simple_tag(takes_context=True)
def emergency_numbers(context: dict[str, Any]) -> list[tuple[str, str]]:
    """Name and number of each emergency line of the country where the reader's organization works."""
    return emergency_lines(context["user"])
