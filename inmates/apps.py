from django.apps import AppConfig


class InmatesConfig(AppConfig):
    name = "inmates"
    label = "inmates"
