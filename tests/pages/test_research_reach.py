"""Everything a researcher can reach from the first page on: no exact count, no word or id of anybody's record."""

import csv
import io
import re
import zipfile
from html import unescape

import pytest

from anonymized_exports.models import Artifact
from anonymized_exports.pipeline import run
from anonymized_exports.pipeline.measure import count
from casemgr.accounts.models import User
from cases.models import Case, Person
from tests.exports import factories as make
from tests.exports.conftest import pool  # noqa: F401 - the fixture
from tests.exports.factories import OWNER

FIGURES = ("value", "low", "high", "noisy")
LINK = re.compile(r'(?:href|src)="(/research(?:ers)?/[^"#]*)"')


@pytest.fixture
def exact(monkeypatch):
    """The exact counts of the release that is made, by table."""
    seen = {}

    def copied(workload, query):
        vectors = count(workload, query)
        seen.update({name: vector.ravel().tolist() for name, vector in vectors.items()})
        return vectors

    monkeypatch.setattr(run.measure, "count", copied)
    return seen


def reached(browser):
    """Address and content of all that links lead to, files in archives too."""
    waiting, found = ["/research/", "/research/ar/", "/researchers/"], {}
    while waiting:
        path = waiting.pop()
        if path in found or (path.startswith("/research/ar/") and "?" in path):
            continue
        answer = browser.get(path)
        assert answer.status_code == 200, path
        found[path] = answer.content
        if answer["Content-Type"] == "application/zip":
            archive = zipfile.ZipFile(io.BytesIO(answer.content))
            found |= {f"{path}{name}": archive.read(name) for name in archive.namelist()}
        elif answer["Content-Type"].startswith("text/html"):
            here = path.split("?")[0]
            links = LINK.findall(answer.content.decode()) + [
                here + one for one in re.findall(r'href="(\?[^"]*)"', answer.content.decode())
            ]
            waiting += [unescape(link) for link in links]
    return found


def planted(reader):
    """Ids, addresses and names that stand in the records of the pool, as the owner reads them; not the reader's own."""
    people = Person.objects.using(OWNER).unscoped("test")
    words = {str(pk) for pk in people.values_list("pk", flat=True)}
    words |= set(Case.objects.using(OWNER).unscoped("test").values_list("public_id", flat=True))
    others = User.objects.using(OWNER).exclude(pk=reader.pk)
    words |= {word for one in others for word in (one.email, one.name)}
    return {word.encode() for word in words} | {b"Lotus", b"Sahel"}


def test_a_researcher_reaches_no_exact_count_and_nothing_of_a_record(exact, pool, signed_in, empty_cache):  # noqa: F811
    make.people(pool.organizations[0], 40, seed=7)
    release = pool.released()
    pool.accept()
    found = reached(signed_in(pool.researcher))
    assert len(found) > 60 and f"/researchers/{release.public_id}/package/data/flags.csv" in found
    words = planted(pool.researcher)
    assert {(path, word) for path, content in found.items() for word in words if word in content} == set()
    for path, content in found.items():
        table = re.search(r"data/([a-z-]+)\.csv$", path)
        if table and sum(map(bool, exact[table[1]])) >= 3:
            rows = list(csv.DictReader(io.StringIO(content.decode())))
            assert all([int(row[name]) for row in rows] != exact[table[1]] for name in FIGURES), path
    noisy = Artifact.objects.unscoped("test").get(release=release, kind=Artifact.Kind.NOISY)
    assert not any(bytes(noisy.sealed) in content for content in found.values())
    assert sum(map(bool, exact["flags"])) >= 3  # so that their absence means something
