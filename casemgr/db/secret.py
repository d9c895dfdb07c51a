"""Puts the secret that signs actor contexts where only the owner and `app.context()` can read it.

Stored as the two padded keys of HMAC (RFC 2104), so that SQL checks a signature with `sha256` alone.
"""

from typing import Any

from casemgr.db.actor import context_key

BLOCK = 64


def pads(key: bytes) -> tuple[bytes, bytes]:
    """The inner and outer padded key of HMAC-SHA256; `key` is at most 64 bytes."""
    padded = key.ljust(BLOCK, b"\0")
    return bytes(b ^ 0x36 for b in padded), bytes(b ^ 0x5C for b in padded)


def install(connection: Any) -> None:
    """Write the current secret. `connection` must be the owner's; run again after the key file changes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO app.context_secret (inner_pad, outer_pad) VALUES (%s, %s) "
            "ON CONFLICT (only_row) DO UPDATE SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
            pads(context_key()),
        )


def install_in_migration(_apps: Any, schema_editor: Any) -> None:
    """The same, as a migration step."""
    install(schema_editor.connection)
