"""The worked example runs as it stands, and finds what is true of the people it was made of."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from anonymized_exports.pipeline import schema
from tests.exports import packages

pytestmark = pytest.mark.nodb
PAGE = Path(__file__).parent.parent.parent / "docs" / "dpstats-example.md"


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    """The names that the blocks leave behind."""
    folder = tmp_path_factory.mktemp("package")
    zipfile.ZipFile(io.BytesIO(packages.made_up())).extractall(folder)
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    found = {"folder": folder}
    for block in blocks:
        exec(compile(block, PAGE.name, "exec"), found)  # noqa: S102 - our own page
    assert len(blocks) == 6
    return found


def shares():
    """The true shares of these very people: of women among those who answered; of domestic work by gender."""
    workload = schema.load("wide")
    codes, flags = packages.people(workload, 60_000, 1)
    (keys,) = (variable.keys for variable in workload.variables if variable.name == "gender")
    women, men, none = (codes["gender"] == keys.index(key) for key in ("Woman", "Man", "notCollected"))
    domestic = flags[:, [flag.name for flag in workload.flags].index(packages.MORE_OF_WOMEN)]
    return women.sum() / (~none).sum(), domestic[women].mean() - domestic[men].mean()


def test_the_shares_are_the_true_ones(names):
    of_women, apart = shares()
    assert names["share_of_women"].low <= of_women <= names["share_of_women"].high
    assert names["apart"].low <= apart <= names["apart"].high and names["apart"].low > 0.1


def test_the_pair_that_was_put_together_is_found_first(names):
    assert {names["found"][0].one, names["found"][0].other} == set(packages.TOGETHER)


def test_the_growth_is_the_true_one(names):
    assert names["growth"].low <= packages.GROWTH <= names["growth"].high


def test_the_ways_that_somebody_took_are_found(names):
    found = {(row.codes["citizenship"], row.codes["CountryOfExploitation"]) for row in names["inhabited"]}
    assert set(packages.CORRIDORS) <= found and len(found - set(packages.CORRIDORS)) <= 1
