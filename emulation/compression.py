"""Pages travel compressed."""

from django.middleware.gzip import GZipMiddleware

# What is sent shorter; papers, pictures and workbooks are compressed already.
TEXT = ("text/", "application/json", "image/svg+xml")


class CompressMiddleware(GZipMiddleware):
    """Send pages compressed, each padded at random so that its length tells nothing of what it holds (BREACH)."""

    def process_response(self, request, response):
        """Compress what is text and whole; files handed out keep their length."""
        if response.streaming or not response.get("Content-Type", "").startswith(TEXT):
            return response
        return super().process_response(request, response)
