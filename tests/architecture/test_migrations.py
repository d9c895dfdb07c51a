"""The models say nothing that no migration says."""

import io

from django.core.management import call_command


def test_no_migration_is_missing():
    said = io.StringIO()
    call_command("makemigrations", dry_run=True, stdout=said)
    assert said.getvalue() == "No changes detected\n"
