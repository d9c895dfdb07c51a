"""An error of ours, wherever it happens, tells no value: not the answer, its headers, the log, or either stream."""

import json
import re
import subprocess
import sys

import pytest

from casemgr.cli.surroundings import ROOT
from tests.operations.granian import Served, settings_of
from tests.operations.raising import PLANTED, WAYS

REFERENCE = re.compile(rb"<code>([\w-]{22})</code>")
FAILING = [name for name in WAYS if name not in ("stream", "ignored")]


@pytest.fixture
def node(cloned_world):
    served = Served(cloned_world, "tests.operations.raising_wsgi:application").wait()
    yield served
    served.stop()


def test_no_error_tells_a_value_and_each_has_a_reference_that_is_in_the_log(node):
    references = []
    for name in FAILING:
        status, page = node.ask(f"/raising/{name}/?name={PLANTED}")
        assert (status, PLANTED.encode() in page) == (500, False), name
        references.append(REFERENCE.search(page)[1].decode())
        status, problem = node.ask(f"/oauth/raising/{name}/?name={PLANTED}")
        head, body = problem.split(b"\r\n\r\n", 1)
        assert (status, PLANTED.encode() in problem) == (500, False), name
        assert b"content-type: application/problem+json" in head.lower()
        references.append(json.loads(body)["reference"])
    said = node.stop()
    assert PLANTED not in said
    assert [one for one in references if said.count(f"[{one}]") != 1] == []
    assert len(set(references)) == 2 * len(FAILING)
    assert {"Planted", "DataError", "IntegrityError", "BadHeaderError"} <= set(re.findall(r"^\w+$", said, re.M))


def test_a_download_that_breaks_off_is_shorter_than_it_said(node):
    status, got = node.ask(f"/raising/stream/?name={PLANTED}")
    head, body = got.split(b"\r\n\r\n", 1)
    assert (status, b"content-length: 99999" in head.lower()) == (200, True)
    assert len(body) < 99_999  # a browser that counts says that the download failed
    said = node.stop()
    assert "an answer broke off" in said
    assert PLANTED not in said


def test_what_python_tells_by_itself_is_plain_too(node):
    assert node.ask("/raising/ignored/")[0] == 200
    said = node.stop()
    assert "Planted\n" in said
    assert PLANTED not in said


def test_the_api_answers_with_a_problem(node):
    status, got = node.ask(f"/api/raising/?name={PLANTED}")
    assert (status, PLANTED.encode() in got) == (500, False)
    assert b"application/problem+json" in got
    assert PLANTED not in node.stop()


JOB = f"""
import django; django.setup()
from procrastinate.contrib.django import app
from django.db import connection
from casemgr.cli import worker
import argparse

@app.task(name="tests.quotes", queue="tests")
def quotes(how):
    if how == "database":
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::text::int", ["{PLANTED}"])
    raise ValueError("{PLANTED}")

for how in ("database", "plain"):
    quotes.defer(how=how)
worker.run(argparse.Namespace(concurrency=1, once=True))
"""


def test_a_job_that_fails_tells_no_value(cloned_world):
    environment = settings_of(cloned_world, CASEMGR_PROCESS="worker")
    done = subprocess.run([sys.executable, "-c", JOB], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "DataError" in done.stderr and "ValueError" in done.stderr
    assert PLANTED not in done.stderr + done.stdout


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (f"KeyError('{PLANTED}')", "KeyError"),
        (f"psycopg.errors.UniqueViolation('Key (name)=({PLANTED}) exists')", "UniqueViolation"),
        (f"psycopg.OperationalError('connection refused\\nCONTEXT: {PLANTED}')", "connection refused"),
    ],
)
def test_a_command_that_fails_tells_no_value(raised, told):
    program = (
        "import importlib, psycopg\nit = importlib.import_module('casemgr.cli.main')\n"
        f"def fail(given):\n    raise {raised}\nit._run = fail\nraise SystemExit(it.main([]))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert told in done.stderr
    assert PLANTED not in done.stderr + done.stdout
