"""The vocabularies a story is told with."""

from dataclasses import dataclass

from sample.arrivals import Arrivals
from sample.company import Company
from sample.corrective import Corrective
from sample.floor import Floor
from sample.means import Means
from sample.papers import Papers


@dataclass(frozen=True)
class Tellers:
    company: Company
    floor: Floor
    capa: Corrective
    means: Means
    papers: Papers
    arrivals: Arrivals
