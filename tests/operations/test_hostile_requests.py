"""What no honest client sends, to the real server by hand: a plain refusal, at once, without a trace of the program."""

import re
import time

import pytest

from tests.operations.granian import Served, status_of

LOCAL = "Host: HOST\r\nConnection: close\r\n"
END = "\r\n"
TRACES = re.compile(rb'Traceback|File "|site-packages|psycopg|django', re.I)
PLANTED = "Planted-Name"


def first_line(line, more="", body=""):
    return f"{line} HTTP/1.1\r\n{LOCAL}{more}{END}{body}"


def form(body, more="", kind="application/x-www-form-urlencoded"):
    cookie = f"Cookie: csrftoken={'a' * 32}\r\n"  # without it the form isn't even looked at
    head = f"{cookie}Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}"
    return first_line("POST /accounts/login/", head, body)


def api(body, more=""):
    head = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n{more}"
    return first_line("POST /api/v1/consents", head, body)


def parts(number, *, files=False):
    name = '; filename="a.txt"' if files else ""
    one = f'--xx\r\nContent-Disposition: form-data; name="a"{name}\r\n\r\nb\r\n'
    return one * number + "--xx--\r\n"


MULTIPART = "multipart/form-data; boundary=xx"
TABLE = {
    # the first line
    "a method that isn't one": (first_line("BREW /"), {405}),
    "TRACE, which repeats headers": (first_line("TRACE /", f"X-Name: {PLANTED}\r\n"), {405}),
    "CONNECT": (first_line("CONNECT evil.example:443"), {400, 405}),
    "a long address": (first_line("GET /" + "a" * 5000), {414}),
    "a very long address": (first_line("GET /" + "a" * 70_000), {414, 431}),
    "a long query": (first_line("GET /accounts/login/?next=" + "a" * 9000), {414}),
    "a NUL in the address": (first_line("GET /research/%00/"), {400}),
    "a raw NUL in the address": (first_line("GET /research/\0/"), {400}),
    "a NUL in the query": (first_line("GET /accounts/login/?next=%00"), {400}),
    "a line break in the address": (first_line("GET /research/%0d%0aX-Evil:%201/"), {400}),
    "a line break in the query": (first_line("GET /accounts/login/?next=/%0d%0aX-Evil:%201"), {400}),
    "bytes that are no UTF-8": (first_line("GET /research/%ff%fe/"), {404}),
    "an overlong slash": (first_line("GET /research/%c0%af/"), {404}),
    "up the tree": (first_line("GET /static/../../etc/passwd"), {400, 404}),
    "up the tree, encoded": (first_line("GET /static/%2e%2e/%2e%2e/casemgr/settings.py"), {400, 404}),
    "up the tree, twice encoded": (first_line("GET /static/%252e%252e/settings.py"), {404}),
    "up the tree, backwards": (first_line("GET /static/..%5c..%5csettings.py"), {404}),
    "another version": (f"GET / HTTP/9.9\r\n{LOCAL}{END}", {0, 400, 505}),
    "no HTTP at all": ("\x16\x03\x01\x02\x00\x01", {0, 400}),
    "HTTP/2 without having been asked": ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {0, 400, 505}),
    # the headers
    "another host": ("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", {400}),
    "two hosts": ("GET / HTTP/1.1\r\nHost: HOST\r\nHost: evil.example\r\nConnection: close\r\n\r\n", {302, 400}),
    "no host": ("GET / HTTP/1.1\r\nConnection: close\r\n\r\n", {400}),
    "a host of nonsense": ("GET / HTTP/1.1\r\nHost: a@b/c?d\r\nConnection: close\r\n\r\n", {400}),
    "another host by the absolute form": (f"GET http://evil.example/ HTTP/1.1\r\n{LOCAL}{END}", {302, 400}),
    "a forwarded host": (first_line("GET /accounts/login/", "X-Forwarded-Host: evil.example\r\n"), {200}),
    "large headers": (first_line("GET /", f"X-A: {'a' * 20_000}\r\n"), {431}),
    "very large headers": (first_line("GET /", f"X-A: {'a' * 200_000}\r\n"), {431}),
    "very many headers": (first_line("GET /", "".join(f"X-{n}: a\r\n" for n in range(500))), {431}),
    "a folded header": (first_line("GET /", "X-A: a\r\n b\r\n"), {400}),
    "a length that is no number": (first_line("POST /leave/", "Content-Length: many\r\n"), {400}),
    "a negative length": (first_line("POST /leave/", "Content-Length: -5\r\n"), {400}),
    "two lengths": (first_line("POST /leave/", "Content-Length: 1\r\nContent-Length: 2\r\n"), {400}),
    "the method of another header": (
        first_line("POST /accounts/logout/", "X-HTTP-Method-Override: GET\r\nContent-Length: 0\r\n"),
        {403},
    ),
    # the body
    "a compressed body": (form("a=b", "Content-Encoding: gzip\r\n"), {415}),
    "a compressed body for the API": (api("{}", "Content-Encoding: deflate\r\n"), {415}),
    "a form too large": (form("a=" + "b" * 3_000_000), {413}),
    "too many fields": (form("&".join(f"f{n}=1" for n in range(1500))), {413}),
    "too many parts": (form(parts(1500), kind=MULTIPART), {413}),
    "too many files": (form(parts(50, files=True), kind=MULTIPART), {413}),
    "parts without a boundary": (form("x", kind="multipart/form-data"), {400}),
    "parts that don't end": (form("--xx\r\nContent-Disposition: form-data", kind=MULTIPART), {400, 403}),
    "a NUL in a form": (form("login=a%00b"), {403}),  # a stale form comes first
    "a body too large for the API": (api('"' + "b" * 3_000_000 + '"'), {401, 413}),
    "a body announced as huge": (first_line("POST /leave/", "Content-Length: 99999999999\r\n"), {0, 200, 413}),
    "JSON that is none": (api("{" * 5000), {400, 401}),
}


@pytest.fixture
def node(cloned_world):
    served = Served(cloned_world).wait()
    yield served
    served.stop()


def test_each_is_refused_plainly_and_the_node_goes_on(node):
    wrong = []
    host = f"localhost:{node.port}"
    for name, (sent, allowed) in TABLE.items():
        began = time.monotonic()
        got = node.raw(sent.encode("latin-1"), host=host, seconds=8)
        if status_of(got) not in allowed:
            wrong.append(f"{name}: {status_of(got)}, not {sorted(allowed)}: {got[:200]!r}")
        body = got.partition(b"\r\n\r\n")[2]
        if TRACES.search(body) or PLANTED.encode() in got or b"evil" in got:
            wrong.append(f"{name}: it tells {got[-300:]!r}")
        if b"granian" in got.lower():
            wrong.append(f"{name}: the server names itself")
        if time.monotonic() - began > 7 and "huge" not in name:
            wrong.append(f"{name}: no end")
    assert wrong == [], "\n".join(wrong)
    assert node.ask("/health")[0] == 200
    said = node.stop()
    assert "Traceback" not in said and PLANTED not in said and "evil.example" not in said


def test_a_connection_that_says_nothing_is_ended(node):
    began = time.monotonic()
    node.raw(b"GET / HTTP/1.1\r\nHost: HOST\r\nX-A: ", host=f"localhost:{node.port}", seconds=40)
    assert 5 < time.monotonic() - began < 30


def test_programs_get_problems(node):
    host = f"localhost:{node.port}"
    compressed = api("{}", "Content-Encoding: gzip\r\n")
    for sent in (first_line("GET /api/%00"), first_line("BREW /api/v1/x"), compressed, first_line("GET /oauth/x")):
        got = node.raw(sent.encode("latin-1"), host=host, seconds=8)
        assert b"application/problem+json" in got, sent[:40]
