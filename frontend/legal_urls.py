"""Paths of proceedings, deadlines, requests of authorities and case conferences. Random public ids alone."""

from django.urls import path

from .views import conferences, legal, legal_requests, proceedings

CASE = "cases/<str:case_id>/"
PROCEEDING = f"{CASE}legal/proceedings/<str:proceeding_id>/"
REQUEST = f"{CASE}legal/requests/<str:served_id>/"
CONFERENCE = f"{CASE}conferences/<str:conference_id>/"

urlpatterns = [
    path("requests/", legal_requests.legal_requests, name="legal_requests"),
    path("requests/new/", legal_requests.unknown_request_add, name="unknown_request_add"),
    path(f"{CASE}legal/", legal.case_legal, name="case_legal"),
    path(f"{CASE}legal/deadlines/new/", legal.deadline_add, name="deadline_add"),
    path(f"{CASE}legal/deadlines/<str:deadline_id>/", legal.deadline_settle, name="deadline_settle"),
    path(f"{CASE}legal/harm/new/", legal.harm_add, name="harm_add"),
    path(f"{CASE}legal/harm/<str:harm_id>/retract/", legal.harm_retract, name="harm_retract"),
    path(f"{CASE}legal/proceedings/new/", proceedings.proceeding_add, name="proceeding_add"),
    path(f"{CASE}legal/hearings/<str:hearing_id>/", proceedings.hearing_change, name="hearing_change"),
    path(f"{CASE}legal/money/<str:award_id>/paid/", proceedings.payment_add, name="payment_add"),
    path(PROCEEDING, proceedings.proceeding, name="proceeding"),
    path(f"{PROCEEDING}change/", proceedings.proceeding_change, name="proceeding_change"),
    path(f"{PROCEEDING}hearings/new/", proceedings.hearing_add, name="hearing_add"),
    path(f"{PROCEEDING}money/new/", proceedings.award_add, name="award_add"),
    path(f"{PROCEEDING}<slug:proceeding_event>/", proceedings.proceeding_step, name="proceeding_step"),
    path(f"{CASE}legal/requests/new/", legal_requests.request_add, name="request_add"),
    path(REQUEST, legal_requests.legal_request, name="legal_request"),
    path(f"{REQUEST}change/", legal_requests.request_change, name="request_change"),
    path(f"{REQUEST}propose/", legal_requests.request_propose, name="request_propose"),
    path(f"{REQUEST}decide/", legal_requests.request_decide, name="request_decide"),
    path(f"{REQUEST}release/", legal_requests.request_release, name="request_release"),
    path(f"{REQUEST}<slug:request_event>/", legal_requests.request_step, name="request_step"),
    path(f"{CASE}conferences/", conferences.case_conferences, name="case_conferences"),
    path(f"{CASE}conferences/new/", conferences.conference_add, name="conference_add"),
    path(CONFERENCE, conferences.conference, name="conference"),
    path(f"{CONFERENCE}change/", conferences.conference_change, name="conference_change"),
    path(f"{CONFERENCE}seats/colleague/", conferences.conference_seat, name="conference_seat"),
    path(f"{CONFERENCE}seats/outside/", conferences.conference_outsider, name="conference_outsider"),
    path(f"{CONFERENCE}seats/<str:seat_id>/end/", conferences.conference_unseat, name="conference_unseat"),
    path(f"{CONFERENCE}minutes/", conferences.conference_hold, name="conference_hold"),
    path(f"{CONFERENCE}tasks/new/", conferences.conference_task, name="conference_task"),
    path(f"{CONFERENCE}cancel/", conferences.conference_cancel, name="conference_cancel"),
]
