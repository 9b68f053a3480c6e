from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "upkeep.intake"
    label = "intake"
