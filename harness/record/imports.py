"""Do something as soon as a module has been imported, before anybody else can use it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType


def after_import(name: str, function: Callable[[], object]) -> None:
    """Call a function each time after a module is executed, from now on; again for the same has no effect.

    Args:
        name: the module.
        function: what to call.
    """
    finder = _Finder(name, function)
    if name not in sys.modules and finder not in sys.meta_path:
        sys.meta_path.insert(0, finder)


class _Finder(MetaPathFinder):
    """Has the others find a module, and goes along with its loader."""

    def __init__(self, name: str, function: Callable[[], object]) -> None:
        self._name = name
        self._function = function
        self._is_finding = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Finder) and (other._name, other._function) == (self._name, self._function)

    def __hash__(self) -> int:
        return hash((self._name, self._function))

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._name or self._is_finding:
            return None
        self._is_finding = True
        try:
            spec = importlib.util.find_spec(fullname)
        finally:
            self._is_finding = False
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader, self._function)
        return spec


class _Loader(Loader):
    """Loads a module as its own loader does, and calls a function then."""

    def __init__(self, loader: Loader, function: Callable[[], object]) -> None:
        self._loader = loader
        self._function = function

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # which copy asks of an object without attributes yet
            raise AttributeError(name)
        return getattr(self._loader, name)  # what reads sources and resources

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        self._function()
