"""Importing sentence-transformers quickly: of the seconds until a first answer, most go to importing.

Measured on two cores, files cached: 7.3 s as it comes, 3.6 s with the three measures below (torch 1.4, transformers
1.9, sentence-transformers itself 0.3), and 1.7 s less when the process ends. Each of them changes when something is
done, none what it gives; where a library has changed so that a measure no longer fits, the library goes its own way.

Left alone: torch._dynamo with torch.distributed.tensor, 0.8 s, which encoding does not need either. transformers
decorates functions with the one and tests for classes of the other, so that stand-ins would stay in it for good.
"""

import functools
import gc
import importlib
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType
from typing import Any, Final

_DEFERRED: Final = ("sklearn.metrics", "scipy.optimize")
_SCANNING: Final = "transformers.utils.import_utils"


@contextmanager
def quick_imports() -> Iterator[None]:
    """Import sentence-transformers inside this; nothing is changed where that has been done before."""
    if "sentence_transformers" in sys.modules:
        yield
        return
    with without_collections(), _deferred(), _quick_scan():
        yield


@contextmanager
def without_collections() -> Iterator[None]:
    """Make inside this what stays until the end, such as modules: no collection walks it, now or later."""
    collecting = gc.isenabled()
    gc.disable()  # importing makes millions of objects, and every collection would walk them all
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


# ---- modules that are not needed


@contextmanager
def _deferred() -> Iterator[None]:
    """Let stand-ins take the places of modules of which others import functions that encoding never calls.

    They are scikit-learn's metrics, which bring scipy.stats and pandas (0.9 s), and scipy.optimize (0.2 s). Whoever
    imports one of them afterwards gets the real one, and so does whoever calls a function of a stand-in.
    """
    stand_ins = {name: _CalledLater(name) for name in _DEFERRED if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for stand_in in stand_ins.values():
            stand_in.leave()


class _CalledLater(ModuleType):
    """A module of functions each of which imports the real module when it is called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*values: Any, **named: Any) -> Any:
            self.leave()
            return getattr(importlib.import_module(self.__name__), name)(*values, **named)

        return call

    def leave(self) -> None:
        """Make room for the real module."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]


# ---- a search that is done twice


@contextmanager
def _quick_scan() -> Iterator[None]:
    """Let transformers look through the files of its models once, and find the place in each at once: 0.8 s less.

    At import it reads all 1600 of them to learn what each defines, line by line, and then does so again, because the
    cache for the second time has room for 128 of its 550 folders.
    """
    originals: dict[str, Callable[..., Any]] = {}

    def quicken(module: ModuleType) -> None:
        functions = vars(module)
        look_through, names_in = functions.get("create_import_structure_from_path"), functions.get("fetch__all__")
        if look_through and names_in and hasattr(look_through, "__wrapped__"):
            originals.update(create_import_structure_from_path=look_through, fetch__all__=names_in)
            functions.update(
                # The same function, its cache without a limit.
                create_import_structure_from_path=functools.cache(look_through.__wrapped__),
                # It takes the last line that begins with __all__: what is before that need not be looked at.
                fetch__all__=lambda text: names_in(text[text.rfind("\n__all__") + 1 :]),
            )

    try:
        with changed_on_loading(_SCANNING, quicken):
            yield
    finally:
        if originals:
            vars(sys.modules[_SCANNING]).update(originals)


# ---- a module that is changed before anyone uses it


@contextmanager
def changed_on_loading(name: str, change: Callable[[ModuleType], None]) -> Iterator[None]:
    """Where the module `name` is first imported inside this, hand it to `change` before its importer goes on."""
    finder = _ChangingFinder(name, change)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _ChangingFinder(MetaPathFinder):
    def __init__(self, name: str, change: Callable[[ModuleType], None]) -> None:
        self._name = name
        self._change = change

    def find_spec(self, fullname: str, path: Sequence[str] | None, _: ModuleType | None = None) -> ModuleSpec | None:
        """Where the module is; of others nothing, so that they are looked for as ever."""
        spec = PathFinder.find_spec(fullname, path) if fullname == self._name else None
        if spec and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _ThenCall(spec.loader.name, spec.loader.path, self._change)
        return spec


class _ThenCall(SourceFileLoader):
    """Loads a module and then hands it to a function."""

    def __init__(self, name: str, path: str, then: Callable[[ModuleType], None]) -> None:
        super().__init__(name, path)
        self._then = then

    def exec_module(self, module: ModuleType) -> None:
        """As ever, and then the function."""
        super().exec_module(module)
        self._then(module)
