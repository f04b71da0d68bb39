"""The summary of a session, from its counts."""

from __future__ import annotations

from collections import Counter

from harness.pytest_plugin.summary import Tally, summary_line


def test_large_counts_have_commas() -> None:
    tally = Tally(Counter({"s3.GetObject": 12_000, "s3.PutObject": 1}), 1_000, 1, 2_000, 3_000)
    assert summary_line(tally) == (
        "12,001 exchanges (1,000 recorded) of 2 operations, 1 contract error, 2,000 warnings, "
        "3,000 not checked"
    )
