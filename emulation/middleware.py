"""Middleware of the whole house."""

from django.conf import settings


class ContentSecurityPolicyMiddleware:
    """Tell the browser to run and load nothing but our own files."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.policy = "; ".join(f"{name} {value}" for name, value in settings.CONTENT_SECURITY_POLICY.items())

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        return response
