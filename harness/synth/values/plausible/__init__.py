"""Values that look right: chosen by the member's name and documentation, the pattern and AWS's examples."""

from __future__ import annotations

from harness.synth.values.plausible.numbers import plausible_float, plausible_integer
from harness.synth.values.plausible.place import Place
from harness.synth.values.plausible.strings import plausible_text
from harness.synth.values.plausible.times import plausible_time

__all__ = ["Place", "plausible_float", "plausible_integer", "plausible_text", "plausible_time"]
