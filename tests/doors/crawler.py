"""Walks every link and fills in every form that one persona finds, from their first page on, in a fixed order."""

import datetime
from collections import Counter, deque
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import Resolver404, resolve

from tests.casework.files import picture
from tests.doors.house import content_of
from tests.doors.planted import told_too_much, words_in

OF_ONE_DOOR = 3  # addresses of one door that are looked at: the next ones show the same page of another row
DEAD = {400, 403, 404, 405, 410, 500}
HOSTILE = "'\"><script>alert(1)</script>\u202e{{7*7}}%00\x00; DROP TABLE cases_case; " + "\U0001d56c" * 3000
LAID_ASIDE = ("/static/", "/accounts/logout/")
TODAY = datetime.date.today().isoformat()
PLAUSIBLE = {
    "date": TODAY,
    "datetime-local": f"{TODAY}T10:00",
    "time": "10:00",
    "number": "1",
    "email": "someone@example.org",
    "tel": "+15550100",
}


@dataclass
class Form:
    """A form of a page: where it is sent, how, and its fields as (name, kind, value, choices)."""

    action: str
    method: str
    fields: list = field(default_factory=list)

    def values(self, kind):
        """What is sent: every field filled in plausibly, none, or all with something hostile."""
        found = {}
        for name, what, value, choices in self.fields:
            if what == "hidden" and (kind != "hostile" or name == "csrfmiddlewaretoken"):
                found[name] = value
            elif kind == "hostile":
                found[name] = HOSTILE
            elif kind == "plausible":
                found[name] = _plausible(what, value, choices)
        return {name: value for name, value in found.items() if value is not None}


def _plausible(what, value, choices):
    if what == "file":
        return SimpleUploadedFile("a.png", picture().read(), "image/png")
    if what == "select":
        return next((choice for choice in choices if choice), "")
    if what in ("checkbox", "radio", "submit"):
        return value or "on"
    return value or PLAUSIBLE.get(what, "Plausible words")


class Page(HTMLParser):
    """The links, forms and title of a page."""

    def __init__(self, content):
        super().__init__()
        self.links, self.forms, self.title, self._form, self._select, self._in_title = [], [], "", None, None, False
        self.feed(content.decode(errors="replace"))

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        if found.get("hx-get"):
            self.links.append(found["hx-get"])
        if tag == "title":
            self._in_title = True
        if found.get("hx-post"):
            self.forms.append(Form(found["hx-post"], "POST", [("csrfmiddlewaretoken", "hidden", "", ())]))
        if tag in ("button", "input") and found.get("formaction") and self._form is not None:
            self.forms.append(Form(found["formaction"], self._form.method, self._form.fields))
        if tag == "form":
            self._form = Form(found.get("action") or "", (found.get("method") or "get").upper())
            self.forms.append(self._form)
        if self._form is not None:
            self._field(tag, found)

    def _field(self, tag, found):
        name = found.get("name")
        if tag == "option" and self._select is not None:
            self._select.append(found.get("value") or "")
        elif name and tag == "select":
            self._select = []
            self._form.fields.append((name, "select", "", self._select))
        elif name and tag in ("input", "textarea", "button"):
            kind = found.get("type") or {"button": "submit", "textarea": "textarea"}.get(tag, "text")
            self._form.fields.append((name, kind, found.get("value") or "", ()))

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = None
        if tag == "title":
            self._in_title = False

    def handle_data(self, data):
        if self._in_title:
            self.title += data


class Crawler:
    """One persona's walk. `wrong` says what was amiss and where, `doors` how often each door was tried."""

    def __init__(self, house, persona):
        self.house, self.persona = house, persona
        self.doors, self.wrong, self.posted = Counter(), [], set()
        self.seen, self.waiting = {"/"}, deque(["/"])
        self.seen_of = Counter({_door("/"): 1})  # how many addresses of each door

    def walk(self, *more):
        """Everything that can be reached from the first page and these."""
        self.waiting.extend(more)
        for address in more:
            self._see(address)
        while self.waiting:
            address = self.waiting.popleft()
            response = self._asked(address, "GET")
            if response is not None:
                self._look(address, response)
        return self

    def _asked(self, address, method, data=None, kind=""):
        where = f"{method} {_door(address)} {kind}"
        self.doors[_door(address)] += 1
        try:
            response = self.house.ask(self.persona, address, method, data)
        except Exception as error:  # whatever it is, a person would have got a page of error 500
            self.wrong.append(f"{where}: 500 {type(error).__name__} {error}"[:300])
            return None
        if told := told_too_much(self.persona, content_of(response)):
            self.wrong.append(f"{where}: told {sorted(told)}")
        if words_in(response.headers.get("Location", "").encode()):
            self.wrong.append(f"{where}: a planted word in the address it leads to")
        return response

    def _look(self, address, response):
        where = f"GET {_door(address)}"
        if response.status_code in DEAD:
            self.wrong.append(f"{where}: a dead link, {response.status_code}")
        if response.status_code == 302:
            self._remember(address, response["Location"])
        if "html" not in response.headers.get("Content-Type", "") or response.status_code >= 300:
            return
        page = Page(content_of(response))
        if words_in(page.title.encode()):
            self.wrong.append(f"{where}: a planted word in the title")
        for link in page.links:
            self._remember(address, link)
        for form in page.forms:
            self._try(address, form)

    def _remember(self, address, link):
        target = urljoin(address, link)
        parts = urlsplit(target)
        if words_in(target.encode()):
            self.wrong.append(f"GET {_door(address)}: a planted word in a link")
        if parts.netloc or parts.scheme or parts.path.startswith(LAID_ASIDE):
            return
        place = parts.path + (f"?{parts.query}" if parts.query else "")
        if place in self.seen or self.seen_of[_door(place)] >= OF_ONE_DOOR:
            return
        self._see(place)
        self.waiting.append(place)

    def _see(self, place):
        self.seen_of[_door(place)] += place not in self.seen
        self.seen.add(place)

    def _try(self, address, form):
        target = urljoin(address, form.action) if form.action else address
        parts = urlsplit(target)
        names = [name for name, *_ in form.fields]
        key = (_door(target), form.method, tuple(sorted(set(names))))
        if parts.netloc or key in self.posted or parts.path.startswith(LAID_ASIDE):
            return
        self.posted.add(key)
        if form.method == "POST" and "csrfmiddlewaretoken" not in names:
            self.wrong.append(f"POST {_door(target)}: a form without a token")
        for kind in ("plausible", "empty", "hostile"):
            self._asked(target, form.method, form.values(kind), kind)


@lru_cache(maxsize=50_000)
def _door(address):
    try:
        return resolve(urlsplit(address).path).url_name or "?"
    except Resolver404:
        return "nowhere"
