"""Curves turn a measured share into points: piecewise linear, never falling, breakpoints in the model."""

from dataclasses import dataclass
from itertools import pairwise

from scoring.domain.fixed import FULL_POINTS, PPM


@dataclass(frozen=True, slots=True)
class Curve:
    """Breakpoints (share in parts per million, points in thousandths), from 0 to the whole."""

    breakpoints: tuple[tuple[int, int], ...]

    def points(self, share: int) -> int:
        """Points for a share; rounded down, so that a larger share never gets fewer points."""
        left_share, left_points = self.breakpoints[0]
        for right_share, right_points in self.breakpoints[1:]:
            if share <= right_share:
                rise = (right_points - left_points) * (share - left_share)
                return left_points + rise // (right_share - left_share)
            left_share, left_points = right_share, right_points
        return left_points

    def problems(self) -> list[str]:
        """What keeps this from being a curve, in words; empty when it is one."""
        shares = [share for share, _ in self.breakpoints]
        points = [value for _, value in self.breakpoints]
        found = []
        if len(self.breakpoints) < 2 or shares[0] != 0 or shares[-1] != PPM:
            found.append("a curve runs from 0 to the whole")
        if any(b <= a for a, b in pairwise(shares)):
            found.append("the breakpoints of a curve rise")
        if any(b < a for a, b in pairwise(points)):
            found.append("a curve never falls")
        if not all(0 <= value <= FULL_POINTS for value in points):
            found.append("points lie between 0 and 100")
        return found
