"""People at their browsers: each signs in once, through the real pages, and keeps the session."""

import math
import time

from allauth.mfa.totp.internal import auth

from casemgr.cli.sample_accounts import PASSWORD
from frontend.lock import IDLE_SECONDS
from tests.browser.chromium import watch

SLUGS = {"en": "harbor", "ar": "sahel"}
PERIOD_SECONDS = 30  # RFC 6238
LEFT_ALONE_SECONDS = IDLE_SECONDS - 120


class People:
    """Opens pages for people of the demo, by role or e-mail address; "" is nobody."""

    def __init__(self, browser, site):
        self.browser, self.site = browser, site
        self.sessions, self.contexts, self.troubles, self.used = {}, [], [], {}

    def page(self, who="", *, language="en", **options):
        """A page in a browser of its own, signed in as `who`."""
        context = self._context(storage_state=self._session(who, language) if who else None, **options)
        return context.new_page()

    def fresh(self, who, **options):
        """The same with a session that no other page shares. Once a person: a second factor works once."""
        page = self._context(**options).new_page()
        self._sign_in(page, who)
        return page

    def close(self):
        """Close every page that was opened since the last time."""
        for context in self.contexts:
            context.close()
        self.contexts, self.troubles = [], []

    def _context(self, **options):
        options = {"viewport": {"width": 1366, "height": 850}, "base_url": self.site.url} | options
        context = self.browser.new_context(**options)
        watch(context, self.site.url, self.troubles, neighbours=[self.site.exit_url.split("/")[2]])
        self.contexts.append(context)
        return context

    def _session(self, who, language):
        """The kept session of an account in a language; made anew before it could be locked for being left alone."""
        email = who if "@" in who else email_of(who, language)
        state, since = self.sessions.get((email, language), (None, -math.inf))
        if time.monotonic() - since > LEFT_ALONE_SECONDS:
            page = self._context().new_page()
            self._sign_in(page, email)
            choose_language(page, language)
            state = page.context.storage_state()
            self.sessions[email, language] = state, time.monotonic()
            page.context.close()
        return state

    def _sign_in(self, page, email):
        page.goto("/accounts/login/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector("input[name=code]")
        page.fill("input[name=code]", self._code(email))
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: "/accounts/" not in address)

    def _code(self, email):
        left = PERIOD_SECONDS - time.time() % PERIOD_SECONDS
        if left < 6:  # the code would change while it is sent
            time.sleep(left)
        counter = int(time.time()) // PERIOD_SECONDS
        if self.used.get(email) == counter:  # a code works once
            time.sleep(PERIOD_SECONDS - time.time() % PERIOD_SECONDS)
            counter += 1
        self.used[email] = counter
        return auth.format_hotp_value(auth.hotp_value(self.site.second_factors[email], counter))


def email_of(role, language="en"):
    """The demo account of a role; the Arabic one works at another organization."""
    return "researcher@university.example" if role == "researcher" else f"{role}@{SLUGS[language]}.example"


def choose_language(page, language):
    """Switch by the menu, as people do."""
    page.locator("details.menu.wide summary").first.click()
    page.locator(f".menu.wide button[name=language][value={language}]").first.click()
    page.wait_for_selector(f"html[lang={language}]")
