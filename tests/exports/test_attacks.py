"""Every attack on every list of tables, and the program broken on purpose: each break is seen by some attack."""

import argparse
import json
from dataclasses import replace

import numpy as np
import pytest
from django.db import connections

from anonymized_exports import self_test
from anonymized_exports.attacks import (
    canaries,
    distinguishing,
    honesty,
    inference,
    people,
    report,
    second_count,
    sensitivity,
    suite,
)
from anonymized_exports.attacks.finding import Finding
from anonymized_exports.pipeline import accounting, bound, protect, refine, schema
from anonymized_exports.refusals import ExportRefused
from casemgr.cli import attack as command
from tests.exports import generated
from tests.exports.generated import RHO

EPSILON, DELTA, SEED = 2.0, 1e-6, 3
ATTACKS = {"second count", "sensitivity", "white-box audit", "independent noise", "two releases", "one-run audit",
           "attribute inference", "fabrication", "intervals", "false discoveries"}  # fmt: skip


def query(sql):
    with connections["default"].cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(sql)
        return cursor.fetchall()


def failed(findings):
    """Names of attacks that got through; mutants aside."""
    return {finding.attack for finding in findings if not finding.mutant and not finding.passed}


@pytest.mark.parametrize("name", schema.WORKLOADS)
def test_no_attack_succeeds_and_every_mutant_is_caught(name):
    findings = suite.run(schema.load(name), EPSILON, DELTA, query, suite.QUICK)
    assert [finding for finding in findings if not finding.passed] == []
    assert {finding.attack for finding in findings} == ATTACKS
    assert sum(finding.mutant for finding in findings) == 6


def test_made_up_people_are_the_same_for_the_same_seed():
    one, same, other = (people.made_up(generated.basic(), 500, seed) for seed in (1, 1, 2))
    assert (one.flags == same.flags).all()
    assert (one.codes["citizenship"] == same.codes["citizenship"]).all()
    assert (one.codes["citizenship"] != other.codes["citizenship"]).any()


@pytest.fixture
def noise(monkeypatch):
    """Replace the mechanism by one made from the real one's σ."""
    real = protect.mechanism

    def change(broken):
        def mechanism(workload, rho):
            _gaussians, sigmas = real(workload, rho)
            return {name: broken(name, sigma) for name, sigma in sigmas.items()}, sigmas

        monkeypatch.setattr(protect, "mechanism", mechanism)

    return change


def gaussian(sigma, rng=None):
    rng = rng or np.random.default_rng()
    return lambda cells: (np.array(cells) + np.rint(rng.normal(0, sigma, len(cells)))).astype(np.int64)


def audit():
    workload = generated.basic()
    changes = {table.name: workload.squared_sensitivity(table) for table in workload.tables}
    return failed(distinguishing.attack(workload, RHO, changes, 1000))


def test_the_audit_lets_the_stated_noise_pass(noise):
    rng = np.random.default_rng(SEED)
    noise(lambda _name, sigma: gaussian(sigma, rng))
    assert audit() == set()


def test_the_audit_sees_half_the_noise(noise):
    noise(lambda _name, sigma: gaussian(sigma / 2))
    assert audit() == {"white-box audit", "two releases"}


def test_the_audit_sees_tables_that_nobody_paid_for(noise):
    workload = generated.basic()
    less = accounting.sigmas_for(replace(workload, tables=workload.tables[:5]), RHO)
    noise(lambda name, _sigma: gaussian(less.get(name, max(less.values()))))
    assert "white-box audit" in audit()


def test_the_audit_sees_noise_that_is_used_twice(noise):
    noise(lambda _name, sigma: gaussian(sigma, np.random.default_rng(5)))
    assert "independent noise" in audit()


def test_the_canaries_see_noise_that_is_off(noise):
    noise(lambda _name, _sigma: lambda cells: cells)
    assert failed(canaries.attack(schema.load("standard"), RHO, EPSILON, query, SEED)) == {"one-run audit"}


def test_the_canaries_prove_no_more_than_chance_allows():
    assert canaries.proved_epsilon(500, 1000) == 0
    assert canaries.proved_epsilon(1000, 1000) == pytest.approx(np.log(0.05 ** (1e-3) / (1 - 0.05 ** (1e-3))), abs=1e-6)


def test_dropping_people_sees_a_missing_cap(monkeypatch):
    monkeypatch.setattr(bound, "_capped", lambda _workload: "stated")
    findings, _change = sensitivity.attack(generated.basic(), query, 2, SEED)
    assert failed(findings) == {"sensitivity"}


def test_dropping_people_sees_rows_that_depend_on_others(monkeypatch):
    honest = people.as_rows
    monkeypatch.setattr(
        people, "as_rows", lambda w, pool: honest(w, people.made_up(w, len(pool), len(pool)))
    )  # everybody else changes with the number of people
    change = sensitivity.largest_change(
        generated.basic(), query, sensitivity.crowd(generated.basic(), 62, 1), 2, people.as_rows
    )
    assert max(change.cell.values()) > 1


def test_the_second_count_sees_a_code_in_the_wrong_place(monkeypatch):
    monkeypatch.setattr(bound, "_code", lambda v: f"CASE WHEN {v.column} = '' THEN 'other' ELSE {v.column} END")
    with pytest.raises(Exception, match=r"code_outside_list"):
        second_count.attack(generated.basic(), query, SEED)


def test_the_second_count_sees_a_flag_counted_for_another(monkeypatch):
    mask = bound._mask
    swapped = lambda w: mask(replace(w, flags=(w.flags[1], w.flags[0], *w.flags[2:])))  # noqa: E731
    monkeypatch.setattr(bound, "_mask", swapped)
    assert failed(second_count.attack(generated.basic(), query, SEED)) == {"second count"}


def test_inference_sees_tables_so_fine_that_they_are_the_rows():
    findings = inference.attack(generated.basic(), RHO, 500, SEED)
    copied = next(finding for finding in findings if finding.mutant)
    assert copied.measured > 0.8
    assert failed(findings) == set()


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (lambda patch: patch.setattr(refine, "of_counts", narrow), "intervals"),
        (lambda patch: patch.setattr(refine, "_estimate", trusting), "fabrication"),
        (lambda patch: patch.setattr(honesty, "_discovered", lambda chances: chances < 0.05), "false discoveries"),
    ],
    ids=["narrow intervals", "noise called reliable", "patterns without a correction"],
)
def test_figures_that_mislead_are_seen(monkeypatch, change, seen):
    change(monkeypatch)
    assert seen in failed(honesty.attack(schema.load("standard"), RHO, 20, SEED))


def narrow(mean, sigma):
    return np.maximum(np.ceil(mean - sigma), 0).astype(np.int64), np.floor(mean + sigma).astype(np.int64)


estimate = refine._estimate


def trusting(noisy, mean, sigma):
    return replace(estimate(noisy, mean, sigma), reliable=mean >= 2 * sigma)


def test_the_command_writes_the_report(cloned_world, tmp_path, capsys):
    parser = argparse.ArgumentParser()
    command.add_parser(parser.add_subparsers())
    assert command.run(parser.parse_args(["attack", "--quick", "--epsilon", "2", "--to", str(tmp_path)])) == 0
    document = json.loads((tmp_path / "ATTACKS.json").read_bytes())
    assert {finding["attack"] for finding in document["findings"]} == ATTACKS
    assert "Every gate held" in (tmp_path / "ATTACKS.md").read_text()
    assert "How this release was attacked" in capsys.readouterr().out


@pytest.mark.parametrize(("name", "reason"), [("fabrication", "figures_mislead"), ("sensitivity", "attack_succeeded")])
def test_a_release_that_would_mislead_is_told_from_one_that_leaks(name, reason, monkeypatch, caplog):
    monkeypatch.setattr(self_test, "_kept", {})
    monkeypatch.setattr(suite, "run", lambda *_: [Finding(name, "", 0.5, 0.1)])
    with pytest.raises(ExportRefused) as refused:
        self_test.attacked(generated.basic(), 0.1, DELTA, query)
    assert refused.value.reason == reason
    assert name in caplog.text


@pytest.mark.parametrize(("leaks", "held"), [([True, False], True), ([True, True], False), ([False], True)])
def test_what_chance_brought_about_is_tried_again_harder(leaks, held):
    asked = []

    def audit(size):
        asked.append(size.runs)
        return [Finding("audit", "by chance", 2.0 if leaks[len(asked) - 1] else 0.5, 1)]

    findings = suite._twice(audit, suite.QUICK)
    assert suite.passed(findings) == held
    assert asked == [1_000, 4_000][: len(leaks)]
    document = report.as_json(findings, generated.basic(), 2.0, 1e-6, "0.1.0")
    assert ("by chance (second try)" in report.as_markdown(document).decode()) == (len(leaks) == 2)


def test_a_report_stored_before_second_tries_were_told_still_reads():
    document = json.loads(
        report.as_json([Finding("audit", "by chance", 0.5, 1)], generated.basic(), 2.0, 1e-6, "0.1.0")
    )
    for finding in document["findings"]:
        del finding["tries"]
    assert "| by chance | 0.5 | at most 1 | held |" in report.as_markdown(json.dumps(document).encode()).decode()
