"""Files for imports, made on the spot."""

import csv
import io

HEADINGS = ("external_id", "prs_FirstName", "prs_SecondName", "prs_Gender", "prs_Title")


def csv_upload(*rows):
    """A CSV file in the columns of HTCDS, as a browser uploads it."""
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *rows])
    return {"name": "cases.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode()}
