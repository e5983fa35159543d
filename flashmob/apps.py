from django.apps import AppConfig


class FlashmobConfig(AppConfig):
    name = "flashmob"
