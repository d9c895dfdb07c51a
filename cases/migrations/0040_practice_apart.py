"""No consent and no "never with" between practice and what is real: a referral stands on a consent to its receiver."""

from django.db import migrations

APART = "\n".join(
    f"CREATE TRIGGER own_world BEFORE INSERT OR UPDATE OF organization_id, recipient_id ON {table} FOR EACH ROW "
    "EXECUTE FUNCTION app.refuse_between_worlds('organization_id', 'recipient_id');"
    for table in ("cases_consent", "cases_nevershare")
)
NOT_APART = "DROP TRIGGER own_world ON cases_nevershare; DROP TRIGGER own_world ON cases_consent;"


class Migration(migrations.Migration):
    dependencies = [("cases", "0039_services_door"), ("accounts", "0017_practice_apart")]
    operations = [migrations.RunSQL(APART, NOT_APART)]
