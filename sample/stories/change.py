"""Who got better or worse within a year, and by what it shows."""

from audits.domain.audits import Purpose, Strength
from audits.domain.checklist import Indicator
from audits.domain.findings import FindingGrade
from audits.domain.grading import Grade
from deliveries.domain.stages import Stage
from sample.arrivals import Year
from sample.company import Bought
from sample.corrective import Cause
from sample.floor import Grades
from sample.stories.practice import WEAK
from sample.tellers import Tellers
from sample.timeline import Later
from suppliers.domain.terms import Status


def got_better(tell: Tellers) -> None:
    co = tell.company
    works = co.supplier(
        "Sheet metal, much better than last year",
        "sheet-metal",
        "laser-cutting",
        "bending",
        country="ES",
        city="Bilbao",
        number="400166",
        ago=380,
    )
    paper = co.certificate(
        works,
        "ISO 9001:2015",
        number="ES-0917",
        scope="Laser cutting, bending, welding",
        issued=420,
        expires=-670,
        accreditation="ENAC",
        body="Ibérica de Certificación",
        ago=379,
    )
    co.verified(paper, ago=360)
    _gauges_out_of_date(tell, works)
    _gauges_in_order(tell, works)
    co.status(works, Status.CONDITIONAL, "Simple parts, every lot inspected here.", ago=320)
    co.status(works, Status.APPROVED, "Follow-up audit passed.", ago=40)


def _gauges_out_of_date(tell: Tellers, works: Later[Bought]) -> None:
    floor = tell.floor
    first = floor.audit(works, WEAK, "Gauges without labels, records after the fact.", ago=330)
    floor.coverage(works, 140, 80, ago=330, audit=first)
    floor.caught(works, ago=330, audit=first, in_process=3, final=24, receiving=5, line=2)
    gauges = floor.finding(
        first,
        FindingGrade.MAJOR,
        "Eleven of twenty gauges in use are past their calibration date.",
        ago=330,
        question="M1",
        clause="7.1.5",
        due_in=90,
    )
    tell.capa.walked(
        tell.capa.opened(gauges, ago=328), GAUGES, (327, 326), (316, 314), (308, 306), (290, 288), (200, 198)
    )


def _gauges_in_order(tell: Tellers, works: Later[Bought]) -> None:
    floor = tell.floor
    second = floor.audit(
        works,
        Grades(mostly=Grade.MOSTLY),
        "The difference is plain to see.",
        ago=45,
        purpose=Purpose.FOLLOW_UP,
        strength=Strength.UNANNOUNCED_ON_SITE,
    )
    floor.coverage(works, 160, 154, ago=45, audit=second)
    floor.caught(works, ago=45, audit=second, incoming=6, in_process=19, final=4)


GAUGES = Cause(
    contained="Gauges past their date taken out of use the same day, parts since May measured again",
    occurrence="The calibration list lived in a file of a colleague who left in spring",
    escape="Nobody at the machine looks at the label, because half had none",
    system="No owner and no reminder for calibration after the change of staff",
    against_occurrence="Calibration list in the maintenance system with an owner and reminders",
    against_escape="Set-up sheet asks for gauge number and date; the system refuses one past its date",
)


def got_worse(tell: Tellers) -> None:
    co, floor = tell.company, tell.floor
    works = co.supplier(
        "Cable harnesses, slipping since the move",
        "cable-assembly",
        number="400173",
        country="MA",
        city="Tanger",
        local="طنجة",
        ago=380,
    )
    paper = co.certificate(
        works, "ISO 9001:2015", number="MA-1187", scope="Assembly of cable harnesses", issued=500, expires=-590, ago=379
    )
    co.verified(paper, ago=350)
    first = floor.audit(works, Grades(), "Exemplary crimp monitoring.", ago=335)
    floor.coverage(works, 130, 128, ago=335, audit=first)
    floor.caught(works, ago=335, audit=first, incoming=2, subassembly=11, in_process=25, final=6)
    _copied_from_the_sheet(tell, works)
    _late_and_with_defects(tell, works)
    co.status(works, Status.APPROVED, "Audit passed.", ago=320)
    co.status(works, Status.PROBATION, "For-cause audit after three line escapes.", ago=28)


def _copied_from_the_sheet(tell: Tellers, works: Later[Bought]) -> None:
    floor = tell.floor
    second = floor.audit(
        works,
        Grades(mostly=Grade.PARTLY, by={Indicator.INTERVIEWS: Grade.POOR}),
        "Half the people are new; crimp heights are copied from the sheet.",
        ago=30,
        purpose=Purpose.FOR_CAUSE,
        strength=Strength.UNANNOUNCED_ON_SITE,
    )
    floor.coverage(works, 130, 95, ago=30, audit=second)
    floor.caught(works, ago=30, audit=second, subassembly=2, in_process=5, final=21, receiving=4, line=3)
    floor.finding(
        second,
        FindingGrade.MAJOR,
        "Crimp heights of a whole shift are one value, copied.",
        ago=30,
        question="P3",
        clause="8.5.1",
        due_in=20,
    )


def _late_and_with_defects(tell: Tellers, works: Later[Bought]) -> None:
    tell.arrivals.year(works, Year("CH-7", late={14, 17, 18, 20, 21, 22}, rejected={19, 21, 23}, concession={22}))
    for ago, words in (
        (52, "Crimp pulls out of the terminal, connector X3."),
        (37, "Two wires swapped in connector X1."),
    ):
        tell.arrivals.nonconformance(
            works, Stage.LINE, words, ago=ago, kind="Electrical function", part="CH-7", cost=900
        )


STORIES = (got_better, got_worse)
