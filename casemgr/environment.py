"""Reads settings from the environment; a secret may lie in a file named by NAME_FILE. docs/operate.md has the table."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The variable, or the content of the file that NAME_FILE names, or the default. Errors: ImproperlyConfigured."""
    file = os.environ.get(f"{name}_FILE")
    if not file or os.environ.get(name):
        return os.environ.get(name, default)
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it isn't text"
        raise ImproperlyConfigured(f"{name}_FILE names a file that can't be read: {why}.") from None


def take(name: str) -> str:
    """The variable, which is taken out of the environment: no child process inherits it."""
    return os.environ.pop(name, "")


def flag(name: str, default: bool = False) -> bool:
    """A switch: 1, true, yes or on."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """A whole number. Errors: ImproperlyConfigured."""
    try:
        return int(os.environ.get(name, default))
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number.") from None


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


#: statements are prepared, and planned once for any value (docs/decisions/0012)
PREPARED = {"server_side_binding": True, "prepare_threshold": 3, "options": "-c plan_cache_mode=force_generic_plan"}


def database(url: str, **options: Any) -> dict[str, Any]:
    """Django's settings for `postgresql://user:password@host:port/name?host=/socket` or `sqlite:///path`."""
    if url.startswith("sqlite:"):
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": unquote(url.removeprefix("sqlite:///"))} | options
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "casemgr.db",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(query.pop("port", parts.port or "")),
        "OPTIONS": PREPARED | query,
    } | options
