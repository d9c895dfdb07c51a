"""A file of somebody else is counted row by row; what is wrong is named by row and column, never by its value."""

import csv
import io
import tracemalloc
from itertools import chain, repeat

import pytest

from anonymized_exports import outside_pool
from anonymized_exports.outside_pool import read_pool
from anonymized_exports.pipeline import schema
from casemgr.errors import InvalidInput

pytestmark = pytest.mark.nodb
FLAGS = [flag.name for flag in schema.load("wide").flags]
COLUMNS = ["yearOfRegistration", *outside_pool.COMPARED, "traffickMonths", *FLAGS]
SECRET = "zq a value nobody may repeat"


def row(**values):
    return dict.fromkeys(COLUMNS, "") | values


def lines(rows, columns=COLUMNS):
    into = io.StringIO(newline="")
    writer = csv.DictWriter(into, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return io.StringIO(into.getvalue(), newline="")


class Endless(io.TextIOBase):
    """A file whose lines are made while they are read."""

    def __init__(self, made):
        self.made, self.rest = iter(made), ""

    def readline(self, size=-1):
        line = self.rest or next(self.made, "")
        self.rest = line[size:] if 0 <= size < len(line) else ""
        return line[:size] if size >= 0 else line


def refusal_of(source):
    with pytest.raises(InvalidInput) as refused:
        read_pool(source)
    assert SECRET not in str(refused.value) and refused.value.field == "file"
    return str(refused.value)


def test_codes_and_flags_are_counted_and_unknown_codes_are_no_answer():
    pool = read_pool(
        lines([
            row(gender="Woman", citizenship="PHL", meansThreats="1"),
            row(gender="Woman", citizenship=SECRET, meansThreats="1.0", isForcedLabour="0"),
            row(gender="Man", citizenship="PHL"),
        ])
    )  # fmt: skip
    assert pool.people == 3
    assert pool.answers["gender"] == {"Woman": 2, "Man": 1}
    assert (pool.answers["citizenship"], pool.answered("citizenship")) == ({"PHL": 2}, 2)
    assert (pool.flags["meansThreats"], pool.flags["isForcedLabour"]) == (2, 0)


def test_nothing_of_the_rows_is_kept():
    pool = read_pool(lines([row(gender=SECRET, citizenship=SECRET)]))
    assert SECRET not in repr(pool)


def test_columns_may_stand_in_any_order_and_more_are_ignored():
    pool = read_pool(lines([row(gender="Man", more="x")], ["more", *reversed(COLUMNS)]))
    assert pool.answers["gender"] == {"Man": 1}


def test_missing_columns_are_named():
    said = refusal_of(lines([row()], [name for name in COLUMNS if name not in ("gender", "meansThreats")]))
    assert "Row 1" in said and "gender, meansThreats" in said


def text_of(*more, **values):
    return lines([row(**values)]).getvalue() + "".join(more)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (text_of("a,b\r\n"), ("Row 3", f"{len(COLUMNS)} columns")),
        (text_of(meansThreats=SECRET), ("Row 2", "meansThreats")),
        (text_of(f'"{SECRET}\r\n'), ("Line", "CSV")),
        (text_of(f"{'x' * 600}{',' * (len(COLUMNS) - 1)}\r\n"), ("Row 3",)),
    ],
    ids=["a short row", "a flag", "an open quote", "a long cell"],
)
def test_what_is_wrong_is_named_by_its_row(text, named):
    said = refusal_of(io.StringIO(text, newline=""))
    assert all(word in said for word in named), said


def test_an_empty_file_and_one_without_rows_are_refused():
    assert "missing" in refusal_of(io.StringIO(""))
    assert "no rows" in refusal_of(lines([]))


def test_a_file_that_is_no_text_is_refused():
    assert "UTF-8" in refusal_of(io.TextIOWrapper(io.BytesIO(b"PK\x03\x04\xff\xfe" * 50), encoding="utf-8"))


def test_a_file_of_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr(outside_pool, "MOST_ROWS", 2)
    assert "more than 2 rows" in refusal_of(lines([row()] * 3))


@pytest.mark.parametrize("endless", ["," * 1000, '"' + "x" * 900, '"\n' + "x\n" * 400], ids=["cells", "cell", "lines"])
def test_a_row_without_an_end_is_refused_before_it_fills_the_memory(endless):
    heading = lines([]).getvalue()
    pieces = [endless, *([endless.replace('"', "")] * 100_000)]
    made = (piece for text in chain([heading], pieces) for piece in text.splitlines(keepends=True))
    if "\n" not in endless:
        made = chain([heading], ["".join(pieces[:200])])
    tracemalloc.start()
    assert "too long" in refusal_of(Endless(made))
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_memory_does_not_grow_with_the_file():
    heading, one = lines([row(gender="Man")]).getvalue().splitlines(keepends=True)

    def peak(number):
        tracemalloc.start()
        read_pool(Endless(chain([heading], repeat(one, number))))
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    peak(10)  # the lists of codes are read once
    assert peak(5000) < peak(50) + 100_000
