"""Paths of calls for help, and of what people say without a name."""

from django.urls import path

from .views import feedback, feedback_public, feedback_switch, hotline, hotline_case, hotline_counts

CONTACT = "calls/<str:contact_id>/"

urlpatterns = [
    path("calls/", hotline.hotline, name="hotline"),
    path("calls/counts/", hotline_counts.hotline_counts, name="hotline_counts"),
    path("calls/new/<slug:call>/<slug:channel>/", hotline.contact_new, name="contact_new"),
    path(CONTACT, hotline.contact_one, name="contact_one"),
    path(f"{CONTACT}act/", hotline.contact_act, name="contact_act"),
    path(f"{CONTACT}case/", hotline_case.contact_case, name="contact_case"),
    path("words/", feedback.feedback, name="feedback"),
    path("words/harm/", feedback.feedback_harm, name="feedback_harm"),
    path("words/<str:word_id>/hand-over/", feedback.feedback_hand, name="feedback_hand"),
    path("words/<str:left_id>/step/", feedback.feedback_step, name="feedback_step"),
    path("words/slip/", feedback_switch.feedback_slip, name="feedback_slip"),
    path("settings/organization/words/", feedback_switch.feedback_switch, name="feedback_switch"),
    path("say/<str:say>/", feedback_public.feedback_say, name="feedback_say"),
]
