"""Follow-through: what became of findings."""

from audits.domain.capa import Severity, Stage
from audits.domain.findings import FindingGrade
from audits.domain.grading import Grade
from sample.arrivals import Year
from sample.company import Bought
from sample.corrective import Cause
from sample.floor import Grades
from sample.tellers import Tellers
from sample.timeline import Later
from suppliers.domain.terms import Criticality, Status

LABELS = Cause(
    contained="All boxes of the week opened and relabelled, two found with the other part's label",
    occurrence="Two parts that look alike are packed at one table at the same time",
    escape="The label is printed by order, and nobody compares it with the part",
    system="Packing has no rule for parts that differ by less than a glance",
    against_occurrence="One part at a table, cleared and signed before the next",
    against_escape="Scanner compares the mark on the part with the label before the box is closed",
)
BURRS = Cause(
    contained="Stock of 1,200 pieces deburred again and looked at under the lens",
    occurrence="Tool life was doubled in the program without a trial",
    escape="The visual standard shows burrs of the old tool only",
    system="Changes of tool life need nobody's approval",
    against_occurrence="Tool life locked in the program; changes need a trial with fifty parts",
    against_escape="Visual standard with limit samples at every machine",
)


def _certified(
    tell: Tellers,
    name: str,
    process: str,
    country: str,
    city: str,
    number: str,
    scope: str,
    criticality: Criticality = Criticality.MAJOR,
) -> Later[Bought]:
    co = tell.company
    works = co.supplier(name, process, country=country, city=city, criticality=criticality, ago=370)
    paper = co.certificate(works, "ISO 9001:2015", number=number, scope=scope, issued=430, expires=-665, ago=369)
    co.verified(paper, ago=350)
    return works


def weak_follow_through(tell: Tellers) -> None:
    works = _certified(tell, "Certified, but nothing follows", "milling", "GB", "Leeds", "GB-40071", "Milling")
    audit = tell.floor.audit(works, Grades(mostly=Grade.PARTLY), "Answers come late and thin.", ago=250)
    tell.floor.coverage(works, 80, 70, ago=250, audit=audit)
    first = tell.floor.finding(audit, FindingGrade.MAJOR, "Burrs on sealing edges of three lots.", ago=250, due_in=120)
    capa = tell.capa.opened(first, ago=248)
    tell.capa.answered(capa, BURRS, Stage.CONTAINMENT, ago=230)
    tell.capa.accepted(capa, ago=228)
    tell.capa.answered(capa, BURRS, Stage.ROOT_CAUSE, ago=180)
    tell.capa.rejected(capa, "Names the machine, not why the tool life could be changed unseen.", ago=176)
    tell.capa.answered(capa, BURRS, Stage.ROOT_CAUSE, ago=140)
    tell.capa.rejected(capa, "The escape cause is still missing: why did final inspection pass it?", ago=136)
    second = tell.floor.finding(audit, FindingGrade.MINOR, "Labels of two parts swapped.", ago=250)
    tell.capa.walked(tell.capa.opened(second, ago=247), LABELS, (225, 222), (190, 188))
    tell.arrivals.year(works, Year("SE-40", late={6, 7, 13, 14, 18, 20}, rejected={4, 9, 15, 22}))
    tell.company.status(works, Status.CONDITIONAL, "Until the corrective actions are answered.", ago=130)


def came_back(tell: Tellers) -> None:
    works = _certified(tell, "Paper closure: the defect came back", "turning", "IT", "Torino", "IT-50112", "Turning")
    audit = tell.floor.audit(works, Grades(mostly=Grade.MOSTLY), "Neat answers, same shop.", ago=340)
    tell.floor.coverage(works, 60, 56, ago=340, audit=audit)
    found = tell.floor.finding(
        audit, FindingGrade.MAJOR, "Burrs in the cross bore.", ago=340, clause="8.5.1", due_in=90
    )
    capa = tell.capa.opened(found, ago=338)
    tell.capa.walked(capa, BURRS, (337, 336), (326, 324), (318, 316), (300, 298), (230, 228))
    tell.capa.came_back(capa, "Burrs in the cross bore of lot 26-0910, the same edge as before.", ago=50)


def verified_closure(tell: Tellers) -> None:
    works = _certified(tell, "Closed and verified, twice", "welding", "SE", "Malmö", "SE-3099", "Welding of frames")
    audit = tell.floor.audit(works, Grades(mostly=Grade.MOSTLY), "Open, quick, thorough.", ago=300)
    tell.floor.coverage(works, 90, 88, ago=300, audit=audit)
    tell.floor.caught(works, ago=300, audit=audit, incoming=2, in_process=20, final=5)
    for number, (statement, cause) in enumerate(
        (("Labels of two parts swapped.", LABELS), ("Burrs on a flange.", BURRS))
    ):
        later = 10 * number
        found = tell.floor.finding(audit, FindingGrade.MINOR, statement, ago=300)
        capa = tell.capa.opened(found, ago=298 - later)
        tell.capa.walked(capa, cause, *((day - later, day - 1 - later) for day in (296, 286, 276, 262, 170)))
    tell.company.status(works, Status.APPROVED, "Audit passed, actions effective.", ago=148)


def overdue_major(tell: Tellers) -> None:
    works = _certified(
        tell,
        "Heat treatment, major finding past its date",
        "heat-treatment",
        "DE",
        "Solingen",
        "DE-88120",
        "Heat treatment of steel",
        Criticality.CRITICAL,
    )
    audit = tell.floor.audit(works, Grades(mostly=Grade.MOSTLY), "Good furnace, no survey since spring.", ago=100)
    tell.floor.coverage(works, 50, 48, ago=100, audit=audit)
    tell.floor.finding(
        audit,
        FindingGrade.MAJOR,
        "No temperature uniformity survey of furnace 3 since March.",
        ago=100,
        question="P1",
        clause="8.5.1",
        due_in=60,
    )
    tell.company.status(works, Status.APPROVED, "Audit passed with one major.", ago=95)


def critical_late(tell: Tellers) -> None:
    works = _certified(
        tell,
        "Brake parts, critical answer late",
        "forging",
        "SI",
        "Maribor",
        "SI-1771",
        "Forging",
        Criticality.CRITICAL,
    )
    audit = tell.floor.audit(works, Grades(mostly=Grade.PARTLY), "Crack testing log has gaps.", ago=40)
    tell.floor.coverage(works, 70, 61, ago=40, audit=audit)
    found = tell.floor.finding(
        audit, FindingGrade.MAJOR, "Crack indications released without a second test.", ago=40, clause="8.7", due_in=45
    )
    capa = tell.capa.opened(found, ago=39, severity=Severity.CRITICAL)
    tell.capa.walked(capa, BURRS, (38, 38))
    tell.company.status(works, Status.CONDITIONAL, "No new parts until D4 is accepted.", ago=37)


def awaiting_review(tell: Tellers) -> None:
    works = _certified(
        tell,
        "Optics holders, answer waits for us",
        "five-axis-milling",
        "CH",
        "Biel",
        "CH-0450",
        "Milling of precision parts",
    )
    audit = tell.floor.audit(works, Grades(), "Very good; one label.", ago=30)
    tell.floor.coverage(works, 40, 40, ago=30, audit=audit)
    tell.floor.caught(works, ago=30, audit=audit, in_process=9, final=1)
    found = tell.floor.finding(audit, FindingGrade.MINOR, "One box with the label of a sister part.", ago=30)
    capa = tell.capa.opened(found, ago=29)
    tell.capa.walked(capa, LABELS, (27, 26))
    tell.capa.answered(capa, LABELS, Stage.ROOT_CAUSE, ago=2)
    tell.company.status(works, Status.APPROVED, "Audit passed.", ago=25)


STORIES = (weak_follow_through, came_back, verified_closure, overdue_major, critical_late, awaiting_review)
