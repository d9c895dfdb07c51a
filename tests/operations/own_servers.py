"""An instance on two PostgreSQL servers of its own, the data's and the key store's, which a test may kill."""

import os
import secrets
import signal
import subprocess
import sys

from casemgr import embedded_postgres
from casemgr.db.provision import LOGINS, provision, provision_keys


class OwnServers:
    """Made durable, migrated, with one organization (`harbor`) and its data keys."""

    def __init__(self, at):
        self.at = at
        self.running = {name: embedded_postgres.start(at / name) for name in ("data", "store")}
        provision(self.running["data"].conninfo())
        provision_keys(self.running["store"].conninfo(), login="keys", password="keys", database="keys")
        self.environment = self._settings()
        self.run("-m", "casemgr.cli", "migrate")

    def _settings(self):
        data, store = self.running["data"], self.running["store"]
        files = {}
        for name, content in (("secret", b"s" * 64), ("context", b"c" * 64), ("master", secrets.token_bytes(32))):
            path = self.at / f"{name}.key"
            path.touch(mode=0o600)
            path.write_bytes(content)
            files[f"CASEMGR_{name.upper()}_KEY_FILE"] = str(path)
        urls = {login.setting: data.conninfo(login.name, "casemgr") for login in LOGINS}
        return {
            **urls,
            **files,
            "KEYS_DATABASE_URL": store.conninfo("keys", "keys"),
            "CASEMGR_DATA_DIR": str(self.at / "files"),
            "CASEMGR_ANCHOR_FILE": str(self.at / "anchors"),
            "CASEMGR_PROCESS": "worker",
            "DJANGO_SETTINGS_MODULE": "casemgr.settings",
        }

    def child(self, *arguments):
        """A process of the instance; it reads its standard input and tells what it does."""
        return subprocess.Popen(
            [sys.executable, *arguments],
            env=os.environ | self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments):
        """What a process of the instance printed, once it ended well."""
        child = self.child(*arguments)
        said, complained = child.communicate()
        assert child.returncode == 0, complained
        return said

    def kill(self):
        """Both servers at once, with every process of theirs, by kill -9."""
        for server in self.running.values():
            os.killpg(server.process.pid, signal.SIGKILL)
            server.process.wait()

    def start(self):
        """Both servers again, on what they had written down."""
        self.running = {name: embedded_postgres.start(self.at / name) for name in self.running}

    def stop(self):
        for server in self.running.values():
            server.stop()
