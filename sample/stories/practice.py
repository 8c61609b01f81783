"""What happens on a normal production day, with and without paper."""

from audits.domain.audits import Purpose, Strength
from audits.domain.checklist import Indicator
from audits.domain.findings import FindingGrade
from audits.domain.grading import Grade
from audits.domain.observations import Disclosure, Sampling
from sample.corrective import Cause
from sample.floor import Grades
from sample.tellers import Tellers
from suppliers.domain.terms import Criticality, Status

CLEAN_PAPER = Grades(
    mostly=Grade.PARTLY,
    paper=Grade.FULL,
    by={Indicator.STAFFING_AUTHORITY: Grade.POOR, Indicator.INTERVIEWS: Grade.PARTLY},
    but={
        "R1": (Grade.POOR, "Of 240 receipts picked from the log, 144 have an inspection record."),
        "Q2": (Grade.ABSENT, "The inspector stopped a lot in May; production released it the same evening."),
    },
)
WEAK = Grades(
    mostly=Grade.POOR,
    paper=Grade.MOSTLY,
    by={Indicator.CALIBRATION: Grade.POOR, Indicator.TRACEABILITY: Grade.PARTLY},
)
SEAL_FACE = Cause(
    contained="All bodies with a polished seal face set apart and measured again, 18 of 400 rejected",
    occurrence="The polishing wheel was changed without a new set-up sheet; the face went out of flat",
    escape="Final inspection measures roughness at one point; flatness was not on the plan",
    system="Set-up sheets belong to the machine, not to the part, so a changed wheel triggers no check",
    against_occurrence="Set-up sheet per part with a first-piece measurement after each wheel change",
    against_escape="Flatness gauge at the cell, every tenth part, reading recorded with the lot",
)


def clean_paper(tell: Tellers) -> None:
    co, floor = tell.company, tell.floor
    works = co.supplier(
        "Valve body foundry, clean paper",
        "investment-casting",
        "grinding",
        country="CN",
        city="Wenzhou",
        local="阀体铸造厂",
        criticality=Criticality.CRITICAL,
        number="400108",
        contact="Chen Wei",
        ago=380,
    )
    co.also_known_as(works, "Wenzhou valve castings", "WZ Foundry", ago=379)
    paper = co.certificate(
        works,
        "ISO 9001:2015",
        "ISO 14001:2015",
        number="CN-09-44871",
        scope="Investment casting and grinding of valve bodies",
        issued=600,
        expires=-475,
        body="Rheinland Cert",
        ago=379,
    )
    co.verified(paper, ago=360, again_until=100)
    co.verified(paper, ago=78)
    co.status(works, Status.CONDITIONAL, "Certificate verified; orders up to 500 pieces until the audit.", ago=340)
    audit = floor.audit(
        works,
        CLEAN_PAPER,
        "Every document is in order. Four receipts in ten went to stock unseen, and no corrective "
        "action of theirs mentions it.",
        ago=38,
        strength=Strength.UNANNOUNCED_ON_SITE,
    )
    floor.coverage(works, 240, 144, ago=38, audit=audit, note="Receiving log of a quarter against inspection records.")
    floor.caught(works, ago=38, audit=audit, in_process=2, final=17, receiving=3)
    gap = floor.finding(
        audit,
        FindingGrade.MAJOR,
        "96 of 240 material receipts have no incoming-inspection record.",
        ago=38,
        question="R1",
        clause="8.4.2",
        evidence="List of the receipts, photographed from the log.",
        due_in=60,
    )
    tell.capa.walked(tell.capa.opened(gap, ago=37), RECEIPTS, (36, 35), (24, 22))
    face = floor.finding(
        audit,
        FindingGrade.MINOR,
        "Seal face out of flat on two of five bodies re-measured.",
        ago=38,
        question="M4",
        clause="8.6",
    )
    tell.capa.walked(tell.capa.opened(face, ago=37), SEAL_FACE, (35, 34))


RECEIPTS = Cause(
    contained="All bar and wax received since the log ends inspected now, three heats set apart",
    occurrence="Receiving is booked by stores at night; nobody is there who may inspect",
    escape="The stock system lets material move without an inspection status",
    system="The number of inspectors follows the plan of 2019, receipts have doubled since",
    against_occurrence="Second inspector for the night shift, receipts wait in a locked bay until seen",
    against_escape="Stock system refuses to issue material without an inspection record",
    criterion="Nine of ten receipts of a quarter with a record",
    lots=30,
)


def real_practice(tell: Tellers) -> None:
    co, floor = tell.company, tell.floor
    shop = co.supplier(
        "Family shop without a certificate",
        "five-axis-milling",
        "grinding",
        country="DE",
        city="Tuttlingen",
        number="400131",
        ago=376,
    )
    first = floor.audit(
        shop,
        Grades(),
        "Nothing on the wall, everything in the process.",
        ago=290,
        strength=Strength.UNANNOUNCED_ON_SITE,
    )
    floor.coverage(shop, 64, 63, ago=290, audit=first)
    floor.caught(shop, ago=290, audit=first, incoming=4, subassembly=3, in_process=22, final=3)
    second = floor.audit(
        shop,
        Grades(),
        "Fewer defects than last year, found earlier.",
        ago=60,
        strength=Strength.UNANNOUNCED_ON_SITE,
        purpose=Purpose.PERIODIC,
    )
    floor.coverage(shop, 80, 80, ago=60, audit=second)
    floor.caught(shop, ago=60, audit=second, incoming=5, subassembly=4, in_process=15, final=1)
    co.status(shop, Status.APPROVED, "Two unannounced audits. No certificate, and none needed for this use.", ago=55)


def all_of_it(tell: Tellers) -> None:
    co, floor = tell.company, tell.floor
    works = co.supplier(
        "Anodising line that shows everything",
        "anodising",
        "passivation",
        country="JP",
        city="Nagoya",
        local="東海表面処理",
        criticality=Criticality.CRITICAL,
        number="400144",
        ago=379,
    )
    paper = co.certificate(
        works,
        "ISO 9001:2015",
        "ISO 14001:2015",
        number="JP-1181",
        scope="Anodising and passivation",
        issued=480,
        expires=-610,
        accreditation="JAB",
        body="Chubu Quality",
        ago=378,
    )
    co.verified(paper, ago=365, again_until=100)
    co.verified(paper, ago=20)
    audit = floor.audit(
        works,
        Grades(),
        "Asked for the worst lot of the year, and it was brought.",
        ago=200,
        strength=Strength.UNANNOUNCED_ON_SITE,
    )
    floor.coverage(works, 210, 206, ago=200, audit=audit, skip_lot=4)
    floor.caught(works, ago=200, audit=audit, incoming=12, in_process=30, final=2)
    for later, statement in enumerate(SHOWN_BY_THEMSELVES):
        small = floor.finding(audit, FindingGrade.MINOR, statement, ago=200, clause="8.5.1")
        days = ((197, 196), (188, 186), (180, 179), (165, 164), (100, 98))
        walk = [(answered - later, accepted - later) for answered, accepted in days]
        tell.capa.walked(tell.capa.opened(small, ago=199 - later), BATH, *walk)
    again = floor.audit(
        works,
        Grades(),
        "Nothing found that they had not found and written down before.",
        ago=25,
        strength=Strength.UNANNOUNCED_ON_SITE,
        purpose=Purpose.PERIODIC,
    )
    floor.coverage(works, 180, 180, ago=25, audit=again)
    floor.caught(works, ago=25, audit=again, incoming=14, subassembly=3, in_process=41, final=1)
    co.status(works, Status.APPROVED, "Unannounced audit, all shown.", ago=190)
    co.status(works, Status.PREFERRED, "First choice for surface treatment.", ago=90)


SHOWN_BY_THEMSELVES = (
    "Bath analysis of one Sunday missing.",
    "Bath analysis of a bank holiday missing.",
    "Analysis of the rinse signed a day late.",
    "Temperature chart of one night shift not filed with its lot.",
    "Layer thickness of the first piece entered without the gauge's number.",
    "Rack label of a re-run lot without its old number.",
)
BATH = Cause(
    contained="Parts of that Sunday measured for layer thickness, all inside the limits",
    occurrence="The analysis is on the weekday plan; Sunday shifts began in spring",
    escape="The release form asks for the last analysis, not for one of the same day",
    system="Shift changes reach production planning, not the laboratory's plan",
    against_occurrence="Analysis plan follows the shift calendar, printed with it",
    against_escape="Release form carries the day's values; without them the form does not print",
)


def not_disclosed(tell: Tellers) -> None:
    co, floor = tell.company, tell.floor
    works = co.supplier("Forge that would not show its log", "forging", country="IN", city="Rajkot", ago=330)
    paper = co.certificate(
        works, "ISO 9001:2015", number="IN-72310", scope="Closed-die forging", issued=350, expires=-740, ago=329
    )
    co.verified(paper, ago=310)
    grades = Grades(mostly=Grade.MOSTLY, by={Indicator.DISCLOSURE: Grade.NOT_DISCLOSED})
    audit = floor.audit(works, grades, "A good-looking floor behind closed records.", ago=110)
    floor.coverage(
        works,
        None,
        None,
        ago=110,
        audit=audit,
        sampling=Sampling.NOT_DISCLOSED,
        note="Asked for the receiving log of the last quarter. 'Head office does not allow it.'",
    )
    floor.caught(works, ago=110, audit=audit, disclosure=Disclosure.NOT_DISCLOSED, receiving=4, line=1)
    co.status(works, Status.CONDITIONAL, "Orders of simple parts only, until the log is shown.", ago=100)


def refused(tell: Tellers) -> None:
    co, floor = tell.company, tell.floor
    works = co.supplier("Plating shop that declines every re-audit", "plating", country="HU", city="Győr", ago=380)
    paper = co.certificate(
        works, "ISO 9001:2015", number="HU-5081", scope="Electroplating", issued=460, expires=-630, ago=379
    )
    co.verified(paper, ago=350)
    audit = floor.audit(works, WEAK, "Baths run by feel; three of four analyses missing.", ago=345)
    floor.coverage(works, 70, 49, ago=345, audit=audit)
    floor.declined_audit(works, "'No capacity for visitors this quarter.'", ago=180)
    floor.declined_audit(works, "'Line is being rebuilt.'", ago=60)
    co.status(works, Status.CONDITIONAL, "Only parts without a layer requirement.", ago=330)
    co.status(works, Status.PROBATION, "Second re-audit declined.", ago=58)


def small_sample(tell: Tellers) -> None:
    co, floor = tell.company, tell.floor
    works = co.supplier("Small sample: 23 of 30 receipts", "die-casting", country="PT", city="Porto", ago=210)
    paper = co.certificate(
        works, "ISO 9001:2015", number="PT-2204", scope="Zinc die casting", issued=300, expires=-790, ago=209
    )
    co.verified(paper, ago=190)
    audit = floor.audit(works, Grades(mostly=Grade.MOSTLY), "A short day on site; sample larger next time.", ago=95)
    floor.coverage(works, 30, 23, ago=95, audit=audit)
    floor.planned_audit(works, ahead=24, note="Draw at least 120 receipts this time.")


def got_better(tell: Tellers) -> None:
    co, floor = tell.company, tell.floor
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
    co.status(works, Status.CONDITIONAL, "Simple parts, every lot inspected here.", ago=320)
    co.status(works, Status.APPROVED, "Follow-up audit passed.", ago=40)


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
    co.status(works, Status.APPROVED, "Audit passed.", ago=320)
    co.status(works, Status.PROBATION, "For-cause audit after three line escapes.", ago=28)


STORIES = (
    clean_paper,
    real_practice,
    all_of_it,
    not_disclosed,
    refused,
    small_sample,
    got_better,
    got_worse,
)
