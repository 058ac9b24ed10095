"""Who may log in: one user, whose password is kept as a hash, and the tokens of those who have.

The page is gradio's own login, which asks `Login.check`; programs may send the same by HTTP's basic authentication.
"""

import asyncio
import base64
import hashlib
import hmac
import secrets
from collections import OrderedDict
from typing import Final

from anyio import CapacityLimiter, to_thread

SCRYPT: Final = {"n": 2**14, "r": 8, "p": 1}
"""16 MB and some 50 ms a guess (RFC 7914, 2: the values for interactive logins)."""

AT_ONCE: Final = 2
"""Passwords checked at the same time; the others wait."""

WRONG_SECONDS: Final = 1.0
"""How long whoever was wrong waits for the reply."""

REMEMBERED: Final = 100
"""Basic credentials that were right and are not hashed again with each request."""


class Login:
    """The one user. `tokens` are gradio's: the user's name by the random token in the cookie of who is logged in."""

    def __init__(self, user: str, password: str) -> None:
        self._user = user.encode()
        self._salt = secrets.token_bytes(16)
        self._hash = self._hashed(password)
        self._key = secrets.token_bytes(32)
        self._limiter: CapacityLimiter | None = None
        self._basic: OrderedDict[bytes, str] = OrderedDict()
        self.tokens: dict[str, str] = {}
        self.cookie = secrets.token_urlsafe(32)

    async def check(self, user: str, password: str) -> bool:
        """Whether both are right; what is compared takes the same time whatever is wrong."""
        self._limiter = self._limiter or CapacityLimiter(AT_ONCE)  # belongs to the event loop that is running
        hashed = await to_thread.run_sync(self._hashed, password, limiter=self._limiter)
        right_user = hmac.compare_digest(user.encode("utf-8", "replace"), self._user)
        right = hmac.compare_digest(hashed, self._hash) and right_user  # neither is left out where the other is wrong
        if not right:
            await asyncio.sleep(WRONG_SECONDS)
        return right

    async def token(self, authorization: str) -> str | None:
        """A token for a right `Authorization: Basic …` header, None for any other."""
        scheme, _, given = authorization.partition(" ")
        digest = hmac.digest(self._key, given.encode("utf-8", "replace"), "sha256")
        if scheme.lower() != "basic":
            return None
        if digest not in self._basic:
            try:
                user, _, password = base64.b64decode(given, validate=True).decode("utf-8").partition(":")
            except ValueError:
                return None
            if not await self.check(user, password):
                return None
            self._basic[digest] = secrets.token_urlsafe(16)
            while len(self._basic) > REMEMBERED:
                self.tokens.pop(self._basic.popitem(last=False)[1], None)
        token = self._basic[digest]
        self.tokens[token] = self._user.decode()
        return token

    def _hashed(self, password: str) -> bytes:
        return hashlib.scrypt(password.encode("utf-8", "replace"), salt=self._salt, **SCRYPT)
