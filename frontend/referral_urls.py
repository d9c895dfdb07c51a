"""Paths of referrals. Only random public ids stand in them."""

from django.urls import path

from .views import (
    carried,
    carried_open,
    enquiries,
    mechanism,
    outside_referrals,
    refer,
    referral_acts,
    referral_documents,
    referrals,
    talk,
    waiting,
)

urlpatterns = [
    path("cases/<str:case_id>/referrals/", refer.case_referrals, name="case_referrals"),
    path("cases/<str:case_id>/refer/", refer.refer, name="refer"),
    path("cases/<str:case_id>/carry/", carried.carry, name="carry"),
    path("carried/<str:carried_id>/", carried.carried, name="carried"),
    path("carried/<str:carried_id>/end/", carried.carried_end, name="carried_end"),
    path("open/", carried_open.carried_open, name="carried_open"),
    path("open/word/", carried_open.carried_answer, name="carried_answer"),
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/waiting/", waiting.waiting, name="referrals_waiting"),
    path("referrals/mechanism/", mechanism.mechanism, name="mechanism"),
    path("referrals/mechanism/table/", mechanism.mechanism_table, name="mechanism_table"),
    path("cases/<str:case_id>/enquiry/", enquiries.case_enquiry, name="case_enquiry"),
    path("referrals/enquiries/", enquiries.enquiries, name="enquiries"),
    path("referrals/enquiries/new/", enquiries.enquiry_new, name="enquiry_new"),
    path("referrals/enquiries/received/<str:asked_id>/", enquiries.enquiry_received, name="enquiry_received"),
    path("referrals/enquiries/<str:enquiry_id>/", enquiries.enquiry, name="enquiry"),
    path("referrals/enquiries/<str:enquiry_id>/withdraw/", enquiries.enquiry_withdraw, name="enquiry_withdraw"),
    path("referrals/<str:referral_id>/", referrals.referral, name="referral"),
    path("referrals/<str:referral_id>/messages/", talk.referral_talk, name="referral_talk"),
    path("referrals/<str:referral_id>/documents/", referral_documents.referral_documents, name="referral_documents"),
    path(
        "referrals/<str:referral_id>/documents/<str:attachment_id>/",
        referral_documents.attachment_file,
        name="attachment_file",
    ),
    path(
        "referrals/<str:referral_id>/documents/<str:attachment_id>/leave/",
        referral_documents.attachment_leave,
        name="attachment_leave",
    ),
    path("referrals/<str:referral_id>/hand-off/", talk.handoff_propose, name="handoff_propose"),
    path("referrals/<str:referral_id>/hand-off/<str:handoff_id>/answer/", talk.handoff_answer, name="handoff_answer"),
    path("referrals/<str:referral_id>/hand-off/<str:handoff_id>/", talk.handoff_record, name="handoff_record"),
    path("referrals/<str:sent_id>/letter/", outside_referrals.referral_letter, name="referral_letter"),
    path("referrals/<str:sent_id>/disclosure/", outside_referrals.referral_disclosure, name="referral_disclosure"),
    path("referrals/<str:sent_id>/told/", outside_referrals.referral_told, name="referral_told"),
    path("referrals/<str:sent_id>/asked-back/", outside_referrals.referral_asked_back, name="referral_asked_back"),
    path("referrals/<str:referral_id>/<slug:step>/", referral_acts.referral_step, name="referral_step"),
]
