"""A proportion with its 95 % interval, exact in integers: the same counts give the same words on every machine."""

from math import isqrt

PPM = 1_000_000
# z for a two-sided 95 % interval is 1.96: z² = 3.8416
Z2, Z2_SCALE = 38_416, 10_000


def wilson(good: int, of: int) -> tuple[int, int]:
    """The 95 % interval of a proportion in ppm, rounded outwards by less than one part per million.

    Score interval of E. B. Wilson (J. Am. Stat. Assoc. 22, 1927): it holds for small numbers and near 0 and 1, where
    the usual formula does not (Brown, Cai and DasGupta, Statistical Science 16, 2001).
    """
    if of == 0:
        return 0, PPM
    fine = 10**6
    n = of * Z2_SCALE
    centre = 2 * good * Z2_SCALE + Z2
    under_root = Z2 * (Z2 * of + 4 * good * (of - good) * Z2_SCALE) * fine * fine // of
    spread = isqrt(under_root)
    below = 2 * (n + Z2) * fine
    lower = (centre * fine - spread) * PPM // below
    upper = -((-(centre * fine + spread) * PPM) // below)
    return max(0, lower), min(PPM, upper)
