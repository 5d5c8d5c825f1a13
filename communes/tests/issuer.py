"""A small OpenID Connect issuer on loopback: discovery, keys, tokens signed with RS256, userinfo."""

import base64
import hashlib
import json
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "thi-dua", "bi-mat"


class Issuer:
    """What the province's system says of whoever came from its page of signing in; a test changes it.

    `token` are the claims of the ID token besides those that every token has; `key` signs it; `spoilt` names what is
    left out: the name of the key in the token ("kid"), or the keys ("keys").
    """

    def __init__(self):
        self.own_key = self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.token: dict = {"preferred_username": "dong-tam.head"}
        self.userinfo: dict = {}
        self.challenge = self.spoilt = ""
        self.asked: list[str] = []
        self.address = ""

    def answer(self, path: str, sent: dict) -> tuple[int, dict]:
        """Answer one question of the product."""
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            pages = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            places = {f"{name}_endpoint": f"{self.address}/{page}" for name, page in pages.items()}
            return 200, {"issuer": self.address, "jwks_uri": f"{self.address}/keys", **places}
        if path == "/keys":
            public = jwt.algorithms.RSAAlgorithm.to_jwk(self.own_key.public_key(), as_dict=True)
            if self.spoilt == "keys":
                return 200, {}
            return 200, {"keys": [{**public, "kid": "k1", "alg": "RS256", "use": "sig"}]}
        if path == "/userinfo":
            return 200, {"sub": "u-1", **self.userinfo}
        verifier = sent.get("code_verifier", [""])[0].encode()
        proof = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).decode().rstrip("=")
        if sent.get("client_secret") != [SECRET] or sent.get("code") != ["ma-1"] or proof != self.challenge:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "sub": "u-1", "iat": now, "exp": now + 60, **self.token}
        signed = jwt.encode(claims, self.key, algorithm="RS256", headers={} if self.spoilt == "kid" else {"kid": "k1"})
        return 200, {"access_token": "the", "token_type": "Bearer", "id_token": signed}


@contextmanager
def serving():
    """Serve an issuer on loopback while a test runs."""
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self):
            size = int(self.headers.get("Content-Length") or 0)
            status, facts = issuer.answer(urlsplit(self.path).path, parse_qs(self.rfile.read(size).decode()))
            content = json.dumps(facts).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _answer

        def log_message(self, *args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer.address = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
