"""Paths of what leaves as a file and of telling what a file's columns mean."""

from django.urls import path

from .views import columns, exports

urlpatterns = [
    path("cases/export/", exports.cases_export, name="cases_export"),
    path("cases/<str:case_id>/summary/", exports.case_summary, name="case_summary"),
    path("imports/<str:sketch_id>/columns/", columns.import_columns, name="import_columns"),
    path("imports/<str:sketch_id>/columns/drop/", columns.import_columns_drop, name="import_columns_drop"),
    path("imports/mappings/<str:mapping_id>/delete/", columns.mapping_delete, name="mapping_delete"),
]
