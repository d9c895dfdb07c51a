"""How form fields are drawn: classes by kind of input, nothing offered by the browser, errors on top."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
TICKS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
DJANGO_ROWS = "10"  # what a form that says nothing asks for
WORDS = (forms.TextInput, forms.Textarea)
TYPED = (*WORDS, forms.EmailInput, forms.NumberInput, forms.URLInput, forms.SearchInput, forms.TelInput)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The input itself. Browsers may neither complete nor check spelling unless the form says otherwise."""
    return field.as_widget(attrs=_attributes(field))


def _attributes(field: BoundField) -> dict[str, Any]:
    widget = field.field.widget
    attrs: dict[str, Any] = {"class": _css_class(widget, bool(field.errors))}
    if isinstance(widget, TYPED):
        attrs |= {"autocomplete": "off", "spellcheck": "false"}
    if isinstance(widget, WORDS) and not isinstance(widget, forms.DateInput):
        attrs["dir"] = "auto"  # names and notes come in any script
    attrs = {name: value for name, value in attrs.items() if name == "class" or name not in widget.attrs}
    if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == DJANGO_ROWS:
        attrs["rows"] = 4
    return attrs


def _css_class(widget: forms.Widget, wrong: bool) -> str:
    kinds = (
        (forms.CheckboxInput, "form-check-input"),
        (TICKS, "form-check-input"),
        (forms.Select, "form-select"),
    )
    base = next((name for kind, name in kinds if isinstance(widget, kind)), "form-control")
    return " ".join(filter(None, [base, "is-invalid" if wrong else "", widget.attrs.get("class")]))


@register.filter
def is_tick(field: BoundField) -> bool:
    """Whether the input is one box to tick: its label stands after it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def first_input_id(field: BoundField) -> str:
    """The id to jump to from the error summary: a group of choices or inputs has its first one."""
    if isinstance(field.field.widget, forms.MultiWidget):
        return f"{field.auto_id}{field.field.widget.widgets_names[0]}"  # type: ignore[attr-defined]
    return f"{field.auto_id}_0" if isinstance(field.field.widget, TICKS) else field.id_for_label


@register.filter
def max_length(field: BoundField) -> int | None:
    """How much fits, for the count below a long text."""
    return getattr(field.field, "max_length", None)


@register.inclusion_tag("components/error_summary.html")
def error_summary(*named: object) -> dict[str, Any]:
    """What must be put right, each line a link to its input. Forms without errors add nothing."""
    return {"forms": [form for form in named if isinstance(form, forms.BaseForm) and form.errors]}


@register.simple_tag(takes_context=True)
def posts(context: template.Context, url: str) -> SafeString:
    """The attributes of a form that posts to `url`: in a dialog its answer stays in the dialog."""
    plain = format_html('method="post" action="{}" novalidate', url)
    if context["page_base"] != "base_dialog.html":
        return plain
    return format_html('{} hx-post="{}" hx-target="#dialog"', plain, url)


@register.simple_tag
def opens_dialog(url: str) -> SafeString:
    """The attributes of a link whose page opens in a dialog where there is script."""
    return format_html('href="{0}" hx-get="{0}" hx-target="#dialog"', url)
