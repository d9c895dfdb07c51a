"""JSON that can't exhaust the process."""

from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser, JSONParser

from referrals.directory.hsds.limits import DEEPEST as DEEPEST_FILE

DEEPEST = 16  # the deepest body described in the API has four levels


class BoundedJSONParser(JSONParser):
    """JSON, refusing nesting deeper than anything that is asked for. Its length is bounded before it comes here."""

    deepest = DEEPEST

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            body = super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise too_deep() from error
        if is_deeper(body, self.deepest):
            raise too_deep()
        return body


class DeepJSONParser(BoundedJSONParser):
    """JSON of a file for the directory, which nests deeper."""

    deepest = DEEPEST_FILE


class PackageParser(BaseParser):
    """A ZIP file as bytes; as long as any other body may be."""

    media_type = "application/zip"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        return bytes((parser_context or {})["request"]._request.body)


def is_deeper(body: Any, levels: int) -> bool:
    """Whether lists and objects stand in each other more often than this."""
    within = [body]
    for _level in range(levels):
        inner = [one for outer in within if isinstance(outer, dict | list) for one in _members(outer)]
        if not inner:
            return False
        within = inner
    return any(isinstance(one, dict | list) for one in within)


def _members(outer: dict[str, Any] | list[Any]) -> list[Any]:
    return list(outer.values()) if isinstance(outer, dict) else outer


def too_deep() -> ParseError:
    """The refusal."""
    return ParseError("The JSON is nested too deeply.")
