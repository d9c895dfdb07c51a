"""What is read to the person before they decide: one text for each purpose, versioned, fingerprinted as it was shown.

The texts are strings of the catalogue, in more languages than the screens. A language without a translation is read in
the reader's own and interpreted; then that language and its fingerprint are kept, not the one that was spoken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

VERSION = "2026-11"
#: languages of these texts beside those of the screens, as Django names them
READ_IN = frozenset({"es", "fr", "pt", "ru", "uk", "zh-hans"})
ALIKE = {"zh": "zh-hans"}  # no script was said: the one that most can read
TEXTS: Mapping[str, tuple[Any, ...]] = {
    "store": (
        _(
            "We would like to write down what you tell us, so that you don't have to tell it again and we can help you "
            "better. Only people here who work with you can read it. It is kept locked."
        ),
        _(
            "You can say no and still get help. You can change your mind, see what we wrote, have it put right or have "
            "it erased, at any time."
        ),
    ),
    "share": (
        _(
            "We would like to tell another organization only what is ticked below, so that they can help you. They "
            "won't see anything else."
        ),
        _(
            "You can say no and still get help from us. You can stop it at any time; they may keep what they wrote "
            "themselves, and we will tell you what that is."
        ),
    ),
    "carry": (
        _(
            "We can put only what is ticked below on a page. You get a paper, and a number that you keep in your head. "
            "Whoever you show both to can read it, and nobody else. You choose to whom, and whether at all."
        ),
        _(
            "Somebody who searches your bag or your phone may find the paper. Take it only if carrying it is safe for "
            "you; we can also tell them in another way. You can say no and still get help."
        ),
        _(
            "You can stop it at any time: tell us, and it opens no more. What somebody has read, copied or "
            "photographed by then can't be called back."
        ),
    ),
    "statistics": (
        _(
            "May we count your case, without your name, in statistics about what happens to people? They help to stop "
            "those who do this."
        ),
        _(
            "The statistics are without names; a small risk remains that somebody could guess. You can say no and "
            "nothing changes for you. You can stop it at any time for everything that is counted later."
        ),
    ),
}
#: what each paragraph says, in pictures to point at while it is read; names of icons (frontend/assets/icons.txt)
PICTURES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "store": (("pencil", "people", "lock"), ("hand-thumbs-up", "eye", "trash")),
    "share": (("arrow-left-right", "check-circle", "eye-slash"), ("hand-thumbs-up", "slash-circle", "info-circle")),
    "carry": (
        ("file-earmark-text", "key", "person-check"),
        ("exclamation-triangle", "search", "hand-thumbs-up"),
        ("slash-circle", "eye"),
    ),
    "statistics": (("bar-chart", "eye-slash"), ("exclamation-triangle", "hand-thumbs-up", "slash-circle")),
}


@dataclass(frozen=True)
class Text:
    """The paragraphs as shown, their language and version, and the SHA-256 of all of it in hex.

    `pictures` go with the paragraphs one by one. They repeat what the words say, so the fingerprint is of the words.
    """

    paragraphs: tuple[str, ...]
    pictures: tuple[tuple[str, ...], ...]
    language: str
    version: str
    digest: str

    @property
    def told(self) -> list[tuple[str, tuple[str, ...]]]:
        """Each paragraph with its pictures."""
        return list(zip(self.paragraphs, self.pictures, strict=True))


def translated(language: str) -> str:
    """The language of the texts that serves for this one, BCP 47: itself, or without its region; "" for none."""
    known = READ_IN | {code for code, _name in settings.LANGUAGES}
    asked = language.lower()
    return next((code for code in (asked, ALIKE.get(asked, ""), asked.split("-")[0]) if code in known), "")


def text_of(purpose: str, language: str = "") -> Text:
    """The text in this language if it is translated, else in the reader's."""
    shown = translated(language) or translation.get_language() or settings.LANGUAGE_CODE
    with translation.override(shown):
        paragraphs = tuple(str(text) for text in TEXTS[purpose])
    whole = "\n".join((VERSION, purpose, shown, *paragraphs))
    return Text(paragraphs, PICTURES[purpose], shown, VERSION, hashlib.sha256(whole.encode()).hexdigest())
