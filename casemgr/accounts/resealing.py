"""Second factors, client secrets and what other rooms add under the instance's newest key, while people sign in.

A row is locked, read and written in one transaction, in batches. Whoever had read it before and writes it later brings
back the older seal at most, which opens too: the next pass takes it.
"""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Model, QuerySet

from casemgr.accounts.adapters import FACTOR
from casemgr.accounts.models import IdentityProvider
from casemgr.encryption.errors import Tampered
from casemgr.encryption.secrets import sealed_anew

BATCH = 200
_others: list[tuple[Callable[[], QuerySet[Any]], Callable[[Any], bool]]] = []


def also(rows: Callable[[], QuerySet[Any]], anew: Callable[[Any], bool]) -> None:
    """Have another room's rows sealed anew too; `anew` saves a row and says whether it changed. Errors: Tampered."""
    _others.append((rows, anew))


def reseal(tell: Callable[[int], None] = lambda done: None) -> tuple[int, int]:
    """Go through all; `tell` hears how many rows are done. How many were sealed anew, and how many don't open."""
    done = changed = broken = 0
    kinds = [(Authenticator.objects.all(), _factor), (IdentityProvider.objects.all(), _provider)]
    for rows, anew in [*kinds, *((rows(), anew) for rows, anew in _others)]:
        for batch in _batches(rows):
            some, bad = _seal_batch(rows, batch, anew)
            done, changed, broken = done + len(batch), changed + some, broken + bad
            tell(done)
    return changed, broken


def _batches(rows: QuerySet[Any]) -> list[list[Any]]:
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    return [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]


@transaction.atomic
def _seal_batch(rows: QuerySet[Any], ids: list[Any], anew: Callable[[Any], bool]) -> tuple[int, int]:
    changed = broken = 0
    for row in rows.select_for_update().filter(pk__in=ids).order_by("pk"):
        try:
            changed += anew(row)
        except Tampered:
            broken += 1
    return changed, broken


def _factor(factor: Authenticator) -> bool:
    """An authenticator app's secret, and the seed or the codes for when it is lost. Passkeys hold none."""
    data = dict(factor.data)
    for name in ("secret", "seed"):
        if name in data:
            data[name] = sealed_anew(data[name], FACTOR) or data[name]
    if "migrated_codes" in data:
        data["migrated_codes"] = [sealed_anew(code, FACTOR) or code for code in data["migrated_codes"]]
    return _saved(factor, "data", data)


def _provider(provider: IdentityProvider) -> bool:
    sealed = sealed_anew(provider.sealed_secret, provider.sealing_purpose) or provider.sealed_secret
    return _saved(provider, "sealed_secret", sealed)


def _saved(row: Model, name: str, value: object) -> bool:
    if getattr(row, name) == value:
        return False
    setattr(row, name, value)
    row.save(update_fields=[name])
    return True
