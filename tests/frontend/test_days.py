import datetime

import pytest
from django.utils import timezone, translation

from frontend.templatetags.days import day, due, moment
from frontend.templatetags.ui import badge, isolate, language_name

pytestmark = pytest.mark.nodb
NOON = datetime.datetime(2026, 11, 22, 20, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def in_bangkok(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    with timezone.override(datetime.timezone(datetime.timedelta(hours=7))):
        yield


def test_today_is_the_organizations_today():
    assert day(datetime.date(2026, 11, 23)) == "Today"


def test_a_day_of_this_year_has_no_year():
    assert day(datetime.date(2026, 12, 4)) == "4 Dec"


def test_a_day_of_another_year_has_its_year():
    assert day(datetime.date(2027, 9, 3)) == "3 Sep 2027"


def test_a_moment_has_the_organizations_clock():
    assert moment(NOON) == "Today 03:00"


def test_what_is_late_says_by_how_many_days():
    assert "Overdue 2 days" in due(datetime.date(2026, 11, 21))


def test_nothing_stays_nothing():
    assert (day(None), moment(None), due(None), language_name("")) == ("", "", "", "")


def test_arabic_counts_two_days_with_its_dual():
    with translation.override("ar"):
        assert "متأخرة يومين" in due(datetime.date(2026, 11, 21))


def test_names_are_isolated_and_escaped():
    assert isolate("<نور>") == "<bdi>&lt;نور&gt;</bdi>"


def test_a_badge_escapes_its_words():
    assert "<b>" not in badge("<b>")


def test_a_language_is_named_in_its_own_words():
    assert language_name("es") == '<bdi lang="es">Español</bdi>'
    assert language_name("ti") == "Tigrinya"
