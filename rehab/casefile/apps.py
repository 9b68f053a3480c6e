from django.apps import AppConfig


class CasefileConfig(AppConfig):
    name = "rehab.casefile"
    label = "casefile"
