"""Small pieces every page is made of: icons, badges, names isolated for direction."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf.locale import LANG_INFO
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.codelists.languages import LANGUAGES

register = template.Library()
RISK = {
    "urgent": ("urgent", "shield-exclamation"),
    "watch": ("watch", "exclamation-triangle"),
    "stable": ("stable", "shield-check"),
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; silent beside words, or read out as `label` when it stands alone."""
    href = static("vendor/icons.svg")
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>', label, href, name)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', href, name)


@register.filter
def isolate(value: object) -> SafeString:
    """A name or anything typed by people, kept from turning the direction of the words around it."""
    return format_html("<bdi>{}</bdi>", value)


@register.simple_tag
def badge(text: object, tone: str = "neutral", icon_name: str = "") -> SafeString:
    """A small label whose words carry the meaning. Tones: neutral, stable, watch, urgent, accent."""
    return format_html('<span class="tag tag-{}">{}{}</span>', tone, icon(icon_name) if icon_name else "", text)


@register.simple_tag
def risk_badge(case: Any) -> SafeString:
    """How urgent a case's safety is, in its own words; "Not assessed" where nobody has said."""
    tone, icon_name = RISK.get(case.risk, ("neutral", ""))
    return badge(case.get_risk_display() or _("Not assessed"), tone, icon_name)


@register.filter
def language_name(tag: str) -> SafeString | str:
    """A language in its own words where we know them ("Español"), else in the reader's; "" stays empty."""
    if not tag:
        return ""
    own = LANG_INFO.get(tag.lower(), {}).get("name_local")
    if not own:
        return str(LANGUAGES.label(tag))
    return format_html('<bdi lang="{}">{}</bdi>', tag, own[:1].upper() + own[1:])


@register.filter
def initial(name: str) -> str:
    """The first letter of an alias, for its round picture; "" gives nothing."""
    return (name or "").strip()[:1].upper()


@register.filter
def dial(number: str) -> str:
    """A telephone number as a link takes it (RFC 3966): digits and the sign before them, no extension in words."""
    digits = "".join(sign for sign in number if sign.isdigit() and sign.isascii())
    return f"+{digits}" if number.lstrip().startswith("+") else digits


@register.filter
def unit_words(unit: str) -> str:
    """What is counted, as its keeper typed it; beds, which are counted from a house too, in the reader's language."""
    return pgettext("how many are free", "beds") if unit.strip().lower() == "beds" else unit
