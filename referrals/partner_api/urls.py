"""The partner API paths."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
