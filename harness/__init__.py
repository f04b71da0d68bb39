"""Record, replay, check and synthesise AWS API exchanges, by their documented contract.

The names here are the public surface; everything behind them is imported when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

# The package is the function `harness.contract` as well, so it is imported at once.
import harness.contract as _contract_package  # noqa: F401
from harness.errors import HarnessError
from harness.lazy import lazy_names

if TYPE_CHECKING:
    from harness import fuzz, vcr
    from harness.cassette.comparison import Comparison, compare
    from harness.cassette.exchange import exchanges_of
    from harness.cassette.model import Cassette
    from harness.cassette.store import load_cassette, save_cassette
    from harness.contract.contract import Contract, contract_from_page
    from harness.contract.exchange import Exchange
    from harness.contract.violation import Severity, Violation
    from harness.observing import observe
    from harness.record.errors import CannotReplay, StaleCassette
    from harness.record.live import LiveCassette
    from harness.record.mode import RecordMode
    from harness.record.session import use_cassette
    from harness.record.stubber import from_stubber
    from harness.report.check import Report, check
    from harness.report.coverage import Coverage, coverage_of
    from harness.synth.world.on_moto import MotoWorld
    from harness.synth.world.world import World

_MODULES = {
    "CannotReplay": "record.errors",
    "Cassette": "cassette.model",
    "Comparison": "cassette.comparison",
    "Contract": "contract.contract",
    "Coverage": "report.coverage",
    "Exchange": "contract.exchange",
    "LiveCassette": "record.live",
    "MotoWorld": "synth.world.on_moto",
    "RecordMode": "record.mode",
    "Report": "report.check",
    "Severity": "contract.violation",
    "StaleCassette": "record.errors",
    "Violation": "contract.violation",
    "World": "synth.world.world",
    "check": "report.check",
    "compare": "cassette.comparison",
    "contract_from_page": "contract.contract",
    "coverage_of": "report.coverage",
    "exchanges_of": "cassette.exchange",
    "from_stubber": "record.stubber",
    "load_cassette": "cassette.store",
    "observe": "observing",
    "save_cassette": "cassette.store",
    "use_cassette": "record.session",
}

__all__ = [
    "CannotReplay",
    "Cassette",
    "Comparison",
    "Contract",
    "Coverage",
    "Exchange",
    "HarnessError",
    "LiveCassette",
    "MotoWorld",
    "RecordMode",
    "Report",
    "Severity",
    "StaleCassette",
    "Violation",
    "World",
    "check",
    "compare",
    "contract",
    "contract_from_page",
    "coverage_of",
    "exchanges_of",
    "from_stubber",
    "fuzz",
    "load_cassette",
    "observe",
    "save_cassette",
    "use_cassette",
    "vcr",
]


if TYPE_CHECKING:

    def contract(service: str, operation: str) -> Contract:
        """Return the contract of an operation; see ``harness.contract``'s package for more."""


if not TYPE_CHECKING:  # a type checker knows the names, and no others
    __getattr__ = lazy_names(__name__, _MODULES, packages=("fuzz", "vcr"))


def __dir__() -> list[str]:
    return sorted(__all__)
