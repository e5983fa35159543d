from django.apps import AppConfig


class SweepsConfig(AppConfig):
    name = "foundation.sweeps"
    label = "sweeps"
