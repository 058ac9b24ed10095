"""The score tool that lies beside a checkout, where there is one: what our measures must equal."""

import importlib.util
from types import ModuleType

import pytest

from support.locations import SHARED


def score_tool() -> ModuleType:
    path = SHARED / "tools" / "score.py"
    if not path.is_file():
        pytest.skip("the score tool does not lie beside this checkout (../shared/tools/score.py)")
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec and spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool
