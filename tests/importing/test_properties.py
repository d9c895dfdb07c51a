"""Whatever a file holds, only our refusals come out of it, and no value that stood in it."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.importing import mapping, readers
from cases.importing.facts import ImportedCase
from cases.importing.problems import FileRefused
from cases.importing.rows import RowReader
from tests.importing.support import KEY, TODAY, csv_file

pytestmark = pytest.mark.nodb
HTCDS = mapping.load("htcds")
COLUMNS = sorted(HTCDS.columns)
PLANT = "Zq7planted9"
cells = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="0123456789-/.: ", max_size=12),
    st.sampled_from(["DebtBondage", "2020-01-01", "yes", "Feminine", "NGA", "1", "NA", "", "=1", "+1", "\0", "\ud7ff"]),
)
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def results(stream):
    try:
        return list(RowReader(readers.open_table(stream), HTCDS, today=TODAY, key=KEY).rows())
    except FileRefused as refused:
        return [list(refused.problems)]


@quick
@given(st.binary(max_size=400))
def test_bytes_give_rows_or_problems(content):
    for result in results(io.BytesIO(content)):
        assert isinstance(result, ImportedCase) or all(problem.message for problem in result)


@quick
@given(st.binary(max_size=300))
def test_bytes_after_a_zip_mark_give_rows_or_problems(content):
    assert results(io.BytesIO(b"PK\x03\x04" + content)) is not None


@quick
@given(st.data())
def test_cells_give_cases_or_problems(data):
    headings = data.draw(st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=8, unique=True))
    rows = data.draw(st.lists(st.lists(cells, min_size=len(headings), max_size=len(headings)), max_size=4))
    for result in results(csv_file(headings, *rows)):
        assert isinstance(result, ImportedCase) or all(problem.row >= 0 for problem in result)


@quick
@given(st.sampled_from(COLUMNS), st.text(max_size=10), st.sampled_from(["", "=", "+", "2020-", "DebtBondage;"]))
def test_a_problem_never_tells_the_value(column, text, before):
    stream = csv_file(
        [column, "external_id"] if column != "external_id" else [column, "alias"], [f"{before}{PLANT}{text}", "1"]
    )
    told = [repr(p) + str(p.message) + str(p.what_to_do) for r in results(stream) if isinstance(r, list) for p in r]
    assert PLANT not in "".join(told)


@quick
@given(st.text(max_size=20))
def test_an_unknown_heading_is_never_told(text):
    stream = csv_file([f"{PLANT}{text}", "prs_FirstName"], ["1", "2"])
    assert PLANT not in repr(results(stream))
