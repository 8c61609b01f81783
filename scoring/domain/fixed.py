"""Fixed-point scales and the few exact operations that the engine is made of.

Every quantity is an integer, so that the same facts give the same bytes on every machine:

- shares, confidences and freshness are parts per million (``PPM`` is the whole);
- points are thousandths of a point (``FULL_POINTS`` is 100 points);
- amounts of evidence are thousandths of an indicator's natural unit (receipt, lot, audit …);
- strengths of sources are thousandths of an announced audit on site.
"""

from functools import lru_cache
from math import isqrt

PPM = 1_000_000
POINT = 1_000
FULL_POINTS = 100 * POINT
UNIT = 1_000
STRENGTH = 1_000

_FINE = 1 << 40
_BITS = 24


def _halving_table() -> tuple[int, ...]:
    """2^(-1/2), 2^(-1/4), … in 40 fractional bits, by integer square roots."""
    table = []
    root = _FINE // 2
    for _ in range(_BITS):
        root = isqrt(root * _FINE)
        table.append(root)
    return tuple(table)


_HALVINGS = _halving_table()


@lru_cache(maxsize=16_384)
def freshness(age_days: int, half_life_days: int) -> int:
    """What is left of good evidence after ``age_days``, in parts per million: 2^(-age / half-life)."""
    if age_days <= 0:
        return PPM
    whole, rest = divmod(age_days, half_life_days)
    if whole > 20:
        return 0
    left = _FINE >> whole
    fraction = (rest << _BITS) // half_life_days
    for bit, factor in enumerate(_HALVINGS, start=1):
        if fraction >> (_BITS - bit) & 1:
            left = left * factor // _FINE
    return left * PPM // _FINE


def percent(share_ppm: int) -> int:
    """A share in whole percent, rounded half up: for sentences."""
    return (share_ppm * 100 + PPM // 2) // PPM


def tenths(points: int) -> int:
    """Points (thousandths) in tenths of a point, rounded down like the score itself."""
    return points // 100
