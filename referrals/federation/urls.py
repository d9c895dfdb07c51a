"""The paths by which instances reach each other; none of them is for people."""

from django.urls import path

from .views import PATHS

urlpatterns = [
    path(address.lstrip("/"), view, name="fed_" + address.rsplit("/", 1)[-1].replace("-", "_"))
    for address, view in PATHS.items()
]
