from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from audit.context import client_address, origin


class RequestTrail:
    """Gives every request an id and an address that its events carry."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with origin(client_address(request)) as now:
            response = self.get_response(request)
        response["X-Request-Id"] = now.request_id
        return response
