"""Where things lie: the project, its sample pages, data of tests, and what may lie beside a checkout."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
TESTS: Final = ROOT / "tests"
SEEDS: Final = ROOT / "seeds"
DATA: Final = TESTS / "data"
SHARED: Final = ROOT.parent / "shared"
"""Material of which the project holds nothing; tests that need it skip, saying so, where it is not there."""
