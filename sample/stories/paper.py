"""What certificates say and do not say: the paper side of the case table (docs/scoring.md)."""

from audits.domain.grading import Grade
from certificates.domain.state import EventKind
from certificates.domain.verification import Check, Outcome
from sample.floor import Grades
from sample.tellers import Tellers
from standards.domain.duty import Sector
from suppliers.domain.terms import Criticality, ScopeStage, Status

GOOD = Grades(mostly=Grade.MOSTLY)


def paper_only(tell: Tellers) -> None:
    co = tell.company
    shop = co.supplier("Precision turning, nothing but a logo", "turning", country="IT", city="Brescia", ago=300)
    paper = co.certificate(
        shop, "ISO 9001:2015", number="IT-44120", scope="Turning of metal parts", issued=420, expires=-660, ago=299
    )
    co.verified(paper, ago=280)


def never_checked(tell: Tellers) -> None:
    co = tell.company
    shop = co.supplier("Springs, certificate nobody looked up", "spring-making", country="DE", city="Hagen", ago=150)
    co.certificate(
        shop, "ISO 9001:2015", number="01 100 558812", scope="Manufacture of springs", issued=500, expires=-590, ago=149
    )


def not_in_the_register(tell: Tellers) -> None:
    co = tell.company
    shop = co.supplier("Bushings, number not in any register", "turning", country="TR", city="Bursa", ago=200)
    paper = co.certificate(
        shop,
        "ISO 9001:2015",
        number="TR-9001-77410",
        scope="Production of bronze bushings",
        issued=390,
        expires=-700,
        body="Anatolia Sistem Belgelendirme",
        accreditation=None,
        ago=199,
    )
    co.verified(
        paper,
        ago=185,
        outcome=Outcome.NOT_FOUND,
        source="Register of the certification body and the international register",
        proof="Searched by number, by name and by city. Asked the body by mail, no answer yet.",
    )


def wrong_scope(tell: Tellers) -> None:
    co = tell.company
    shop = co.supplier(
        "Moulder with the wrong scope", "electronics-assembly", "injection-moulding", country="PL", city="Łódź", ago=260
    )
    paper = co.certificate(
        shop,
        "ISO 9001:2015",
        number="PL 20871",
        scope="Injection moulding of plastic parts",
        issued=510,
        expires=-580,
        ago=259,
    )
    co.verified(
        paper,
        ago=240,
        outcome=Outcome.MISMATCH,
        differs={Check.SCOPE: "Moulding only; assembly is not named"},
        not_covered=("electronics-assembly",),
    )


def wrong_site(tell: Tellers) -> None:
    co = tell.company
    shop = co.supplier(
        "Die casting, certificate of the other works",
        "die-casting",
        country="RO",
        city="Sibiu",
        ago=240,
        street="Str. Zaharia Boiu 41",
        postal_code="550015",
    )
    paper = co.certificate(
        shop,
        "ISO 9001:2015",
        number="RO-QMS-3391",
        scope="Aluminium die casting",
        issued=330,
        expires=-760,
        address="Calea Aurel Vlaicu 200, 310365 Arad",
        names_sites=False,
        ago=239,
    )
    co.verified(
        paper,
        ago=220,
        outcome=Outcome.MISMATCH,
        differs={Check.ADDRESS: "The register names Arad; we buy from Sibiu"},
    )


def wrong_name(tell: Tellers) -> None:
    co = tell.company
    shop = co.supplier(
        "Seals, certificate of a namesake",
        "rubber-moulding",
        country="CN",
        city="Ningbo",
        local="宁波密封件厂",
        ago=220,
    )
    paper = co.certificate(
        shop,
        "ISO 9001:2015",
        number="CN-00218Q",
        scope="Rubber seals",
        issued=410,
        expires=-680,
        holder="Ningbo Sealing Technology Import and Export",
        body="Huaxia Certification",
        accreditation="CNAS",
        ago=219,
    )
    co.verified(
        paper,
        ago=200,
        outcome=Outcome.MISMATCH,
        differs={Check.HOLDER: "The register names a trading company at another address"},
    )


def weak_registrar(tell: Tellers) -> None:
    co = tell.company
    shop = co.supplier("Bent tubes, registrar nobody accredits", "tube-forming", country="IN", city="Pune", ago=190)
    paper = co.certificate(
        shop,
        "ISO 9001:2015",
        number="QR-118-2201",
        scope="Bending of tubes",
        issued=300,
        expires=-790,
        body="Quick Registrar International",
        accreditation=None,
        ago=189,
    )
    co.verified(
        paper,
        ago=170,
        outcome=Outcome.CONFIRMED,
        source="The certification body by mail",
        proof="Answered within the hour: active. No accreditation body lists this body for ISO 9001.",
    )


def automotive_without_iatf(tell: Tellers) -> None:
    co = tell.company
    shop = co.supplier(
        "Automotive stampings without IATF",
        "stamping",
        country="MX",
        city="Puebla",
        sector=Sector.AUTOMOTIVE,
        criticality=Criticality.CRITICAL,
        owner=co.people.jonas,
        ago=350,
    )
    paper = co.certificate(
        shop,
        "ISO 9001:2015",
        number="MX-77-1093",
        scope="Stamping of automotive parts",
        issued=700,
        expires=-390,
        accreditation="ANAB",
        body="Pacific Registrar",
        ago=349,
    )
    co.verified(paper, ago=330)
    tell.floor.audit(shop, GOOD, "Orderly floor. IATF 16949 is promised for next year; it is not there.", ago=210)
    tell.floor.coverage(shop, 120, 113, ago=210)


def automotive_lapsed(tell: Tellers) -> None:
    co = tell.company
    shop = co.supplier(
        "Brackets, IATF lapsed this month",
        "stamping",
        "welding",
        country="SK",
        city="Trnava",
        sector=Sector.AUTOMOTIVE,
        criticality=Criticality.CRITICAL,
        owner=co.people.jonas,
        ago=372,
    )
    paper = co.certificate(
        shop,
        "IATF 16949:2016",
        number="0418822",
        scope="Stamping and welding of brackets",
        issued=1110,
        expires=16,
        accreditation=None,
        ago=371,
    )
    co.verified(paper, ago=340, again_until=100)
    tell.floor.audit(shop, GOOD, "Works as described. Recertification was postponed twice.", ago=150)
    tell.floor.coverage(shop, 90, 86, ago=150)
    tell.floor.caught(shop, ago=150, in_process=14, final=5, receiving=1)
    co.status(shop, Status.APPROVED, "Audit passed, IATF verified.", ago=140)
    co.status(shop, Status.PROBATION, "IATF 16949 lapsed without word from the certification body.", ago=10)


def renewal_confirmed(tell: Tellers) -> None:
    co = tell.company
    shop = co.supplier(
        "Gear blanks, renewal confirmed by the body",
        "gear-cutting",
        country="CZ",
        city="Brno",
        sector=Sector.AUTOMOTIVE,
        owner=co.people.jonas,
        ago=372,
    )
    paper = co.certificate(
        shop,
        "IATF 16949:2016",
        number="0391174",
        scope="Manufacture of gear blanks",
        issued=1120,
        expires=20,
        accreditation=None,
        ago=371,
    )
    co.verified(paper, ago=350, again_until=100)
    co.body_said(paper, EventKind.RENEWAL_CONFIRMED, ago=12, note="Recertification audit passed, paper follows.")
    tell.floor.audit(shop, Grades(), "Strong in every section.", ago=120)
    tell.floor.coverage(shop, 150, 148, ago=120)
    tell.floor.caught(shop, ago=120, incoming=6, in_process=21, final=4)
    co.status(shop, Status.APPROVED, "Audit without nonconformity.", ago=110)


def aerospace_without_as9100(tell: Tellers) -> None:
    co = tell.company
    shop = co.supplier(
        "Five-axis titanium, AS9100 only promised",
        "five-axis-milling",
        country="FR",
        city="Toulouse",
        sector=Sector.AEROSPACE,
        criticality=Criticality.CRITICAL,
        owner=co.people.jonas,
        ago=160,
        stage=ScopeStage.POTENTIAL,
    )
    paper = co.certificate(
        shop, "ISO 9001:2015", number="FR-55192", scope="Milling of titanium parts", issued=200, expires=-890, ago=159
    )
    co.verified(paper, ago=140)
    tell.floor.audit(shop, Grades(), "Excellent machinists, clean records.", ago=90)
    tell.floor.coverage(shop, 60, 60, ago=90)


def medical_suspended(tell: Tellers) -> None:
    co = tell.company
    shop = co.supplier(
        "Surgical tools, ISO 13485 suspended",
        "grinding",
        country="DE",
        city="Tuttlingen",
        sector=Sector.MEDICAL,
        criticality=Criticality.CRITICAL,
        owner=co.people.jonas,
        ago=370,
    )
    paper = co.certificate(
        shop, "ISO 13485:2016", number="DE-MD-20114", scope="Grinding of surgical instruments", issued=640, expires=-450
    )
    co.verified(paper, ago=350, again_until=100)
    co.body_said(paper, EventKind.SURVEILLANCE, ago=300)
    co.body_said(paper, EventKind.SUSPENDED, ago=40, note="Surveillance audit refused.")
    co.verified(
        paper, ago=35, outcome=Outcome.SUSPENDED_OR_WITHDRAWN, proof="The register says suspended since October."
    )
    co.status(shop, Status.APPROVED, "Long-standing partner, audit of last year.", ago=320)
    co.status(shop, Status.SUSPENDED, "ISO 13485 suspended by the certification body.", ago=34)


def excluded_clause(tell: Tellers) -> None:
    co = tell.company
    shop = co.supplier(
        "Brackets to own design, design excluded", "milling", "mechanical-assembly", country="AT", city="Linz", ago=250
    )
    paper = co.certificate(
        shop,
        "ISO 9001:2015",
        number="AT-30928",
        scope="Machining and assembly",
        issued=250,
        expires=-840,
        exclusions="8.3 Design and development",
        ago=249,
    )
    co.verified(
        paper,
        ago=230,
        not_covered=("mechanical-assembly",),
        outcome=Outcome.MISMATCH,
        differs={Check.SCOPE: "Clause 8.3 is excluded; the assembly is of their design"},
    )


def expiring_soon(tell: Tellers) -> None:
    co = tell.company
    shop = co.supplier(
        "Fasteners, six days to expiry",
        "fasteners",
        number="400217",
        country="TW",
        city="Kaohsiung",
        local="高雄扣件廠",
        ago=375,
    )
    paper = co.certificate(
        shop,
        "ISO 9001:2015",
        "ISO 14001:2015",
        number="TW-61-2207",
        scope="Cold forming of fasteners",
        issued=1089,
        expires=-6,
        ago=374,
    )
    co.verified(paper, ago=360)
    tell.floor.audit(shop, GOOD, "Well run; one gauge past its date, taken away at once.", ago=230)
    tell.floor.coverage(shop, 80, 74, ago=230, skip_lot=4)
    tell.floor.caught(shop, ago=230, incoming=3, in_process=12, final=6)
    co.status(shop, Status.APPROVED, "Audit passed.", ago=220)


def renewed_in_time(tell: Tellers) -> None:
    co = tell.company
    shop = co.supplier("Powder coating, renewed in time", "painting", country="NL", city="Eindhoven", ago=378)
    old = co.certificate(
        shop,
        "ISO 9001:2015",
        number="NL-8812",
        scope="Powder coating of metal parts",
        issued=1200,
        expires=105,
        ago=377,
    )
    co.verified(old, ago=360, again_until=150)
    new = co.renewal(shop, old, "ISO 9001:2015", number="NL-8812", issued=110, expires=-985, ago=104)
    co.verified(new, ago=98)
    tell.floor.audit(shop, GOOD, "Adhesion tests at every shift change, records complete.", ago=180)
    tell.floor.coverage(shop, 45, 43, ago=180)
    co.status(shop, Status.APPROVED, "Audit passed.", ago=170)


def no_expiry_printed(tell: Tellers) -> None:
    co = tell.company
    shop = co.supplier(
        "Castings, paper without an expiry",
        "sand-casting",
        country="UA",
        city="Харків",
        local="Ливарний завод",
        ago=130,
    )
    co.certificate(
        shop,
        "ISO 9001:2015",
        number="UA.2.003.09812",
        scope="Sand castings of grey iron",
        issued=400,
        expires=None,
        body="Східний орган сертифікації",
        accreditation=None,
        ago=129,
    )


STORIES = (
    paper_only,
    never_checked,
    not_in_the_register,
    wrong_scope,
    wrong_site,
    wrong_name,
    weak_registrar,
    automotive_without_iatf,
    automotive_lapsed,
    renewal_confirmed,
    aerospace_without_as9100,
    medical_suspended,
    excluded_clause,
    expiring_soon,
    renewed_in_time,
    no_expiry_printed,
)
