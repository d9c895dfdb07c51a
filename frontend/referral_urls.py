"""Paths of referrals. Only random public ids stand in them."""

from django.urls import path

from .views import outside_referrals, refer, referral_acts, referrals, waiting

urlpatterns = [
    path("cases/<str:case_id>/referrals/", refer.case_referrals, name="case_referrals"),
    path("cases/<str:case_id>/refer/", refer.refer, name="refer"),
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/waiting/", waiting.waiting, name="referrals_waiting"),
    path("referrals/<str:referral_id>/", referrals.referral, name="referral"),
    path("referrals/<str:sent_id>/letter/", outside_referrals.referral_letter, name="referral_letter"),
    path("referrals/<str:sent_id>/disclosure/", outside_referrals.referral_disclosure, name="referral_disclosure"),
    path("referrals/<str:sent_id>/told/", outside_referrals.referral_told, name="referral_told"),
    path("referrals/<str:sent_id>/asked-back/", outside_referrals.referral_asked_back, name="referral_asked_back"),
    path("referrals/<str:referral_id>/<slug:step>/", referral_acts.referral_step, name="referral_step"),
]
