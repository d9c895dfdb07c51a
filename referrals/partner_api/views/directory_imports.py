"""Files for the directory: HSDS JSON, or a package of CSV files. The only calls of the API that write many rows."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.response import Response

from referrals import actions
from referrals.directory.hsds.csv_package import read_package
from referrals.directory.hsds.flat import Tables
from referrals.directory.hsds.reading import read_document
from referrals.partner_api.authentication import PartnerRequest
from referrals.partner_api.describe import KEY, described
from referrals.partner_api.directory_bodies import DirectoryFile, DirectoryImported
from referrals.partner_api.idempotency import answer_once
from referrals.partner_api.parsers import DeepJSONParser, PackageParser
from referrals.partner_api.problems import MOST_ROWS, pointer_of

from .base import PartnerView


class ImportQuery(serializers.Serializer):
    """Whether to write."""

    dry_run = serializers.ChoiceField(choices=["true", "false"], required=False, default="false")


class DirectoryImports(PartnerView):
    """POST /directory/imports"""

    scopes = {"POST": ("directory:write",)}
    parser_classes = [DeepJSONParser, PackageParser]
    post_query = ImportQuery

    @described(
        "import_directory",
        body={"application/json": DirectoryFile, "application/zip": OpenApiTypes.BINARY},
        answer=DirectoryImported,
        refusals=[409],
        parameters=[KEY, ImportQuery],
        tag="directory",
    )
    def post(self, request: PartnerRequest) -> Response:
        """Take a file into your organization's directory: all of it, or with one bad row nothing."""
        return answer_once(request, lambda: self._take(request))

    def _take(self, request: PartnerRequest) -> Response:
        dry_run = self.asked(request)["dry_run"] == "true"
        done = actions.import_directory(_tables(request.data), dry_run=dry_run, by=request.user)
        return Response(_told(done))


def _tables(body: Any) -> Tables:
    return read_package(body) if isinstance(body, bytes) else read_document(body)


def _told(done: actions.Imported) -> dict[str, Any]:
    notes = [{"pointer": pointer_of(one), "detail": str(one.message)} for one in done.notes[:MOST_ROWS]]
    rows = [{"table": name, "new": new, "changed": changed} for name, (new, changed) in done.rows.items()]
    return {"dry_run": done.dry_run, "tables": rows, "notes": notes}
