"""What Django and the web server take when nothing is asked of them: as many bytes as a page has.

Served as `upkeep.bench.bare:application` by the same gunicorn, in a process with no other settings.
"""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def page(request: HttpRequest, size: int) -> HttpResponse:
    return HttpResponse(b" " * size)


urlpatterns = [path("<int:size>/", page)]

if not settings.configured:
    settings.configure(ROOT_URLCONF=__name__, MIDDLEWARE=[], ALLOWED_HOSTS=["127.0.0.1"])
application = get_wsgi_application()
