"""Synthetic rows of a real release: asked for when it is planned, attacked, packaged, shown with their limits."""

import json

import pytest

from anonymized_exports.models import Artifact, Population
from anonymized_exports.vault import get
from casemgr.accounts.acting import acting_as_user
from frontend.packages import Package
from tests.exports.conftest import pool  # noqa: F401 - the fixture
from tests.exports.factories import OWNER, today
from tests.pages.conftest import text_of

PLAN = {"title": "Spring figures", "workload": "basic", "epsilon": "2"}


def package_of(pool, release):  # noqa: F811
    with acting_as_user(pool.planner):
        return Package(get(release, Artifact.Kind.PACKAGE))


def test_they_are_off_unless_asked_for(pool, signed_in, client):  # noqa: F811
    answer = signed_in(pool.planner).post("/releases/plan/", PLAN | {"cutoff": str(today())})
    assert answer.status_code == 302
    release = pool.released()
    assert release.synthetic_seed is None
    package = package_of(pool, release)
    assert package.synthetic is None
    assert "ynthetic" not in package.text("METHOD.md")
    assert not [f for f in json.loads(package.text("ATTACKS.json"))["findings"] if "synthetic" in f["attack"]]
    assert "Synthetic rows" not in text_of(client.get(f"/research/{release.public_id}/"))
    assert client.get(f"/research/{release.public_id}/data/synthetic.csv").status_code == 404


def test_from_the_planners_box_to_the_public_page(pool, signed_in, client, monkeypatch):  # noqa: F811
    planner = signed_in(pool.planner)
    assert "no row is a person" in text_of(planner.get("/releases/plan/"))
    answer = planner.post("/releases/plan/", PLAN | {"cutoff": str(today()), "synthetic": "on"})
    assert "no row is a person" in text_of(planner.get(answer.url))
    monkeypatch.setattr(pool, "plan", lambda **_: pool.population.releases.model.objects.unscoped("test").get())
    release = pool.released()
    package = package_of(pool, release)
    assert package.synthetic["seed"] == release.synthetic_seed
    attacked = {f["attack"]: f["passed"] for f in json.loads(package.text("ATTACKS.json"))["findings"]}
    assert attacked["synthetic rows: presence"]
    address = f"/research/{release.public_id}/"
    page = text_of(client.get(address))
    for words in ("Synthetic rows", "What this can't say", "How far the rows are from the tables", "Mean difference"):
        assert words in page
    told = client.get(f"{address}data/synthetic.csv")
    assert told.content == package.read("synthetic.csv") and 'filename="made-up-rows.csv"' in str(told.headers)
    assert "synthetic.csv" in text_of(client.get(f"{address}codebook/"))
    arabic = text_of(client.get(f"/research/ar/{release.public_id}/"))
    assert "صفوف اصطناعية" in arabic
    assert "Mean difference" not in arabic


def test_they_cost_nothing(pool):  # noqa: F811
    pool.packaged(synthetic=True)
    [entry] = pool.spent()
    pool.packaged()
    assert pool.spent()[1].rho == pytest.approx(entry.rho)


def test_too_many_people_for_rows_are_refused_beside_the_box(pool, signed_in):  # noqa: F811
    Population.objects.using(OWNER).unscoped("test").update(at_most=200_001)
    planner, plan = signed_in(pool.planner), PLAN | {"cutoff": str(today())}
    refused = planner.post("/releases/plan/", plan | {"synthetic": "on"})
    assert refused.status_code == 422
    assert "for at most 200,000 people" in text_of(refused)
    assert planner.post("/releases/plan/", plan).status_code == 302
