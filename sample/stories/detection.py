"""Where defects are caught: pairs that differ in nothing else."""

from audits.domain.findings import FindingGrade
from audits.domain.grading import Grade
from deliveries.domain.nonconformances import Disposition, Severity
from deliveries.domain.stages import Stage
from sample.arrivals import Year
from sample.company import Bought
from sample.corrective import Cause
from sample.floor import Grades
from sample.tellers import Tellers
from sample.timeline import Later
from suppliers.domain.terms import Status

USUAL = Grades(mostly=Grade.MOSTLY)


def _machinist(tell: Tellers, name: str, city: str, number: str) -> Later[Bought]:
    """A certified, audited machining shop as there are many."""
    co = tell.company
    shop = co.supplier(name, "turning", "milling", country="CZ", city=city, ago=300)
    paper = co.certificate(shop, "ISO 9001:2015", number=number, scope="Machining", issued=400, expires=-690, ago=299)
    co.verified(paper, ago=280)
    audit = tell.floor.audit(shop, USUAL, "A usual shop on a usual day.", ago=130)
    tell.floor.coverage(shop, 100, 95, ago=130, audit=audit)
    return shop


def caught_early(tell: Tellers) -> None:
    shop = _machinist(tell, "Machining A: 18 of 20 defects caught in process", "Plzeň", "CZ-1801")
    tell.floor.caught(shop, ago=130, in_process=18, final=2)
    tell.company.status(shop, Status.APPROVED, "Audit passed.", ago=120)


def caught_late(tell: Tellers) -> None:
    shop = _machinist(tell, "Machining B: 19 of 20 defects caught at the end", "Olomouc", "CZ-1802")
    tell.floor.caught(shop, ago=130, in_process=1, final=19)
    tell.company.status(shop, Status.APPROVED, "Audit passed.", ago=120)


PORES = Cause(
    contained="All bars of the heat set apart, forty parts cut and looked at",
    occurrence="Shrinkage pores come from a bar supplier's changed pouring temperature",
    escape="Ultrasonic testing of bars is done for pressure parts only",
    system="A change of a sub-supplier's process reaches purchasing and nobody else",
    against_occurrence="Pouring temperature agreed as a monitored parameter with the bar supplier",
    against_escape="Ultrasonic testing of every tenth bar, log with the heat number",
)


ALIKE = Year("SH-12", months=9, late={7}, rejected={5})
"""What both twins deliver."""
LOGGED = (
    (96, "Diameter drifts after the tool change, seen at the third part."),
    (71, "Chamfer missing on the first parts of the night shift."),
    (40, "Thread gauge will not go, insert chipped."),
    (16, "Length 0.04 mm short after a new stop."),
)


def honest_reporter(tell: Tellers) -> None:
    shop = _machinist(tell, "Honest reporter", "Ostrava", "CZ-1803")
    tell.floor.caught(shop, ago=130, incoming=9, in_process=41, final=3)
    audit = tell.floor.audit(shop, USUAL, "Writes down everything, and shows it.", ago=125)
    found = tell.floor.finding(audit, FindingGrade.MINOR, "Pores in a turned face, found by themselves.", ago=125)
    tell.capa.walked(tell.capa.opened(found, ago=124), PORES, (122, 121), (112, 110), (104, 102), (90, 88), (30, 28))
    tell.arrivals.year(shop, ALIKE)
    for ago, words in LOGGED:
        entry = tell.arrivals.nonconformance(
            shop,
            Stage.IN_PROCESS,
            words,
            ago=ago,
            kind="Dimension out of tolerance",
            severity=Severity.MINOR,
            affected=3,
        )
        tell.arrivals.settled(entry, Disposition.REWORK, ago=ago - 2, note="Reworked and measured again.")
    tell.company.status(shop, Status.APPROVED, "Audit passed.", ago=115)


def silent_twin(tell: Tellers) -> None:
    shop = _machinist(tell, "Silent twin of the honest reporter", "Zlín", "CZ-1804")
    tell.floor.caught(shop, ago=130, in_process=6, final=3)
    tell.arrivals.year(shop, ALIKE)
    tell.company.status(shop, Status.APPROVED, "Audit passed.", ago=115)


def own_target(tell: Tellers) -> None:
    shop = _machinist(tell, "Own target: 'under 30 % defects'", "Kladno", "CZ-1805")
    tell.floor.caught(
        shop,
        ago=130,
        in_process=20,
        final=26,
        receiving=5,
        note="Their documented objective is 'under 30 % defects'; they report having met it.",
    )


def escapes(tell: Tellers) -> None:
    shop = _machinist(tell, "Everything found by us", "Liberec", "CZ-1806")
    tell.floor.caught(shop, ago=130, final=4, receiving=11, line=6, customer=1)
    tell.company.status(shop, Status.CONDITIONAL, "Every lot inspected here, at their cost.", ago=100)


STORIES = (caught_early, caught_late, honest_reporter, silent_twin, own_target, escapes)
