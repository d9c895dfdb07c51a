"""Pictures are pure functions of figures: what they draw, what they leave out, how sure they look."""

import re
from itertools import pairwise

import pytest

from anonymized_exports.dpstats import Pair
from frontend.maps.countries import HEIGHT, WIDTH, equal_earth, shapes
from frontend.packages import Figure
from frontend.research.choropleth import choropleth, limits, shade_of
from frontend.research.lines import Point, chart, tick_step
from frontend.research.matrix import matrix
from frontend.research.sankey import Flow, sankey

pytestmark = pytest.mark.nodb
FLOWS = [Flow("MEX", "USA", 700, 600, 800), Flow("PHL", "USA", 300, 200, 400), Flow("PHL", "ARE", 100, 0, 250)]


def figure(code, value):
    return Figure([code], value, value - 10, value + 10, True, (code,), 5.0)


def test_a_sankeys_nodes_hold_what_flows_through_them():
    picture = sankey(FLOWS)
    assert [(n.code, n.value) for n in picture.sources] == [("MEX", 700), ("PHL", 400)]
    assert [(n.code, n.value) for n in picture.targets] == [("USA", 1000), ("ARE", 100)]
    heights = [sum(n.height for n in column) for column in (picture.sources, picture.targets)]
    assert heights[0] == pytest.approx(heights[1], abs=0.3)


def test_names_of_nodes_never_cover_each_other():
    many = [Flow(f"A{i}", f"B{i % 3}", 1000 if i == 0 else 5, 1, 2000) for i in range(20)]
    picture = sankey(many)
    for column in (picture.sources, picture.targets):
        middles = [node.middle for node in column]
        assert all(after - before >= 15 for before, after in pairwise(middles))
        assert middles[-1] < picture.height


def test_a_ribbon_shows_what_is_sure_of_it_and_nothing_where_nothing_is():
    ribbons = {ribbon.flow.target + ribbon.flow.source: ribbon for ribbon in sankey(FLOWS).ribbons}
    assert ribbons["USAMEX"].sure and not ribbons["AREPHL"].sure


def test_a_mirrored_sankey_begins_on_the_right():
    plain, mirrored = sankey(FLOWS), sankey(FLOWS, mirrored=True)
    assert plain.start < plain.end and mirrored.start > mirrored.end


def test_nothing_to_draw_is_no_picture():
    assert sankey([]) is None
    assert sankey([Flow("A", "B", 0, 0, 9)]) is None
    assert chart([]) is None
    assert chart([("Nobody", [Point(2020, 0, 0, 0)])]) is None


def test_a_country_that_may_be_noise_is_hatched_never_shaded():
    figures = {"FRA": figure("FRA", 900), "DEU": figure("DEU", 4), "TUV": figure("TUV", 90)}
    picture = choropleth(figures, {"FRA", "TUV"})
    assert [shape.code for shape in picture.shaded] == ["FRA"]
    assert picture.uncertain == shapes()["DEU"]
    assert shapes()["DEU"] not in picture.land and shapes()["BRA"] in picture.land
    assert picture.off_map == ["TUV"]


@pytest.mark.parametrize(("most", "expected"), [(1234, [20, 100, 500]), (0, [1]), (3, [1]), (100, [2, 10, 50])])
def test_classes_part_at_round_numbers(most, expected):
    assert limits(most) == expected


def test_a_figure_is_in_the_class_that_its_limit_begins():
    assert [shade_of(value, [20, 100, 500]) for value in (19, 20, 499, 500)] == [1, 2, 3, 4]


def test_the_map_is_equal_earth_and_stays_inside_its_frame():
    assert equal_earth((180, 0)) == pytest.approx((2.7066, 0), abs=1e-4)  # Šavrič et al. 2018, table 1
    assert equal_earth((0, 90))[1] == pytest.approx(1.3173, abs=1e-4)
    starts = [tuple(map(int, pair)) for path in shapes().values() for pair in re.findall(r"M(-?\d+) (-?\d+)", path)]
    for path in shapes().values():  # nothing is drawn across the whole picture where a country passes 180°
        assert all(abs(int(step.split()[0])) < WIDTH / 3 for step in re.findall(r"-?\d+ -?\d+(?=[ z])", path))
    assert len(shapes()) > 170 and "ATA" not in shapes()
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in starts)


def test_a_line_lies_inside_its_band_and_the_scale_begins_at_nobody():
    picture = chart([("All", [Point(2020, 100, 80, 120), Point(2021, 150, 130, 170)])])
    (line,) = picture.lines
    highs, lows = line.band.split()[:2], line.band.split()[:1:-1]
    for (x, y), high, low in zip(line.marks, highs, lows, strict=True):
        assert float(high.split(",")[1]) < y < float(low.split(",")[1]) and float(high.split(",")[0]) == x
    assert picture.across[0].label == "0" and [tick.label for tick in picture.years] == ["2020", "2021"]


def test_series_differ_by_their_marks_not_by_colour_alone():
    points = [Point(2020, 5, 4, 6), Point(2021, 5, 4, 6)]
    kinds = [line.kind for line in chart([("a", points), ("b", points), ("c", points)]).lines]
    assert len(set(kinds)) == 3


@pytest.mark.parametrize(("most", "step"), [(4, 1), (170, 50), (1000, 500), (90_000, 50_000)])
def test_ticks_are_round(most, step):
    assert tick_step(most) == step


def test_each_pair_is_marked_by_what_its_test_found():
    def pair(z, q):
        return Pair("a", "b", 9, 5, 1, 2, z, q, q)

    pairs = {frozenset("ab"): pair(5, 0.001), frozenset("ac"): pair(-5, 0.001), frozenset("bc"): pair(1, 0.4)}
    picture = matrix([(code, code.upper()) for code in "abcd"], pairs)
    kinds = {cell.one + cell.other: cell.kind for cell in picture.cells}
    assert kinds == {"ba": "more", "ca": "less", "cb": "open", "da": "defined", "db": "defined", "dc": "defined"}
