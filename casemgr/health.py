"""`/health`: whether this node can reach its database and the key store. It says nothing more to anybody."""

import logging

from django.db import DatabaseError, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

STORES = ("default", "keys")


@require_safe
@never_cache
@transaction.non_atomic_requests
def health(_request: HttpRequest) -> HttpResponse:
    """200 "ok", or 503 "unavailable"; which store failed is in the log."""
    if all(_answers(alias) for alias in STORES):
        return HttpResponse("ok", content_type="text/plain")
    return HttpResponse("unavailable", content_type="text/plain", status=503)


def _answers(alias: str) -> bool:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        logging.getLogger(__name__).warning("%s is unavailable: %s", alias, type(error).__name__)
        return False
    return True
