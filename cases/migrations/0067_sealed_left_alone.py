"""Clocks of the further rooms leave sealed cases alone, as the notices' clock does: nobody is reminded of them."""

from django.db import migrations

CLOCKS = ("app.deadlines_near(date)", "app.missing_due()", "app.care_late(timestamptz)")
AFTER = "WHERE app.person() = app.org()"
BESIDE = "AND app.person() = app.org()"
SEALED = "AND c.sealed_at IS NULL"


def leave_alone(apps, schema_editor):
    """Add the condition to each function as it stands."""
    _rewrite(schema_editor, lambda body: _once(body, SEALED))


def as_before(apps, schema_editor):
    """Take the condition away."""
    _rewrite(schema_editor, lambda body: body.replace(f" {SEALED}", ""))


def _rewrite(schema_editor, change):
    with schema_editor.connection.cursor() as cursor:
        for name in CLOCKS:
            cursor.execute("SELECT pg_get_functiondef(%s::regprocedure)", [name])
            cursor.execute(change(cursor.fetchone()[0]))


def _once(body, condition):
    for place in (AFTER, BESIDE):
        if place in body:
            return body.replace(place, f"{place} {condition}", 1)
    raise RuntimeError("a clock has no place for the condition")


class Migration(migrations.Migration):
    dependencies = [("cases", "0066_news_of_all_rooms")]
    operations = [migrations.RunPython(leave_alone, as_before, elidable=False)]
