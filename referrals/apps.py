"""The referrals room."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """App of referrals between organizations, and of the partner API."""

    name = "referrals"

    def ready(self) -> None:
        from casemgr.accounts import resealing
        from cases.actions.bed_changes import when_beds_change
        from cases.actions.consent_ends import when_consent_ends
        from cases.actions.contact_stops import when_contact_stops
        from cases.actions.deletion_asks import when_deletion_is_asked
        from cases.actions.sharing_ends import when_sharing_ends
        from cases.rights.narrative import also_told
        from referrals.actions.carried import end_with_consent
        from referrals.actions.contact_stops import tell_partners
        from referrals.actions.deletion import ask_partners
        from referrals.actions.house_beds import tell_directory
        from referrals.actions.stop_all import stop_all
        from referrals.models import WebhookEndpoint
        from referrals.webhooks.keeping import seal_anew
        from referrals.words import TOLD

        resealing.also(lambda: WebhookEndpoint.objects.unscoped("sealed anew for every organization"), seal_anew)
        when_consent_ends(end_with_consent)
        when_sharing_ends(stop_all)
        when_deletion_is_asked(ask_partners)
        also_told(TOLD)
        when_contact_stops(tell_partners)
        when_beds_change(tell_directory)
