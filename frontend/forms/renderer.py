"""How Django draws every form: our field layout, with errors and hints tied to their input."""

from django.forms.renderers import TemplatesSetting


class CaseworkRenderer(TemplatesSetting):
    """Settings name this as FORM_RENDERER."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
