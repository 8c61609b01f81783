"""Where suppliers stand with us, and who may see them."""

from audits.domain.audits import Strength
from audits.domain.grading import Grade
from sample.company import Bought
from sample.floor import Grades
from sample.means import UNANNOUNCED
from sample.tellers import Tellers
from sample.timeline import Later
from standards.domain.duty import Sector
from suppliers.domain.terms import Criticality, ScopeStage, Status


def nothing_at_all(tell: Tellers) -> None:
    tell.company.supplier(
        "A name and an address",
        "raw-material",
        country="GR",
        city="Θεσσαλονίκη",
        local="Ένα όνομα",
        stage=ScopeStage.POTENTIAL,
        ago=12,
    )


def perfect_prospect(tell: Tellers) -> None:
    co, floor = tell.company, tell.floor
    works = co.supplier(
        "Perfect prospect, no delivery yet",
        "additive",
        country="FI",
        city="Tampere",
        criticality=Criticality.CRITICAL,
        stage=ScopeStage.POTENTIAL,
        ago=90,
    )
    paper = co.certificate(
        works, "ISO 9001:2015", number="FI-2290", scope="Additive manufacturing", issued=200, expires=-890, ago=89
    )
    co.verified(paper, ago=80)
    audit = floor.audit(
        works, Grades(), "As good as it gets before the first order.", ago=35, strength=Strength.UNANNOUNCED_ON_SITE
    )
    floor.coverage(works, 55, 55, ago=35, audit=audit)
    floor.caught(works, ago=35, audit=audit, incoming=3, in_process=12, final=1)
    _tried(tell, works)
    co.status(works, Status.UNDER_EVALUATION, "Sample order tried.", ago=10)


def _tried(tell: Tellers, works: Later[Bought]) -> None:
    """All that can be tried before the first order."""
    means = tell.means
    means.machines(
        works, "additive", "Powder-bed printer M 290", ago=35, source=UNANNOUNCED, count=2, year=2022, held="0.05",
        needed="0.1", condition="maintained",
    )  # fmt: skip
    means.gauge(
        works, "Measuring machine Contura", ago=35, source=UNANNOUNCED, uncertainty="0.002", tolerance="0.1", due_in=210
    )
    means.engineers(works, "Turned our part by 30 degrees and saved half the supports.", ago=35, source=UNANNOUNCED)
    for ago, company in ((30, "Turbine maker"), (29, "Hospital group"), (28, "Motor-racing team")):
        means.reference(works, company, "confirmed", ago=ago)
    for number, ago in enumerate((27, 26, 25, 24), start=1):
        means.article(works, f"AM-{number}", ago=ago)
    means.samples(works, "AM-1", 2000, 2000, ago=22)
    for number, ago in enumerate((20, 18, 16, 15, 13, 12), start=1):
        means.at_source(works, f"AM-L{number}", ago=ago, part="AM-1")


def two_sites(tell: Tellers) -> None:
    co, floor = tell.company, tell.floor
    north = co.supplier(
        "Two works, one certificate", "milling", "grinding", country="AT", city="Steyr", number="400190", ago=360
    )
    co.second_site(north, "Kapfenberg", "heat-treatment", ago=358, postal_code="8605")
    paper = co.certificate(
        north,
        "ISO 9001:2015",
        number="AT-41177",
        scope="Milling and grinding at Steyr",
        issued=380,
        expires=-710,
        ago=357,
    )
    co.verified(paper, ago=340, not_covered=("heat-treatment",))
    audit = floor.audit(north, Grades(mostly=Grade.MOSTLY), "Steyr is fine. Nobody has seen Kapfenberg.", ago=140)
    floor.coverage(north, 90, 87, ago=140, audit=audit)
    co.status(north, Status.CONDITIONAL, "Parts from Steyr only.", ago=130)


def controlled(tell: Tellers) -> None:
    co, floor = tell.company, tell.floor
    works = co.supplier(
        "Controlled goods, restricted",
        "composites",
        country="GB",
        city="Bristol",
        sector=Sector.AEROSPACE,
        criticality=Criticality.CRITICAL,
        owner=co.people.jonas,
        ago=320,
    )
    co.restrict(works, "Non-disclosure agreement of the programme.", ago=319)
    paper = co.certificate(
        works,
        "AS9100:Rev D",
        number="GB-AS-1190",
        scope="Composite lay-up",
        issued=300,
        expires=-795,
        accreditation="UKAS",
        body="Severn Assurance",
        ago=318,
    )
    co.verified(paper, ago=300, by=co.people.tomasz)
    floor.audit(
        works, Grades(mostly=Grade.MOSTLY), "Freezer log complete, out-time tracked.", ago=160, lead=co.people.tomasz
    )
    co.status(works, Status.APPROVED, "Programme supplier.", ago=150)


def disqualified(tell: Tellers) -> None:
    co = tell.company
    shop = co.supplier("Sent parts of another maker", "fasteners", country="US", city="Reno", ago=330)
    paper = co.certificate(
        shop,
        "ISO 9001:2015",
        number="US-7781",
        scope="Fasteners",
        issued=700,
        expires=-30,
        accreditation="ANAB",
        body="Pacific Registrar",
        ago=329,
    )
    co.verified(paper, ago=300, again_until=None)
    tell.floor.audit(shop, Grades(mostly=Grade.POOR), "The machines named on the reports do not exist.", ago=200)
    co.status(shop, Status.DISQUALIFIED, "Parts of another maker under their own label.", ago=190)


def inactive(tell: Tellers) -> None:
    co = tell.company
    shop = co.supplier(
        "Packaging, not used since spring",
        "packaging",
        country="DE",
        city="Krefeld",
        criticality=Criticality.STANDARD,
        ago=370,
    )
    co.certificate(shop, "ISO 9001:2015", number="DE-1120", scope="Packaging", issued=1000, expires=-95, ago=369)
    co.status(shop, Status.INACTIVE, "Packed in-house since April.", ago=220)


def archived(tell: Tellers) -> None:
    co = tell.company
    shop = co.supplier("Closed foundry", "sand-casting", country="FR", city="Lyon", ago=375)
    co.status(shop, Status.INACTIVE, "Insolvency.", ago=250)
    co.archive(shop, "Works closed, name not in use any more.", ago=240)


def approved_without_looking(tell: Tellers) -> None:
    co = tell.company
    shop = co.supplier("Approved years ago, never looked at", "bonding", country="BE", city="Gent", ago=379)
    co.status(shop, Status.APPROVED, "Taken over from the old list.", ago=378)
    paper = co.certificate(
        shop, "ISO 9001:2015", number="BE-3360", scope="Bonding of assemblies", issued=1150, expires=45, ago=377
    )
    co.verified(paper, ago=376, again_until=None)


def audit_next_week(tell: Tellers) -> None:
    co = tell.company
    shop = co.supplier("Audit planned for next week", "extrusion", number="400201", country="DK", city="Aarhus", ago=80)
    paper = co.certificate(
        shop, "ISO 9001:2015", number="DK-7719", scope="Extrusion of profiles", issued=90, expires=-1000, ago=79
    )
    co.verified(paper, ago=70)
    co.status(shop, Status.UNDER_EVALUATION, "Second source for profiles.", ago=60)
    tell.floor.planned_audit(shop, ahead=6, note="Ask for the receiving log of the last quarter.")


def audit_late(tell: Tellers) -> None:
    shop = tell.company.supplier("Audit that should have begun", "ndt", country="NO", city="Bergen", ago=140)
    tell.floor.planned_audit(shop, ahead=-9, note="Moved twice already.", lead=tell.company.people.tomasz)


STORIES = (
    nothing_at_all,
    perfect_prospect,
    two_sites,
    controlled,
    disqualified,
    inactive,
    archived,
    approved_without_looking,
    audit_next_week,
    audit_late,
)
