"""What can go wrong between plan and release: crashes, full disks, two at once, a consent or agreement that ends."""

import argparse
import errno
import threading
from pathlib import Path

import pytest
from django.db import OperationalError, connections

from anonymized_exports import actions, budget, vault
from anonymized_exports.actions import running
from anonymized_exports.models import Artifact, Release
from anonymized_exports.pipeline import measure
from anonymized_exports.pipeline import run as pipeline
from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import StatisticsAgreement
from casemgr.cli import export
from casemgr.errors import NotInThisState
from cases.models import Consent
from tests.exports import factories as make
from tests.exports.conftest import refusal
from tests.exports.factories import DAY, OWNER, agreement, today

STEPS = {
    "before the reservation": (measure, "require_one_row_each", "planned", 0),
    "while reserving": (budget, "reserve", "planned", 0),
    "while counting": (measure, "count", "reserved", 1),
    "while drawing noise": (pipeline, "draw", "reserved", 1),
    "while packaging": (pipeline, "finish", "measured", 1),
}


def casemgr(*words):
    parser = argparse.ArgumentParser()
    export.add_parser(parser.add_subparsers())
    return export.run(parser.parse_args(["export", *words]))


def artifacts():
    """Noisy counts and packages; the report of attacks on made-up people is stored with the reservation."""
    return Artifact.objects.unscoped("test").exclude(kind=Artifact.Kind.ATTACKS).count()


@pytest.mark.parametrize("step", STEPS)
def test_after_a_crash_at_any_step_it_goes_on_where_it_stood_and_pays_once(pool, monkeypatch, step):
    room, name, state, spent = STEPS[step]
    release = pool.plan()
    with monkeypatch.context() as crash:
        crash.setattr(room, name, lambda *_a, **_k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            pool.run(release)
    stopped = pool.fresh(release)
    assert (stopped.state, stopped.problem, len(pool.spent())) == (state, "run_stopped", spent)
    pool.run(release)
    assert pool.fresh(release).state == "packaged"
    assert (len(pool.spent()), artifacts()) == (1, 2)


@pytest.mark.parametrize(("kind", "state", "kept"), [("noisy", "reserved", 0), ("package", "measured", 1)])
def test_a_full_disk_leaves_nothing_half_stored(pool, monkeypatch, kind, state, kept):
    def full(release, of, content):
        if of == kind:
            raise OperationalError("could not extend file: No space left on device")
        put(release, of, content)

    put, release = vault.put, pool.plan()
    with monkeypatch.context() as disk:
        disk.setattr(vault, "put", full)
        with pytest.raises(OperationalError):
            pool.run(release)
    assert (pool.fresh(release).state, pool.fresh(release).problem, artifacts()) == (state, "run_stopped", kept)
    pool.run(release)
    assert (pool.fresh(release).state, len(pool.spent()), artifacts()) == ("packaged", 1, 2)


def test_a_package_that_does_not_fit_is_not_left_in_half(pool, tmp_path, monkeypatch, capsys):
    release, target = pool.released(), tmp_path / "package.zip"
    pool.accept()

    class Full:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def write(self, _content):
            raise OSError(errno.ENOSPC, "No space left on device")

    def opened(path, mode="r", *words, **more):
        if mode != "xb":
            return open_(path, mode, *words, **more)
        path.touch()
        return Full()

    open_ = Path.open
    monkeypatch.setattr(Path, "open", opened)
    assert casemgr("--by", pool.researcher.email, "--download", release.public_id, "--to", str(target)) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert not target.exists()


def test_of_two_runs_at_once_one_stores_and_the_other_stands_back(pool, monkeypatch):
    release, outcomes, counted = pool.plan(), [], threading.Barrier(2, timeout=60)

    def draw(*words):
        counted.wait()  # both have counted before either stores
        return drawn(*words)

    drawn = pipeline.draw
    with monkeypatch.context() as stop:
        stop.setattr(pipeline, "draw", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            pool.run(release)
    monkeypatch.setattr(pipeline, "draw", draw)

    def run():
        try:
            pool.run(release)
            outcomes.append("packaged")
        except NotInThisState:
            outcomes.append("stood back")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["packaged", "stood back"]
    assert (pool.fresh(release).state, len(pool.spent()), artifacts()) == ("packaged", 1, 2)


def test_a_release_that_is_dropped_while_it_counts_stores_nothing(pool, monkeypatch):
    def drop_then_draw(*words):
        with acting_as_user(pool.planner):
            actions.cancel(release, by=pool.planner)
        return drawn(*words)

    release, drawn = pool.plan(), pipeline.draw
    monkeypatch.setattr(pipeline, "draw", drop_then_draw)
    with pytest.raises(NotInThisState):
        pool.run(release)
    assert (pool.fresh(release).state, len(pool.spent()), artifacts()) == ("cancelled", 1, 0)


def test_who_withdraws_after_counting_is_never_cut_out_of_the_package(pool, monkeypatch):
    release = pool.packaged()
    before = vault.get(release, Artifact.Kind.PACKAGE)
    rows = Consent.objects.using(OWNER).unscoped("test").filter(organization=pool.organizations[0])
    assert rows.update(ended_at=release.measured_at, ending="withdrawn") == 8
    for approver in pool.approvers:
        with acting_as_user(approver):
            actions.approve(release, by=approver)
    assert vault.get(release, Artifact.Kind.PACKAGE) == before
    counted, protect = [], pipeline.protect.protect
    monkeypatch.setattr(
        pipeline.protect,
        "protect",
        lambda exact, *rest: counted.append(int(exact["total"][0])) or protect(exact, *rest),
    )
    pool.packaged()
    assert counted == [16]


def test_a_package_is_not_approved_once_an_organization_in_it_has_left(pool):
    release = pool.packaged()
    StatisticsAgreement.objects.using(OWNER).filter(organization=pool.organizations[0]).update(ended_on=today())
    with acting_as_user(pool.approvers[0]), refusal("too_few_organizations"):
        actions.approve(release, by=pool.approvers[0])


def test_nor_if_enough_others_are_left(pool, cloned_world):
    fourth = make.organization("delta")
    release = pool.approved()
    StatisticsAgreement.objects.using(OWNER).filter(organization=fourth).update(ended_on=today())
    with acting_as_user(pool.planner), refusal("agreement_ended"):
        actions.release(release, by=pool.planner)
    agreement(fourth, fourth.worker)
    with acting_as_user(pool.planner):
        assert actions.release(release, by=pool.planner).state == "released"


def test_nor_if_it_left_on_the_evening_before_by_its_own_clock(pool):
    fourth = make.organization("delta")
    release = pool.approved()
    west_of_utc = release.measured_at.date() - DAY
    StatisticsAgreement.objects.using(OWNER).filter(organization=fourth).update(ended_on=west_of_utc)
    with acting_as_user(pool.planner), refusal("agreement_ended"):
        actions.release(release, by=pool.planner)


def test_an_agreement_that_was_renewed_still_stands(pool):
    release = pool.packaged(cutoff=today() - 5 * DAY)
    org = pool.organizations[1]
    StatisticsAgreement.objects.using(OWNER).filter(organization=org).update(ended_on=today())
    agreement(org, org.worker, starts_on=today())
    for approver in pool.approvers:
        with acting_as_user(approver):
            actions.approve(release, by=approver)
    assert pool.fresh(release).state == "approved"


def test_nor_once_its_snapshot_is_old(pool):
    release = pool.packaged()
    Release.objects.using(OWNER).unscoped("test").filter(pk=release.pk).update(cutoff=today() - 31 * DAY)
    with acting_as_user(pool.approvers[0]), refusal("stale_snapshot"):
        actions.approve(release, by=pool.approvers[0])


def test_a_run_that_goes_on_asks_for_both_keys_again(pool, monkeypatch):
    release = pool.plan()
    with monkeypatch.context() as crash:
        crash.setattr(pipeline, "draw", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            pool.run(release)
    org = pool.organizations[0]
    StatisticsAgreement.objects.using(OWNER).filter(organization=org).update(ended_on=today())
    monkeypatch.setattr(running, "open_door", lambda *_a, **_k: pytest.fail("the data were asked"))
    with refusal("too_few_organizations"):
        pool.run(release)
    assert pool.fresh(release).state == "failed"


def test_the_command_shows_progress_is_stopped_and_goes_on(pool, monkeypatch, capsys):
    planner = ["--by", pool.planner.email]
    with monkeypatch.context() as stop:
        stop.setattr(pipeline, "finish", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert casemgr(*planner, "--population", "Everybody", "--now") == 1
    told = capsys.readouterr()
    [release] = Release.objects.unscoped("test")
    assert "Reserving privacy budget" in told.out
    assert f"--resume {release.public_id}" in told.err
    assert release.state == "measured"
    assert casemgr(*planner, "--resume", release.public_id, "--now") == 0
    assert pool.fresh(release).state == "packaged"
    assert casemgr(*planner, "--cancel", release.public_id) == 0
    assert len(pool.spent()) == 1
