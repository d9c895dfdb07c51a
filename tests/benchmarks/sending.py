"""The sending process of `referral_load`: calls at fixed moments, whether or not the server keeps up."""

import http.client
import json
import queue
import sys
import threading
import time
import uuid
from collections import Counter
from pathlib import Path

CONNECTIONS = 48
BARE_SECONDS = 10


class Caller:
    """One kept connection; a call answers its status, ETag and nothing else."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("localhost", port, timeout=120)

    def bare(self) -> int:
        """The endpoint that says whether the server is there."""
        return self._call("GET", "/health", None, {})[0]

    def raise_event(self, referral: str, event: str, token: str, match: str, body: object = None) -> tuple[int, str]:
        """One step of a referral."""
        headers = {"Authorization": f"Bearer {token}", "If-Match": match, "Idempotency-Key": str(uuid.uuid4())}
        return self._call("POST", f"/api/v1/referrals/{referral}/{event}", body, headers)

    def _call(self, method: str, path: str, body: object, headers: dict[str, str]) -> tuple[int, str]:
        sent = json.dumps(body) if body is not None else None
        given = headers | ({"Content-Type": "application/json"} if sent else {})
        self.connection.request(method, path, sent, given)
        reply = self.connection.getresponse()
        reply.read()
        return reply.status, reply.headers.get("ETag", "")


def main(plan: Path) -> None:
    """Print as JSON what each call took, in seconds since it was due, and which were refused."""
    asked = json.loads(plan.read_text())
    port, rate = asked["port"], asked["rate"]
    took: dict[str, list[float]] = {"bare": [], "offer": [], "accept": [], "whole": []}
    refused: Counter[str] = Counter()

    def bare(caller: Caller, due: float, _call: object) -> None:
        _note(caller.bare(), "bare", due)

    def refer(caller: Caller, due: float, call: dict[str, str]) -> None:
        status, match = caller.raise_event(call["referral"], "submit", call["sends"], '"v1"')
        _note(status, "offer", due)
        if status == 200:
            due = time.perf_counter()
            body = {"on_behalf_of": call["colleague"]}
            status, _match = caller.raise_event(call["referral"], "accept", call["receives"], match, body)
            _note(status, "accept", due)

    def _note(status: int, name: str, due: float) -> None:
        if status == 200:
            took[name].append(time.perf_counter() - due)
        else:
            refused[f"{name} {status}"] += 1

    _at_rate(port, rate, [None] * rate * BARE_SECONDS, bare)
    began = time.perf_counter()
    _at_rate(port, rate, asked["calls"], refer)
    took["whole"].append(time.perf_counter() - began)
    print(json.dumps(took | {"refused": dict(refused)}))


def _at_rate(port: int, rate: int, calls: list, act) -> None:
    """Have `act` done for each call at its moment, by as many connections as are free."""
    waiting: queue.SimpleQueue = queue.SimpleQueue()

    def work() -> None:
        caller = Caller(port)
        while (item := waiting.get()) is not None:
            act(caller, *item)

    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    began = time.perf_counter()
    for number, call in enumerate(calls):
        due = began + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        waiting.put((due, call))
    for _ in threads:
        waiting.put(None)
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
