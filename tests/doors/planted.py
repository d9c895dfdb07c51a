"""Words planted in every sealed field behind the doors, and who may ever read each of them, as data.

A planted word is `zq` ROW `7` FIELD `qz`: one search finds all of them in any answer. ROW says whose case it hangs on
(world.py); nobody who isn't named here may be told it by any door.
"""

import re

#: group of fields -> the fields planted for it
GROUPS = {
    "identity": "alias legal numbers guardian birth",
    "contact": "phone email address code ifother hours",
    "narrative": "note task goal flag service experience alleged appointment handover document closing complaint "
    "never disclosed attempt safety money link urgent words papers",
    "health": "allergy therapy access",
    "law": "privileged notice",
    # not of the record: what was typed, a list's name, a colleague's name, where a hidden place of the directory is,
    # how a partner by phone or letter is reached, and its name
    "beside": "draft view staff whereabouts partner outside",
}
GROUP_OF = {field: group for group, fields in GROUPS.items() for field in fields.split()}

HIDDEN = frozenset({"second_supervisor", "team_lead", "night_staff", "emergency"})
LEADERS = frozenset({"supervisor", "second_supervisor"})
LOTUS = frozenset({"other_caseworker", "other_supervisor"})
#: personas whose role doesn't read all of a case, and the fields that it doesn't
_TOLD = {"note", "experience", "document"}
PARTLY = {
    "named_intake": _TOLD | {"alleged", "notice"},
    "night_staff": _TOLD | {"alleged", "notice", "legal", "numbers", "birth"},
    "health_worker": _TOLD | {"alleged", "notice"},
    "legal_worker": _TOLD | {"allergy"},
}
#: row -> personas who see the case it hangs on
ROWS = {
    "harbor": LEADERS | {"caseworker", "named", "emergency", "team_lead", *PARTLY},
    "sister": LEADERS | {"caseworker"},
    "shared": LEADERS | {"caseworker"},
    "colleague": LEADERS | {"colleague"},
    "hidden": frozenset({"colleague", "supervisor"}),
    "leader": LEADERS,
    "place": LEADERS
    | {"caseworker", "colleague", "named", "former", "emergency", "team_lead", "other_lead", "org_admin"},
    "lotus": LOTUS,
    "delta": frozenset({"stranger"}),
    "echo": frozenset(),
}
# only words that were planted: a random token may look like one
WORD = re.compile(f"zq({'|'.join([*ROWS, 'unseen'])})7([a-z]+)qz".encode())
#: what fewer may read than see the case, or others too
FEW = {
    ("harbor", "therapy"): LEADERS | {"caseworker"},
    ("harbor", "privileged"): LEADERS | {"caseworker"},
    ("harbor", "complaint"): LEADERS | {"named", "complaint_recipient"},
    ("harbor", "urgent"): LEADERS | {"emergency"},
    ("harbor", "alleged"): LEADERS | {"caseworker"},
    ("harbor", "draft"): frozenset({"caseworker"}),
    ("harbor", "view"): frozenset({"caseworker"}),
    ("leader", "complaint"): frozenset({"supervisor", "complaint_recipient"}),
    # whoever sees a case sees to whom it is referred
    ("place", "outside"): ROWS["place"] | ROWS["harbor"],
    # a referral that was accepted: what the person agreed to share, and nothing else
    ("shared", "alias"): LEADERS | {"caseworker"} | LOTUS,
    ("shared", "legal"): LEADERS | {"caseworker"} | LOTUS,
    ("shared", "papers"): LEADERS | {"caseworker"} | LOTUS,
    ("shared", "words"): LEADERS | {"caseworker"} | LOTUS,
}


def word(row: str, field: str) -> str:
    """The word planted in this field of this row."""
    return f"zq{row}7{field}qz"


def readers(row: str, field: str) -> frozenset[str]:
    """The personas who may read it."""
    unread = {persona for persona, fields in PARTLY.items() if field in fields}
    return FEW.get((row, field), ROWS.get(row, frozenset())) - unread


def words_in(content: bytes) -> set[tuple[str, str]]:
    """The planted words in an answer, as (row, field)."""
    return {(row.decode(), field.decode()) for row, field in WORD.findall(content)}


def told_too_much(persona: str, content: bytes, *, restricted: bool = False) -> set[tuple[str, str]]:
    """What this persona was told and may not know."""
    return {one for one in words_in(content) if persona not in readers_when(*one, restricted=restricted)}


def readers_when(row: str, field: str, *, restricted: bool) -> frozenset[str]:
    """The same in the world where Harbor's case is restricted and some who saw it aren't named on it."""
    if restricted and row == "harbor":
        return readers(row, field) - HIDDEN
    return readers(row, field)
