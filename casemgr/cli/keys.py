"""`casemgr keys`: what stands in the key store; another master, root or organization's key; shares."""

import argparse
from contextlib import nullcontext

from casemgr.accounts.models import Organization
from casemgr.audit import events
from casemgr.cli import exchange_keys, key_shares, root_key
from casemgr.cli.key_trail import tell_all, tell_rotated
from casemgr.cli.new_master_key import provider_for
from casemgr.cli.refusal import Refused
from casemgr.encryption import master_rotation, organization_rotation, root, root_rotation
from casemgr.encryption.errors import EncryptionError
from casemgr.encryption.key_providers import NAMES, configured
from casemgr.encryption.models import DataKey, OrganizationKey
from casemgr.encryption.one_at_a_time import Busy, alone


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Options of `casemgr keys`."""
    parser = commands.add_parser("keys", help="show the keys, and change them while everybody works on")
    acts = parser.add_subparsers(title="acts", dest="act", required=True)
    acts.add_parser("status", help="versions, providers, what is pending").set_defaults(do=_status, waits=True)
    rotate = acts.add_parser("rotate", help="make a new key").add_subparsers(dest="which", required=True)
    master = rotate.add_parser("master", help="another master key, or another provider of it")
    master.add_argument("--to", choices=NAMES, help="the next provider (default: the present one)")
    master.add_argument("--new-file", help="where the next key is, or is made")
    master.add_argument("--finish", action="store_true", help="forget every master key but that of these settings")
    master.set_defaults(do=_rotate_master)
    root_key.add_parser(rotate)
    exchange_keys.add_parser(rotate)
    organization = rotate.add_parser("organization", help="another key of one organization, or of all")
    organization.add_argument("slug", nargs="?", help="its short name")
    organization.add_argument("--all", action="store_true", help="every organization whose key is open here")
    organization.set_defaults(do=_rotate_organizations)
    key_shares.add_parsers(acts)


def run(arguments: argparse.Namespace) -> int:
    """Do one of them; two rotations at once are refused."""
    # what only looks, or first waits for people, doesn't keep others from rotating
    waits = getattr(arguments, "waits", False)
    try:
        with nullcontext() if waits else alone():
            return int(arguments.do(arguments))
    except Busy:
        raise Refused("Another process is rotating keys. Wait until it ends.") from None
    except EncryptionError as error:
        raise Refused(str(error)) from None


def _status(_arguments: argparse.Namespace) -> int:
    row = root.current()
    print(f"Root key {row.version}, made {row.created_at:%Y-%m-%d}.")
    for wrapping in row.wrappings.order_by("created_at"):
        in_use = " (in use here)" if root.is_present(wrapping, row) else ""
        print(f"  wrapped by {wrapping.provider}, key {wrapping.key_id}, since {wrapping.created_at:%Y-%m-%d}{in_use}")
    if root_rotation.unfinished():
        print("  older keys under it aren't destroyed yet: casemgr keys rotate root --finish")
    slugs = dict(Organization.objects.values_list("pk", "slug"))
    for key in OrganizationKey.objects.order_by("created_at"):
        last = f"{key.rotated_at:%Y-%m-%d}" if key.rotated_at else "never"
        count = DataKey.objects.filter(organization_id=key.organization_id, destroyed_at=None).count()
        left = organization_rotation.pending(key.organization_id, key.version)
        state = f"; ROTATING, {left} left" if key.previous else ""
        name = slugs.get(key.organization_id, key.organization_id)
        print(f"{name}: version {key.version}, held by {key.holder}, {count} data keys, rotated {last}{state}")
    return 0


def _rotate_master(arguments: argparse.Namespace) -> int:
    if arguments.finish:
        forgotten = master_rotation.keep_only_present()
        tell_all(events.MASTER_KEY_ROTATED, {"step": "finish"})
        print(f"Only {configured().describe()} opens the root key now; forgot {forgotten} other wrappings.")
        return 0
    provider = provider_for(arguments.to, arguments.new_file)
    tell_all(events.MASTER_KEY_ROTATED, {"step": "begin"})
    master_rotation.add(provider)
    print(f"The root key opens with {provider.describe()} too.")
    print("Now put the new key in its place, restart web and worker, and run: casemgr keys rotate master --finish")
    return 0


def _rotate_organizations(arguments: argparse.Namespace) -> int:
    if bool(arguments.slug) == arguments.all:
        raise Refused("Give a short name, or --all.")
    chosen = Organization.objects.here().order_by("slug")
    chosen = chosen if arguments.all else chosen.filter(slug=arguments.slug)
    if not chosen:
        raise Refused("There is no organization with this short name.")
    failed = 0
    for organization in chosen:
        try:
            version = organization_rotation.rotate(organization.pk, lambda left: print(f"  {left} left", flush=True))
        except EncryptionError as error:
            failed += 1
            print(f"{organization.slug}: not rotated. {error}")
            continue
        tell_rotated(organization, version)
        print(f"{organization.slug}: version {version}.")
    if failed:
        raise Refused(f"{failed} not rotated. A key that its organization holds rotates only while it is unlocked.")
    return 0
