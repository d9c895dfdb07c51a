"""Referrals, enquiries, pairings and the directory stay within one world (accounts 0017).

The triggers hold for every login. What the directory shows, the policies of accounts_organization bound already, except
for an administrator, who sees their own practice pair: its entries are not for them.
"""

from django.db import migrations

TABLES = (
    "directoryorganization directoryservice directorylocation serviceatlocation directoryaddress directoryphone "
    "directorylanguage directoryschedule costoption servicecapacity taxonomy taxonomyterm termlink"
).split()
#: table: what `app.refuse_between_worlds` compares
BETWEEN = {
    "referrals_referral": "'sender_id', 'receiver_id'",
    "referrals_referralparty": "'organization_id', 'referral_id', 'referrals_referral', 'sender_id'",
    "referrals_enquiryanswer": "'receiver_id', 'enquiry_id', 'referrals_enquiry', 'organization_id'",
    "referrals_directoryorganization": "'organization_id', 'member_id'",
}
TRIGGERS = "\n".join(
    f"CREATE TRIGGER own_world BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW "
    f"EXECUTE FUNCTION app.refuse_between_worlds({compared});"
    for table, compared in BETWEEN.items()
) + (
    "\nCREATE TRIGGER of_real_ones BEFORE INSERT OR UPDATE ON referrals_pairing FOR EACH ROW "
    "EXECUTE FUNCTION app.refuse_in_practice('organization_id');"
)
NO_TRIGGERS = "DROP TRIGGER of_real_ones ON referrals_pairing;" + "\n".join(
    f"DROP TRIGGER own_world ON {table};" for table in BETWEEN
)
IN_WORLD = """organization_id IN (SELECT o.id FROM accounts_organization o
    WHERE o.practice_of_id IS NOT DISTINCT FROM (SELECT app.world()))"""
POLICIES = "\n".join(
    f"CREATE POLICY own_world ON referrals_{name} AS RESTRICTIVE FOR SELECT TO casemgr_app, casemgr_worker "
    f"USING ({IN_WORLD});"
    for name in TABLES
)
NO_POLICIES = "\n".join(f"DROP POLICY own_world ON referrals_{name};" for name in TABLES)


class Migration(migrations.Migration):
    dependencies = [("referrals", "0024_outcomes_door"), ("cases", "0040_practice_apart")]
    operations = [
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
        migrations.RunSQL(POLICIES, NO_POLICIES),
    ]
