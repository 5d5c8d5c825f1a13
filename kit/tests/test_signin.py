"""Passkeys as no browser sends them are refused in words."""

import json

import pytest
from django.contrib.auth import get_user_model
from fido2.utils import websafe_encode
from hypothesis import given
from hypothesis import strategies as st

from kit.signin import UNUSABLE, AddPasskeyForm, LoginPasskeyForm

ASKED = {"type": "webauthn.get", "challenge": "YQ", "origin": "http://testserver"}
HEAD = bytes(32) + b"\x81" + bytes(4)
DEEP, SHORT, TORN, NO_MAP = b"\x81" * 5000, b"\xa1", b"\x9b\x00", b"\x80"


def told(**parts: bytes) -> str:
    """Return what a browser sends of a passkey, with these bytes for what the key itself says."""
    answer = {"clientDataJSON": json.dumps(ASKED).encode(), **parts}
    answer = {name: websafe_encode(part) for name, part in answer.items()}
    return json.dumps({"id": "YQ", "rawId": "YQ", "type": "public-key", "response": answer})


def presented(authenticator: bytes) -> str:
    """Return a passkey that is presented."""
    return told(authenticatorData=authenticator, signature=b"a")


def made(attestation: bytes) -> str:
    """Return a new passkey."""
    return told(attestationObject=attestation)


def refusals(form) -> list[str]:
    """Return what a form says, wherever it says it."""
    return [words for found in form.errors.values() for words in found]


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "{",
        "9" * 5000,
        "[" * 5000,
        '{"a":' * 5000,
        *(presented(HEAD + tail) for tail in (DEEP, SHORT, TORN, NO_MAP)),
    ],
    ids=["nothing", "half", "digits", "nested", "nested facts", "deep", "short", "torn", "no map"],
)
def test_a_passkey_that_cannot_be_read_is_refused_in_words(sent):
    assert refusals(LoginPasskeyForm(data={"credential": sent})) == [UNUSABLE]


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [made(DEEP), made(SHORT), made(TORN)], ids=["deep", "short", "torn"])
def test_a_new_passkey_that_cannot_be_read_is_refused_in_words(sent):
    user = get_user_model().objects.create(username="a")

    assert refusals(AddPasskeyForm(data={"credential": sent, "name": "Khóa"}, user=user)) == [UNUSABLE]


@given(tail=st.binary(max_size=80), text=st.text(max_size=20))
def test_no_bytes_make_a_passkey_fail_without_words(tail, text):
    for sent in (presented(HEAD + tail), presented(tail), text):
        assert refusals(LoginPasskeyForm(data={"credential": sent})) == [UNUSABLE]
