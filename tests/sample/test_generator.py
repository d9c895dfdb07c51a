"""Generated cases: the same for a seed, in many scripts, importable in both shapes, and never piled up in memory."""

import io
import tracemalloc
from datetime import date
from itertools import islice

import pytest

from cases.importing import mapping, readers
from cases.importing.rows import RowReader
from cases.sample import formats, generator, names
from cases.sample.words import NOTES

pytestmark = pytest.mark.nodb
UNTIL = date(2026, 10, 31)


def people(count, seed=1, **options):
    return generator.people(count, seed=seed, until=UNTIL, **options)


def test_the_same_seed_makes_the_same_people():
    assert list(people(30)) == list(people(30))
    assert list(people(30)) != list(people(30, seed=2))


def test_a_later_start_goes_on_with_the_same_people():
    assert list(people(10, start=20)) == list(islice(people(30), 20, None))


def test_names_and_notes_come_in_many_scripts():
    text = "".join(person.legal_name + person.note for person in people(3000))
    for letter in "aжаآ中กअሀက가កব":
        scripts = {ord(c) // 128 for c in text}
        assert ord(letter) // 128 in scripts, letter


def test_every_language_has_notes():
    assert {naming.language for naming in [*names.BY_COUNTRY.values(), names.OTHER]} <= set(NOTES)


def test_shares_follow_the_published_ones():
    everybody = list(people(4000))
    women = sum(person.gender == "Feminine" for person in everybody) / len(everybody)
    assert 0.70 < women < 0.78
    labour = [person for person in everybody if person.gender == "Masculine" and "ForcedLabour" in person.exploitation]
    men = [person for person in everybody if person.gender == "Masculine"]
    assert 0.55 < len(labour) / len(men) < 0.72


@pytest.mark.parametrize("shape", ["htcds", "ctdc"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_generated_file_imports_without_a_problem(shape, ending, tmp_path):
    path = tmp_path / f"cases.{ending}"
    formats.write(people(300), shape, path)
    table = readers.open_table(io.BytesIO(path.read_bytes()))
    results = list(RowReader(table, mapping.load(shape), today=UNTIL, key=b"k" * 32).rows())
    assert len(results) == 300
    assert not [result for result in results if isinstance(result, list)]
    assert all(len(result.consents) == 2 for result in results)


def test_the_generator_holds_one_person_at_a_time():
    for _person in people(200):
        pass
    tracemalloc.start()
    for _person in people(2000):
        pass
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 500_000
