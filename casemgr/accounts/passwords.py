"""Which passwords people may choose (settings name the validator): hard to guess for whoever knows them."""

from __future__ import annotations

import logging
import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from casemgr.accounts.breached import is_breached
from casemgr.accounts.models import User

GUESSES_LOG10 = 10  # ten thousand million tries: what a stolen Argon2id hash withstands for years
LOOKED_AT = 72  # characters that zxcvbn estimates; what follows only makes it harder
SHORTEST_WORD = 3
COMMON = frozenset(FREQUENCY_LISTS["passwords"])
OURS = ("casework", "casemgr")


class GuessingValidator:
    """Refuses what is common, breached, or made of the person's own words. It repeats nothing of what was typed."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Errors: ValidationError."""
        if _core(password) in COMMON or password.lower() in COMMON:
            raise ValidationError(_("This password is among the first that are tried. Choose another one."))
        if _is_in_breach(password):
            raise ValidationError(_("This password was in a data breach, so it is tried everywhere. Choose another."))
        own = own_words(user) if user else []
        guesses = float(zxcvbn(_without(password, own)[:LOOKED_AT], user_inputs=own)["guesses_log10"])
        if guesses < GUESSES_LOG10:
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """What to do, for the page."""
        return _("Use four words or more that have nothing to do with each other, with you or with your work.")


def own_words(user: User) -> list[str]:
    """What somebody who knows the person tries first: name, address, organization."""
    organization = user.organization
    known = [user.name, user.email, *([organization.name, organization.slug] if organization else []), *OURS]
    words = re.findall(r"[^\W_]+", " ".join(known).lower())
    return sorted({word for word in words if len(word) >= SHORTEST_WORD}, key=lambda word: (-len(word), word))


def _without(password: str, words: list[str]) -> str:
    """The password with the person's own words taken out: they protect nothing."""
    left = password.lower()
    for word in words:
        left = left.replace(word, "")
    return password if left == password.lower() else left or "a"


def _core(password: str) -> str:
    """What is left without figures and signs around it: "!!password2026" is "password"."""
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password.lower())


def _is_in_breach(password: str) -> bool:
    """Refused, not waved through, while the operator's list can't be read."""
    path = settings.CASEMGR_BREACHED_PASSWORDS
    try:
        return bool(path) and is_breached(password, path)
    except OSError as error:
        logging.getLogger(__name__).error("CASEMGR_BREACHED_PASSWORDS can't be read: %s", type(error).__name__)
        raise ValidationError(_("Passwords can't be checked now. Tell whoever runs this server.")) from None
