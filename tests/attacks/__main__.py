"""Try every attack, two modules at a time, and print what was tried and what failed.

    python -m attacks [MODULE ...]      in the folder of the tests

The exit status is 1 where anything failed.
"""

import importlib
import pkgutil
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

import attacks
from attacks.outcome import Outcome

AT_ONCE = 2
NOT_ATTACKS = ("__main__", "outcome")


def modules() -> list[str]:
    return sorted(
        module.name
        for module in pkgutil.iter_modules(attacks.__path__)
        if module.name not in NOT_ATTACKS and not module.name.startswith("_")
    )


def tried(module: str) -> tuple[list[Outcome], float]:
    """The outcomes of one module, and the seconds it took. An attack that breaks off is a failure of its own."""
    started = time.perf_counter()
    outcomes: list[Outcome] = []
    try:
        for outcome in importlib.import_module(f"attacks.{module}").attempts():
            outcomes.append(outcome)
    except Exception as error:
        outcomes.append(Outcome(module, "the attack itself", f"{type(error).__name__}: {error}"))
    return outcomes, time.perf_counter() - started


def main(names: Sequence[str]) -> int:
    chosen = list(names) or modules()
    with ProcessPoolExecutor(AT_ONCE) as pool:
        results = dict(zip(chosen, pool.map(tried, chosen), strict=True))
    failed = [outcome for outcomes, _ in results.values() for outcome in outcomes if outcome.problem]
    print(f"{'module':<16}{'kind':<40}{'tried':>7}{'failed':>8}{'seconds':>9}")
    for module, (outcomes, seconds) in results.items():
        for kind, count in Counter(outcome.kind for outcome in outcomes).items():
            print(f"{module:<16}{kind:<40}{count:>7}{sum(each.kind == kind for each in failed):>8}{seconds:>9.0f}")
    for outcome in failed:
        print(f"FAILED {outcome.kind}: {outcome.name}: {outcome.problem}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
