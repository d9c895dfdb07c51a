"""Paths of referrals. Only random public ids stand in them."""

from django.urls import path

from .views import enquiries, refer, referral_acts, referrals, waiting

urlpatterns = [
    path("cases/<str:case_id>/referrals/", refer.case_referrals, name="case_referrals"),
    path("cases/<str:case_id>/refer/", refer.refer, name="refer"),
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/waiting/", waiting.waiting, name="referrals_waiting"),
    path("cases/<str:case_id>/enquiry/", enquiries.case_enquiry, name="case_enquiry"),
    path("referrals/enquiries/", enquiries.enquiries, name="enquiries"),
    path("referrals/enquiries/new/", enquiries.enquiry_new, name="enquiry_new"),
    path("referrals/enquiries/received/<str:asked_id>/", enquiries.enquiry_received, name="enquiry_received"),
    path("referrals/enquiries/<str:enquiry_id>/", enquiries.enquiry, name="enquiry"),
    path("referrals/enquiries/<str:enquiry_id>/withdraw/", enquiries.enquiry_withdraw, name="enquiry_withdraw"),
    path("referrals/<str:referral_id>/", referrals.referral, name="referral"),
    path("referrals/<str:referral_id>/<slug:step>/", referral_acts.referral_step, name="referral_step"),
]
