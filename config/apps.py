from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.contrib.staticfiles.apps import StaticFilesConfig


class HouseConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        """Register the system checks and let each room fill the slots of the rooms below it."""
        import_module("config.checks")
        for app in apps.get_app_configs():
            if find_spec(f"{app.name}.slots") and app.name != "ui":
                import_module(f"{app.name}.slots")


class Static(StaticFilesConfig):
    """Gathers what the pages ask for: of Bootstrap that is one stylesheet and the map it names.

    The rest of the package would be compressed at the first start of every office, for nobody.
    """

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "bootstrap-*",
        "bootstrap.css*",
        "*.rtl.*",
        "bootstrap*.js*",
    ]
