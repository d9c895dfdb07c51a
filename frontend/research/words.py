"""Names of codes in the reader's language; a code that isn't known here keeps the package's English name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.codelists import ctdc
from cases.codelists.countries import BY_CODE
from cases.codelists.languages import LANGUAGES
from cases.codelists.services import SERVICES
from cases.sensitive import DISABILITY, ETHNICITY
from frontend.referral_words import DECLINE, END
from referrals.codes import Outcome

NOT_AN_ANSWER: Mapping[str, Promise] = {
    "declined": _("Preferred not to answer"),
    "unknown": _("Asked, and not known"),
    "notCollected": _("Not asked, or not recorded"),
}
FLAGS: Mapping[str, Promise] = {
    "meansDebtBondageEarnings": _("Control by debt bondage or taking earnings"),
    "meansThreats": _("Control by threats"),
    "meansAbusePsyPhySex": _("Control by psychological, physical or sexual abuse"),
    "meansFalsePromises": _("Control by false promises"),
    "meansDrugsAlcohol": _("Control by drugs or alcohol"),
    "meansDenyBasicNeeds": _("Control by denying basic needs or movement"),
    "meansExcessiveWorkHours": _("Control by excessive working hours"),
    "meansWithholdDocs": _("Control by withholding documents"),
    "isForcedLabour": _("Forced labour"),
    "isSexualExploit": _("Sexual exploitation"),
    "isOtherExploit": _("Another form of exploitation"),
    "typeOfLabourAgriculture": _("Labour in agriculture"),
    "typeOfLabourConstruction": _("Labour in construction"),
    "typeOfLabourDomesticWork": _("Domestic work"),
    "typeOfLabourHospitality": _("Labour in hospitality"),
    "typeOfSexProstitution": _("Sexual exploitation: prostitution"),
    "typeOfSexPornography": _("Sexual exploitation: pornography"),
    "recruiterRelationIntimatePartner": _("Recruiter was an intimate partner"),
    "recruiterRelationFriend": _("Recruiter was a friend"),
    "recruiterRelationFamily": _("Recruiter was of the family"),
    "recruiterRelationOther": _("Recruiter was somebody else"),
}


ANSWERS: Mapping[str, Promise] = {
    "actual": _("Recorded as a victim"),
    "possible": _("Recorded as a possible victim"),
    "notFormallyIdentified": _("Not formally identified as a victim"),
    "sameDay": _("First service on the day of registration"),
    "1--7": _("First service after 1 to 7 days"),
    "8--30": _("First service after 8 to 30 days"),
    "31--90": _("First service after 31 to 90 days"),
    "91+": _("First service after 91 days or more"),
    "none": _("No service was recorded as given"),
    "yes": _("Yes"),
    "no": _("No"),
    "0--12 (0-1 yr)": _("Up to 12 months"),
    "13--24 (1-2 yrs)": _("13 to 24 months"),
    "25+ (2+ yrs)": _("25 months and more"),
    "other": _("An answer outside this code list"),
}
#: what a variable asks, by the English words that a package carries
LANGUAGE = "Language the person prefers"
TITLES: Mapping[str, Promise] = {
    "Total": _("Everybody together"),
    "Year in which the person was registered": _("Year in which the person was registered"),
    "Gender": _("Gender"),
    "Age band at registration": _("Age band at registration"),
    "Citizenship": _("Citizenship"),
    "Country of exploitation": _("Country of exploitation"),
    "How long the exploitation lasted": _("How long the exploitation lasted"),
    "What was reported": _("What was reported"),
    "Days from registration to the first service": _("Days from registration to the first service"),
    "Whether a service was recorded as given": _("Whether a service was recorded as given"),
    "Whether a referral of the person has ended": _("Whether a referral of the person has ended"),
    LANGUAGE: _("Language the person prefers"),
    "Standing as recorded; people who are not survivors are counted apart": _(
        "Standing as recorded; people who are not survivors are counted apart"
    ),
}
#: flags that stand for each code of a list: what they begin with -> what that says, and the names of the codes
LISTED: Mapping[str, tuple[Promise, Mapping[str, Any]]] = {
    "received": (_("Received: {name}"), SERVICES.codes),
    "declined": (_("Declined: {name}"), SERVICES.codes),
    "notAvailable": (_("Not available: {name}"), SERVICES.codes),
    "ethnicity": (_("Race or ethnicity: {name}"), ETHNICITY.codes),
    "disability": (_("Difficulty in functioning: {name}"), DISABILITY.codes),
    "outcome": (_("Referral completed: {name}"), dict(Outcome.choices)),
    "refused": (_("Referral declined: {name}"), {**DECLINE, "unanswered": _("Not answered in time")}),
    "ended": (_("Referral ended early: {name}"), END),
}
WORDS = re.compile("[A-Z]?[a-z]+")


def name_of(code: str, english: str = "") -> str:
    """The name of a country, flag, gender, age band, other answer or missing one."""
    for names in (NOT_AN_ANSWER, FLAGS, ANSWERS):
        if code in names:
            return str(names[code])
    if code in BY_CODE:
        return str(BY_CODE[code].name)
    known = dict(ctdc.GENDER.choices()) | dict(ctdc.AGE_BROAD.choices())
    return str(known[code]) if code in known else _listed(code) or english or code


def titled(english: str) -> str:
    """What a variable asks, in the reader's language; the English words where it isn't known here."""
    return str(TITLES.get(english, english))


def table_titled(table: str, titles: Sequence[str]) -> str:
    """A table in the reader's words: the questions it crosses; its name where it has none."""
    return " × ".join(titled(one) for one in titles) or titled(table.capitalize())


def answer_of(title: str, code: str, english: str) -> str:
    """The name of a code as an answer to the variable with this English title. Languages share codes with others."""
    known = title == LANGUAGE and code in LANGUAGES.codes
    return str(LANGUAGES.label(code)) if known else name_of(code, english)


def _listed(flag: str) -> str:
    """The name of a flag like receivedLegalAid, or nothing."""
    begins, *words = WORDS.findall(flag) or [""]
    says, names = LISTED.get(begins, ("", {}))
    code = "_".join(words).lower()
    return str(says).format(name=names[code]) if code in names else ""


def is_answer(code: str) -> bool:
    """Whether the code says something about the person."""
    return code not in NOT_AN_ANSWER
