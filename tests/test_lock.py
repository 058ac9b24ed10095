"""The lock file pins every package of the environment, agrees with pyproject.toml, and names no place to get it from."""

import importlib.metadata
import json
import re
import tomllib

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from support import lock
from support.locations import ROOT

TEXT = (ROOT / ".requirements.lock").read_text("utf-8")
LINES = [line for line in TEXT.splitlines() if not line.startswith("#")]
ELSEWHERE = {line for line in LINES if " ; " in line and not Marker(line.partition(" ; ")[2]).evaluate()}
LOCKED = {line.partition("==")[0]: line.partition("==")[2].partition(" ")[0] for line in LINES if line not in ELSEWHERE}
BUILDING = "setuptools"
APART = {"milvus"}
"""Extras that are not part of the environment: two hundred megabytes, set up by a make target of their own."""


def asked() -> list[Requirement]:
    """What pyproject.toml asks for, its extras too."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [texts for extra, texts in project["optional-dependencies"].items() if extra not in APART]
    texts = [*project["dependencies"], *(text for extra in extras for text in extra)]
    here = [each for each in map(Requirement, texts) if not each.marker or each.marker.evaluate()]
    return [each for each in here if each.name != project["name"]]


def needed() -> list[Requirement]:
    """What pyproject.toml asks for, what that needs, and so on, here."""
    found, seen = asked(), set()
    for each in found:  # which grows
        name = canonicalize_name(each.name)
        for extra in ("", *each.extras):
            if (name, extra) not in seen:
                seen.add((name, extra))
                texts = importlib.metadata.requires(name) or []
                found += [
                    one
                    for one in map(Requirement, texts)
                    if not one.name.startswith(lock.OF_TORCH)
                    and (not one.marker or one.marker.evaluate({"extra": extra}))
                ]
    return found


def test_every_line_is_one_package_of_one_version_in_order():
    form = r"[a-z0-9-]+==[0-9][0-9a-z.]*( --hash=sha256:[0-9a-f]{64}| ; python_version >= \"3\.\d+\")?"
    assert all(re.fullmatch(form, line) for line in LINES)
    assert sorted(LINES) == LINES
    assert len(LOCKED) + len(ELSEWHERE) == len(LINES)


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_whatever_the_packages_need_on_another_python_is_locked_too(version):
    environment = {"python_version": version, "python_full_version": f"{version}.0", "extra": ""}
    told = [Requirement(text) for each in LOCKED for text in importlib.metadata.requires(each) or []]
    names = {line.partition("==")[0] for line in LINES}
    wanted = {canonicalize_name(each.name) for each in told if each.marker and each.marker.evaluate(environment)}
    assert {name for name in wanted - names if not name.startswith(lock.OF_TORCH)} == set()


def test_it_names_no_address_and_nothing_for_graphics_cards():
    assert not re.search(r"https?:|file:|/", TEXT)
    assert not [name for name in LOCKED if name.startswith(lock.OF_TORCH)]


@pytest.mark.parametrize("each", asked(), ids=str)
def test_what_the_project_asks_for_is_locked_in_a_version_that_it_admits(each):
    assert each.specifier.contains(LOCKED[canonicalize_name(each.name)])


def test_whatever_the_packages_need_is_locked_too_and_nothing_else():
    told = needed()
    wrong = [str(each) for each in told if not each.specifier.contains(LOCKED.get(canonicalize_name(each.name), "0"))]
    assert wrong == []
    assert {canonicalize_name(each.name) for each in told} | {BUILDING} == set(LOCKED)


def test_the_environment_is_the_one_that_is_locked():
    found = {name: Version(importlib.metadata.version(name)).public for name in LOCKED}
    assert found == LOCKED


def test_what_is_the_same_everywhere_has_its_hash_and_torch_has_none():
    pure = {
        name
        for name in LOCKED
        if any(
            line.startswith("Tag:") and line.endswith("-none-any")
            # An old pip builds no wheel of a source archive, which is of Python alone.
            for line in (importlib.metadata.distribution(name).read_text("WHEEL") or "Tag: py3-none-any").splitlines()
        )
    }
    hashed = {line.partition("==")[0] for line in LINES if "--hash=" in line}
    assert hashed == pure - {"playwright"}  # it says so of wheels that hold a program for one system
    assert "torch" in LOCKED and "torch" not in hashed


def test_the_lines_are_made_of_what_pip_reports():
    def told(name, version, url, *requires):
        return {
            "metadata": {"name": name, "version": version, "requires_dist": [*requires]},
            "download_info": {"url": url, "archive_info": {"hashes": {"sha256": "ab"}}},
        }

    report = {
        "install": [
            told("Zope.Some_thing", "1.0", "https://x/zope-1.0-py3-none-any.whl"),
            told("torch", "2.13.0+cpu", "file:///x/torch-2.13.0-cp311-cp311-linux_x86_64.whl"),
            told("nvidia-cublas", "1", "https://x/nvidia_cublas-1-py3-none-manylinux1.whl"),
            told(
                "wenbao",
                "0.1",
                "file:///x",
                "later==2; python_version >= '99'",
                "old==3; python_version >= '3'",
                "tool==1; extra == 'check'",
            ),
            told("old", "3", "https://x/old-3.tar.gz"),
        ]
    }
    assert lock.lines(json.loads(json.dumps(report))) == [
        'later==2 ; python_version >= "99"',
        "old==3 --hash=sha256:ab",
        "torch==2.13.0",
        "zope-some-thing==1.0 --hash=sha256:ab",
    ]
