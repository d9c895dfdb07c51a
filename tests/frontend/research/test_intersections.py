"""Where groups meet: what is true of the made-up people is found, and where nothing is true nothing much is."""

import pytest
from django.utils.translation import override

from frontend.packages import Package
from frontend.research.intersections import intersections
from tests.exports import equity_packages as made

pytestmark = pytest.mark.nodb


def sections(**how):
    found = intersections(Package(made.made_up(**how)))["sections"]
    return {section.table: section for section in found}


def row(section, *codes):
    return next(row for row in section.rows if row.codes == codes)


def test_a_group_that_is_served_less_is_found_and_the_share_is_the_true_one():
    found = row(sections()["groups-served"], made.GROUP)
    assert found.differs == "less"
    true = made.SERVED - 0.5 * made.LESS - made.LESS - 0.5 * made.MUCH_LESS
    assert found.share.low <= true <= found.share.high


def test_what_two_groups_together_add_is_found_where_they_meet():
    met = row(sections()["groups-gender-served"], made.GROUP, made.GENDER)
    assert met.differs == "less" and met.compounds == "less"
    true = made.SERVED - 2 * made.LESS - made.MUCH_LESS
    assert met.share.low <= true <= met.share.high


def test_who_is_served_late_is_told_apart_from_everybody():
    assert row(sections()["groups-first-service"], made.GROUP).differs == "less"
    everybody = sections()["groups-first-service"].everybody
    assert everybody.low <= 0.6 * sections()["groups-served"].everybody.value <= everybody.high


def test_pairs_are_of_two_kinds_only_and_single_groups_have_nothing_to_add():
    found = sections()
    assert found["group-pairs-served"].rows
    assert all(r.names[0].startswith("Race") != r.names[1].startswith("Race")
                         for r in found["group-pairs-served"].rows)  # fmt: skip
    assert found["groups-served"].alone and all(r.compound is None for r in found["groups-served"].rows)


def test_names_are_in_the_language_of_whoever_reads_though_figures_are_kept():
    with override("en"):
        english = row(sections()["groups-gender-served"], made.GROUP, made.GENDER).names
    with override("ar"):
        arabic = row(sections()["groups-gender-served"], made.GROUP, made.GENDER).names
    assert english != arabic and all(name.isascii() for name in english) and not any(name.isascii() for name in arabic)


def test_answers_that_name_no_group_are_no_group():
    codes = {code for section in sections().values() for r in section.rows for code in r.codes}
    assert codes and not codes & {"other", "unknown", "declined", "notCollected"}


def test_where_nothing_differs_hardly_anything_is_called_a_finding():
    marks = [mark for seed in range(8) for section in sections(seed=seed, number=6000, effect=False).values()
             for r in section.rows for mark in (r.differs, r.compounds)]  # fmt: skip
    assert len(marks) > 200
    assert sum(mark != "" for mark in marks) <= 0.02 * len(marks)


def test_groups_too_small_to_stand_clear_of_the_noise_are_left_out():
    small, large = sections(number=600)["groups-gender-served"], sections()["groups-gender-served"]
    assert len(small.rows) < len(large.rows)
    assert all(r.people.value >= 4 * r.people.sigma for r in small.rows)
