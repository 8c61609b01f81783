"""Lot acceptance and parts without defect, with 95 % intervals. Nothing inspected is not measurable, never zero."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from common.proportion import PPM, wilson
from deliveries.domain.shares import rounded

THOUSAND = 1_000


class LotResult(StrEnum):
    """What was decided on a lot."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CONCESSION = "concession"
    SKIP_LOT = "skip_lot"


JUDGED = (LotResult.ACCEPTED, LotResult.REJECTED, LotResult.CONCESSION)
"""Results of an inspection. Skip-lot is a decision not to look: it says nothing of the lot. A concession takes parts
that did not conform, so the lot was not accepted as ordered."""


@dataclass(frozen=True, slots=True)
class Share:
    """A proportion with its interval, in parts per million."""

    good: int
    of: int

    @property
    def ppm(self) -> int | None:
        """The share, rounded; None where nothing was looked at."""
        return rounded(self.good, self.of, PPM) if self.of else None

    @property
    def permille(self) -> int | None:
        """The share in thousandths, rounded once; None where nothing was looked at."""
        return rounded(self.good, self.of, THOUSAND) if self.of else None

    @property
    def interval(self) -> tuple[int, int]:
        """The 95 % interval (Wilson)."""
        return wilson(self.good, self.of)

    @property
    def opposite(self) -> "Share":
        """The rest: of parts without defect, the defective ones."""
        return Share(self.of - self.good, self.of)


@dataclass(frozen=True, slots=True)
class Lots:
    """Inspected lots of a period, and the parts that were looked at in them."""

    accepted: int = 0
    rejected: int = 0
    concession: int = 0
    skipped: int = 0
    inspected: int = 0
    nonconforming: int = 0

    @property
    def judged(self) -> int:
        """Lots that somebody inspected."""
        return self.accepted + self.rejected + self.concession

    @property
    def acceptance(self) -> Share:
        """Lots accepted as ordered, of those inspected."""
        return Share(self.accepted, self.judged)

    @property
    def defective(self) -> Share:
        """Nonconforming parts of all that were inspected, also in accepted lots: the PPM of the samples."""
        return Share(self.nonconforming, self.inspected)


def sum_up(found: Iterable[Lots]) -> Lots:
    """Several periods as one."""
    rows = list(found)
    return Lots(*(sum(getattr(one, name) for one in rows) for name in Lots.__slots__))
