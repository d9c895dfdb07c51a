"""The signed paper of the sample organizations' agreement: one page that says that it is invented."""

import io

from anonymized_exports.actions import attach_paper
from casemgr.accounts.models import StatisticsAgreement, User

_LINE = b"BT /F1 18 Tf 60 760 Td (Agreement to statistics. Invented sample, signed by nobody.) Tj ET"
_OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
    b"<</Length %d>>stream\n%s\nendstream" % (len(_LINE), _LINE),
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
)


def attach_sample_paper(agreement: StatisticsAgreement, *, by: User) -> None:
    """Attach it, as the administrator would."""
    attach_paper(agreement, file=io.BytesIO(sample_pdf()), by=by)


def sample_pdf() -> bytes:
    """A PDF of one page (ISO 32000-1, 7.5)."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(_OBJECTS, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(_OBJECTS) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
        size,
        len(out),
    )
