"""The referral side of the export door: coded outcomes of people who are in `door.population_v1`, and nobody else.

The pseudonym is the population's own, so that both views speak of the same people without an id.
"""

from django.db import migrations

VIEW = """
CREATE VIEW door.referrals_v1 WITH (security_barrier) AS
SELECT population.pseudonym, referral.service_code::text AS service, referral.state::text AS state,
       referral.outcome::text AS outcome
FROM referrals_referralparty AS party
JOIN referrals_referral AS referral ON referral.id = party.referral_id
JOIN cases_case AS c ON c.id = party.case_id
CROSS JOIN door.pseudonym_key AS key
JOIN door.population_v1 AS population
  ON population.pseudonym = sha256(key.outer_pad || sha256(key.inner_pad || uuid_send(c.person_id)))
WHERE party.role = 'sender' AND referral.state IN ('completed', 'not_completed', 'declined', 'expired');
GRANT SELECT ON door.referrals_v1 TO casemgr_exporter;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0002_row_level_security"), ("cases", "0003_export_door")]
    operations = [migrations.RunSQL(VIEW, "DROP VIEW door.referrals_v1")]
