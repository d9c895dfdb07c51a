"""What was told and who opened a case in an emergency stay as they are, but for the owner of the tables: it blanks the
words when a person wants only what was told erased.
"""

import casemgr.encryption.fields
from django.db import migrations

OWNER = "IF current_user = 'casemgr_owner' THEN RETURN NEW; END IF;"
EMERGENCY = """
CREATE OR REPLACE FUNCTION app.emergency_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE may_change text[] := ARRAY['ended_at', 'reviewed_by_id', 'reviewed_at', 'verdict', 'review'];
BEGIN
    {owner}
    IF (to_jsonb(NEW) - may_change) IS DISTINCT FROM (to_jsonb(OLD) - may_change)
       OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)
       OR (OLD.reviewed_at IS NOT NULL AND to_jsonb(NEW) IS DISTINCT FROM to_jsonb(OLD)) THEN
        RAISE EXCEPTION 'an emergency access only ends and is reviewed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
"""
NOTICE = """
CREATE OR REPLACE FUNCTION app.notice_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moving text[] := ARRAY['state', 'version', 'disclosure_id', 'reviewed_by_id', 'reviewed_at', 'verdict',
                               'follow_ups'];
BEGIN
    {owner}
    IF OLD.sent_at IS NOT NULL AND (to_jsonb(NEW) - moving) IS DISTINCT FROM (to_jsonb(OLD) - moving) THEN
        RAISE EXCEPTION 'what was told stays' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.reviewed_at IS NOT NULL AND (NEW.reviewed_at, NEW.reviewed_by_id, NEW.verdict, NEW.follow_ups)
       IS DISTINCT FROM (OLD.reviewed_at, OLD.reviewed_by_id, OLD.verdict, OLD.follow_ups) THEN
        RAISE EXCEPTION 'a review stays' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id AND NEW.decided_by_id IS DISTINCT FROM app.person())
       OR (NEW.sent_by_id IS DISTINCT FROM OLD.sent_by_id AND NEW.sent_by_id IS DISTINCT FROM app.person())
       OR (NEW.reviewed_by_id IS DISTINCT FROM OLD.reviewed_by_id AND NEW.reviewed_by_id IS DISTINCT FROM app.person())
    THEN
        RAISE EXCEPTION 'nobody signs for somebody else' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
"""


def either(body: str) -> migrations.RunSQL:
    """The function with the way for the owner; backwards, without it."""
    return migrations.RunSQL(body.replace("{owner}", OWNER), body.replace("{owner}", ""))


class Migration(migrations.Migration):
    dependencies = [("cases", "0067_sealed_left_alone")]
    operations = [
        either(EMERGENCY),
        either(NOTICE),
        migrations.AlterField(
            model_name="approval",
            name="content",
            field=casemgr.encryption.fields.EncryptedJSON(
                default=dict, help_text="What was asked about, as it was then; empty: erased"
            ),
        ),
    ]
