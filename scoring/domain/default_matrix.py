"""The shipped risk matrix: likelihood × criticality → risk, when to look again, by which audit, with which papers."""

from scoring.domain.facts import Criticality
from scoring.domain.model import Likelihood, MatrixCell

FULL = "certificates, audit report, corrective-action log, inspection records of each lot"
CORE = "certificates, audit report, corrective-action log"
BASIC = "certificates"

_REMOTE = "remote review"
_ANNOUNCED = "announced audit on site"
_UNANNOUNCED = "unannounced audit on site"

C, M, S = Criticality.CRITICAL, Criticality.MAJOR, Criticality.STANDARD

MATRIX = (
    MatrixCell(Likelihood.LOW, C, "moderate", 12, _ANNOUNCED, CORE),
    MatrixCell(Likelihood.LOW, M, "low", 24, _ANNOUNCED, CORE),
    MatrixCell(Likelihood.LOW, S, "low", 36, _REMOTE, BASIC),
    MatrixCell(Likelihood.MODERATE, C, "high", 12, _ANNOUNCED, FULL),
    MatrixCell(Likelihood.MODERATE, M, "moderate", 12, _ANNOUNCED, CORE),
    MatrixCell(Likelihood.MODERATE, S, "low", 24, _REMOTE, BASIC),
    MatrixCell(Likelihood.UNPROVEN, C, "high", 3, _ANNOUNCED, FULL),
    MatrixCell(Likelihood.UNPROVEN, M, "high", 6, _ANNOUNCED, CORE),
    MatrixCell(Likelihood.UNPROVEN, S, "moderate", 12, _REMOTE, CORE),
    MatrixCell(Likelihood.HIGH, C, "critical", 3, _UNANNOUNCED, FULL),
    MatrixCell(Likelihood.HIGH, M, "high", 6, _UNANNOUNCED, FULL),
    MatrixCell(Likelihood.HIGH, S, "high", 6, _ANNOUNCED, CORE),
    MatrixCell(Likelihood.CRITICAL, C, "critical", 1, _UNANNOUNCED, FULL),
    MatrixCell(Likelihood.CRITICAL, M, "critical", 3, _UNANNOUNCED, FULL),
    MatrixCell(Likelihood.CRITICAL, S, "critical", 3, _ANNOUNCED, FULL),
)
