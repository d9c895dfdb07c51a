"""From plan to download: a crash leaves nothing half-done, two people agree, a researcher gets the package only."""

import hashlib
import io
import json
import zipfile

import pytest
from django.db import connections, transaction

from anonymized_exports import actions, self_test, tasks
from anonymized_exports.actions import running
from anonymized_exports.attacks import suite
from anonymized_exports.attacks.finding import Finding
from anonymized_exports.models import Approval, Artifact, DownloadRecord, LedgerEntry, Population, Release
from anonymized_exports.pipeline import measure, protect
from anonymized_exports.pipeline import run as pipeline
from casemgr.accounts.acting import acting_as_user
from casemgr.audit.models import AuditEntry
from casemgr.cli import export
from casemgr.errors import NotFound, NotInThisState, NotPermitted
from cases.models import Case
from tests.exports.conftest import officer, refusal
from tests.exports.factories import OWNER


def test_it_goes_from_plan_to_a_researchers_download(pool):
    release = pool.released()
    pool.accept()
    with transaction.atomic(), acting_as_user(pool.researcher):
        [seen] = Release.objects.visible_to(pool.researcher)
        package = actions.download(seen, by=pool.researcher)
    assert hashlib.sha256(package).hexdigest() == release.package_sha256
    assert "data/gender.csv" in zipfile.ZipFile(io.BytesIO(package)).namelist()


def test_it_tells_each_stage_in_words(pool):
    told = pool.run(pool.plan())
    assert len(told) == 6
    assert told[:2] == ["Attacking a release of made-up people", "Reserving privacy budget"]


def test_a_researcher_sees_nothing_but_what_is_released(pool):
    waiting, user = pool.packaged(), pool.researcher
    with transaction.atomic(), acting_as_user(user):
        for model in (Release, Population, LedgerEntry, Approval, Artifact, Case):
            assert not model.objects.visible_to(user).exists(), model
        for act in (actions.download, actions.review, actions.approve):
            with pytest.raises((NotFound, NotPermitted)):
                act(waiting, by=user)
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT (SELECT count(*) FROM cases_person) + (SELECT count(*) FROM cases_consent)")
            assert cursor.fetchone() == (0,)


def test_a_crash_before_noise_is_stored_is_finished_under_the_same_entry(pool, monkeypatch):
    release = pool.plan()
    with monkeypatch.context() as crash:
        crash.setattr(pipeline, "draw", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            pool.run(release)
    stopped = pool.fresh(release)
    assert (stopped.state, stopped.problem) == ("reserved", "run_stopped")
    assert len(pool.spent()) == 1
    pool.run(release)
    finished = pool.fresh(release)
    assert (finished.state, finished.problem) == ("packaged", "")
    assert len(pool.spent()) == 1


def test_a_crash_after_noise_is_stored_asks_the_data_no_second_time(pool, monkeypatch):
    release = pool.plan()
    with monkeypatch.context() as crash:
        crash.setattr(pipeline, "finish", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            pool.run(release)
    assert pool.fresh(release).state == "measured"
    monkeypatch.setattr(running, "open_door", lambda _cutoff: pytest.fail("the data were asked again"))
    pool.run(release)
    assert pool.fresh(release).state == "packaged"
    assert len(pool.spent()) == 1


def test_a_crash_while_storing_leaves_no_half(pool, monkeypatch):
    release = pool.plan()
    with monkeypatch.context() as crash:
        crash.setattr(running.trail, "record", lambda event, **_: 1 / 0 if "protect" in event else None)
        with pytest.raises(ZeroDivisionError):
            pool.run(release)
    assert pool.fresh(release).state == "reserved"
    assert {artifact.kind for artifact in Artifact.objects.unscoped("test")} == {"attacks"}


def test_a_finished_run_cannot_be_run_again(pool):
    release = pool.packaged()
    with pytest.raises(NotInThisState):
        pool.run(release)
    assert len(pool.spent()) == 1


def test_a_person_counted_twice_stops_the_run(pool, monkeypatch):
    twice = measure.ONE_ROW_EACH.replace("count(*)", "2 * count(*)")
    monkeypatch.setattr(measure, "ONE_ROW_EACH", twice)
    release = pool.plan()
    with refusal("more_than_one_row"):
        pool.run(release)
    assert pool.fresh(release).problem == "more_than_one_row"
    assert not Artifact.objects.unscoped("test").exists()
    assert pool.spent() == []


def test_a_release_whose_attack_succeeds_spends_nothing(pool, monkeypatch):
    release = pool.plan()
    monkeypatch.setattr(self_test, "_kept", {})
    monkeypatch.setattr(suite, "run", lambda *_: [Finding("noise", "too little", 2, 1)])
    with refusal("attack_succeeded"):
        pool.run(release)
    assert (pool.fresh(release).state, pool.spent()) == ("planned", [])
    assert not Artifact.objects.unscoped("test").exists()


def test_its_package_says_how_it_was_attacked(pool):
    release = pool.released()
    pool.accept()
    with transaction.atomic(), acting_as_user(pool.researcher):
        package = zipfile.ZipFile(io.BytesIO(actions.download(release, by=pool.researcher)))
    told = json.loads(package.read("ATTACKS.json"))
    assert (told["digest"], told["epsilon"]) == (release.workload_digest, release.epsilon)
    assert all(finding["passed"] for finding in told["findings"])


def test_output_is_sealed_while_it_waits(pool):
    release = pool.packaged()
    artifacts = Artifact.objects.unscoped("test").filter(release=release)
    assert {artifact.kind for artifact in artifacts} == {"attacks", "noisy", "package"}
    for artifact in artifacts:
        assert b"PK\x03\x04" not in bytes(artifact.sealed)
        assert b"gender" not in bytes(artifact.sealed)


def test_the_planner_cannot_approve(pool):
    release = pool.packaged()
    with acting_as_user(pool.planner), refusal("planner_approves"):
        actions.approve(release, by=pool.planner)


def test_one_person_cannot_approve_twice(pool):
    release, [first, _second] = pool.packaged(), pool.approvers
    with acting_as_user(first):
        actions.approve(release, by=first)
        with refusal("already_spoken"):
            actions.approve(release, by=first)
    assert pool.fresh(release).state == "packaged"


def test_it_is_not_released_with_one_approval(pool):
    release, [first, _second] = pool.packaged(), pool.approvers
    with acting_as_user(first):
        actions.approve(release, by=first)
    with acting_as_user(pool.planner), refusal("too_few_approvals"):
        actions.release(release, by=pool.planner)


def test_it_is_not_released_if_the_list_of_tables_changed_since(pool):
    release = pool.approved()
    Release.objects.using(OWNER).unscoped("test").filter(pk=release.pk).update(workload_digest="0" * 64)
    with acting_as_user(pool.planner), refusal("workload_changed"):
        actions.release(release, by=pool.planner)


def test_it_is_not_released_if_the_package_is_another_than_was_approved(pool):
    release = pool.approved()
    Release.objects.using(OWNER).unscoped("test").filter(pk=release.pk).update(package_sha256="0" * 64)
    with acting_as_user(pool.planner), refusal("too_few_approvals"):
        actions.release(release, by=pool.planner)


def test_a_veto_ends_it_even_after_approval(pool):
    release, [first, _second] = pool.approved(), pool.approvers
    with acting_as_user(first):
        actions.veto(release, reason="Would be used for a ban", by=first)
    assert pool.fresh(release).state == "refused"
    with acting_as_user(pool.planner), pytest.raises(NotInThisState):
        actions.release(release, by=pool.planner)


def test_whoever_has_not_accepted_the_terms_takes_nothing(pool):
    release = pool.released()
    with transaction.atomic(), acting_as_user(pool.researcher), refusal("terms_not_accepted"):
        actions.download(release, by=pool.researcher)
    pool.accept()
    pool.accept()  # twice is once
    with transaction.atomic(), acting_as_user(pool.researcher):
        assert actions.download(release, by=pool.researcher)
        with pytest.MonkeyPatch.context() as patch, refusal("terms_not_accepted"):
            patch.setattr("anonymized_exports.permissions.TERMS_VERSION", 2)  # new words: everybody is asked again
            actions.download(release, by=pool.researcher)
    entries = AuditEntry.objects.using(OWNER).unscoped("test").filter(event="release:terms:accept")
    assert [(entry.actor_id, entry.additional_data) for entry in entries] == [(pool.researcher.pk, {"version": 1})]


def test_others_cannot_accept_the_terms(pool):
    worker = officer(pool.organizations[0], "caseworker")
    with transaction.atomic(), acting_as_user(worker), pytest.raises(NotPermitted):
        actions.accept_terms(by=worker)


def test_a_withdrawn_release_can_no_longer_be_taken(pool):
    release = pool.released()
    with acting_as_user(pool.planner):
        actions.withdraw(release, reason="Mistake", by=pool.planner)
    with transaction.atomic(), acting_as_user(pool.researcher), pytest.raises(NotFound):
        actions.download(release, by=pool.researcher)


def test_a_cancelled_release_gives_nothing_back(pool):
    release = pool.packaged()
    with acting_as_user(pool.planner):
        actions.cancel(release, by=pool.planner)
    assert len(pool.spent()) == 1


def test_each_act_is_in_the_trail(pool):
    release = pool.released()
    pool.accept()
    with transaction.atomic(), acting_as_user(pool.researcher):
        actions.download(release, by=pool.researcher)
    entries = AuditEntry.objects.using(OWNER).unscoped("test").filter(object_pk=str(release.pk))
    assert list(entries.order_by("timestamp").values_list("event", flat=True)) == [
        "release:record:create",
        "release:budget:reserve",
        "release:counts:protect",
        "release:package:build",
        "release:record:approve",
        "release:record:approve",
        "release:record:release",
        "release:package:download",
    ]


def test_a_job_runs_it_in_the_name_of_who_asked(pool):
    release = pool.plan()
    with acting_as_user(pool.planner):
        actions.start(release, by=pool.planner)
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs")
        [(name, arguments)] = cursor.fetchall()
    assert name == tasks.run_release.name
    assert set(arguments if isinstance(arguments, dict) else {}) <= {"release_id", "user_id"}
    tasks.run_release(release_id=str(release.pk), user_id=str(pool.planner.pk))
    assert pool.fresh(release).state == "packaged"


def test_after_a_killed_worker_it_is_started_again(pool):
    release = pool.plan()
    for status in ("doing", "todo"):
        with acting_as_user(pool.planner):
            actions.start(release, by=pool.planner)
        with connections[OWNER].cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE status = 'todo'", [status])
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_fetch_job_v2(NULL, NULL)")
        assert cursor.fetchone() == (tasks.run_release.name,)


def test_of_two_jobs_for_one_release_the_slower_ends_quietly(pool):
    release = pool.packaged()
    tasks.run_release(release_id=str(release.pk), user_id=str(pool.planner.pk))
    assert (pool.fresh(release).state, pool.fresh(release).problem) == ("packaged", "")


def test_the_command_plans_runs_approves_releases_and_fetches(pool, tmp_path, capsys):
    def casemgr(*words):
        import argparse

        parser = argparse.ArgumentParser()
        export.add_parser(parser.add_subparsers())
        return export.run(parser.parse_args(["export", *words]))

    planner = ["--by", pool.planner.email]
    assert casemgr(*planner, "--population", "Everybody", "--epsilon", "2", "--now") == 0
    [release] = Release.objects.unscoped("test")
    for approver in pool.approvers:
        assert casemgr("--by", approver.email, "--approve", release.public_id) == 0
    assert casemgr(*planner, "--approve", release.public_id) == 1
    assert casemgr(*planner, "--release", release.public_id) == 0
    target, researcher = tmp_path / "package.zip", ["--by", pool.researcher.email]
    assert casemgr(*researcher, "--download", release.public_id) == 1
    assert casemgr(*researcher, "--download", release.public_id, "--to", str(tmp_path)) == 1
    pool.accept()
    assert not DownloadRecord.objects.unscoped("test").exists()
    assert casemgr(*researcher, "--download", release.public_id, "--to", str(target)) == 0
    assert hashlib.sha256(target.read_bytes()).hexdigest() == pool.fresh(release).package_sha256
    assert casemgr(*planner, "--list") == 0
    assert "ε 2.00 of 4.00 spent" in capsys.readouterr().out
    assert casemgr(*planner, "--population", "Nobody", "--now") == 1
    assert casemgr("--by", "nobody@example.org", "--list") == 1


def test_the_installed_noise_source_is_the_one_releases_are_planned_with():
    assert protect.installed_backend() == protect.BACKEND
