"""Attach the signed paper of an agreement."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.acting import ActionForm


class PaperForm(ActionForm):
    """A scan or PDF of what was signed."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A PDF or a picture (PNG, JPEG, WebP), up to 10 MB. "
            "Only the signed agreement, no names of people in your care."
        ),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.webp"}),
        allow_empty_file=True,
    )
