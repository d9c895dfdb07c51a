"""Dates of other calendars, against days that almanacs state."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.other_calendars import CALENDARS, Said, read

#: New Year's days and others as their countries' own calendars printed them
KNOWN = {
    "ethiopian 2015-01-01": (2022, 9, 11),
    "ethiopian 2016-01-01": (2023, 9, 12),  # after a year of 366 days
    "hijri 1445-09-01": (2024, 3, 11),
    "persian 1403-01-01": (2024, 3, 20),
    "nepali 2081-01-01": (2024, 4, 13),
    "thai 2567-04-13": (2024, 4, 13),
}
NONE_SUCH = [
    "ethiopian 1988-13-06",
    "persian 1403-13",
    "thai 2530-02-30",
    "hijri 1300",
    "hijri 1445-09-31",
    "nepali 2050-01-33",
]


@pytest.mark.parametrize(("text", "day"), KNOWN.items())
def test_a_day_is_that_day(text, day):
    assert read(text).days == (datetime.date(*day),) * 2


@pytest.mark.parametrize("text", NONE_SUCH)
def test_a_day_that_the_calendar_lacks_is_refused(text):
    with pytest.raises((ValueError, OverflowError)):
        _days = read(text).days


@st.composite
def years(draw):
    calendar = draw(st.sampled_from(sorted(CALENDARS)))
    return calendar, draw(st.sampled_from(CALENDARS[calendar].years))


@given(years())
def test_the_months_of_a_year_follow_each_other_and_fill_it(known):
    calendar, year = known
    first, last = Said(calendar, year).days
    months = [Said(calendar, year, month).days for month in range(1, len(CALENDARS[calendar].months) + 1)]
    ends = [end + datetime.timedelta(days=1) for _begin, end in months]
    assert [begin for begin, _end in months] == [first, *ends[:-1]] and ends[-1] == last + datetime.timedelta(days=1)
    assert 352 <= (last - first).days < 366  # one day less than the year has


@given(years(), st.integers(0, 13), st.integers(0, 32))
def test_what_was_said_is_read_back(known, month, day):
    said = Said(*known, month, day if month else 0)
    assert read(str(said)) == said
    assert str(known[1]) in said.words if month <= len(CALENDARS[known[0]].months) else True
