"""What comes back: checked by name, bounded in size and time, and never from where a redirect points."""

import socket
import threading
import time

import pytest

from casemgr.outbound import OutboundError, fetch, fetching
from tests.outbound.secure_server import Quiet, make_certificate, serving

pytestmark = pytest.mark.nodb


class Pages(Quiet):
    """One page for each way of answering."""

    def do_GET(self):
        getattr(self, f"send_{self.path.strip('/').partition('?')[0]}")()

    def do_POST(self):
        self.give(200, self.rfile.read(int(self.headers["Content-Length"])))

    def give(self, status, body, **headers):
        self.server.seen.append((self.command, self.path, dict(self.headers)))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in ({"Content-Type": "Application/JSON; charset=utf-8"} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def send_json(self):
        self.give(200, b'{"a": 1}')

    def send_missing(self):
        self.give(404, b"no")

    def send_moved(self):
        self.give(302, b"", Location=f"https://localhost:{self.server.server_port}/json")

    def send_long(self):
        self.give(200, b"x" * 2000)

    def send_endless(self):
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"x" * 10000)

    def send_short(self):
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"x")

    def send_silent(self):
        time.sleep(3)

    def send_drip(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        for _letter in range(300):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.01)

    def send_dripping_body(self):
        self.send_response(200)
        self.end_headers()
        for _letter in range(300):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.01)

    def send_nonsense(self):
        self.wfile.write(b"SSH-2.0-nothing\r\n\r\n")


@pytest.fixture
def server(tmp_path, monkeypatch, settings):
    certificate, secret = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving(Pages, certificate, secret) as server:
        server.seen = []
        settings.CASEMGR_OUTBOUND_ALLOW = [f"localhost:{server.server_port}", f"elsewhere:{server.server_port}"]
        server.url = f"https://localhost:{server.server_port}"
        yield server


def refused(url, **options):
    with pytest.raises(OutboundError) as refusal:
        fetch(url, **options)
    assert url not in repr(refusal.value)
    return refusal.value.code


def test_an_answer_has_status_kind_and_body(server):
    answer = fetch(f"{server.url}/json?a=b", headers={"X-One": "1"})
    assert (answer.status, answer.content_type, answer.body) == (200, "application/json", b'{"a": 1}')
    [(method, path, headers)] = server.seen
    assert (method, path, headers["X-One"]) == ("GET", "/json?a=b", "1")
    assert headers["Host"] == f"localhost:{server.server_port}"
    assert server.names == ["localhost"]
    assert fetch(f"{server.url}/missing").status == 404
    assert fetch(server.url, method="POST", body=b"code=1").body == b"code=1"


def test_a_redirect_is_not_followed(server):
    assert refused(f"{server.url}/moved") == "redirect"
    assert [path for _method, path, _headers in server.seen] == ["/moved"]


def test_a_long_answer_is_not_read_to_its_end(server):
    assert refused(f"{server.url}/long", most_bytes=1999) == "too_large"
    assert len(fetch(f"{server.url}/long", most_bytes=2000).body) == 2000
    assert refused(f"{server.url}/endless") == "too_large"


def test_whoever_wants_the_status_alone_reads_no_answer(server):
    for page in ("long", "endless", "short"):
        answer = fetch(f"{server.url}/{page}", read=False, most_bytes=1)
        assert (answer.status, answer.body) == (200, b"")
    assert refused(f"{server.url}/moved", read=False) == "redirect"


def test_leave_for_one_purpose_is_none_for_another(server, settings):
    """What the operator opens to identity providers isn't open to webhooks, and the other way round."""
    assert refused(f"{server.url}/json", allow=()) == "address"
    settings.CASEMGR_OUTBOUND_ALLOW, leave = [], settings.CASEMGR_OUTBOUND_ALLOW
    assert fetch(f"{server.url}/json", allow=leave).status == 200
    assert refused(f"{server.url}/json") == "address"


@pytest.mark.parametrize("page", ["silent", "drip", "dripping_body"])
def test_a_slow_answer_is_given_up(server, monkeypatch, page):
    monkeypatch.setattr(fetching, "TOTAL_SECONDS", 0.6)
    began = time.monotonic()
    assert refused(f"{server.url}/{page}") == "timeout"
    assert time.monotonic() - began < 1.5


def test_a_server_that_never_speaks_tls_is_given_up(settings, monkeypatch):
    monkeypatch.setattr(fetching, "TOTAL_SECONDS", 0.4)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        settings.CASEMGR_OUTBOUND_ALLOW = [f"localhost:{port}"]
        assert refused(f"https://localhost:{port}/") == "timeout"


@pytest.mark.parametrize("page", ["short", "nonsense"])
def test_half_an_answer_is_none(server, page):
    assert refused(f"{server.url}/{page}") == "answer"


def test_a_certificate_for_another_name_is_refused(server, monkeypatch):
    known = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *rest, **more: known("localhost", *rest, **more))
    assert refused(f"https://elsewhere:{server.server_port}/json") == "certificate"
    assert server.seen == []


def test_a_certificate_that_nobody_knows_is_refused(server, tmp_path, monkeypatch):
    (tmp_path / "other").mkdir()
    other, _secret = make_certificate(tmp_path / "other")
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    assert refused(f"{server.url}/json") == "certificate"
    assert server.seen == []


def test_what_is_inside_the_network_needs_the_operators_leave(server, settings):
    settings.CASEMGR_OUTBOUND_ALLOW = []
    assert refused(f"{server.url}/json") == "address"
    assert server.seen == []


def test_a_resolver_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(fetching, "CONNECT_SECONDS", 0.2)
    done = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: done.wait(5))
    try:
        assert refused("https://example.org/") == "timeout"
    finally:
        done.set()


def test_a_header_with_a_line_break_is_not_sent(server):
    with pytest.raises(ValueError, match="Invalid header"):
        fetch(f"{server.url}/json", headers={"X-One": "1\r\nHost: internal"})
    assert server.seen == []
