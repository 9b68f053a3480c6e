from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "upkeep.archive"
    label = "archive"
