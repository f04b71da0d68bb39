"""Values that look right: chosen by the member's name and documentation, the pattern and AWS's examples."""

from __future__ import annotations

from harness.synth.plausible.numbers import plausible_float, plausible_integer
from harness.synth.plausible.place import Place
from harness.synth.plausible.strings import plausible_text
from harness.synth.plausible.times import plausible_time

__all__ = ["Place", "plausible_float", "plausible_integer", "plausible_text", "plausible_time"]
