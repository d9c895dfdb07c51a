"""Known weaknesses of what is locked: found by a snapshot and by asking, and never said to be none unchecked."""

import datetime
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from scripts import check_advisories
from scripts.check_advisories import affects, main, of_record
from scripts.lock import Package

pytestmark = pytest.mark.nodb

RECORD = {
    "id": "PYSEC-2099-1",
    "aliases": ["CVE-2099-0001", "GHSA-aaaa-bbbb-cccc"],
    "summary": "prose that isn't kept",
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "Planted_Package"},
            "ranges": [
                {"type": "GIT", "events": [{"introduced": "abc"}]},
                {
                    "type": "ECOSYSTEM",
                    "events": [{"introduced": "0"}, {"fixed": "1.2"}, {"introduced": "2.0rc1"}, {"fixed": "2.1"}],
                },
            ],
            "versions": ["0.9-odd"],
        },
        {"package": {"ecosystem": "npm", "name": "planted-package"}, "versions": ["1.5"]},
    ],
}
(FACTS,) = of_record(RECORD, {"planted-package"})


def locked(tmp_path, version, name="planted-package"):
    path = tmp_path / "uv.lock"
    path.write_text(f'[[package]]\nname = "{name}"\nversion = "{version}"\n')
    return path


def snapshot(tmp_path, *, days=1, packages=("planted-package",), **changes):
    made = datetime.datetime.now(datetime.UTC).date() - datetime.timedelta(days=days)
    path = tmp_path / "advisories.json"
    body = {"made_on": made.isoformat(), "packages": list(packages), "advisories": [FACTS]} | changes
    path.write_text(json.dumps(body))
    return path


def check(tmp_path, version, path, *more):
    return main(["--lock", str(locked(tmp_path, version)), "--snapshot", str(path), *more])


@pytest.mark.parametrize(
    ("version", "hit"),
    [("0.1", True), ("1.1.9", True), ("1.2", False), ("1.9", False), ("2.0rc1", True), ("2.0", True), ("2.1", False)],
)
def test_a_version_is_affected_as_its_ranges_say(version, hit):
    assert affects(FACTS, Package("planted-package", version, (), {})) is hit


def test_a_version_that_cant_be_compared_counts_as_affected():
    assert affects(FACTS, Package("planted-package", "not a version", (), {}))
    assert affects(FACTS, Package("planted-package", "0.9-odd", (), {}))
    assert not affects(FACTS, Package("another", "1.0", (), {}))


def test_the_last_affected_version_is_affected():
    (facts,) = of_record(
        {"id": "X-1", "affected": [{"package": {"ecosystem": "PyPI", "name": "a"}, "ranges": [LAST]}]}, {"a"}
    )
    assert [affects(facts, Package("a", v, (), {})) for v in ("1.0", "1.1", "1.2")] == [True, True, False]


LAST = {"type": "ECOSYSTEM", "events": [{"introduced": "1.0"}, {"last_affected": "1.1"}]}


def test_facts_alone_are_kept_and_none_that_was_taken_back():
    assert set(FACTS) == {"id", "aliases", "package", "ranges", "versions", "link"}
    assert "prose" not in json.dumps(FACTS)
    assert list(of_record(RECORD | {"withdrawn": "2099-01-01T00:00:00Z"}, {"planted-package"})) == []


def test_a_planted_vulnerable_version_is_found(tmp_path, capsys):
    assert check(tmp_path, "1.1", snapshot(tmp_path)) == 1
    said = capsys.readouterr().out
    assert "planted-package 1.1: PYSEC-2099-1, CVE-2099-0001" in said
    assert "mended in 1.2, 2.1; https://osv.dev/vulnerability/PYSEC-2099-1" in said
    assert check(tmp_path, "1.2", snapshot(tmp_path)) == 0


def test_without_a_snapshot_it_says_that_it_could_not_check(tmp_path, capsys):
    assert check(tmp_path, "1.2", tmp_path / "none.json") == 3
    assert "NOT CHECKED: there is no snapshot" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"made_on": "yesterday"}'])
def test_a_broken_snapshot_checks_nothing(tmp_path, text):
    path = tmp_path / "advisories.json"
    path.write_text(text)
    assert check(tmp_path, "1.2", path) == 3


def test_a_package_that_the_snapshot_never_heard_of_is_not_called_safe(tmp_path, capsys):
    assert check(tmp_path, "1.2", snapshot(tmp_path, packages=["another"])) == 3
    assert "made without planted-package" in capsys.readouterr().err


def test_an_old_snapshot_is_said_to_be_old(tmp_path, capsys):
    assert check(tmp_path, "1.2", snapshot(tmp_path, days=91)) == 0
    assert "older than 90 days" in capsys.readouterr().out
    check(tmp_path, "1.2", snapshot(tmp_path, days=90))
    assert "older than" not in capsys.readouterr().out


def test_the_snapshot_that_is_shipped_can_be_used_or_there_is_none():
    assert main([]) in ((0, 1) if check_advisories.SNAPSHOT.exists() else (3,))


class Osv(BaseHTTPRequestHandler):
    """Answers as OSV describes, a page at a time."""

    asked: list = []

    def do_POST(self):
        queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        self.asked.append(queries)
        first = {"vulns": [{"id": "OTHER-1", "modified": "x"}], "next_page_token": "2"}
        second = {"vulns": [{"id": RECORD["id"], "modified": "x"}]}
        self.answer({"results": [second if "page_token" in query else first for query in queries]})

    def do_GET(self):
        record = RECORD if self.path.endswith(RECORD["id"]) else {"id": "OTHER-1", "affected": []}
        self.answer(record)

    def answer(self, body):
        said = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_words):
        """Nothing."""


@pytest.fixture
def osv():
    Osv.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Osv)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_asking_finds_it_on_a_later_page_too(tmp_path, osv):
    assert check(tmp_path, "1.1", tmp_path / "none.json", "--online", "--source", osv) == 1
    assert check(tmp_path, "1.2", tmp_path / "none.json", "--online", "--source", osv) == 0
    assert Osv.asked[0] == [{"package": {"name": "planted-package", "ecosystem": "PyPI"}, "version": "1.1"}]


def test_a_snapshot_that_was_just_made_is_used(tmp_path, osv):
    path = tmp_path / "new.json"
    assert check(tmp_path, "1.1", path, "--refresh", "--source", osv) == 1
    kept = json.loads(path.read_text())
    assert kept["advisories"] == [FACTS]
    assert kept["packages"] == ["planted-package"]
    assert check(tmp_path, "1.1", path) == 1


def test_who_cant_be_asked_is_no_clean_bill(tmp_path, osv, capsys):
    nobody = "http://127.0.0.1:9"
    assert check(tmp_path, "1.2", tmp_path / "none.json", "--online", "--source", nobody) == 3
    assert check(tmp_path, "1.2", tmp_path / "none.json", "--online", "--source", "http://osv.example") == 3
    assert "NOT CHECKED: OSV can't be asked" in capsys.readouterr().err


def test_an_answer_of_another_shape_is_no_clean_bill(tmp_path, osv, monkeypatch):
    monkeypatch.setattr(Osv, "do_POST", lambda self: self.answer({"results": []}))
    assert check(tmp_path, "1.2", tmp_path / "none.json", "--online", "--source", osv) == 3
