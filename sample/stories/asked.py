"""What the requirement profiles ask for: all of it there, some of it out of date, one thing set aside for a time."""

from audits.domain.audits import Strength
from sample.floor import Grades
from sample.tellers import Tellers
from standards.domain.duty import Sector
from suppliers.domain.terms import Criticality, Status


def all_on_file(tell: Tellers) -> None:
    co, papers = tell.company, tell.papers
    works = co.supplier(
        "Heat treater with everything on file",
        "heat-treatment",
        country="SE",
        city="Borlänge",
        criticality=Criticality.CRITICAL,
        number="400311",
        contact="Åsa Lind",
        ago=300,
    )
    paper = co.certificate(
        works, "ISO 9001:2015", number="SE-3310", scope="Heat treatment of steel", issued=400, expires=-690, ago=298
    )
    co.verified(paper, ago=120)
    tell.floor.audit(works, Grades(), "Furnaces surveyed, charts kept with the lot.", ago=140)
    papers.accepted(papers.document(works, "quality-agreement", ago=290, issued=295, number="QA-2026-07"), ago=285)
    plan = papers.document(works, "control-plan", process="heat-treatment", ago=280, issued=284, revision="B")
    papers.accepted(plan, ago=275)
    papers.accepted(
        papers.document(works, "process-validation", process="heat-treatment", ago=270, issued=272), ago=262
    )
    co.status(works, Status.APPROVED, "Everything that we ask for is there.", ago=130)


def out_of_date(tell: Tellers) -> None:
    co, papers = tell.company, tell.papers
    works = co.supplier(
        "Weldments, papers out of date",
        "welding",
        "sheet-metal",
        country="PL",
        city="Gliwice",
        criticality=Criticality.CRITICAL,
        owner=tell.company.people.jonas,
        number="400312",
        contact="Ewa Nowak",
        ago=340,
    )
    paper = co.certificate(
        works, "ISO 9001:2015", number="PL-90217", scope="Welded assemblies", issued=700, expires=-390, ago=338
    )
    co.verified(paper, ago=100)
    papers.accepted(papers.document(works, "quality-agreement", ago=330, issued=335), ago=325)
    lapsed = papers.document(works, "control-plan", ago=320, issued=1100, ends=25, revision="A")
    papers.accepted(lapsed, ago=315)
    papers.document(works, "process-validation", process="welding", ago=4, issued=9, revision="C")
    soon = papers.document(works, "insurance", ago=310, issued=340, ends=-21)
    papers.accepted(soon, ago=309)
    bad = papers.document(works, "operator-qualification", process="welding", ago=40, issued=45)
    papers.rejected(bad, "Two of the five welders are qualified for another material group.", ago=36)
    tell.floor.audit(works, Grades(), "By video; the floor was not walked.", ago=60, strength=Strength.REMOTE)


def set_aside(tell: Tellers) -> None:
    co, papers = tell.company, tell.papers
    works = co.supplier(
        "Brackets, IATF set aside until spring",
        "stamping",
        country="SI",
        city="Maribor",
        sector=Sector.AUTOMOTIVE,
        owner=tell.company.people.jonas,
        number="400313",
        ago=150,
    )
    paper = co.certificate(
        works, "ISO 9001:2015", number="SI-7781", scope="Stamping of brackets", issued=200, expires=-890, ago=149
    )
    co.verified(paper, ago=140)
    why = "Stage 2 audit to IATF 16949 is booked for February; samples are released part by part until then."
    papers.waiver(works, "standard", "IATF 16949", why, until=120, ago=60, confirmed=58)
    papers.waiver(
        works,
        "document",
        "ppap-3",
        "Interim approval by the customer for this model year.",
        until=45,
        ago=2,
        confirmed=None,
    )


STORIES = (all_on_file, out_of_date, set_aside)
