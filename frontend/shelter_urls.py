"""Paths of houses, stays and people found together. Only random public ids and row numbers stand in them."""

from django.urls import path

from .views import house_directory, house_log, houses, incident_asking, incidents, missing, stays

HOUSE, STAY = "houses/<str:house_id>/", "cases/<str:case_id>/stay/"
INCIDENT = "incidents/<str:incident_id>/"

urlpatterns = [
    path("houses/", houses.houses, name="houses"),
    path("houses/new/", houses.house_add, name="house_add"),
    path(HOUSE, houses.house, name="house"),
    path(f"{HOUSE}where/", houses.house_reveal, name="house_reveal"),
    path(f"{HOUSE}change/", houses.house_change, name="house_change"),
    path(f"{HOUSE}close/", houses.house_close, name="house_close"),
    path(f"{HOUSE}directory/", house_directory.house_directory, name="house_directory"),
    path(f"{HOUSE}directory/end/", house_directory.house_directory_end, name="house_directory_end"),
    path(f"{HOUSE}rooms/new/", houses.room_add, name="room_add"),
    path(f"{HOUSE}rooms/<str:room_id>/", houses.room_change, name="room_change"),
    path(f"{HOUSE}log/", house_log.house_log, name="house_log"),
    path(f"{HOUSE}log/new/", house_log.house_event_add, name="house_event_add"),
    path(f"{HOUSE}log/<str:event_id>/", house_log.house_event, name="house_event"),
    path(f"{HOUSE}log/<str:event_id>/done/", house_log.house_event_follow, name="house_event_follow"),
    path(STAY, stays.case_stays, name="case_stays"),
    path(f"{STAY}ask/", stays.stay_ask, name="stay_ask"),
    path(f"{STAY}apart/", stays.apart_add, name="apart_add"),
    path(f"{STAY}apart/<str:apart_id>/end/", stays.apart_end, name="apart_end"),
    path(f"{STAY}missing/<str:missing_id>/step/", missing.missing_steps, name="missing_steps"),
    path(f"{STAY}missing/<str:missing_id>/end/", missing.missing_found, name="missing_found"),
    path(f"{STAY}<str:stay_id>/in/", stays.stay_in, name="stay_in"),
    path(f"{STAY}<str:stay_id>/room/", stays.stay_move, name="stay_move"),
    path(f"{STAY}<str:stay_id>/with/", stays.stay_with, name="stay_with"),
    path(f"{STAY}<str:stay_id>/longer/", stays.stay_extend, name="stay_extend"),
    path(f"{STAY}<str:stay_id>/again/", stays.stay_review, name="stay_review"),
    path(f"{STAY}<str:stay_id>/away/", stays.stay_away, name="stay_away"),
    path(f"{STAY}<str:stay_id>/back/", stays.stay_back, name="stay_back"),
    path(f"{STAY}<str:stay_id>/out/", stays.stay_out, name="stay_out"),
    path(f"{STAY}<str:stay_id>/withdraw/", stays.stay_withdraw, name="stay_withdraw"),
    path(f"{STAY}<str:stay_id>/missing/", missing.missing_report, name="missing_report"),
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/new/", incidents.incident_add, name="incident_add"),
    path(INCIDENT, incidents.incident, name="incident"),
    path(f"{INCIDENT}numbers/", incidents.incident_numbers, name="incident_numbers"),
    path(f"{INCIDENT}print/", incidents.incident_print, name="incident_print"),
    path(f"{INCIDENT}helpers/", incidents.incident_helper, name="incident_helper"),
    path(f"{INCIDENT}helpers/<str:user_id>/end/", incidents.incident_helper_end, name="incident_helper_end"),
    path(f"{INCIDENT}close/", incidents.incident_close, name="incident_close"),
    path(f"{INCIDENT}<int:number>/", incidents.incident_row, name="incident_row"),
    path(f"{INCIDENT}<int:number>/ask/", incident_asking.incident_ask, name="incident_ask"),
    path(f"{INCIDENT}<int:number>/no/", incident_asking.incident_refused, name="incident_refused"),
]
