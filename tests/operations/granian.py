"""The real server on a port of its own, and raw sockets to it."""

import contextlib
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request

from casemgr.cli import serve
from casemgr.cli.surroundings import ROOT
from tests.operations.instance import PATIENCE_SECONDS, free_port

STATUS = b"HTTP/1.1 "


def settings_of(world, **more):
    """The environment of a process of this world, as `./run` gives it."""
    kept = {name: value for name, value in os.environ.items() if "DATABASE_URL" not in name}
    given = kept | world.environment | {"CASEMGR_TRIAL": "1", "CASEMGR_ALLOWED_HOSTS": "localhost"} | more
    return {name: value for name, value in given.items() if name != "OWNER_DATABASE_URL"}


class Served:
    """A running node: its port, and after `stop` everything it said."""

    def __init__(self, world, application="casemgr.wsgi:application", **environment):
        self.port, self.said = free_port(), ""
        command = serve.command(host="127.0.0.1", port=self.port, threads=2)
        given = settings_of(world, CASEMGR_PROCESS="web") | environment
        self.process = subprocess.Popen(
            [*command[:-1], application],
            cwd=ROOT,
            env=given | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait(self):
        """Until it answers."""
        until = time.monotonic() + PATIENCE_SECONDS
        while self.process.poll() is None and time.monotonic() < until:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://localhost:{self.port}/health", timeout=5)
                return self
            time.sleep(0.2)
        raise AssertionError(f"it didn't start:\n{self.stop()}")

    def stop(self):
        """End it; what it wrote on both streams."""
        if self.process.poll() is None:
            self.process.terminate()
        self.said += self.process.communicate(timeout=60)[0]
        return self.said

    def raw(self, *parts, seconds=30.0, host="localhost"):
        """Send these bytes on a connection of their own; all that comes back until the other side ends it."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as line:
            for part in parts:
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    line.sendall(part.replace(b"HOST", host.encode()))
            got = b""
            with contextlib.suppress(TimeoutError, ConnectionResetError):
                while piece := line.recv(65536):
                    got += piece
        return got

    def ask(self, target, method="GET", body=b"", **headers):
        """One request, written by hand; its status and the whole answer."""
        lines = {"Host": f"localhost:{self.port}", "Connection": "close", "Content-Length": len(body)} | headers
        head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items())
        got = self.raw(f"{method} {target} HTTP/1.1\r\n{head}\r\n".encode("latin-1") + body)
        return status_of(got), got


def status_of(answer):
    """The status of an answer's first line, 0 for none."""
    return int(answer[len(STATUS) :].split(b" ", 1)[0]) if answer.startswith(STATUS) else 0
