"""Limits and used codes live in the web process's memory, so there is one."""

import argparse

import pytest

from casemgr.cli import serve
from casemgr.cli.refusal import Refused

pytestmark = pytest.mark.nodb


def test_it_refuses_a_second_process():
    parser = argparse.ArgumentParser()
    serve.add_parser(parser.add_subparsers())
    with pytest.raises(Refused):
        serve.run(parser.parse_args(["serve", "--workers", "2"]))
