"""The audit room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """App of the trail."""

    name = "casemgr.audit"
    label = "audit"
