"""The codes of proceedings, deadlines, harm by authorities and requests of authorities, and their words.

All are our own, after practices 21, 22, 37 of the design; no law of any country is named.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Proceeding(models.TextChoices):
    """What a proceeding is about."""

    CRIMINAL = "criminal", _("Criminal")
    CIVIL = "civil", _("Civil")
    LABOUR = "labour", _("Labour or wage claim")
    IMMIGRATION = "immigration", _("Immigration or residence")
    COMPENSATION = "compensation", _("Compensation")
    PROTECTION = "protection", _("Protection order")
    FAMILY = "family", _("Family")
    RECORD_RELIEF = "record_relief", _("Clearing a criminal record")


class Role(models.TextChoices):
    """As what the person stands in it."""

    WITNESS = "witness", _("Witness")
    INJURED = "injured", _("Injured party")
    CLAIMANT = "claimant", _("Claimant or applicant")
    RESPONDENT = "respondent", _("Respondent")
    ACCUSED = "accused", _("Accused: ask about non-punishment")


class Measure(models.TextChoices):
    """What protects somebody at a hearing."""

    SCREEN = "screen", _("Screen")
    VIDEO = "video", _("Video link")
    CLOSED = "closed", _("Closed court")
    ANONYMITY = "anonymity", _("Anonymity")
    ESCORT = "escort", _("Escort")


class Accommodation(models.TextChoices):
    """What makes a hearing or an appointment accessible."""

    SIGN_LANGUAGE = "sign_language", _("Sign-language interpreter")
    CAPTIONS = "captions", _("Captions")
    ACCESSIBLE = "accessible", _("Room without steps")
    EASY_LANGUAGE = "easy_language", _("Easy language")
    BREAKS = "breaks", _("Breaks")
    SUPPORT_PERSON = "support_person", _("Somebody of their choice beside them")
    CHILD_CARE = "child_care", _("Child care")
    HEARING_AID = "hearing_aid", _("Hearing loop or aid")


class HearingState(models.TextChoices):
    """What became of a hearing."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    MOVED = "moved", _("Moved")
    CANCELLED = "cancelled", _("Cancelled")


class Award(models.TextChoices):
    """What money is owed for."""

    WAGES = "wages", _("Unpaid wages")
    COMPENSATION = "compensation", _("Compensation")
    COSTS = "costs", _("Costs")
    FINE = "fine", _("Fine to be paid back")


class Deadline(models.TextChoices):
    """What ends on a day."""

    REFLECTION = "reflection", _("Reflection period")
    PERMIT = "permit", _("Visa or permit")
    APPEAL = "appeal", _("Appeal")
    LIMITATION = "limitation", _("Limitation of a claim")
    FILING = "filing", _("Filing")
    OTHER = "other", _("Other deadline")


class Harm(models.TextChoices):
    """What an authority did to the person."""

    ARREST = "arrest", _("Arrest")
    DETENTION = "detention", _("Detention")
    FINE = "fine", _("Fine or charge for what they were forced to do")
    REMOVAL = "removal", _("Removal or refusal of entry")
    VIOLENCE = "violence", _("Violence or threats")
    SEPARATION = "separation", _("Separation from their children")
    NOT_IDENTIFIED = "not_identified", _("Not formally identified")
    DISCLOSURE = "disclosure", _("Told others about the person")


class HarmBy(models.TextChoices):
    """What sort of authority."""

    POLICE = "police", _("Police")
    BORDER = "border", _("Border or immigration authority")
    COURT = "court", _("Court or prosecution")
    IDENTIFYING = "identifying", _("Authority that identifies")
    SOCIAL = "social", _("Social or health authority")
    OTHER = "other", _("Another authority")


class Appeal(models.TextChoices):
    """Whether somebody can appeal, and how far it is."""

    NOT_ASKED = "not_asked", _("Not asked yet")
    POSSIBLE = "possible", _("Possible")
    LODGED = "lodged", _("Lodged")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")
    NONE = "none", _("Not possible or not wanted")


class Request(models.TextChoices):
    """What was served, or asked for."""

    SUBPOENA = "subpoena", _("Subpoena or summons")
    WARRANT = "warrant", _("Warrant")
    COURT_ORDER = "court_order", _("Court order")
    IMMIGRATION = "immigration", _("Request of an immigration authority")
    INFORMAL = "informal", _("Informal request")


class Counsel(models.TextChoices):
    """Whether a lawyer was asked."""

    ASKED = "asked", _("Counsel was asked")
    WAITING = "waiting", _("Asked, no answer yet")
    NOBODY = "nobody", _("Not asked: there is nobody to ask")
    NO_TIME = "no_time", _("Not asked: there was no time")


class Informed(models.TextChoices):
    """Whether the person was told of the request."""

    TOLD = "told", _("The person was told")
    BARRED = "barred", _("Not told: the law or the order forbids it for a time")
    NOT_REACHED = "not_reached", _("Not told: the person can't be reached")
    NOT_SAFE = "not_safe", _("Not told: it would put somebody in danger")


class Decision(models.TextChoices):
    """What is answered."""

    REFUSE = "refuse", _("Refuse")
    OBJECT = "object", _("Object before a court")
    PARTLY = "partly", _("Comply in part")
    COMPLY = "comply", _("Comply")


#: decisions by which something leaves
COMPLYING = frozenset({Decision.PARTLY, Decision.COMPLY})


class Part(models.TextChoices):
    """For what of a case conference somebody is there."""

    ALL = "all", _("All of it")
    WITHOUT_IDENTITY = "without_identity", _("Only parts without identity")


class Conference(models.TextChoices):
    """Where a case conference stands."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")
