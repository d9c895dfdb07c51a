"""Paths of statistics: making releases, and the research site."""

from django.urls import path, re_path

from .views import release_acts, release_budget, releases, research, researchers, statistics_preview

RELEASE = "releases/<str:release_id>/"
RESEARCH = "research/<str:release_id>/"
REGISTERED = "researchers/<str:release_id>/"

urlpatterns = [
    path("releases/", releases.releases, name="releases"),
    path("releases/population/", releases.population_declare, name="population_declare"),
    path("releases/own/", statistics_preview.statistics_preview, name="statistics_preview"),
    path("releases/budget/", release_budget.release_budget, name="release_budget"),
    path("releases/pool/", release_budget.release_pool, name="release_pool"),
    path("releases/cohort/", release_budget.cohort_declare, name="cohort_declare"),
    path("releases/plan/", releases.release_plan, name="release_plan"),
    path(RELEASE, releases.release, name="release"),
    path(RELEASE + "progress/", releases.release_progress, name="release_progress"),
    path(RELEASE + "tables/", releases.release_tables, name="release_tables"),
    path(RELEASE + "tables/<slug:table>/", releases.release_tables, name="release_table"),
    re_path(
        r"^releases/(?P<release_id>[^/]+)/(?P<verb>veto|withdraw)/$", release_acts.release_stop, name="release_stop"
    ),
    path(RELEASE + "<slug:verb>/", release_acts.release_act, name="release_act"),
    path("research/", research.research, name="research"),
    path("research/guide/", research.research_guide, name="research_guide"),
    path("research/feed.atom", research.research_feed, name="research_feed"),
    path(RESEARCH, research.research_release, name="research_release"),
    path(RESEARCH + "method/", research.research_method, name="research_method"),
    path(RESEARCH + "codebook/", research.research_codebook, name="research_codebook"),
    path(RESEARCH + "tables/<slug:table>/", research.research_table, name="research_table"),
    path(RESEARCH + "patterns/<slug:pattern>/", research.research_pattern, name="research_pattern"),
    path(RESEARCH + "data/<slug:table>.csv", research.research_csv, name="research_csv"),
    path(RESEARCH + "CITATION.cff", research.research_citation, name="research_citation"),
    path(RESEARCH + "package.zip", research.research_download, name="research_download"),
    path("researchers/", researchers.researchers, name="researchers"),
    path("researchers/terms/", researchers.research_terms, name="research_terms"),
    path(REGISTERED, researchers.whole_release, name="whole_release"),
    path(REGISTERED + "tables/<slug:table>/", researchers.whole_table, name="whole_table"),
    path(REGISTERED + "groups/", researchers.research_groups, name="research_groups"),
    path(REGISTERED + "compare/", researchers.research_compare, name="research_compare"),
    path(REGISTERED + "package/", researchers.whole_download, name="whole_download"),
]
