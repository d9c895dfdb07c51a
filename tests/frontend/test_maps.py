"""Our own maps: points lie where they should, none covers another, and the edges tell of nothing but what is shown."""

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontend.maps.clusters import Mark, merged
from frontend.maps.outline import _world, outline
from frontend.maps.picture import HEIGHT, WIDTH, picture
from frontend.maps.projection import fitted, latitude_at, northing, unwrapped

pytestmark = pytest.mark.nodb
BANGKOK, CHIANG_MAI, NAIROBI = (100.5, 13.75), (98.98, 18.79), (36.82, -1.29)
longitudes = st.floats(-180, 180).map(lambda one: round(one, 3))
points = st.tuples(longitudes, st.floats(-80, 80).map(lambda one: round(one, 3)))


@given(latitude=st.floats(-85, 85))
def test_a_latitude_comes_back(latitude):
    assert math.isclose(latitude_at(northing(latitude)), latitude, abs_tol=1e-9)


@settings(max_examples=200, deadline=None)
@given(places=st.lists(points, min_size=1, max_size=12))
def test_every_place_lies_inside_the_picture(places):
    made = picture(dict.fromkeys(range(1), places))
    assert made and all(0 <= mark.x <= WIDTH and 0 <= mark.y <= HEIGHT for mark in made.marks)


@settings(max_examples=200, deadline=None)
@given(places=st.lists(points, min_size=1, max_size=12))
def test_every_number_is_on_the_map_once_and_no_mark_covers_another(places):
    made = picture({number: [place] for number, place in enumerate(places, start=1)})
    assert sorted(number for mark in made.marks for number in mark.numbers) == list(range(1, len(places) + 1))
    for one in made.marks:
        for other in made.marks:
            if one is not other:
                apart = abs(one.x - other.x) >= one.half + other.half or abs(one.y - other.y) >= 24
                assert apart, (one, other)


def test_north_is_up_and_east_is_right():
    frame = fitted([BANGKOK, CHIANG_MAI], WIDTH, HEIGHT)
    south, north = frame.place(BANGKOK), frame.place(CHIANG_MAI)
    assert north[1] < south[1] and north[0] < south[0]


def test_distances_are_those_of_the_earth():
    """Bangkok to Chiang Mai is some 580 km as the crow flies (haversine)."""
    frame = fitted([BANGKOK, CHIANG_MAI], WIDTH, HEIGHT)
    drawn = math.dist(frame.place(BANGKOK), frame.place(CHIANG_MAI)) * frame.metres
    (lon1, lat1), (lon2, lat2) = [tuple(map(math.radians, one)) for one in (BANGKOK, CHIANG_MAI)]
    chord = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    real = 2 * 6_371_000 * math.asin(math.sqrt(chord))
    assert math.isclose(drawn, real, rel_tol=0.02)


def test_the_bar_is_as_long_as_it_says():
    made = picture({1: [BANGKOK], 2: [CHIANG_MAI]})
    assert made.scale_label == "200 km"
    metres = fitted([BANGKOK, CHIANG_MAI], WIDTH, HEIGHT).metres
    assert math.isclose(made.scale * metres, 200_000, rel_tol=0.01) and made.scale <= WIDTH / 4


def test_a_single_place_is_shown_with_what_lies_around_it():
    made = picture({1: [BANGKOK]})
    assert [(mark.x, mark.y) for mark in made.marks] == [(WIDTH / 2, HEIGHT / 2)]
    assert made.scale_label == "2 km" and len(made.meridians) >= 2 and len(made.parallels) >= 2
    assert made.land == [] and made.borders == []  # lines that are kilometres off would mislead here


def test_nothing_to_show_is_no_map():
    assert picture({}) is None and picture({1: []}) is None


def test_places_on_both_sides_of_the_180th_meridian_stand_together():
    assert unwrapped([179.5, -179.0]) == [179.5, 181.0] and unwrapped([10, 20]) == [10, 20]
    made = picture({1: [(179.5, -17.0)], 2: [(-179.0, -16.0)]})
    assert made.marks[0].x < made.marks[1].x and "180°" in [line.label for line in made.meridians]


def test_the_outline_is_cut_to_the_picture():
    frame = fitted([BANGKOK, NAIROBI], WIDTH, HEIGHT)
    land, borders = outline(frame)
    assert land and borders
    numbers = [int(n) for path in land for n in path.replace("M", " ").replace("L", " ").replace("Z", "").split()]
    assert min(numbers) >= -1 and max(numbers) <= WIDTH + 1
    assert sum(map(len, [*land, *borders])) < 20_000


def test_the_world_is_whole():
    world = _world()
    assert len(world["land"]) > 100 and len(world["borders"]) > 100
    lines = [line for lines in world.values() for line in lines]
    assert all(abs(y) <= 90 for line in lines for _x, y in line)
    # nowhere a jump across the map, where a line passes the 180th meridian
    assert all(abs(a[0] - b[0]) <= 180 for line in lines for a, b in pairwise(line) if a[1] > -90)


@pytest.mark.parametrize(
    ("inside", "is_land"),
    [(BANGKOK, True), (NAIROBI, True), ((-40, 35), False), ((0, 0), False), ((0, -85), True), ((-175, 66.5), True)],
)
def test_land_is_where_it_should_be(inside, is_land):
    """Counted by the even-odd rule, the ring moved around the world as on the map; the last is east of 180 degrees."""
    crossed = 0
    for ring in _world()["land"]:
        for turn in (-360, 0, 360):
            for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
                if (y1 > inside[1]) != (y2 > inside[1]):
                    crossed += x1 + turn + (inside[1] - y1) / (y2 - y1) * (x2 - x1) > inside[0]
    assert (crossed % 2 == 1) is is_land


def test_many_at_one_place_are_counted_and_few_are_named():
    here = [Mark(10, 10, (number,)) for number in range(1, 4)]
    (few,) = merged(here)
    (many,) = merged([*here, *(Mark(11, 11, (number,)) for number in range(10, 14))])
    assert (few.label, many.label) == ("1 2 3", "7×") and few.numbers == (1, 2, 3)


@settings(max_examples=50, deadline=None)
@given(places=st.lists(points, min_size=1, max_size=8), data=st.data())
def test_the_same_places_give_the_same_picture(places, data):
    numbered = {number: [place] for number, place in enumerate(places)}
    turned = {number: numbered[number] for number in data.draw(st.permutations(list(numbered)))}
    assert picture(numbered) == picture(turned)
