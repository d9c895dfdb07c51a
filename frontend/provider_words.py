"""What went wrong with an organization's identity provider, in plain words: what it is, and what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

_ASK = _("Try again in a few minutes. If it stays so, tell your administrator.")
_OURS = _("Begin again. If it stays so, tell your administrator: the provider's answer can't be trusted.")

#: for the administrator who tests the connection, by code of ProviderProblem
TESTED: dict[str, Any] = {
    "address": _("An address isn't one that we ask: it must be https with a name, port 443 and no password in it."),
    "forbidden": _(
        "The name leads into a private network. If the provider really stands in your own network, ask who operates "
        "this server to allow it."
    ),
    "name": _("There is no such name in the internet. Check how the address is written."),
    "unreachable": _("The provider's server doesn't answer. Check the address, and whether we can reach it."),
    "certificate": _("The provider's certificate isn't valid for its name."),
    "timeout": _("The provider's server took too long to answer."),
    "too_large": _("The provider's answer is far too long: this isn't an identity provider's address."),
    "redirect": _("The provider sends us on to another address. Enter the one that it sends to."),
    "answer": _("The provider's server answers with something that isn't a page."),
    "discovery_status": _("The server is there, but has no page about an identity provider. Check the issuer."),
    "discovery_content": _("The page about the identity provider can't be read. Check the issuer."),
    "discovery_issuer": _("The provider calls itself something else. Enter the issuer to the letter as it writes it."),
    "discovery_incomplete": _("The provider doesn't say where people sign in. Check the issuer."),
    "discovery_pkce": _("The provider doesn't know PKCE with S256. Ask it to switch that on."),
    "discovery_algorithm": _("The provider signs with neither RS256 nor ES256. Ask it to use one of them."),
    "keys": _("The provider's keys can't be read."),
}
#: for whoever tries to sign in
SIGNING_IN: dict[str, Any] = {
    "client_refused": _(
        "The provider doesn't accept our key. Tell your administrator to enter the client secret again."
    ),
    "code_refused": _("The provider says that this sign-in was used already or is too old. Begin again."),
    "state": _("This sign-in was used already, is too old, or began in another browser. Begin again."),
    "denied": _("The sign-in was stopped at the provider. Begin again if that wasn't meant."),
    "provider_error": _("The provider refused without saying why in a way we know. Tell your administrator."),
    "token_expired": _(
        "The provider's answer has expired. Begin again; if it stays so, a clock is wrong: tell your administrator."
    ),
    "email_unverified": _(
        "The provider doesn't say that it checked your e-mail address, and we don't know you there yet. Tell your "
        "administrator."
    ),
    "no_account": _(
        "There is no account here for the person that the provider named. Ask your administrator to invite you with "
        "the e-mail address that the provider knows."
    ),
    "linked_otherwise": _(
        "Your account belongs to another person at the provider. Tell your administrator, who can cut that tie."
    ),
}
OF_THE_SERVER = frozenset(TESTED)


def tested(code: str) -> Any:
    """What to tell an administrator who tests the connection."""
    return TESTED.get(code, code)


def signing_in(code: str) -> Any:
    """What to tell somebody who wanted to sign in."""
    return SIGNING_IN.get(code) or (_ASK if code in OF_THE_SERVER else _OURS)
