from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "rehab.programmes"
    label = "programmes"
