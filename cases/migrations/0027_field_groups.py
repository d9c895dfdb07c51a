"""Groups of fields in the database: whose role doesn't read one finds none of its rows (but their own notes and papers)."""

from django.db import migrations

from casemgr.db.policies import members_too, of_group, of_groups
from cases.field_groups import DOCUMENTS, NOTES


class Migration(migrations.Migration):
    dependencies = [("cases", "0026_alleged"), ("database", "0002_rights")]
    operations = [
        members_too("cases_note", of_groups(NOTES, "written_by_id")),
        members_too("cases_document", of_groups(DOCUMENTS, "added_by_id")),
        members_too("cases_experience", of_group("narrative")),
        members_too("cases_htcdsfacts", of_group("narrative")),
        members_too("cases_healthalert", of_group("health")),
        members_too("cases_allegedperpetrator", f"(recorded_by_id = (SELECT app.person()) OR {of_group('legal')})"),
    ]
