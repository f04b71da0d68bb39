"""Run cases, and print a line for each: ``ok NAME`` or ``not ok NAME: why``, as all scripts here do."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from typing import Any


def run(cases: Mapping[str, Callable[[], Any]]) -> None:
    for name, case in cases.items():
        try:
            case()
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[1].line
            words = " ".join(f"{type(error).__name__}: {error} [{where}]".split())
            print(f"not ok {name}: {words[:300]}", flush=True)
        else:
            print(f"ok {name}", flush=True)
