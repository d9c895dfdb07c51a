import re

import polib
import pytest
from django.utils.dates import MONTHS, MONTHS_3

from frontend.catalogues import compile_stale
from tests.frontend.sources import FRONTEND, python_strings, template_strings

pytestmark = pytest.mark.nodb
CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Today"
msgstr "اليوم"
"""
PLACES = re.compile(r"%\(\w+\)[sd]|%s")


@pytest.fixture(scope="module")
def arabic():
    return polib.pofile(str(FRONTEND / "locale/ar/LC_MESSAGES/django.po"))


def _known(catalogue):
    return {entry.msgid.replace("%%", "%") for entry in catalogue if entry.translated()}


def test_every_string_of_the_pages_is_in_arabic(arabic):
    assert sorted(template_strings() - _known(arabic)) == []


def test_every_string_of_the_python_is_in_arabic(arabic):
    assert sorted(python_strings() - _known(arabic)) == []


def test_no_word_of_ours_stands_in_the_place_of_a_month(arabic):
    """Dates ask for the names of months as plain words: "May" would become "is allowed to" in every date of it."""
    months = {str(name) for names in (MONTHS, MONTHS_3) for name in names.values()}
    assert months & {entry.msgid for entry in arabic if not entry.msgctxt} == set()


def test_no_translation_is_a_guess(arabic):
    assert [entry.msgid for entry in arabic.fuzzy_entries()] == []


def test_translations_keep_what_is_put_into_them(arabic):
    for entry in arabic:
        if entry.msgstr:
            assert set(PLACES.findall(entry.msgid)) == set(PLACES.findall(entry.msgstr)), entry.msgid


def test_counted_things_have_arabics_six_forms(arabic):
    assert all(len(entry.msgstr_plural) == 6 for entry in arabic if entry.msgid_plural)


def test_a_stale_catalogue_is_compiled_once(tmp_path):
    source = tmp_path / "room/locale/ar/LC_MESSAGES/django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE, encoding="utf-8")
    assert compile_stale(tmp_path) == [source.with_suffix(".mo")]
    assert compile_stale(tmp_path) == []
    assert polib.mofile(str(source.with_suffix(".mo")))[0].msgstr == "اليوم"
