"""Chromium as the system ships it, and browser contexts that notice what a page must not do."""

import shutil
from urllib.parse import urlsplit

import pytest

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_MS = 60_000
# what a page may not do and the browser tells only on its console
FORBIDDEN = ("Refused to", "Content Security Policy", "violates", "Mixed Content")
WATCH_POLICY = """
addEventListener("securitypolicyviolation", (event) =>
    console.error(`violates ${event.effectiveDirective}: ${event.blockedURI}`));
"""


def find_chromium():
    """Path of the browser. A machine without one fails the tests: they are never skipped in silence."""
    for name in PROGRAMS:
        if path := shutil.which(name):
            return path
    pytest.fail("The browser tests need Chromium. Install it: apt-get install chromium", pytrace=False)


def launch(playwright, **options):
    """Start Chromium without its sandbox, which needs rights that containers lack."""
    return playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"], **options)


def watch(context, base, troubles, neighbours=()):
    """Collect into `troubles` every policy violation, script error and request to another site."""
    context.set_default_timeout(PATIENCE_MS)
    context.set_default_navigation_timeout(PATIENCE_MS)
    ours = {urlsplit(base).netloc, *neighbours}
    context.add_init_script(WATCH_POLICY)
    context.on("console", lambda message: _console(message, troubles))
    context.on("weberror", lambda error: troubles.append(f"script error: {error.error}"))
    context.on("request", lambda request: _request(request, ours, troubles))


def _console(message, troubles):
    if message.type in ("error", "warning") and any(word in message.text for word in FORBIDDEN):
        troubles.append(f"console: {message.text}")


def _request(request, ours, troubles):
    address = urlsplit(request.url)
    if address.scheme in ("http", "https") and address.netloc not in ours:
        troubles.append(f"request to another site: {address.netloc}")
