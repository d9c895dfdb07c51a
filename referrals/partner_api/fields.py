"""Fields that take what the schema says and nothing else: no numbers as text, no unknown names.

Stock DRF fields coerce (5 becomes "5", "yes" becomes true): each makes the published schema a lie.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers


class StrictText(serializers.CharField):
    """Text that was text in JSON."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class StrictCode(serializers.ChoiceField):
    """One of a list of codes, given as text."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid_choice", input=type(data).__name__)
        if data not in self.choices:
            # the value is not echoed: it may be anything, a name included
            self.fail("invalid_choice", input="value")
        return data


class StrictFlag(serializers.BooleanField):
    """true or false, not their many spellings."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class StrictNumber(serializers.IntegerField):
    """A JSON integer."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return super().to_internal_value(data)


class StrictTime(serializers.DateTimeField):
    """An RFC 3339 date and time, given as text."""

    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str):
            self.fail("invalid", format="RFC 3339")
        return super().to_internal_value(value)


class StrictDate(serializers.DateField):
    """An ISO 8601 date, given as text."""

    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str):
            self.fail("invalid", format="YYYY-MM-DD")
        return super().to_internal_value(value)


class StrictSerializer(serializers.Serializer):
    """A body with exactly the declared fields; an unknown one is an error, not silently dropped."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = set(data) - set(self.fields)
            if unknown:
                # the names are the caller's own words: said back as a count only
                message = f"{len(unknown)} unknown field(s). Known: {', '.join(self.fields) or 'none'}."
                raise serializers.ValidationError({"non_field_errors": [message]})
        return super().to_internal_value(data)
