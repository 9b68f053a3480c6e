from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class HouseConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        """Register the system checks and let each room fill the slots of the rooms below it."""
        import_module("config.checks")
        for app in apps.get_app_configs():
            if find_spec(f"{app.name}.slots") and app.name != "ui":
                import_module(f"{app.name}.slots")
