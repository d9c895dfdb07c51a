"""Looks for words in everything a site leaves behind, in whatever clothes they may wear."""

import base64
import binascii
import re
import subprocess
import zlib
from pathlib import Path
from urllib.parse import quote, quote_plus, urlsplit

import psycopg

from casemgr.embedded_postgres.programs import programs

SHORTEST = 8  # letters of a word that is looked for alone: shorter ones stand in ordinary texts
SESSION = re.compile(r"^(\.?)([\w-]+):[\w-]+:[\w-]+$")


def forms_of(value):
    """The ways a value may be written: as it is, in other encodings, and parts of it alone. In small letters."""
    words = {value, *(word for word in re.split(r"\W+", value) if len(word) >= SHORTEST)}
    if len(digits := re.sub(r"\D", "", value)) >= 8:
        words.add(digits)
    return {form.lower() for word in words for form in _encodings(word)}


def _encodings(word):
    for text in {word, word.lower(), word.upper()}:
        raw = text.encode()
        yield from (raw, text.encode("utf-16-le"), text.encode("utf-16-be"), binascii.hexlify(raw))
        yield from (quote(text).encode(), quote_plus(text).encode(), text.encode("unicode_escape"))
        yield from _base64(raw)


def _base64(raw):
    """As it stands within a longer text: what comes before shifts it by 0, 1 or 2 bytes; shared letters are cut off."""
    for shift in range(3):
        first, end = -(-shift * 8 // 6), (shift + len(raw)) * 8 // 6
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(b"\0" * shift + raw)[first:end]


class Search:
    """Planted values by name, ready to be looked for."""

    def __init__(self, planted):
        self.forms = {name: forms_of(value) for name, value in planted.items()}
        self.plain = {name: value.lower().encode() for name, value in planted.items()}

    def within(self, content):
        """Names of the planted values that stand in these bytes in any form."""
        content = content.lower()
        return sorted(name for name, forms in self.forms.items() if any(form in content for form in forms))

    def plainly_within(self, content):
        """The same for the value as it is: quick enough for large files."""
        content = content.lower()
        return sorted(name for name, value in self.plain.items() if value in content)


def everything(site):
    """What the site leaves behind, by name: a dump, opened sessions, the key store, logs, every file."""
    url = site.environment["BACKUP_DATABASE_URL"]
    yield "dump", dump(url)
    yield "sessions", sessions(url)
    for path in sorted(_files(site)):
        yield path.name, path.read_bytes()


def dump(url):
    """The whole database as the backup login takes it, past every policy."""
    command = [str(programs() / "pg_dump"), "--no-owner", "--no-privileges", "--dbname", url]
    done = subprocess.run(command, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def sessions(url):
    """The contents of all sessions, unpacked: Django compresses them."""
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT session_data FROM django_session").fetchall()
    return b"\n".join(_unpacked(data) for (data,) in rows)


def _unpacked(data):
    packed, payload = SESSION.match(data).groups()
    content = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    return zlib.decompress(content) if packed else content


def _files(site):
    folder = _cluster(site)
    yield from (path for path in site.data.rglob("*") if path.is_file())
    yield from folder.glob(f"{site.name}.sqlite3*")
    yield folder / "pg" / "server.log"


def table_files(site):
    """The database's own files, where overwritten and deleted rows linger, and its write-ahead log."""
    url = site.environment["BACKUP_DATABASE_URL"]
    socket = urlsplit(url).query.removeprefix("host=")
    with psycopg.connect(f"postgresql://postgres@/{site.name}?host={socket}", autocommit=True) as superuser:
        superuser.execute("CHECKPOINT")
        (oid,) = superuser.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
    folder = _cluster(site) / "pg"
    yield from (path for path in (folder / "base" / str(oid)).iterdir() if path.is_file())
    yield from (path for path in (folder / "pg_wal").iterdir() if path.is_file())


def _cluster(site) -> Path:
    return site.data.parents[1]
