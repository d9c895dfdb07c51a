"""Who sees and who writes enquiries.

The sender's row is for its own organization alone, and with a case for those who see the case; the clock, which acts as
the organization itself, sees every one. What an organization was asked is for it and for the sender. Each writes its
own side: the trigger holds the receiver to its answer, and the sender to taking the question back.
"""

from django.db import migrations

from casemgr.db.policies import IN_ORGANIZATION, SEES_CASES, protect

OF_THE_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = referrals_enquiry.case_id)"
THE_CLOCK = "(SELECT app.person()) = (SELECT app.org())"
OWN = f"{IN_ORGANIZATION} AND {SEES_CASES} AND (case_id IS NULL OR {THE_CLOCK} OR {OF_THE_CASE})"
SENT = "enquiry_id IN (SELECT e.id FROM referrals_enquiry e)"  # as far as its own policy shows them
RECEIVED = f"receiver_id = (SELECT app.org()) AND {SEES_CASES} AND app.enquiry_stands(enquiry_id)"

# the receiver may not read the enquiry, whose row names who asks
STANDS = """
CREATE FUNCTION app.enquiry_stands(enquiry uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT 1 FROM public.referrals_enquiry e
                   JOIN public.accounts_organization o ON o.id = e.organization_id
                   WHERE e.id = $1 AND o.status = 'active')
$$;
REVOKE ALL ON FUNCTION app.enquiry_stands(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.enquiry_stands(uuid) TO casemgr_app, casemgr_worker;
"""
NO_STANDS = "DROP FUNCTION app.enquiry_stands(uuid);"

POLICIES = f"""
CREATE POLICY sender_asks ON referrals_enquiryanswer AS RESTRICTIVE FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK ({SENT} AND answer = '' AND EXISTS (
        SELECT 1 FROM accounts_organization o WHERE o.id = receiver_id AND o.status = 'active'
            AND o.paired_with_id IS NULL AND o.id <> (SELECT app.org())));
CREATE POLICY sender_removes ON referrals_enquiryanswer AS RESTRICTIVE FOR DELETE TO casemgr_app, casemgr_worker
    USING ({SENT});

CREATE FUNCTION app.enquiry_own_side() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.receiver_id = app.org() THEN
        IF (NEW.withdrawn_at, NEW.told_of) IS DISTINCT FROM (OLD.withdrawn_at, OLD.told_of) THEN
            RAISE EXCEPTION 'the sender alone takes a question back' USING ERRCODE = 'insufficient_privilege';
        END IF;
    ELSIF (NEW.answer, NEW.reason_code, NEW.until, NEW.answered_at)
            IS DISTINCT FROM (OLD.answer, OLD.reason_code, OLD.until, OLD.answered_at) THEN
        RAISE EXCEPTION 'the one that was asked answers' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER own_side BEFORE UPDATE ON referrals_enquiryanswer
    FOR EACH ROW EXECUTE FUNCTION app.enquiry_own_side();

-- what was asked, of whom, by whom and for whom never changes
REVOKE UPDATE ON referrals_enquiry, referrals_enquiryanswer FROM casemgr_app, casemgr_worker;
GRANT UPDATE (state, state_since, version) ON referrals_enquiry TO casemgr_app, casemgr_worker;
GRANT UPDATE (withdrawn_at, told_of, answer, reason_code, until, answered_at, version)
    ON referrals_enquiryanswer TO casemgr_app, casemgr_worker;
"""
NO_POLICIES = """
GRANT UPDATE ON referrals_enquiry, referrals_enquiryanswer TO casemgr_app, casemgr_worker;
DROP TRIGGER own_side ON referrals_enquiryanswer;
DROP FUNCTION app.enquiry_own_side();
DROP POLICY sender_removes ON referrals_enquiryanswer;
DROP POLICY sender_asks ON referrals_enquiryanswer;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0018_enquiries")]
    operations = [
        migrations.RunSQL(STANDS, NO_STANDS),
        protect("referrals_enquiry", using=OWN, check=OWN),
        protect("referrals_enquiryanswer", using=f"({RECEIVED}) OR {SENT}", check=f"({RECEIVED}) OR {SENT}"),
        migrations.RunSQL(POLICIES, NO_POLICIES),
    ]
