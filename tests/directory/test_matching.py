"""Who fits, in which order and why: better facts never stand below, what bars is kept apart, no luck in it."""

import datetime
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referrals.codes import AgeBand
from referrals.directory.codes import GROUPS, SERVES
from referrals.directory.facts import Facts, Room, Span, Spot
from referrals.directory.matching import match
from referrals.directory.need import YEARS, Need
from referrals.directory.opening import DAYS, is_open
from referrals.directory.reasons import Side, What

pytestmark = pytest.mark.nodb

NOW = datetime.datetime(2030, 5, 15, 10, 30, tzinfo=datetime.UTC)  # a Wednesday
TOWNS = ("Bangkok", "Chiang Mai")
ages = st.none() | st.integers(0, 99)
rooms = st.builds(
    lambda free, hours: Room("beds", free, 20, NOW - datetime.timedelta(hours=hours)),
    st.integers(0, 6),
    st.sampled_from([0, 20, 71, 73, 900]),
)
spots = st.builds(lambda town: Spot("p", "Office", "THA", (town,)), st.sampled_from(TOWNS))
facts = st.builds(
    lambda **values: Facts(code="shelter", provider_id="o", provider="House", country="THA", **values),
    public_id=st.uuids().map(str),
    name=st.sampled_from(["Amber", "Birch", "Cedar"]),
    languages=st.frozensets(st.sampled_from(["th", "my", "ar", "pt-BR"])),
    interprets=st.booleans(),
    serves=st.frozensets(st.sampled_from(sorted(SERVES)), max_size=2),
    groups=st.frozensets(st.sampled_from(sorted(GROUPS)), max_size=3),
    minimum_age=ages,
    maximum_age=ages,
    cost=st.sampled_from(["", "free", "sliding", "fee"]),
    rooms=st.lists(rooms, max_size=2),
    spots=st.lists(spots, max_size=2),
    checked_on=st.none() | st.integers(0, 900).map(lambda days: NOW.date() - datetime.timedelta(days=days)),
    member=st.sampled_from(["", "m"]),
    gives=st.frozensets(st.sampled_from(["shelter", "medical"])),
)
needs = st.builds(
    lambda **values: Need("shelter", **values),
    also=st.sampled_from(["", "medical"]),
    language=st.sampled_from(["", "th", "my", "pt"]),
    interpreter=st.booleans(),
    whom=st.sampled_from(["", *SERVES]),
    groups=st.frozensets(st.sampled_from(sorted(GROUPS)), max_size=2),
    age=st.sampled_from(["", *AgeBand.values]),
    country=st.sampled_from(["", "THA", "KEN"]),
    region=st.sampled_from(["", *TOWNS]),
    places=st.integers(1, 5),
    room_only=st.booleans(),
    free_only=st.booleans(),
    open_only=st.booleans(),
)


def better(one, need, draw):
    """The same service with some facts better for this need; never a worse one."""
    ways = {
        "languages": lambda: one.languages | ({need.language} if need.language else set()),
        "interprets": lambda: True,
        "groups": lambda: one.groups | need.groups,
        "serves": lambda: one.serves | ({need.whom} if need.whom and one.serves else set()),
        "minimum_age": lambda: None,
        "maximum_age": lambda: None,
        "cost": lambda: "free",
        "rooms": lambda: [*one.rooms, Room("beds", max([r.available for r in one.rooms], default=0) + 9, 40, NOW)],
        "spots": lambda: [*one.spots, Spot("q", "Q", need.country or "THA", (need.region or "Bangkok",))],
        "checked_on": lambda: NOW.date(),
        "member": lambda: "m",
        "gives": lambda: one.gives | {need.also},
    }
    chosen = draw(st.lists(st.sampled_from(sorted(ways)), min_size=1, unique=True))
    return replace(one, **{name: ways[name]() for name in chosen})


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_better_facts_never_stand_below(data):
    need, one = data.draw(needs), data.draw(facts)
    improved = better(one, need, data.draw)
    # the same names, the worse one first in every order that is left
    worse, improved = replace(one, name="A", public_id="a"), replace(improved, name="B", public_id="b")
    found = match(need, [worse, improved], NOW)
    order = [m.facts.public_id for m in (*found.fitting, *found.barred)]
    alike = match(need, [replace(improved, name="A", public_id="a"), replace(worse, name="B", public_id="b")], NOW)
    turned = [m.facts.public_id for m in (*alike.fitting, *alike.barred)]
    if order == ["a", "b"]:  # then nothing told them apart, and the name decided both times
        assert turned == ["a", "b"]


@settings(max_examples=150, deadline=None)
@given(need=needs, services=st.lists(facts, max_size=6, unique_by=lambda one: one.public_id), data=st.data())
def test_the_order_is_the_same_whatever_order_they_came_in(need, services, data):
    first = match(need, services, NOW)
    assert match(need, data.draw(st.permutations(services)), NOW) == first


@settings(max_examples=200, deadline=None)
@given(need=needs, services=st.lists(facts, max_size=6, unique_by=lambda one: one.public_id))
def test_what_bars_is_kept_apart_and_every_service_has_reasons(need, services):
    found = match(need, services, NOW)
    assert len(found.fitting) + len(found.barred) == len(services)
    assert all(not one.of(Side.BARS) and one.reasons for one in found.fitting)
    assert all(one.of(Side.BARS) for one in found.barred)


@settings(max_examples=150, deadline=None)
@given(need=needs, services=st.lists(facts, min_size=2, max_size=6, unique_by=lambda one: one.public_id))
def test_leaving_one_out_changes_nothing_of_the_others(need, services):
    def others(found):
        rows = [(match_.facts, match_.reasons) for match_ in (*found.fitting, *found.barred)]
        return [row for row in rows if row[0].public_id != services[0].public_id]

    assert others(match(need, services, NOW)) == others(match(need, services[1:], NOW))


A_SHELTER = Facts("s", "Safe house", "shelter", "o", "House", country="THA", checked_on=NOW.date())


def reasons(need, one=A_SHELTER, **values):
    found = match(need, [replace(one, **values)], NOW)
    (only,) = (*found.fitting, *found.barred)
    return {reason.what: reason.side for reason in only.reasons}


def free(count, **ago):
    return [Room("beds", count, 12, NOW - datetime.timedelta(**ago))]


@pytest.mark.parametrize(
    ("need", "values", "what", "side"),
    [
        (Need("shelter", whom="men"), {"serves": frozenset({"women"})}, What.TAKES_ONLY, Side.BARS),
        (Need("shelter", whom="women"), {"serves": frozenset({"women"})}, What.TAKES, Side.FOR),
        (Need("shelter"), {"serves": frozenset({"women"})}, What.TAKES_ONLY, Side.ASK),
        (Need("shelter", age="12_17"), {"minimum_age": 18}, What.AGE_NOT, Side.BARS),
        (Need("shelter", age="12_17"), {"minimum_age": 16}, What.AGE_PARTLY, Side.ASK),
        (Need("shelter", age="18_24"), {"minimum_age": 18}, What.AGE, Side.FOR),
        (Need("shelter"), {"minimum_age": 18}, What.AGE_LIMITS, Side.ASK),
        (Need("shelter"), {"rooms": free(1, hours=2)}, What.ROOM, Side.FOR),
        (Need("shelter"), {"rooms": free(1, days=4)}, What.ROOM_TOLD_LONG_AGO, Side.ASK),
        (Need("shelter", places=3), {"rooms": free(2, hours=2)}, What.ROOM_FOR_FEWER, Side.AGAINST),
        (Need("shelter"), {"rooms": free(0, hours=2)}, What.ROOM_NONE, Side.AGAINST),
        (Need("shelter", room_only=True), {"rooms": free(0, hours=2)}, What.ROOM_NONE, Side.BARS),
        (Need("shelter", room_only=True), {}, What.ROOM_UNKNOWN, Side.ASK),
        (Need("shelter", language="pt"), {"languages": frozenset({"pt-BR"})}, What.SPEAKS, Side.FOR),
        (Need("shelter", language="ar"), {"interprets": True}, What.INTERPRETS, Side.FOR),
        (Need("shelter", language="ar"), {"languages": frozenset({"th"})}, What.SPEAKS_OTHERS, Side.AGAINST),
        (Need("shelter", language="ar"), {}, What.LANGUAGE_UNKNOWN, Side.ASK),
        (Need("shelter", country="KEN"), {}, What.OTHER_COUNTRY, Side.BARS),
        (Need("shelter", country="THA"), {}, What.IN_COUNTRY, Side.FOR),
        (Need("shelter", region="Bangkok"), {"hidden": True}, What.PLACE_UNKNOWN, Side.ASK),
        (Need("shelter", region="bangkok"), {"spots": [Spot("p", "O", "THA", TOWNS)]}, What.IN_REGION, Side.FOR),
        (Need("shelter", region="Phuket"), {"spots": [Spot("p", "O", "THA", TOWNS)]}, What.ELSEWHERE, Side.AGAINST),
        (Need("shelter", also="medical"), {"gives": frozenset({"medical"})}, What.GIVES_TOO, Side.FOR),
        (Need("shelter", also="medical"), {}, What.GIVES_NOT_TOO, Side.ASK),
        (Need("shelter", free_only=True), {"cost": "fee"}, What.COSTS, Side.BARS),
        (Need("shelter"), {"cost": "sliding"}, What.COSTS, Side.ASK),
        (Need("shelter", free_only=True), {}, What.COST_UNKNOWN, Side.ASK),
        (Need("shelter", groups=frozenset({"families"})), {}, What.NOT_SAID_FOR, Side.ASK),
        (Need("shelter"), {"checked_on": None}, What.NEVER_CHECKED, Side.AGAINST),
        (Need("shelter"), {"checked_on": datetime.date(2029, 1, 1)}, What.CHECKED_LONG_AGO, Side.AGAINST),
        (Need("shelter"), {"member": "m"}, What.PARTNER, Side.FOR),
        (Need("shelter"), {}, What.OUTSIDE, Side.ASK),
        (Need("shelter", open_only=True), {"spans": [Span(frozenset({"SU"}))]}, What.SHUT, Side.BARS),
        (Need("shelter"), {"spans": [Span(frozenset({"WE"}))]}, What.OPEN, Side.FOR),
        (Need("shelter", open_only=True), {}, What.HOURS_UNKNOWN, Side.ASK),
    ],
)
def test_each_fact_becomes_its_reason(need, values, what, side):
    assert reasons(need, **values)[what] == side


def test_of_several_lines_of_room_the_one_that_helps_most_counts():
    need, lines = Need("shelter", places=2), [*free(9, days=40), *free(2, hours=1)]
    assert reasons(need, rooms=lines)[What.ROOM] == Side.FOR


@pytest.mark.parametrize(
    ("hour", "minute", "expected"), [(21, 59, False), (22, 0, True), (23, 59, True), (0, 0, True), (5, 59, True)]
)
def test_a_night_that_began_yesterday_is_still_open(hour, minute, expected):
    span = Span(frozenset({"WE"}), datetime.time(22), datetime.time(6))
    day = 15 if hour > 12 else 16  # Wednesday, and the small hours of Thursday
    assert is_open([span], datetime.datetime(2030, 5, day, hour, minute, tzinfo=datetime.UTC), "UTC") is expected


def test_hours_are_those_of_the_place():
    span = Span(frozenset({"WE"}), datetime.time(17), datetime.time(18))
    assert is_open([span], NOW, "Asia/Bangkok") is True and is_open([span], NOW, "UTC") is False


def test_hours_of_another_season_dont_count():
    span = Span(frozenset(DAYS), valid_from=NOW.date() + datetime.timedelta(days=1))
    assert is_open([span], NOW, "UTC") is False and is_open([], NOW, "UTC") is None


def test_the_bands_are_those_of_the_offers():
    assert set(YEARS) == set(AgeBand.values)
    ends = [YEARS[band] for band in AgeBand.values]
    assert all(low == high + 1 for (_, high), (low, _) in pairwise(ends))


def names(need, *services):
    return [one.facts.name for one in match(need, services, NOW).fitting]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"rooms": free(5, hours=1)}, {"rooms": free(2, hours=1)}),
        ({"rooms": free(5, hours=1)}, {"rooms": free(5, hours=9)}),
        ({"checked_on": NOW.date()}, {"checked_on": NOW.date() - datetime.timedelta(days=9)}),
        ({"rooms": free(1, hours=1)}, {"rooms": free(9, days=9)}),
        ({"languages": frozenset({"ar"})}, {"interprets": True}),
        ({"rooms": free(1, hours=1)}, {"languages": frozenset({"ar"})}),
    ],
)
def test_what_decides_comes_before_the_name(first, second):
    one, other = replace(A_SHELTER, name="Z", **first), replace(A_SHELTER, name="A", **second)
    assert names(Need("shelter", language="ar"), other, one) == ["Z", "A"]


def test_alike_services_stand_by_name_whatever_order_they_came_in():
    twins = [replace(A_SHELTER, name=name, public_id=name) for name in "BAC"]
    assert names(Need("shelter"), *twins) == names(Need("shelter"), *reversed(twins)) == ["A", "B", "C"]
