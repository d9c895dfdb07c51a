"""The program with the views of `raising` added, for a server of its own."""

from django.urls import path

from casemgr.wsgi import application  # noqa: F401 - what the server serves
from tests.operations.raising import WAYS, Program

from casemgr import urls  # isort: skip - Django is set up by now

urls.urlpatterns[:0] = [
    *(path(f"raising/{name}/", view) for name, view in WAYS.items()),
    *(path(f"oauth/raising/{name}/", view) for name, view in WAYS.items()),
    path("api/raising/", Program.as_view()),
]
