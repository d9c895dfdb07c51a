"""Words planted in every sealed field behind the doors, and who may ever read each of them, as data.

A planted word is `zq` ROW `7` FIELD `qz`: one search finds all of them in any answer. ROW says whose case it hangs on
(world.py); nobody who isn't named here may be told it by any door.
"""

import re

#: group of fields -> the fields planted for it
GROUPS = {
    "identity": "alias legal numbers guardian birth",
    "contact": "phone email address code ifother hours right hold kin gone",
    "narrative": "note task goal flag service experience alleged appointment handover document closing complaint "
    "never disclosed attempt safety money link urgent words papers left agenda assessment review cot longer search "
    "quarrel leaving going ramp",
    "health": "allergy therapy access crisis fact",
    "law": "privileged notice proceeding deadline harm request asked",
    "said alone": "private",
    # not of the record: what was typed, a list's name, a colleague's name, where a hidden place of the directory is,
    # how a partner by phone or letter is reached, and its name
    # and where a house is, what those who sit with people found together must know
    "beside": "draft begun view staff whereabouts partner outside street sitting visit threat",
}
GROUP_OF = {field: group for group, fields in GROUPS.items() for field in fields.split()}

HIDDEN = frozenset({"second_supervisor", "team_lead", "night_staff", "emergency"})
LEADERS = frozenset({"supervisor", "second_supervisor"})
LOTUS = frozenset({"other_caseworker", "other_supervisor"})
#: personas whose role doesn't read all of a case, and the fields that it doesn't
_LAW = {"proceeding", "deadline", "harm", "request"}
_TOLD = {"note", "experience", "document", "assessment", "review"}
PARTLY = {
    "named_intake": _TOLD | _LAW | {"alleged", "notice", "going"},
    "night_staff": _TOLD | _LAW | {"alleged", "notice", "legal", "numbers", "birth", "going"},
    "health_worker": _TOLD | _LAW | {"alleged", "notice", "going"},
    "legal_worker": _TOLD | {"allergy", "crisis", "going"},
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
    "log": LEADERS | {"caseworker"},  # a request about somebody unknown: of no case
    "caller": LEADERS | {"caseworker"},
    "left": LEADERS | {"complaint_recipient"},
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
    ("harbor", "private"): LEADERS | {"caseworker"},
    ("harbor", "fact"): LEADERS | {"caseworker", "health_worker"},
    # who goes, who looks out, and supervisors; a threat's writer and supervisors
    ("leader", "visit"): LEADERS | {"caseworker", "colleague"},
    ("leader", "threat"): LEADERS | {"caseworker"},
    ("harbor", "draft"): frozenset({"caseworker"}),
    ("harbor", "begun"): frozenset({"caseworker"}),
    ("harbor", "view"): frozenset({"caseworker"}),
    ("left", "complaint"): frozenset({"complaint_recipient"}),
    ("place", "street"): LEADERS,
    ("place", "sitting"): LEADERS | {"caseworker", "colleague"},
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
