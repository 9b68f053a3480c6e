from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "upkeep.work"
    label = "work"
