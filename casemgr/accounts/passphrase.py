"""Which passphrases are strong enough to guard an organization's key: nobody limits guesses at a stolen key store."""

import itertools

from django.contrib.auth.password_validation import CommonPasswordValidator, UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.encryption.passphrases import normal
from casemgr.errors import InvalidInput

CHARACTERS, WORDS = 16, 5
DIFFERENT_CHARACTERS, DIFFERENT_WORDS, LETTERS_OF_A_WORD = 8, 4, 3
_known_parts = UserAttributeSimilarityValidator(user_attributes=("name", "email"))
_common = CommonPasswordValidator()


def require_strong(passphrase: str, user: User) -> None:
    """Errors: InvalidInput, saying what is missing and repeating nothing of what was typed."""
    text = normal(passphrase)
    if not (len(text) >= CHARACTERS or _is_words(text)):
        raise _weak(_("Use at least five words, or at least 16 characters."))
    if len(set(text.casefold())) < DIFFERENT_CHARACTERS or _repeats(text.casefold()):
        raise _weak(_("This repeats itself. Use words that have nothing to do with each other."))
    if _is_near_known(text, user):
        raise _weak(_("This is too easy to guess: it is common, or like your name or address."))
    if user.check_password(passphrase) or user.check_password(text):
        raise _weak(_("This is the password you sign in with. Choose another one for the key."))


def _is_words(text: str) -> bool:
    words = [word for word in text.split(" ") if len(word) >= LETTERS_OF_A_WORD]
    return len(words) >= WORDS


def _repeats(text: str) -> bool:
    """Whether it is a piece several times over, few words several times, or a run such as 12345678 or abcdefgh."""
    words, letters = text.split(" "), text.replace(" ", "")
    few = len(words) >= WORDS and len(set(words)) < DIFFERENT_WORDS
    steps = {ord(after) - ord(before) for before, after in itertools.pairwise(letters)}
    return few or letters in (letters + letters)[1:-1] or steps in ({1}, {-1})


def _is_near_known(text: str, user: User) -> bool:
    try:
        _common.validate(text)
        _known_parts.validate(text, user)
    except ValidationError:
        return True
    return False


def _weak(message: str) -> InvalidInput:
    return InvalidInput(message, field="passphrase")
