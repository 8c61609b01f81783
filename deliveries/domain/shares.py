"""How a share becomes a figure: rounded, and never across the border between all and nearly all, some and none."""


def rounded(good: int, of: int, whole: int) -> int:
    """`good` of `of` in parts of `whole` (1,000: tenths of a percent), rounded half up, in integers only.

    A share that is not whole is never shown as whole: 99.96 % reads 99.9 %, as 100 % means that nothing was missing.
    One that is not nothing is never shown as nothing: one defective part in ten million is 1 ppm, not 0.
    """
    parts = (2 * good * whole + of) // (2 * of)
    return min(max(parts, 1), whole - 1) if 0 < good < of else parts
