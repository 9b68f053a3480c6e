from django.apps import AppConfig


class ClinicalConfig(AppConfig):
    name = "rehab.clinical"
    label = "clinical"
