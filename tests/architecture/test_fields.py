"""Every field is declared clear or sealed; nobody adds one unnoticed."""

import pytest

from casemgr.encryption.registry import undeclared_fields

pytestmark = pytest.mark.nodb


def test_every_field_is_declared_clear_or_sealed():
    assert list(undeclared_fields()) == []
