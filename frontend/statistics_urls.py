"""Paths of statistics: making releases, and the research site."""

from django.urls import path, re_path

from .views import release_acts, releases, research

RELEASE = "releases/<str:release_id>/"
RESEARCH = "research/<str:release_id>/"

urlpatterns = [
    path("releases/", releases.releases, name="releases"),
    path("releases/population/", releases.population_declare, name="population_declare"),
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
    path(RESEARCH, research.research_release, name="research_release"),
    path(RESEARCH + "method/", research.research_method, name="research_method"),
    path(RESEARCH + "codebook/", research.research_codebook, name="research_codebook"),
    path(RESEARCH + "tables/<slug:table>/", research.research_table, name="research_table"),
    path(RESEARCH + "package/", research.research_download, name="research_download"),
]
