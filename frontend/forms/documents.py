"""Add a file to a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.documents.kinds import EXTENSIONS
from cases.models import Document
from frontend.forms.acting import ActionForm

ACCEPT = ",".join(f".{extension}" for extension in sorted({*EXTENSIONS.values(), "jpeg"}))


class DocumentForm(ActionForm):
    """The file, what it is, and the person's word about pictures."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, picture, Word, Excel, OpenDocument, plain text or sound, up to 50 MB."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        allow_empty_file=True,
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Document.Kind.choices, initial=Document.Kind.OTHER)
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Left empty: the name of the file.")
    )
    faces_agreed = forms.BooleanField(
        label=_("If it is a picture: it shows no face, or the person agreed that it is kept"), required=False
    )


class DeleteForm(ActionForm):
    """Deleting can't be undone: a tick says that this is understood."""

    sure = forms.BooleanField(label=_("Delete the file for good. It can't be brought back."))
