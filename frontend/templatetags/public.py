"""Addresses of public pages in the language of the page that names them."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse

from frontend.public import PREFIX

register = template.Library()


@register.simple_tag(takes_context=True)
def public_url(context: dict[str, Any], name: str, *args: object) -> str:
    """The address of a public page; in the page's own language where that stands in its address."""
    return localized(reverse(name, args=args), spoken(context["request"]))


@register.simple_tag(takes_context=True)
def this_page_in(context: dict[str, Any], language: str) -> str:
    """The address of the same page in another language."""
    return localized(context["request"].path_info, language)


def localized(path: str, language: str) -> str:
    """A public path with the language in it; as it is without one."""
    return f"{PREFIX}{language}/{path.removeprefix(PREFIX)}" if language else path


def spoken(request: HttpRequest) -> str:
    """The language in the page's address, or none."""
    return getattr(request, "spoken", "")
