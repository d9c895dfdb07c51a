import re

import pytest
from django.urls import get_resolver

from tests.frontend.sources import STATIC, python_strings, template_strings, templates

pytestmark = pytest.mark.nodb
FORBIDDEN = {
    "an inline style": r"\sstyle\s*=|<style",
    "an inline script": r"<script(?![^>]*\ssrc=)",
    "an inline handler": r"\son[a-z]+\s*=\s*[\"']",
    "a handler of htmx": r"hx-on|js:",
    "an address elsewhere": r"(?:src|href|action)=[\"']https?:",
    "an old form helper": r"\.as_p\b|\|crispy",
}


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.name))
@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(path, what):
    assert not re.search(FORBIDDEN[what], path.read_text(encoding="utf-8")), what


SCROLLS = re.compile(
    r"<(?:div|section)[^>]*table-card[^>]*>(?:(?!<(?:div|section)[^>]*table-card).)*?<table[^>]*>", re.DOTALL
)


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.name))
def test_a_table_that_scrolls_can_be_scrolled_by_keyboard(path):
    """Those that become cards on a phone never scroll; the others do, and take the focus for it."""
    found = SCROLLS.findall(path.read_text(encoding="utf-8"))
    still = [one for one in found if "table-cards" not in one and 'tabindex="0"' not in one.split(">")[0]]
    assert still == []


ADDRESS = re.compile(r"""\{% url ["']([\w:]+)["']""")


@pytest.mark.parametrize("path", [p for p in templates() if p.parent.name != "design"], ids=lambda path: str(path.name))
def test_every_address_named_leads_somewhere(path):
    named = set(ADDRESS.findall(path.read_text(encoding="utf-8")))
    assert named <= set(get_resolver().reverse_dict)


def test_every_icon_named_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "vendor/icons.svg").read_text(encoding="utf-8")))
    named = {
        name for path in templates() for name in re.findall(r'\{% icon "([\w-]+)"', path.read_text(encoding="utf-8"))
    }
    assert named <= sprite


TITLE = re.compile(r"block title %\}(.*?)\{% endblock", re.DOTALL)
PERSONAL = re.compile(r"traffick|\b(?:name|alias|person|title)\b", re.IGNORECASE)


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.name))
def test_titles_hold_no_field_of_a_person(path):
    titles = TITLE.findall(path.read_text(encoding="utf-8"))
    assert not [field for title in titles for field in re.findall(r"\{\{.*?\}\}", title) if PERSONAL.search(field)]


def test_no_string_says_trafficking():
    assert not [text for text in template_strings() | python_strings() if "trafficking" in text.lower()]
