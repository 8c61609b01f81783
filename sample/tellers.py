"""The three vocabularies a story is told with."""

from dataclasses import dataclass

from sample.company import Company
from sample.corrective import Corrective
from sample.floor import Floor


@dataclass(frozen=True)
class Tellers:
    company: Company
    floor: Floor
    capa: Corrective
