"""Packages whose public names are imported when they are first asked for (PEP 562)."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Collection, Mapping
from typing import Any

from harness.errors import MissingExtra


def lazy_names(
    package: str, modules: Mapping[str, str], packages: Collection[str] = ()
) -> Callable[[str], Any]:
    """Make the ``__getattr__`` of a package.

    Args:
        package: the package's ``__name__``.
        modules: the module that each public name is in, below the package.
        packages: the public names that are modules themselves.

    What needs an extra that is not installed is no attribute: freezegun and others ask the loaded modules for
    each of theirs, and expect no other error.
    """

    def of_package(name: str) -> Any:
        if name not in modules and name not in packages:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        try:
            found = importlib.import_module(f"{package}.{modules.get(name, name)}")
        except MissingExtra as error:
            raise AttributeError(str(error), name=name) from None
        return found if name in packages else getattr(found, name)

    return of_package
