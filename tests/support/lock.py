"""What pip would install, as `pip install --report` tells it on standard input -> the lines of the lock file.

A wheel that is the same on every system, or a source archive, has its hash. One that is made for a system has none:
elsewhere another one is right. torch has builds for graphics cards too, which bring packages of their own. What only
another Python needs is not reported on this one: it stands in pyproject.toml, in one version and with that condition.
"""

import json
import sys
from typing import Any

from packaging.requirements import Requirement

HEAD = """\
# Every package of the environment that the tests run in, those that others need too; `make lock` writes it anew.
# With a hash: the same file everywhere. Without: each system has its own. What only some builds of torch need is not here.
"""
OF_TORCH = ("cuda-", "nvidia-", "triton")
OURS = "wenbao"


def lines(report: dict[str, Any]) -> list[str]:
    found = [line for each in report["install"] if (line := _line(each["metadata"], each["download_info"]))]
    ours = next(each["metadata"] for each in report["install"] if each["metadata"]["name"] == OURS)
    return sorted(found + _elsewhere(ours.get("requires_dist", [])))


def _elsewhere(asked: list[str]) -> list[str]:
    """What is asked for on another Python than this one; what an extra asks for is none of it."""
    return [
        f"{each.name}{each.specifier} ; {marker}"
        for each in map(Requirement, asked)
        if (marker := each.marker) and "extra" not in str(marker) and not marker.evaluate()
    ]


def _line(told: dict[str, Any], origin: dict[str, Any]) -> str:
    name = told["name"].lower().replace("_", "-").replace(".", "-")
    if name == OURS or name.startswith(OF_TORCH):
        return ""
    line = f"{name}=={told['version'].partition('+')[0]}"
    everywhere = origin["url"].endswith(("-none-any.whl", ".tar.gz", ".zip"))
    return f"{line} --hash=sha256:{origin['archive_info']['hashes']['sha256']}" if everywhere else line


if __name__ == "__main__":
    print(HEAD + "\n".join(lines(json.load(sys.stdin))))
