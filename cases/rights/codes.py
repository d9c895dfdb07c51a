"""What may be asked, by whom, and the words for what was found. Codes in clear; what was said stands sealed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What is asked for."""

    COPY = "copy", _("A copy of everything held")
    CORRECTION = "correction", _("A correction")
    STOP_SHARING = "stop_sharing", _("Stop sharing")
    NARRATIVE = "narrative", _("Erase only what was told: notes, story, documents")
    ERASURE = "erasure", _("Erase the whole record")
    RETENTION = "retention", _("Erase: the time to keep it is over")


class Asker(models.TextChoices):
    """Who asks."""

    PERSON = "person", _("The person")
    GUARDIAN = "guardian", _("A guardian")
    REPRESENTATIVE = "representative", _("Somebody who speaks for them")
    RULE = "rule", _("The organization's rule")


class Identity(models.TextChoices):
    """How it was made sure that they are who they say."""

    KNOWN = "known", _("We know them and met them")
    CODE_WORD = "code_word", _("By the code word")
    DOCUMENT = "document", _("By a document")
    CALLED_BACK = "called_back", _("We reached them in the agreed safe way")


class Finding(models.TextChoices):
    """What the private safety check found."""

    FREE = "free", _("Spoken with alone; it is their own free wish")
    UNSURE = "unsure", _("Not sure: talk again before anything is erased")
    PRESSED = "pressed", _("Somebody may be pressing them")


class Outcome(models.TextChoices):
    """What became of a disputed fact."""

    CORRECTED = "corrected", _("Corrected")
    NOTED = "noted", _("Left as it was; what the person says stands beside it")


class Withheld(models.TextChoices):
    """Why something few may read is left out of a copy; "" gives it."""

    HARM = "harm", _("Left out: a professional finds that it could harm the person")
    OTHERS = "others", _("Left out: it would tell about somebody else")
    LAW = "law", _("Left out: the law forbids it")


class Basis(models.TextChoices):
    """Kinds of cases that a rule of keeping is about."""

    ADULT = "adult", _("Adults")
    CHILD = "child", _("People who were children when the case was opened")
    CONTACT = "contact", _("Contacts that never became a case: closed at intake or screening")
    UNKNOWN = "unknown", _("Questions of authorities that were answered neither yes nor no")
    THREAT = "threat", _("Threats against staff or the organization")
    INCIDENT = "incident", _("Words about people found together")


#: logs that belong to no case: they end by themselves, after so many years where no rule says another number
LOGS = {Basis.UNKNOWN: 2, Basis.THREAT: 5, Basis.INCIDENT: 3}


#: these end in a destroyed key
ERASING = frozenset({Kind.ERASURE, Kind.RETENTION})
#: these take something away for good: private safety check, second person
GRAVE = ERASING | {Kind.NARRATIVE}
#: after these somebody else talks again before anything goes on
DOUBTS = frozenset({Finding.UNSURE, Finding.PRESSED})
