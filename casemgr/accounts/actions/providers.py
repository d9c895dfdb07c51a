"""An organization's own identity provider: set up, changed, taken away; and one person's tie to it cut."""

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import IdentityProvider, ProviderIdentity, User
from casemgr.accounts.permissions import require, require_can_manage
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound
from casemgr.outbound import OutboundError, require_target


@transaction.atomic
def configure_provider(*, issuer: str, client_id: str, secret: str, required: bool, by: User) -> IdentityProvider:
    """Set the administrator's organization's provider up, or change it. An empty `secret` keeps the one that is there.

    Another issuer wants the secret again: it would go to somebody else. It also ends every tie to the old one.
    Errors: InvalidInput naming the field.
    """
    require(by, "manage_people")
    issuer, client_id = issuer.strip(), client_id.strip()
    _require_issuer(issuer)
    if not client_id:
        raise InvalidInput(_("Enter the client id that the provider gave you."), field="client_id")
    provider = provider_of(by, locked=True)
    moved = provider is not None and provider.issuer != issuer
    if not secret and (provider is None or moved):
        raise InvalidInput(_("Enter the client secret that this provider gave you."), field="secret")
    saved = provider or IdentityProvider(organization=by.home)
    changed = _changes(saved, issuer=issuer, client_id=client_id, required=required)
    if secret:
        saved.keep_secret(secret)
        changed.append("secret")
    saved.save()
    ended = saved.identities.all().delete()[0] if moved else 0
    event = events.PROVIDER_CHANGED if provider else events.PROVIDER_CONFIGURED
    trail.record(event, by=by, subject=saved, changed=changed, facts={"required": int(required), "unlinked": ended})
    return saved


@transaction.atomic
def remove_provider(*, by: User) -> None:
    """Take the provider away with its secret and every tie to it. Errors: NotFound."""
    require(by, "manage_people")
    provider = provider_of(by, locked=True)
    if provider is None:
        raise NotFound()
    trail.record(events.PROVIDER_REMOVED, by=by, subject=provider)
    provider.delete()


@transaction.atomic
def unlink_from_provider(person: User, *, by: User) -> None:
    """Forget whom the provider knows this colleague as; the next sign-in goes by verified e-mail again.

    Errors: NotFound, NotPermitted.
    """
    require_can_manage(by, person)
    if not ProviderIdentity.objects.filter(user=person).delete()[0]:
        raise NotFound()
    trail.record(events.PROVIDER_UNLINKED, by=by, subject=person)


def provider_of(user: User, *, locked: bool = False) -> IdentityProvider | None:
    """The provider of the user's own organization, if it has one."""
    providers = IdentityProvider.objects.filter(organization=user.home)
    return (providers.select_for_update() if locked else providers).first()


def _require_issuer(issuer: str) -> None:
    try:
        require_target(issuer)
    except OutboundError:
        raise InvalidInput(
            _("Enter an https address with a name, as the provider writes it."), field="issuer"
        ) from None
    if "?" in issuer:
        raise InvalidInput(_("An issuer's address has no question mark."), field="issuer")


def _changes(provider: IdentityProvider, **values: object) -> list[str]:
    changed = [name for name, value in values.items() if getattr(provider, name) != value]
    for name in changed:
        setattr(provider, name, values[name])
    return changed
