"""By which names the page may be called, and which pages may call it: against DNS rebinding and foreign web pages.

A web page elsewhere can have its visitor's browser send requests here, and a name that its owner controls can be made
to lead here. The first tells itself by `Origin`, the second by `Host` (Fetch standard, "Origin header"; RFC 9110, 7.2).
"""

from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}


def name_of(host: str) -> str:
    """The name or address in a Host header, in lower case and without its port; "" where it is none.

    An IPv6 address comes without brackets.
    """
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # raises ValueError for what is no port
    except ValueError:
        return ""
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        return ""
    return (parts.hostname or "").rstrip(".")


def is_loopback(name: str) -> bool:
    """Whether a name or address leads to this machine alone."""
    if name == "localhost" or name.endswith(".localhost"):  # RFC 6761, 6.3
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def is_named(host: str, names: Collection[str], own_address: str) -> bool:
    """Whether a request to this Host is meant for this server: a loopback name, one of `names`, or the very address
    that it came in at, which no one can have a name lead to without owning the name.

    `names` are in lower case; `own_address` is the server's side of the connection.
    """
    name = name_of(host)
    return bool(name) and (is_loopback(name) or name in names or name == own_address.lower())


def is_own(origin: str, host: str) -> bool:
    """Whether a page of `origin` is one of ours: same name and same port as in `host`, the Host header.

    The scheme is not in a Host header: a proxy before the site may speak https for it.
    """
    scheme, _, netloc = origin.partition("://")
    if scheme not in _PORTS or not name_of(netloc):
        return False
    return (name_of(netloc), urlsplit(f"//{netloc}").port or _PORTS[scheme]) == (
        name_of(host),
        urlsplit(f"//{host}").port or _PORTS[scheme],
    )
