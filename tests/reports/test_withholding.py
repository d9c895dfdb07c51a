"""Nothing that is withheld can be worked out from what is published: tried with every table that fits the sums."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.reports import equity
from cases.reports.leaving import leaving
from cases.reports.tables import REST, Cell, Crossed, Table
from cases.reports.withholding import ALL, COLUMN, of_cross, of_list, of_overlapping, of_pairs

pytestmark = pytest.mark.nodb

LEAST = 4
GROUPS = {"a": "young", "b": "young", "c": "old", "d": "old"}
lists = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 9), min_size=1)
tables = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), st.integers(1, 9), min_size=1, max_size=9
)


def sums_of(numbers, groups=None):
    """Every published sum: key -> the cells that make it up."""
    found = {(): set(numbers)}
    for row, column in numbers:
        if column:
            found.setdefault((COLUMN, column), set()).add((row, column))
        found.setdefault((row,), set()).add((row, column))
        if groups:
            found.setdefault((ALL, groups[row]), set()).add((row, column))
    return found


def ranges(numbers, hidden, groups=None):
    """What each cell, and each withheld sum, may be for somebody who reads the rest: by trying all tables."""
    cells, sums = sorted(numbers), sums_of(numbers, groups)
    told = {cell: n for cell, n in numbers.items() if cell not in hidden and (cell[1] or (cell[0],) not in hidden)}
    open_ = [cell for cell in cells if cell not in told]
    rules = [(cells_of, sum(numbers[c] for c in cells_of)) for key, cells_of in sums.items() if key not in hidden]
    fits = [dict(zip(open_, guess, strict=True)) for guess in _guesses(open_, told, rules)]
    seen = {cell: {fit[cell] for fit in fits} for cell in open_}
    for key, cells_of in sums.items():
        if key in hidden:
            seen[key] = {sum(fit.get(c, told.get(c, 0)) for c in cells_of) for fit in fits}
    return seen


def _guesses(open_, told, rules):
    """Depth first, cut where a sum is passed."""

    def walk(number, guess):
        for cells_of, total in rules:
            known = sum(guess.get(c, told.get(c, 0)) for c in cells_of)
            left = [c for c in cells_of if c not in guess and c not in told]
            if known + len(left) > total or (not left and known != total):
                return
        if number == len(open_):
            yield tuple(guess[c] for c in open_)
            return
        for n in range(1, 14):
            yield from walk(number + 1, guess | {open_[number]: n})

    yield from itertools.islice(walk(0, {}), 60_000)


def protected(numbers, hidden, groups=None):
    """Nothing withheld is certain, and what is of few could be as many as the threshold."""
    for key, values in ranges(numbers, hidden, groups).items():
        assert len(values) > 1, f"{key} is {values}"
        true = numbers.get(key) or numbers.get((*key, ""))
        if true and true < LEAST:
            assert max(values) >= LEAST


@settings(max_examples=150, deadline=None)
@given(lists)
def test_no_number_of_a_list_comes_back(numbers):
    hidden = of_list(numbers, LEAST)
    flat = {(code, ""): n for code, n in numbers.items()}
    if all((code,) in hidden for code in numbers) and _whole(flat):
        return  # the whole list stays
    assert all((code,) in hidden for code, n in numbers.items() if n < LEAST)
    protected(flat, hidden)


@settings(max_examples=150, deadline=None)
@given(lists)
def test_no_number_of_a_list_in_groups_comes_back(numbers):
    flat = {(code, ""): n for code, n in numbers.items()}
    hidden, whole = of_cross(flat, LEAST, GROUPS, flat=True)
    if not whole:
        assert all((code,) in hidden for code, n in numbers.items() if n < LEAST)
        protected(flat, hidden, GROUPS)


@settings(max_examples=60, deadline=None)
@given(tables)
def test_no_number_of_two_questions_comes_back(numbers):
    hidden, whole = of_cross(numbers, LEAST)
    if not whole and len([cell for cell in numbers if cell in hidden]) <= 5:
        assert all(cell in hidden for cell, n in numbers.items() if n < LEAST)
        protected(numbers, hidden)


@settings(max_examples=150, deadline=None)
@given(tables)
def test_no_number_comes_back_from_two_questions_and_the_list_of_each(numbers):
    """The lists of both questions may have left as files of their own: what they tell is known."""
    hidden, whole = of_cross(numbers, LEAST)
    rows, columns = ({}, {})
    for (row, column), n in numbers.items():
        rows[row], columns[column] = rows.get(row, 0) + n, columns.get(column, 0) + n
    withheld = of_list(rows, LEAST) | {(COLUMN, code) for (code,) in of_list(columns, LEAST)}
    margins = {(row,) for row in rows} | {(COLUMN, column) for column in columns}
    if not whole:
        assert hidden & margins == withheld
    if not whole and len([cell for cell in numbers if cell in hidden]) <= 5:
        protected(numbers, hidden)


def test_a_small_cell_is_not_the_rest_of_a_list_that_left_before():
    hidden, whole = of_cross({("F", "A"): 3, ("F", "B"): 10, ("M", "A"): 8, ("M", "C"): 40}, 5)
    assert whole and ("F", "A") in hidden, "with A, B and C known nothing covers it"


def test_a_second_question_that_nobody_answered_hides_as_well():
    assert {("a", ""), ("b", "")} <= of_cross({("a", ""): 2, ("b", ""): 40}, LEAST)[0]


def _whole(flat):
    return of_cross(flat, LEAST, flat=True)[1]


def test_a_bridge_is_not_mistaken_for_cover():
    """Two withheld in each row and column, and yet one would come back from the sums of a block."""
    numbers = {(r, c): 20 for r in "abcd" for c in "wxyz"}
    numbers |= {("a", "w"): 2}
    hidden, whole = of_cross(numbers, LEAST)
    assert not whole and ("a", "w") in hidden
    assert len([cell for cell in hidden if cell in numbers]) >= 3


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(1, 30), min_size=1), st.integers(30, 60))
def test_of_overlapping_answers_none_is_withheld_alone(numbers, everybody):
    hidden = of_overlapping(numbers, everybody, LEAST)
    assert all(code in hidden for code, n in numbers.items() if n < LEAST or 0 < everybody - n < LEAST)
    assert len(hidden) != 1 or len(numbers) == 1


@given(st.dictionaries(st.sampled_from("abcd"), st.tuples(st.integers(1, 9), st.integers(0, 9)), min_size=1))
def test_services_don_t_give_people_away(numbers):
    numbers = {code: (people, people + more) for code, (people, more) in numbers.items()}
    hidden = of_pairs(numbers, 40, LEAST)
    assert all(code in hidden for code, (people, _n) in numbers.items() if people < LEAST)
    if hidden and hidden != set(numbers):
        assert sum(numbers[code][1] for code in hidden) > max(numbers[code][1] for code in hidden)


def test_large_numbers_all_stay():
    assert of_list({"a": 40, "b": 50}, 10) == set()
    assert of_list({"a": 40, "b": 3}, 10) == {("a",), ("b",)}


def test_a_table_of_two_questions_names_nobody_that_the_list_hides():
    """Of a long list what is withheld stands in one line without a name, in both tables."""
    numbers = {
        ("THA", "F"): 30,
        ("THA", "M"): 30,
        ("KEN", "F"): 20,
        ("TGO", "F"): 2,
        ("PER", "F"): 20,
        ("PER", "M"): 20,
    }
    sums = {"THA": 60, "PER": 40, "KEN": 20, "TGO": 2}
    rows = [Cell(code, code, n) for code, n in sums.items()]
    columns = [Cell("F", "F", 72), Cell("M", "M", 50)]
    plain = [Table("citizenship", "Nationality", rows), Table("sex", "Sex", columns)]
    crossed = Crossed("Both", rows, columns, numbers)
    given = {"people": 122, "services": 0, "least": LEAST}
    alone = leaving(plain, None, **given).tables[0]
    both = leaving(plain, crossed, rows="citizenship", columns="sex", **given)
    assert [cell.code for cell in alone.cells] == ["THA", "PER", REST]
    assert [cell.code for cell in both.crossed.rows] == ["THA", "PER", REST]
    assert both.crossed.numbers["THA", "F"] == 30
    assert "TGO" not in str(both) and "KEN" not in str(both)


def measured(**rows):
    """Groups as the database measures them, from (people, served, within a week)."""
    names = ("n", "served", "soon")
    found = [
        {"g0": code, "unavailable": 0, "declined": 0, "median": 4, **dict(zip(names, row, strict=True))}
        for code, row in rows.items()
    ]
    whole = {name: sum(row[name] for row in found) for name in (*names, "unavailable", "declined")} | {"median": 4}
    groups = [equity._group(row, ["gender"], whole, set(), 5) for row in found]
    return {code: [rate and rate.percent for rate in one.rates] for code, one in zip(rows, groups, strict=True)}, groups


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ((20, 1, 0), [None, 0, 0, 0]),  # of one person alone
        ((20, 19, 10), [None, 50, 0, 0]),
        ((8, 8, 0), [None, None, None, None]),  # everybody and nobody of few
        ((20, 20, 5), [100, 25, 0, 0]),
    ],
)
def test_equity_tells_no_share_of_few(row, told):
    assert measured(Feminine=row, Masculine=(40, 20, 10))[0]["Feminine"] == told


def test_equity_tells_the_wait_of_enough_people():
    assert [one.wait for one in measured(Feminine=(20, 4, 0), Masculine=(20, 5, 0))[1]] == [None, 4]


def test_equity_withholds_no_share_alone():
    groups = equity._none_alone(measured(Feminine=(20, 1, 0), Masculine=(40, 20, 10), Other=(30, 10, 10))[1])
    assert [one.rates[0] is None for one in groups] == [True, False, True]
