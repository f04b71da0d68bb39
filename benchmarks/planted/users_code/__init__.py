"""Functions that use boto3, each right and wrong, to be fuzzed with `harness.fuzz.aws`."""

from . import batches, fresh, lists, values
from .case import CASES, Case

__all__ = ["CASES", "Case", "batches", "fresh", "lists", "values"]
