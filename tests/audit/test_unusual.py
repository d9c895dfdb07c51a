"""Each rule finds what was planted for it, and an ordinary month is left in peace."""

import datetime
import random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casemgr.audit.unusual import DISTANCE, LOOKS, Look, findings, hours

pytestmark = pytest.mark.nodb

ZONE = "Asia/Bangkok"
SINCE, UNTIL = datetime.date(2026, 3, 1), datetime.date(2026, 3, 30)


def at(day, hour, minute=0):
    moment = datetime.datetime(day.year, day.month, day.day, hour, minute % 60, tzinfo=ZoneInfo(ZONE))
    return moment.astimezone(datetime.UTC)


def looked(person, day, count, *, hour=10, event="case:record:read", role="caseworker", query="", beyond=False):
    return [Look(person, role, at(day, hour, n), event, query, beyond) for n in range(count)]


def found(looks):
    return findings(looks, zone=ZONE, since=SINCE, until=UNTIL)


def ordinary(seed, people=8, weeks=13):
    """Months of work: on weekdays ten to thirty-five looks, now and then a search that finds, a reveal."""
    chance, looks = random.Random(seed), []
    for number in range(people):
        role = chance.choice(["caseworker", "supervisor", "intake"])
        for back in range(weeks * 7):
            day = UNTIL - datetime.timedelta(days=back)
            if day.weekday() < 5:
                person = f"person {number}"
                looks += looked(person, day, chance.randint(10, 35), hour=chance.randint(8, 18), role=role)
                looks += looked(person, day, chance.randint(0, 6), event="case:list:search", role=role)
                looks += looked(person, day, chance.randint(0, 4), event="person:identity:reveal", role=role)
    return looks


@pytest.mark.parametrize("seed", range(5))
def test_an_ordinary_month_has_no_findings(seed):
    assert found(ordinary(seed)) == []


@pytest.mark.parametrize(
    ("rule", "planted"),
    [
        ("volume", lambda day: looked("thief", day, 200)),
        ("beyond", lambda day: looked("thief", day, 20, beyond=True)),
        ("reveals", lambda day: looked("thief", day, 40, event="person:identity:reveal")),
        ("night", lambda day: looked("thief", day, 15, hour=2)),
        ("days_off", lambda day: looked("thief", day + datetime.timedelta(days=3), 12)),  # a Saturday
        ("searches", lambda day: looked("thief", day, 30, event="case:list:search")),
    ],
)
def test_each_rule_finds_what_it_is_for(rule, planted):
    day = datetime.date(2026, 3, 11)
    [one] = [one for one in found(ordinary(1) + planted(day)) if one.rule == rule]
    off = datetime.timedelta(days=3 if rule == "days_off" else 0)
    assert (one.person, one.day) == ("thief", day + off)


def test_one_name_looked_for_by_many():
    day = datetime.date(2026, 3, 11)
    looks = [look for n in range(3) for look in looked(f"person {n}", day, 1, event="case:list:search", query="d1")]
    [one] = found(ordinary(2) + looks)
    assert (one.rule, one.number, one.person, one.day) == ("one_name", 3, "", day)
    assert found(looks[:2]) == []


def test_night_staff_work_at_night():
    assert found(looked("duty", datetime.date(2026, 3, 11), 30, hour=2, role="night_staff")) == []


def test_night_is_the_organizations_own():
    """Two in the morning in Bangkok is seven in the evening before, in UTC."""
    [one] = found(looked("thief", datetime.date(2026, 3, 11), 15, hour=2))
    assert one.rule == "night" and one.day == datetime.date(2026, 3, 11)


def test_days_off_are_the_roles_own():
    """Where people work from Sunday to Thursday, Sunday is an ordinary day and Friday isn't."""
    days = [SINCE - datetime.timedelta(days=back) for back in range(1, 40)]
    before = [look for day in days if day.weekday() not in (4, 5) for look in looked("one", day, 20)]
    sunday, friday = looked("one", datetime.date(2026, 3, 15), 30), looked("one", datetime.date(2026, 3, 13), 30)
    assert found(before + sunday) == []
    assert [one.rule for one in found(before + friday)] == ["days_off"]
    shelter = [look for day in days for look in looked("two", day, 20, role="shelter_staff")]
    assert found(before + shelter + looked("two", datetime.date(2026, 3, 13), 30, role="shelter_staff")) == []


def test_who_just_began_has_no_days_off_yet():
    days = [SINCE - datetime.timedelta(days=back) for back in range(1, 10)]
    before = [look for day in days if day.weekday() < 5 for look in looked("one", day, 20)]
    assert found(before + looked("one", datetime.date(2026, 3, 14), 30)) == []


def test_a_busy_role_is_compared_with_itself():
    days = [SINCE - datetime.timedelta(days=back) for back in range(1, 40)]
    busy = [look for day in days for look in looked("importer", day, 300, role="supervisor")]
    now = looked("importer", datetime.date(2026, 3, 11), 300, role="supervisor")
    assert found(busy + now) == []
    assert [one.rule for one in found(busy + looked("importer", datetime.date(2026, 3, 11), 400, role="supervisor"))]


def test_who_oversees_all_cases_is_compared_with_those_who_do():
    """A supervisor looks at other people's cases every day; forty of them are ordinary, a hundred are not."""
    days = [SINCE - datetime.timedelta(days=back) for back in range(1, 40)]
    before = [look for day in days for look in looked("head", day, 40, role="supervisor", beyond=True)]
    day = datetime.date(2026, 3, 11)
    assert found(before + looked("head", day, 42, role="supervisor", beyond=True)) == []
    told = found(before + looked("head", day, 100, role="supervisor", beyond=True))
    assert {one.rule for one in told} == {"volume", "beyond"}
    assert {one.rule for one in found(before + looked("one", day, 42, beyond=True))} == {"beyond"}


def test_what_was_before_and_after_is_not_told():
    a_day = datetime.timedelta(days=1)
    assert found(looked("thief", SINCE - a_day, 200) + looked("thief", UNTIL + a_day, 200)) == []


@given(st.integers(0, 400), st.integers(1, 60))
@settings(max_examples=60)
def test_the_limit_of_a_role_is_what_the_page_says(count, usual):
    days = [SINCE - datetime.timedelta(days=back) for back in range(1, 20)]
    before = [look for day in days for look in looked("one", day, usual)]
    told = [one for one in found(before + looked("one", SINCE, count)) if one.rule == "volume"]
    assert bool(told) == (count > max(60, round(usual + DISTANCE)))


def test_the_strip_counts_looks_by_day_and_hour():
    day = datetime.date(2026, 3, 11)  # a Wednesday
    looks = looked("one", day, 7, hour=15) + looked("one", day, 3, event="case:list:search")
    week = hours(looks, zone=ZONE, since=SINCE, until=UNTIL)
    assert week[2][15] == 7 and sum(map(sum, week)) == 7
    assert "case:list:search" not in LOOKS
