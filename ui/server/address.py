"""Whether the page can be served as asked, told before anything slow is done and without loading the page.

The host and port, the names by which it may be called, and the password of who may log in.
"""

import errno
import getpass
import os
import re
import socket
from collections.abc import Sequence
from typing import Final

from rag import Language, ServeError, say

PASSWORD: Final = "WENBAO_PASSWORD"
"""The environment variable that a password is taken from where there is nobody to type it."""


def check_address(host: str, port: int) -> None:
    """Raise ServeError where the port is invalid or taken, or the host is not one of this machine."""
    if not 1 <= port <= 65535:
        raise ServeError("port-invalid", port=port)
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name == "posix":
                # A port whose last connection has just closed is free; elsewhere the option means another thing.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, ValueError) as error:  # ValueError: no name at all, with a NUL or of letters that no host has
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise ServeError("port-busy", port=port) from error
        raise ServeError("host-invalid", host=host, reason=getattr(error, "strerror", None) or error) from error


def check_names(names: Sequence[str]) -> None:
    """Raise ServeError where one of these cannot be the name of a host."""
    for name in names:
        if not re.fullmatch(r"[\w.-]+|\[[0-9a-fA-F:.]+\]", name):
            raise ServeError("allow-host-form", name=name)


def password_of(user: str, language: Language) -> str:
    """The password of `user`: the environment's, else typed without being shown. Raises ServeError for none."""
    if not user.strip():
        raise ServeError("auth-no-user")
    password = os.environ.get(PASSWORD, "")
    if not password and os.isatty(0):
        password = getpass.getpass(say("auth-password", language, user=user))
    if not password:
        raise ServeError("auth-no-password", name=PASSWORD)
    return password
