"""`casemgr import`: exit codes, where the report goes, and who it runs as."""

import argparse

import pytest

from casemgr.accounts.acting import acting_as_user
from casemgr.cli import import_
from cases.models import Case, ImportBatch
from tests.conftest import make_person_of


def parsed(*words):
    parser = argparse.ArgumentParser()
    import_.add_parser(parser.add_subparsers())
    return parser.parse_args(["import", *map(str, words)])


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text("external_id,prs_Gender\n1,Feminine\n2,Masculine\n", encoding="utf-8")
    return path


def cases_of(user):
    with acting_as_user(user):
        return Case.objects.visible_to(user).count()


def test_a_clean_file_exits_0(supervisor, file):
    assert import_.run(parsed(file, "--organization", "harbor")) == 0
    assert cases_of(supervisor) == 2


def test_refused_rows_exit_1_and_are_reported_without_values(supervisor, tmp_path, capsys):
    path = tmp_path / "cases.csv"
    path.write_text("prs_Gender\nFeminine\nPlanted-9902\n", encoding="utf-8")
    report = tmp_path / "report.csv"
    assert import_.run(parsed(path, "--organization", "harbor", "--report", report)) == 1
    assert "3,prs_Gender,unknown_code,code," in report.read_text()
    assert "Planted-9902" not in report.read_text() + "".join(capsys.readouterr())


def test_a_refused_file_exits_1_and_imports_nothing(supervisor, tmp_path, capsys):
    path = tmp_path / "cases.csv"
    path.write_bytes(b"%PDF-1.4")
    assert import_.run(parsed(path, "--organization", "harbor")) == 1
    assert "Nothing was imported" in capsys.readouterr().err


def test_a_dry_run_writes_no_case(supervisor, file):
    assert import_.run(parsed(file, "--organization", "harbor", "--dry-run")) == 0
    assert cases_of(supervisor) == 0


@pytest.mark.parametrize(
    "words",
    [
        ["--organization", "nowhere"],
        ["--organization", "harbor", "--by", "nobody@example.org"],
        ["--organization", "harbor", "--mapping", "nonsense"],
        ["--organization", "harbor", "--resume", "x"],
    ],
)
def test_wrong_use_exits_2(supervisor, file, words):
    assert import_.run(parsed(file, *words)) == 2


def test_with_two_who_may_it_asks_by_whom(harbor, supervisor, file, capsys):
    second = make_person_of(harbor, "supervisor")
    assert import_.run(parsed(file, "--organization", "harbor")) == 2
    assert import_.run(parsed(file, "--organization", "harbor", "--by", second.email)) == 0


def test_a_caseworker_may_not(supervisor, caseworker, file):
    assert import_.run(parsed(file, "--organization", "harbor", "--by", caseworker.email)) == 2
    assert cases_of(supervisor) == 0


def test_an_interrupted_import_is_resumed_by_its_batch(supervisor, file, monkeypatch):
    from cases.importing import running

    monkeypatch.setattr(running, "CHUNK_ROWS", 1)
    progress = import_._progress

    def interrupt(batch):
        raise KeyboardInterrupt

    monkeypatch.setattr(import_, "_progress", interrupt)
    with pytest.raises(KeyboardInterrupt):
        import_.run(parsed(file, "--organization", "harbor"))
    monkeypatch.setattr(import_, "_progress", progress)
    with acting_as_user(supervisor):
        batch = ImportBatch.objects.visible_to(supervisor).get()
    assert import_.run(parsed("--organization", "harbor", "--resume", batch.public_id)) == 0
    assert cases_of(supervisor) == 2
