"""Which system gets an answer at which door of the partner API, as data. docs/access.md shows it.

`sender` sent the referral and recorded the consent, `receiver` took it on, `sister` is another system of the sender's
organization, `outsider` of one that has no part in it, `practising` one that practises for the sender's organization,
`suspended` of one that was suspended since its token was issued, `ended` a client that was ended, `nobody` shows no
token, `forged` a made-up one.
"""

from django.urls import get_resolver

PUBLIC = {"api_schema", "api_absent"}
SCOPES = tuple(
    (
        "directory:read directory:write referral:send referral:receive referral:decide message:write consent:record "
        "notice:draft webhook:manage"
    ).split()
)
TURNED_AWAY = ("nobody", "forged", "suspended", "ended")
CALLERS = ("sender", "receiver", "sister", "outsider", "practising", *TURNED_AWAY)
SENDERS_STEPS = ("/submit", "/withdraw", "/phone")
REFERRAL, CONSENT = frozenset({"sender", "receiver"}), frozenset({"sender"})


def _operations():
    """(path, method, scopes) of everything under /api/v1 that asks for a token."""
    for pattern in get_resolver().url_patterns:
        for inner in getattr(pattern, "url_patterns", ()):
            if str(inner.pattern).startswith("api/v1/") and inner.name not in PUBLIC:
                view = inner.callback.view_class
                for method in sorted(set(view.scopes)):
                    yield str(inner.pattern).removeprefix("api/v1/"), method, view.scopes[method]


OPERATIONS = list(_operations())


def parties(path: str, method: str) -> frozenset[str]:
    """The callers for whom there is something behind it; the drafting side alone changes an offer."""
    if path.startswith("sandbox"):
        return frozenset() if "<str:id>" in path else frozenset({"practising"})
    if path.startswith("directory") and "<str:id>" in path and "taxonom" not in path:
        return frozenset(CALLERS) - {"practising"}
    if "<str:id>" not in path or path.startswith("directory"):
        return frozenset(CALLERS)
    if path.startswith("enquiries"):  # every system of the side; how it is answered lies on the other's
        return frozenset({"receiver"} if path.endswith("/answer") else {"sender", "sister"})
    if path.startswith(("consents", "webhook-", "statutory-")) or method == "PATCH":
        return CONSENT  # an address for webhooks is of one system: the sender's
    return REFERRAL


def answer(caller: str, path: str, method: str) -> str:
    """401 for whoever is turned away; 404 where nothing is theirs; 403 not theirs to do; 2xx: the call is looked at."""
    if caller in TURNED_AWAY:
        return "401"
    if caller == "receiver" and path.startswith("referrals") and path.endswith(SENDERS_STEPS):
        return "403"
    return "2xx" if caller in parties(path, method) else "404"
