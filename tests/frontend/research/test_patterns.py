"""What the pattern pages find in a package of made-up people is what is true of them."""

from datetime import date

import pytest
from django.utils.translation import override

from anonymized_exports.pipeline import schema
from casemgr.errors import NotFound
from frontend.packages import Package
from frontend.research import combinations, corridors, places, trends
from frontend.research.cells import clear_of_noise
from frontend.research.patterns import PATTERNS, pattern_of, shown
from frontend.research.words import FLAGS, name_of
from tests.exports import packages

pytestmark = pytest.mark.nodb


@pytest.fixture(scope="module")
def package():
    return Package(packages.made_up())


def test_the_corridors_drawn_are_the_true_ones(package):
    found = {(flow.source, flow.target) for flow in corridors.corridors(package)["rows"]}
    assert found == set(packages.CORRIDORS)


def test_the_maps_shade_the_countries_that_are_there(package):
    ends = zip(*packages.CORRIDORS, strict=True)
    for one, true in zip(places.places(package)["maps"], ends, strict=True):
        shaded = {shape.code for shape in one["picture"].shaded}
        assert shaded >= set(true) and len(shaded - set(true)) <= 1  # noise alone shades one now and then


def test_of_what_stands_clear_of_the_noise_at_most_six_in_a_hundred_are_nobody():
    true = {one for one, _other in packages.CORRIDORS}
    shares = []
    for seed in range(60):
        found = clear_of_noise(Package(packages.made_up("basic", 3000, seed)), "citizenship")
        codes = {figure.codes[0] for figure in found}
        shares.append(len(codes - true) / max(1, len(codes)))
    assert sum(shares) / len(shares) <= 0.06


def test_the_trend_is_the_true_growth_over_whole_years(package):
    context = trends.trends(package, date(2026, 3, 1))
    (everybody,), _picture = context["pictures"][0]
    assert [point.year for point in everybody.points] == packages.YEARS
    assert everybody.trend.low <= packages.GROWTH <= everybody.trend.high and everybody.q <= 0.05
    assert len(context["flags"]) == len(FLAGS)


def test_what_was_put_together_is_found_together(package):
    found = combinations.combinations(package)["findings"]
    assert {found[0].one, found[0].other} == set(packages.TOGETHER)
    assert found[0].low > 1


def test_parts_of_a_form_of_exploitation_are_not_compared_with_it(package):
    compared = {frozenset((pair.one, pair.other)) for pair in combinations.tested(package)}
    assert frozenset(("isForcedLabour", "typeOfLabourConstruction")) not in compared
    assert frozenset(("isSexualExploit", "typeOfLabourConstruction")) in compared


def test_a_small_release_shows_only_the_patterns_it_has_tables_for():
    basic = Package(packages.made_up("basic", 3000))
    assert [pattern.name for pattern in shown(basic)] == ["places", "trends"]
    with pytest.raises(NotFound):
        pattern_of(basic, "corridors")


def test_every_pattern_says_what_it_cannot_say():
    assert all(len(pattern.limits) >= 3 for pattern in PATTERNS)


def test_names_are_the_readers_and_the_flags_those_of_the_code_list():
    assert {flag.name: flag.label for flag in schema.load("wide").flags} == {k: str(v) for k, v in FLAGS.items()}
    with override("ar"):
        assert name_of("FRA") != "France" and name_of("Woman") != "Woman"
    assert name_of("a code nobody knows", "Its English name") == "Its English name"


def test_cells_are_counted_without_reading_the_table(package):
    for table in package.tables:
        assert package.cells(table) == len(package.figures(table))
