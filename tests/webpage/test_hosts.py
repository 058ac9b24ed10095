"""By which names the page may be called, and from which pages: Host and Origin as browsers and attackers write them."""

import pytest
from support.foreign import FOREIGN_HOSTS, FOREIGN_ORIGINS

from ui.server.hosts import is_loopback, is_named, is_own, name_of


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
def test_a_foreign_name_is_not_ours(host):
    assert not is_named(host, {"news.example"}, "192.168.1.5")


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:7860",
        "LOCALHOST:1",
        "127.0.0.1:7860",
        "127.9.9.9",
        "[::1]:7860",
        "page.localhost",
        "news.example",
        "NEWS.example:443",
        "news.example.",
        "192.168.1.5:7860",
        "192.168.1.5",
    ],
)
def test_loopback_names_allowed_names_and_the_very_address_are_ours(host):
    assert is_named(host, {"news.example"}, "192.168.1.5")


@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
def test_a_page_of_another_origin_is_not_ours(origin):
    assert not is_own(origin, "news.example:7860")


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://news.example:7860", "news.example:7860"),
        ("http://NEWS.example", "news.example"),
        ("http://news.example:80", "news.example"),
        ("https://news.example", "news.example:443"),
        ("https://news.example:7860", "news.example:7860"),
        ("http://[::1]:7860", "[::1]:7860"),
        ("https://news.example", "news.example"),
    ],
)
def test_a_page_of_ours_is_ours(origin, host):
    assert is_own(origin, host)


@pytest.mark.parametrize(
    ("host", "name"), [("a.b:1", "a.b"), ("[::1]:80", "::1"), ("A.B.", "a.b"), ("a:b", ""), ("a/b", "")]
)
def test_the_name_is_the_host_less_its_port(host, name):
    assert name_of(host) == name


@pytest.mark.parametrize(
    ("name", "here"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.0.1", False),
        ("localhost", True),
        ("notlocalhost", False),
    ],
)
def test_what_leads_to_this_machine_alone_is_loopback(name, here):
    assert is_loopback(name) == here
