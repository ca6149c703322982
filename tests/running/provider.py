"""A real OpenID Connect provider on loopback: discovery, authorize, token, keys; RS256.

It holds its clients to the rules: the redirect address, the secret, the proof key (S256), and each
code once. ``lies`` are claims it puts into its tokens in the place of the true ones.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "tracker-client", "tracker-secret"


class Provider:
    def __init__(self) -> None:
        self.keys = {"right": _key(), "wrong": _key()}
        self.signs_with = "right"
        self.claims: dict = {"sub": "abc", "preferred_username": "jo@council.example"}
        self.lies: dict = {}
        self.codes: dict[str, dict] = {}
        self.refused: list[str] = []
        self.issuer = ""

    def discovery(self) -> dict:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }

    def jwks(self) -> dict:
        public = self.keys["right"].public_key()
        return {"keys": [{**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(public)), "kid": "k1"}]}

    def authorize(self, asked: dict[str, str]) -> str | None:
        """Where the person is sent back to, signed in; nowhere when the request is not right."""
        right = (
            asked.get("response_type") == "code"
            and asked.get("client_id") == CLIENT
            and asked.get("code_challenge_method") == "S256"
            and all(asked.get(name) for name in ("state", "nonce", "code_challenge"))
            and "openid" in asked.get("scope", "").split()
        )
        if not right:
            self.refused.append(f"authorize {asked}")
            return None
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, given: dict[str, str]) -> dict | None:
        asked = self.codes.pop(given.get("code", ""), None)
        proof = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        right = (
            asked is not None
            and given.get("grant_type") == "authorization_code"
            and (given.get("client_id"), given.get("client_secret")) == (CLIENT, SECRET)
            and given.get("redirect_uri") == asked["redirect_uri"]
            and challenge == asked["code_challenge"]
        )
        if asked is None or not right:
            self.refused.append("token")
            return None
        now = int(time.time())
        true = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300}
        told = {**true, "nonce": asked["nonce"], **self.claims, **self.lies}
        told = {name: value for name, value in told.items() if value is not None}
        signed = jwt.encode(
            told, self.keys[self.signs_with], algorithm="RS256", headers={"kid": "k1"}
        )
        return {"access_token": "a", "token_type": "Bearer", "id_token": signed}


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _first(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


@contextmanager
def running() -> Iterator[Provider]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            at = urlsplit(self.path)
            if at.path == "/.well-known/openid-configuration":
                self._json(provider.discovery())
            elif at.path == "/keys":
                self._json(provider.jwks())
            elif at.path == "/authorize" and (to := provider.authorize(_first(at.query))):
                self.send_response(302)
                self.send_header("Location", to)
                self.end_headers()
            else:
                self._json({"error": "invalid_request"}, 400)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            made = provider.token(_first(body)) if self.path == "/token" else None
            self._json(made or {"error": "invalid_grant"}, 200 if made else 400)

        def _json(self, told: dict, status: int = 200) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
