"""The door of the web server. It opens only when the installation keeps its promises."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from config.startup import refuse_unsafe_start  # noqa: E402

refuse_unsafe_start()
