"""No event takes a file that its visitor did not upload: nothing of the machine is read or handed out.

All events with all kinds of paths are tried by `make attack`; here each kind is, at the event that takes files.
"""

import os

import pytest
from support.shelving import FERRY
from support.visiting import cached, file_of, visiting

SECRET = "这一行只有机器的主人可以读"


@pytest.fixture
def visitor(place):
    with visiting(place.library()) as visited:
        yield visited


def add(visitor, *files) -> str:
    number = visitor.event("add")
    others = len(visitor.pages["zh"].fns[number].inputs) - 1
    return visitor.raised(number, [list(files), *[""] * others])


@pytest.mark.slow
def test_a_file_that_was_uploaded_is_taken(visitor, place):
    add(visitor, file_of(visitor.uploaded("新页.txt", FERRY)))
    assert "新页.txt" in place.names()


@pytest.mark.slow
def test_no_file_of_the_machine_is_taken(visitor, place, tmp_path):
    hidden = tmp_path / "secret.txt"
    hidden.write_text(SECRET, "utf-8")
    (tmp_path / "link.txt").symlink_to(hidden)
    for path in (
        hidden,
        tmp_path / "link.txt",
        os.path.relpath(hidden),
        f"{tmp_path}/x/../secret.txt",
        "/etc/hostname",
        "/dev/zero",
        "/proc/self/environ",
        f"/proc/self/root{hidden}",
        f"file://{hidden}",
        place.source / "001.txt",
    ):
        told = add(visitor, file_of(path))
        assert SECRET not in told
        assert "只能使用自己上传的文件" in told, path
        assert str(tmp_path) not in told
    assert cached(SECRET) == []
    assert place.names() == ["001.txt", "002.txt"]


@pytest.mark.slow
def test_a_file_hidden_anywhere_in_an_event_is_found(visitor, tmp_path):
    for data in (
        [{"a": [{"b": file_of("/etc/hostname")}]}],
        [[[file_of("/etc/hostname")]]],
        [{"path": "/etc/hostname"}],
        [{"path": ["/etc"]}],
    ):
        assert "只能使用自己上传的文件" in visitor.raised(visitor.event("filter"), data)


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:9/a.txt", "https://example.org/a.txt", "HTTP://127.0.0.1:9/a.txt", "//127.0.0.1:9/a.txt"],
)
def test_nothing_is_fetched_from_an_address(visitor, address):
    assert "只能使用自己上传的文件" in add(visitor, file_of(address))
    assert visitor.client.get(f"gradio_api/file={address}").status_code in (403, 404)


@pytest.mark.slow
def test_what_another_visitor_uploaded_is_theirs(visitor, place):
    path = visitor.uploaded("别人的.txt", FERRY)
    other = visitor.another()
    assert "只能使用自己上传的文件" in add(other, file_of(path))
    assert other.client.get(f"gradio_api/file={path}").status_code == 403
    assert path.startswith("/files/")  # and says nothing of the machine
    assert visitor.client.get(f"gradio_api/file={path}").text == FERRY
    assert place.names() == ["001.txt", "002.txt"]


@pytest.mark.slow
def test_whoever_has_not_opened_the_page_uploads_nothing(visitor):
    other = visitor.another()
    other.client.cookies.clear()
    assert other.client.post("gradio_api/upload", files={"files": ("a.txt", b"x")}).status_code == 403


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["/etc/hostname", "etc/hostname", "/proc/self/environ", "../../etc/hostname", "%2e%2e/etc/hostname"]
)
def test_no_file_of_the_machine_is_handed_out(visitor, path):
    assert visitor.client.get(f"gradio_api/file={path}").status_code in (403, 404)


@pytest.mark.slow
def test_a_read_only_page_takes_no_file(place):
    with visiting(place.library(read_only=True)) as visited:
        sent = visited.client.post("gradio_api/upload", files={"files": ("a.txt", FERRY.encode())})
        assert sent.status_code == 403
