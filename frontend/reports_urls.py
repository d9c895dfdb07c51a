"""Paths of reports. What a report asks stands in the query, in codes and random ids."""

from django.urls import path

from .views import equity, projects, quality, report_counts, reports, reports_kept

urlpatterns = [
    path("reports/", reports.report, name="report"),
    path("reports/print/", reports.report_print, name="report_print"),
    path("reports/file/<slug:shape>/", reports.report_file, name="report_file"),
    path("reports/exact/", reports.report_exact, name="report_exact"),
    path("reports/save/", reports_kept.report_save, name="report_save"),
    path("reports/saved/<str:report_id>/delete/", reports_kept.report_delete, name="report_delete"),
    path("reports/equity/", equity.equity, name="equity"),
    path("reports/quality/", quality.quality, name="quality"),
    path("reports/count/<slug:figures>/", report_counts.report_count, name="report_count"),
    path("reports/counting/<str:count_id>/", report_counts.report_counting, name="report_counting"),
    path("reports/counting/<str:count_id>/cancel/", report_counts.report_count_cancel, name="report_count_cancel"),
    path("reports/rules/", projects.report_rules, name="report_rules"),
    path("cases/<str:case_id>/counted/", projects.case_counted, name="case_counted"),
    path("projects/", projects.projects, name="projects"),
    path("projects/add/", projects.project_add, name="project_add"),
    path("projects/<str:project_id>/", projects.project_change, name="project_change"),
    path("projects/<str:project_id>/end/", projects.project_end, name="project_end"),
    path("trainings/add/", projects.training_add, name="training_add"),
]
