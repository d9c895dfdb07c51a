"""Two instances, each a process with a database of its own, and the network between them, which the test is."""

import http.server
import json
import os
import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager
from secrets import token_hex

import pytest

from tests import cluster
from tests.outbound.secure_server import Quiet, make_certificate, serving


class Refusal(Exception):
    """What a node refused: its code."""


class Node:
    """A process; `node.verb(...)` has it do something and gives the answer."""

    def __init__(self, database, port, certificate, **settings):
        self.lock, self.port, self.url = threading.Lock(), port, f"https://localhost:{port}"
        environment = (
            os.environ
            | cluster.environment(database)
            | {
                "CASEMGR_EXCHANGE_URL": self.url,
                "CASEMGR_OUTBOUND_ALLOW": ",".join(f"localhost:{one}" for one in (port, *settings.pop("peers"))),
                "SSL_CERT_FILE": str(certificate),
                "CASEMGR_ALLOWED_HOSTS": "*",
            }
            | settings
        )
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.exchange.node"],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __getattr__(self, verb):
        return lambda *given, **named: self._ask(verb, given, named)

    def _ask(self, verb, given, named):
        with self.lock:
            self.process.stdin.write(json.dumps({"do": verb, "given": given, "with": named}, default=str) + "\n")
            self.process.stdin.flush()
            answer = json.loads(self.process.stdout.readline())
        if "ok" in answer:
            return answer["ok"]
        raise Refusal(answer.get("why") or answer.get("refused") or answer["broken"])

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


class Network:
    """Carries requests to the node they are for, keeps what it carried, and can be cut or made to change it."""

    def __init__(self):
        self.nodes, self.carried, self.down, self.lose_answers = {}, [], set(), 0

    def handler(self, name):
        network = self

        class Handler(Quiet, http.server.BaseHTTPRequestHandler):
            def _carry(self):
                if name in network.down:
                    self.connection.close()
                    return
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                request = (name, self.command, self.path, dict(self.headers), body)
                answer = network.pass_on(*request)
                network.carried.append((*request, answer["body"]))
                if network.lose_answers:
                    network.lose_answers -= 1
                    self.connection.close()
                    return
                content = answer["body"].encode("latin1")
                self.send_response(answer["status"])
                self.send_header("Content-Type", answer["type"])
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = _carry

        return Handler

    def pass_on(self, name, method, path, headers, body):
        """The node's answer to a request."""
        return self.nodes[name].serve(method, path, headers, body.decode("latin1"))

    def everything(self):
        """All bytes that were carried, inside TLS."""
        return b"".join(repr(one).encode() for one in self.carried)


class Two:
    """Harbor House on one instance, Lotus Legal on the other."""

    def __init__(self, network, here, there):
        self.network, self.here, self.there = network, here, there

    def pair(self, **terms):
        invited = self.here.invite(**terms)
        self.there.claim(invited["code"])
        for node in (self.here, self.there):
            node.confirm("admin")
            node.confirm("second")
        self.settle()

    def settle(self):
        """Let both workers run until nothing moves."""
        while self.here.work() + self.there.work():
            pass

    def offered(self, **more):
        """A referral from here, as the other side has it."""
        case = self.here.case(**PLANTED)
        consent = self.here.agree(case, more.pop("categories", ("identity", "contact")))
        referral = self.here.offer(case, consent, **more)
        self.settle()
        return referral

    def accepted(self, **more):
        referral = self.offered(**more)
        self.there.act("accept", referral)
        self.settle()
        return referral


PLANTED = {
    "alias": "Planted-Alias",
    "legal_name": "Planted Legal Name",
    "birth_date": "1999-03-07",
    "phone": "+15550100777",
    "email": "planted@example.net",
    "address": "77 Planted Street",
    "accessibility": "Planted ramp",
    "preferred_language": "sw",
}


@contextmanager
def two_instances(folder, **there):
    """Both, not yet paired. `there` are settings of the second."""
    network = Network()
    certificate, secret = make_certificate(folder)
    with ExitStack() as stack:
        ports = {
            name: stack.enter_context(serving(network.handler(name), certificate, secret)).server_address[1]
            for name in ("here", "there")
        }
        for name, port in ports.items():
            database = f"casemgr_exchange_{name}_{os.getpid()}_{token_hex(3)}"
            cluster.clone(database)
            stack.callback(cluster.drop, database)
            own = there if name == "there" else {}
            network.nodes[name] = Node(database, port, certificate, peers=ports.values(), **own)
            stack.callback(network.nodes[name].stop)
        made = Two(network, network.nodes["here"], network.nodes["there"])
        made.here.begin("Harbor House", "USA"), made.there.begin("Lotus Legal", "THA")
        yield made


@pytest.fixture
def two(tmp_path):
    """Two instances that don't know each other."""
    with two_instances(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def paired_once(tmp_path_factory):
    """Two that are paired, for all tests of a module."""
    with two_instances(tmp_path_factory.mktemp("two")) as made:
        made.pair()
        yield made


@pytest.fixture
def paired(paired_once):
    """The same with a network that works."""
    paired_once.network.down.clear()
    paired_once.network.carried.clear()
    for node in (paired_once.here, paired_once.there):
        node.clock(0)
        node.due_now()
    paired_once.settle()
    return paired_once
