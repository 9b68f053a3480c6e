from django.apps import AppConfig


class BackupConfig(AppConfig):
    name = "upkeep.backup"
    label = "backup"
