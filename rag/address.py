"""Whether the page can be served at a host and port, told before anything slow is done and without loading the page."""

import errno
import os
import socket

from rag.errors import ServeError


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
