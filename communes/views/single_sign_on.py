"""Signing in through the province (OpenID Connect); there is nothing here where none is configured."""

from urllib.parse import urlencode

from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, QueryDict
from django.shortcuts import render
from requests import RequestException

PROVIDER = "tinh"


class VerifyingAdapter(OpenIDConnectOAuth2Adapter):
    """Checks the signature of every token against the issuer's keys, also of one that came over TLS."""

    did_fetch_access_token = property(lambda self: False, lambda self, fetched: None)


def _answer(view, request):
    """Answer with a view of allauth; say in words when the province does not answer."""
    if not settings.OIDC_ISSUER:
        raise Http404
    try:
        return view.adapter_view(VerifyingAdapter(request, PROVIDER))(request)
    except (RequestException, KeyError, ValueError):  # no answer, or one without what the standard asks for
        return render(request, "socialaccount/authentication_error.html", {"name": settings.OIDC_NAME}, status=502)


@login_not_required
def begin(request):
    """Lead to the province's page of signing in; of the address only the page to come back to counts."""
    request.GET = QueryDict(urlencode({"next": request.GET["next"]}) if "next" in request.GET else "")
    return _answer(OAuth2LoginView, request)


@login_not_required
def come_back(request):
    """Sign in whom the province sends back."""
    return _answer(OAuth2CallbackView, request)
