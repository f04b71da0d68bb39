"""The collector is off meanwhile, and afterwards as it was."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from harness.garbage import gc_paused


@pytest.fixture(autouse=True)
def search() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.enable()
    yield
    if not was_on:
        gc.disable()


def test_it_goes_on_afterwards_whatever_happens() -> None:
    with gc_paused():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), gc_paused():
        raise ZeroDivisionError
    assert gc.isenabled()


def test_one_inside_another_leaves_it_off() -> None:
    with gc_paused():
        with gc_paused():
            pass
        assert not gc.isenabled()


def test_where_it_was_off_it_stays_off() -> None:
    gc.disable()
    with gc_paused():
        pass
    assert not gc.isenabled()
