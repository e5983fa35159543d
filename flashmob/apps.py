from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class FlashmobConfig(AppConfig):
    name = "flashmob"


class StaffConfig(AdminConfig):
    """The Django admin with our own site."""

    default_site = "flashmob.staff_site.StaffSite"
