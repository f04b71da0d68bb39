"""How long the texts of an expression can be: sets of lengths as the bits of one integer, and their sums.

Bit n of a set is 1 if a text of n characters is possible. Sets are cut off at a largest length, so the
whole arithmetic of an expression is some operations on small integers.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice


def interval(low: int, high: int) -> int:
    """Return the set of the lengths from `low` to `high`, both included; the empty one if they cross."""
    return (1 << high + 1) - (1 << low) if high >= low else 0


def members(lengths: int) -> Iterator[int]:
    """Yield the lengths of a set, shortest first."""
    bits = bin(lengths)[:1:-1]
    at = bits.find("1")
    while at >= 0:
        yield at
        at = bits.find("1", at + 1)


def nth(lengths: int, number: int) -> int:
    """Return the length of a number, from 0, in a set, shortest first."""
    if _is_interval(lengths):
        return _bounds(lengths)[0] + number
    return next(islice(members(lengths), number, None))


def leaving(rest: int, length: int) -> int:
    """Return the lengths of what, followed by a text of the set `rest`, has `length` characters in all."""
    known = rest & interval(0, length)
    return int(bin(known)[2:].zfill(length + 1)[::-1], 2)


def _bounds(lengths: int) -> tuple[int, int]:
    return (lengths & -lengths).bit_length() - 1, lengths.bit_length() - 1


def _is_interval(lengths: int) -> bool:
    return lengths == interval(*_bounds(lengths))


def add(left: int, right: int, largest: int) -> int:
    """Return the lengths of a text of one set followed by a text of the other, up to `largest`."""
    if not left or not right:
        return 0
    (low, high), (other_low, other_high) = _bounds(left), _bounds(right)
    if left == interval(low, high) and right == interval(other_low, other_high):
        return interval(low + other_low, min(high + other_high, largest))
    if left.bit_count() > right.bit_count():
        left, right = right, left
    total = 0
    for length in members(left):
        total |= right << length
    return total & interval(0, largest)


def times(lengths: int, count: int, largest: int) -> int:
    """Return the lengths of `count` texts of a set, one after the other, up to `largest`."""
    if not lengths:
        return 0 if count else 1
    if _is_interval(lengths):
        low, high = _bounds(lengths)
        return interval(low * count, min(high * count, largest))
    total, power = 1, lengths
    while count:
        if count & 1:
            total = add(total, power, largest)
        power = add(power, power, largest) if count > 1 else power
        count >>= 1
    return total


def repeated(lengths: int, fewest: int, most: int | None, largest: int) -> int:
    """Return the lengths of `fewest` to `most` texts of a set, one after the other, up to `largest`."""
    fewest = 0 if lengths & 1 else fewest  # a text may be empty
    lengths &= ~1
    if not lengths:
        return 0 if fewest else 1
    shortest, _ = _bounds(lengths)
    last = min(largest // shortest, largest if most is None else most)
    if last < fewest:
        return 0
    # n texts, each of the set or empty: from none to n of the set.
    return add(times(lengths, fewest, largest), times(lengths | 1, last - fewest, largest), largest)
