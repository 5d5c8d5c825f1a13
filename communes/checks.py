"""Checks of what the environment says about signing in, run whenever the product starts."""

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, register

from communes.rules import passwords

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@register(Tags.security)
def breached_passwords_can_be_searched(app_configs, **kwargs):
    """Refuse a list of passwords that is missing or that cannot be searched by halving."""
    if not settings.BREACHED_PASSWORDS:
        return []
    return [Error(f"BREACHED_PASSWORDS: {fault}", id="communes.E001")
            for fault in passwords.faults_of(Path(settings.BREACHED_PASSWORDS))]  # fmt: skip


@register(Tags.security)
def single_sign_on_is_encrypted(app_configs, **kwargs):
    """Refuse an issuer that is spoken to in the clear."""
    issuer = urlsplit(settings.OIDC_ISSUER)
    if not settings.OIDC_ISSUER or issuer.scheme == "https" or issuer.hostname in LOOPBACK:
        return []
    return [Error("OIDC_ISSUER must begin with https://.", id="communes.E002")]
