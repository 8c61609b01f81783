"""What happens on a normal production day, with and without paper."""

from audits.domain.audits import Purpose, Strength
from audits.domain.checklist import Indicator
from audits.domain.findings import FindingGrade
from audits.domain.grading import Grade
from audits.domain.observations import Disclosure, Sampling
from deliveries.domain.nonconformances import Disposition
from deliveries.domain.stages import Stage
from sample.arrivals import Year
from sample.company import Bought
from sample.corrective import Cause
from sample.floor import Grades
from sample.means import UNANNOUNCED
from sample.tellers import Tellers
from sample.timeline import Later
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
    co = tell.company
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
    _seal_faces_that_came(tell, works)
    _receipts_nobody_saw(tell, works)


def _seal_faces_that_came(tell: Tellers, works: Later[Bought]) -> None:
    tell.arrivals.year(works, Year("VB-80", late={12}, rejected={16}))
    seal = tell.arrivals.nonconformance(
        works, Stage.RECEIVING, "Seal face 0.09 mm out of flat on eleven of eighty bodies; 0.05 mm is allowed.", ago=70,
        kind="Form or position out of tolerance", part="VB-80", affected=11, inspected=80, cost=1840,
    )  # fmt: skip
    tell.arrivals.settled(seal, Disposition.RETURN, ago=66, note="RMA 2231, credit note agreed.")
    again = tell.arrivals.nonconformance(
        works, Stage.LINE, "Seal face out of flat again, found when the bonnet leaked on the test bench.", ago=18,
        kind="Form or position out of tolerance", part="VB-80", affected=4, stopped_line=True, cost=6200,
    )  # fmt: skip
    tell.arrivals.answered(again, ago=17)


def _receipts_nobody_saw(tell: Tellers, works: Later[Bought]) -> None:
    floor = tell.floor
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
    _machines_and_customers(tell, shop)
    tell.arrivals.year(shop, Year("JW-20", late={4}, sample=50, pieces=200))
    co.status(shop, Status.APPROVED, "Two unannounced audits. No certificate, and none needed for this use.", ago=55)


def _machines_and_customers(tell: Tellers, shop: Later[Bought]) -> None:
    means = tell.means
    means.machines(
        shop, "five-axis-milling", "C 42 U", ago=290, source=UNANNOUNCED, maker="Hermle", count=3, year=2020,
        held="0.008", needed="0.01", condition="maintained",
    )  # fmt: skip
    means.machines(
        shop, "grinding", "S33", ago=290, source=UNANNOUNCED, maker="Studer", count=1, year=2011, held="0.003",
        needed="0.005", condition="maintained",
    )  # fmt: skip
    means.gauge(
        shop, "Measuring machine Micura", ago=60, source=UNANNOUNCED, uncertainty="0.0009", tolerance="0.01", due_in=240
    )
    means.engineers(shop, "The owner called about our datum before quoting.", ago=280)
    means.reference(
        shop, "Instrument maker next door", "confirmed", ago=285, buys="Jaw parts", since=2009, parts=9000, defective=12
    )
    means.reference(shop, "Dental laboratory chain", "confirmed", ago=284, delivery="Always on the day.")
    means.article(shop, "JW-20", ago=250)
    means.article(shop, "JW-21", ago=120)


def all_of_it(tell: Tellers) -> None:
    co = tell.company
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
    _seen_twice(tell, works)
    _tanks_and_laboratory(tell, works)
    tell.arrivals.year(works, Year("AN-1", per_month=6, sample=125, pieces=2000))
    co.status(works, Status.APPROVED, "Unannounced audit, all shown.", ago=190)
    co.status(works, Status.PREFERRED, "First choice for surface treatment.", ago=90)


def _seen_twice(tell: Tellers, works: Later[Bought]) -> None:
    floor = tell.floor
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


def _tanks_and_laboratory(tell: Tellers, works: Later[Bought]) -> None:
    means = tell.means
    for process, machine in (("anodising", "Anodising line, 14 baths"), ("passivation", "Passivation line")):
        means.machines(
            works, process, machine, ago=25, source=UNANNOUNCED, count=2, year=2018, held="0.002", needed="0.004",
            condition="maintained",
        )  # fmt: skip
    means.gauge(
        works, "Layer thickness gauge", ago=25, source=UNANNOUNCED, uncertainty="0.0002", tolerance="0.004", due_in=120
    )
    means.engineers(works, "Proposed another rack and halved the contact marks.", ago=180, source=UNANNOUNCED)
    means.reference(works, "Camera works", "confirmed", ago=180)
    means.reference(works, "Aircraft seats", "confirmed", ago=178)
    for number, ago in enumerate((170, 150, 90), start=1):
        means.article(works, f"AN-{number}", ago=ago)


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


STORIES = (
    clean_paper,
    real_practice,
    all_of_it,
    not_disclosed,
    refused,
    small_sample,
)
