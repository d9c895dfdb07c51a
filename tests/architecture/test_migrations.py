"""The models say nothing that no migration says."""

from django.core.management import call_command


def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
