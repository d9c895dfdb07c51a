"""Pages and static files are compressed, with padding (docs/decisions/0008)."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class PageCompressionMiddleware(GZipMiddleware):
    """Django's compression for everything but the partner API: there it would weaken the ETags that changes name."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The compressed answer, or the API's as it is."""
        if request.path.startswith(("/api/", "/oauth/")):
            return response
        return super().process_response(request, response)
