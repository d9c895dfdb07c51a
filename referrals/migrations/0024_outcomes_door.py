"""What became of a person's referrals, one row a person: codes as flags, however many referrals there were."""

from django.db import migrations

OUTCOMES = ("given", "partly_given", "left_early", "referred_on", "other")
DECLINED = ("no_capacity", "ineligible", "unsafe_here", "conflict", "wrong_service", "other")
ENDED = ("not_reached", "unsafe", "person_stopped", "moved_away", "cannot_give", "ended_otherwise")

FLAGS = {f"outcome_{code}": f"state = 'completed' AND outcome = '{code}'" for code in OUTCOMES}
FLAGS |= {f"refused_{code}": f"state = 'declined' AND reason_code = '{code}'" for code in DECLINED}
FLAGS |= {f"ended_{code}": f"state = 'not_completed' AND reason_code = '{code}'" for code in ENDED}
FLAGS |= {"refused_unanswered": "state = 'expired'"}

VIEW = f"""
CREATE VIEW door.referral_outcomes_v1 WITH (security_barrier) AS
SELECT counted.pseudonym, counted.gender, counted.age_broad,
    CASE WHEN ended.person_id IS NULL THEN 'no' ELSE 'yes' END AS referred,
    {", ".join(f"coalesce(ended.{name}, false) AS {name}" for name in FLAGS)}
FROM door.agreed AS counted
LEFT JOIN (
    SELECT c.person_id, {", ".join(f"bool_or({rule}) AS {name}" for name, rule in FLAGS.items())}
    FROM referrals_referralparty AS party
    JOIN referrals_referral AS referral ON referral.id = party.referral_id
    JOIN cases_case AS c ON c.id = party.case_id
    WHERE party.role = 'sender' AND referral.state IN ('completed', 'not_completed', 'declined', 'expired')
    GROUP BY c.person_id
) AS ended ON ended.person_id = counted.person_id;
GRANT SELECT ON door.referral_outcomes_v1 TO casemgr_exporter;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0023_carried_policies"), ("cases", "0038_two_keys_and_cohorts")]
    operations = [migrations.RunSQL(VIEW, "DROP VIEW door.referral_outcomes_v1")]
