"""JSON that can't exhaust the process."""

from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

DEEPEST = 16  # the deepest body described in the API has four levels


class BoundedJSONParser(JSONParser):
    """JSON, refusing nesting deeper than anything that is asked for. Its length is bounded before it comes here."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            body = super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise too_deep() from error
        if is_deeper(body, DEEPEST):
            raise too_deep()
        return body


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
