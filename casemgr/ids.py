"""Identifiers: time-ordered ones inside, random ones outside.

A version 7 UUID tells the millisecond of registration, so it never leaves the house: URLs and the API carry
`public_id`s. Source: RFC 9562, section 5.7.
"""

import secrets
import time
from uuid import UUID


def uuid7() -> UUID:
    """Make a version 7 UUID: 48 bits of Unix time in milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    random = secrets.randbits(74)
    value = milliseconds << 80 | 0x7 << 76 | (random >> 62) << 64 | 0b10 << 62 | random & ((1 << 62) - 1)
    return UUID(int=value)


def public_id() -> str:
    """Make 128 random bits as 22 URL-safe characters; the first is no hyphen, which a command would take for an option.

    One id in 64 is thrown back: 127.98 bits are left.
    """
    while (made := secrets.token_urlsafe(16)).startswith("-"):
        pass
    return made
