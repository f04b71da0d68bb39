"""botocore's retries and waiters without their waiting, and everybody else's as before."""

from __future__ import annotations

import time

import botocore.endpoint
import botocore.waiter

from harness.fuzz.code.waiting import no_waiting


def test_botocore_does_not_wait_until_the_outermost_block_ends() -> None:
    began = time.monotonic()
    with no_waiting():
        with no_waiting():
            botocore.endpoint.time.sleep(60)
        botocore.waiter.time.sleep(60)
        assert botocore.endpoint.time.monotonic() >= began
    assert time.monotonic() - began < 30
    assert botocore.endpoint.time is time
    assert botocore.waiter.time is time


def test_the_program_waits_as_ever() -> None:
    with no_waiting():
        began = time.monotonic()
        time.sleep(0.02)
        assert time.monotonic() - began >= 0.02
