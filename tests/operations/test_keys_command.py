"""`casemgr keys` on an instance that others use: another master key, another key of an organization, and the trail."""

import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from casemgr.accounts.actions import create_organization
from casemgr.accounts.adapters import FACTOR
from casemgr.accounts.models import IdentityProvider
from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.encryption import exchange_keys, instance_keys, keys
from casemgr.encryption.models import RootKey
from casemgr.encryption.secrets import open_secret, seal_secret, secret_version
from referrals.exchange.remote_organization import Described, made_here
from tests.conftest import as_user, make_person_of


@pytest.fixture
def instance(cloned_world, tmp_path, settings):
    """An instance with a master key of its own and one organization."""
    settings.CASEMGR_DATA_DIR = cloned_world.environment["CASEMGR_DATA_DIR"]
    harbor = create_organization(name="Harbor House", slug="harbor", country="USA")
    keys.create_data_keys(harbor.pk, [harbor.pk])
    master = Path(shutil.copy(cloned_world.environment["CASEMGR_MASTER_KEY_FILE"], tmp_path / "master.key"))
    yield harbor, cloned_world.environment | {"CASEMGR_MASTER_KEY_FILE": str(master)}, master
    keys.forget_all()
    instance_keys.forget()


def casemgr(environment, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "casemgr.cli", *arguments],
        env=os.environ | environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
    )  # fmt: skip


def test_the_whole_way_to_another_master_key_and_another_organization_key(instance, tmp_path):
    harbor, environment, master = instance
    before = keys.data_key(harbor.pk, harbor.pk).secret
    public = casemgr(environment, "audit", "public-key").stdout
    new, old = tmp_path / "new.key", tmp_path / "old.key"
    done = casemgr(environment, "keys", "rotate", "master", "--new-file", str(new))
    assert done.returncode == 0, done.stderr
    old.write_bytes(master.read_bytes())
    old.chmod(0o600)
    new.replace(master)
    done = casemgr(environment, "keys", "rotate", "master", "--finish")
    assert "forgot 1 other" in done.stdout, done.stderr
    done = casemgr(environment, "keys", "rotate", "organization", "harbor")
    assert "harbor: version 2." in done.stdout, done.stderr
    assert casemgr(environment, "audit", "public-key").stdout == public
    status = casemgr(environment, "keys", "status").stdout
    assert "in use here" in status and "harbor: version 2, held by instance, 1 data keys" in status
    refused = casemgr(environment | {"CASEMGR_MASTER_KEY_FILE": str(old)}, "audit", "public-key")
    assert refused.returncode == 1 and "isn't the one that wrapped the root key" in refused.stderr
    keys.forget_all()
    assert keys.data_key(harbor.pk, harbor.pk).secret == before  # this process had the root in memory and goes on
    auditor = make_person_of(harbor, "auditor")
    with as_user(auditor), transaction.atomic():
        told = list(AuditEntry.objects.visible_to(auditor).values_list("event", "additional_data"))
    assert (events.KEY_ROTATED, {"version": 2, "operator": 1}) in told
    assert len([event for event, _facts in told if event == events.MASTER_KEY_ROTATED]) == 2


def test_another_root_key_seals_second_factors_anew_and_is_told(instance):
    harbor, environment, _master = instance
    auditor = make_person_of(harbor, "auditor")
    factor = Authenticator.objects.create(
        user=auditor, type=Authenticator.Type.TOTP, data={"secret": seal_secret("SEED", FACTOR)}
    )
    provider = IdentityProvider(organization=harbor, issuer="https://id.example.org", client_id="c")
    provider.keep_secret("client secret")
    provider.save()
    before = keys.data_key(harbor.pk, harbor.pk).secret
    for said in ("Root key 2 is in use", "Going on with root key 2"):
        done = casemgr(environment, "keys", "rotate", "root")
        assert done.returncode == 0 and said in done.stdout, done.stderr
    early = casemgr(environment, "keys", "rotate", "root", "--finish")
    assert early.returncode == 1 and "Wait until" in early.stderr
    keys.forget_all()
    instance_keys.forget()
    factor.refresh_from_db()
    provider.refresh_from_db()
    assert secret_version(factor.data["secret"]) == secret_version(provider.sealed_secret) == 2
    RootKey.objects.update(created_at=timezone.now() - timedelta(hours=2))
    done = casemgr(environment, "keys", "rotate", "root", "--finish")
    assert done.returncode == 0 and "destroyed" in done.stdout, done.stderr
    keys.forget_all()
    instance_keys.forget()
    assert open_secret(factor.data["secret"], FACTOR) == "SEED" and provider.secret() == "client secret"
    assert keys.data_key(harbor.pk, harbor.pk).secret == before
    with as_user(auditor), transaction.atomic():
        entries = AuditEntry.objects.visible_to(auditor).filter(event=events.ROOT_KEY_ROTATED)
        told = [(entry.additional_data["step"], entry.additional_data["version"]) for entry in entries]
    assert sorted(told) == [("begin", 2), ("finish", 2)]


def test_unknown_names_and_missing_choices_are_refused(instance):
    _harbor, environment, _master = instance
    for arguments in (["organization"], ["organization", "nobody"], ["master"]):
        done = casemgr(environment, "keys", "rotate", *arguments)
        assert done.returncode == 1 and "Traceback" not in done.stderr and "defect" not in done.stderr


def test_new_keys_for_the_exchange_and_no_key_of_an_organization_elsewhere(instance):
    """A partner on another instance has no key here: rotating all others' doesn't stumble over it."""
    harbor, environment, _master = instance
    made_here(Described("Far House", "KEN", "Africa/Nairobi"), harbor, "far")
    done = casemgr(environment, "keys", "rotate", "organization", "--all")
    assert done.returncode == 0 and "far" not in done.stdout, done.stdout + done.stderr
    before = exchange_keys.published()
    done = casemgr(environment, "keys", "rotate", "exchange")
    assert done.returncode == 0 and "Version 2" in done.stdout, done.stderr
    assert exchange_keys.published() != before == exchange_keys.published(1)
    auditor = make_person_of(harbor, "auditor")
    with as_user(auditor), transaction.atomic():
        told = AuditEntry.objects.visible_to(auditor).filter(event=events.EXCHANGE_KEYS_RENEWED)
        assert [entry.additional_data["version"] for entry in told] == [2]
