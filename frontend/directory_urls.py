"""Paths of the service directory. Only random public ids stand in them."""

from django.urls import path

from .views import directory, directory_files, directory_keeping, finding, free_beds, outside_partners, service_map

urlpatterns = [
    path("directory/", directory.directory, name="directory"),
    path("directory/find/", finding.directory_find, name="directory_find"),
    path("directory/beds/", free_beds.beds, name="directory_beds"),
    path("directory/map/", service_map.service_map, name="directory_map"),
    path("cases/<str:case_id>/find-service/", finding.case_find_service, name="case_find_service"),
    path("directory/stale/", directory.directory_stale, name="directory_stale"),
    path("directory/import/", directory_files.directory_import, name="directory_import"),
    path("directory/download/<slug:form>/", directory_files.directory_download, name="directory_download"),
    path("directory/partners/", outside_partners.outside_partners, name="outside_partners"),
    path("directory/partners/new/", outside_partners.outside_add, name="outside_add"),
    path("directory/partners/from/<uuid:provider_id>/", outside_partners.outside_add_from, name="outside_add_from"),
    path("directory/partners/<str:outside_id>/", outside_partners.outside_partner, name="outside_partner"),
    path("directory/partners/<str:outside_id>/change/", outside_partners.outside_change, name="outside_change"),
    path("directory/partners/<str:outside_id>/<slug:act>/", outside_partners.outside_act, name="outside_act"),
    path("directory/organizations/new/", directory_keeping.organization_add, name="directory_organization_add"),
    path("directory/organizations/<uuid:provider_id>/", directory.organization, name="directory_organization"),
    path(
        "directory/organizations/<uuid:provider_id>/change/",
        directory_keeping.organization_change,
        name="directory_organization_change",
    ),
    path(
        "directory/organizations/<uuid:provider_id>/services/new/",
        directory_keeping.service_add,
        name="directory_service_add",
    ),
    path(
        "directory/organizations/<uuid:provider_id>/places/new/",
        directory_keeping.place_add,
        name="directory_place_add",
    ),
    path("directory/services/<uuid:offer_id>/", directory.service, name="directory_service"),
    path(
        "directory/services/<uuid:offer_id>/change/", directory_keeping.service_change, name="directory_service_change"
    ),
    path("directory/services/<uuid:offer_id>/room/", directory_keeping.capacity, name="directory_capacity"),
    path("directory/services/<uuid:offer_id>/by-hand/", directory_keeping.by_hand, name="directory_by_hand"),
    path("directory/places/<uuid:place_id>/", directory.place, name="directory_place"),
    path("directory/places/<uuid:place_id>/change/", directory_keeping.place_change, name="directory_place_change"),
    path("directory/places/<uuid:place_id>/reveal/", directory.place_reveal, name="directory_place_reveal"),
    path("directory/<slug:of>/<uuid:entry_id>/checked/", directory_keeping.entry_verify, name="directory_verify"),
    path("directory/<slug:of>/<uuid:entry_id>/retire/", directory_keeping.entry_retire, name="directory_retire"),
]
