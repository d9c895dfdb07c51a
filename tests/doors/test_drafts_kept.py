"""Nothing typed at length is lost: a form with room for words is kept as a draft, or stands here with a reason."""

from html.parser import HTMLParser
from urllib.parse import urljoin

from tests.doors.house import NAMES, content_of
from tests.doors.table import DOORS

#: doors whose form keeps no draft, and why
EXEMPT = {
    "exchange_answer": "what is pasted there is a code that another organization made, and a secret",
    "feedback_say": "nobody is signed in there, and nothing may lead back to who wrote",
    "release_stop": "a word on counts that an officer sends at once; they see no case",
    "report_exact": "a short reason; the answer is a file, which says to nobody that it was saved",
}


class Written(HTMLParser):
    """The forms of a page with a textarea, as (address, whether a draft is kept)."""

    def __init__(self, content):
        super().__init__()
        self.found, self._form = set(), {}
        self.feed(content.decode(errors="replace"))

    def handle_starttag(self, tag, attributes):
        if tag == "form":
            self._form = dict(attributes)
        if tag == "textarea" and self._form.get("method", "get").lower() == "post":
            self.found.add((self._form.get("action") or "", "data-draft" in self._form))

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = {}


def opened(house, name):
    """The page behind a door, for whoever of those admitted is shown one."""
    for persona in sorted(DOORS[name].passes):
        response = house.knock(persona, name)
        if response.status_code == 200 and "html" in response.headers.get("Content-Type", ""):
            return persona, content_of(response)
    return None, b""


def test_every_form_with_room_for_words_is_kept_while_it_is_typed(house):
    lost, seen = set(), 0
    for name in (name for name in NAMES if DOORS[name].method == "GET"):
        persona, content = opened(house, name)
        for address, kept in Written(content).found:
            seen += 1
            at = urljoin(house.path(name), address)
            fits = kept and house.knock(persona, "draft_keep", data={"draft_at": at}).status_code == 200
            lost |= set() if fits else {name}
    assert seen > 80, "the pages are looked at"
    assert lost == set(EXEMPT)
