"""Prospects and what was tried with them before the first order; visits that say more than a certificate."""

from capability.domain.terms import Manner
from sample.means import UNANNOUNCED, Bore
from sample.tellers import Tellers
from suppliers.domain.terms import Criticality, ScopeStage, Status

OPENLY = {
    "log": (Manner.WITH_EVIDENCE, "Three cases of the last month, with their root causes."),
    "receiving": (Manner.WITH_EVIDENCE, ""),
    "stop": (Manner.WITH_EVIDENCE, "The operator; in June, we saw the tag."),
    "gauge": (Manner.WITH_EVIDENCE, ""),
    "change": (Manner.VERBALLY, "A new coolant, the record is with the laboratory."),
}


def samples_before_the_first_order(tell: Tellers) -> None:
    co, means = tell.company, tell.means
    works = co.supplier(
        "Gear grinder, samples before the first order", "grinding", country="CH", city="Winterthur",
        criticality=Criticality.CRITICAL, stage=ScopeStage.POTENTIAL, number="400260", ago=200,
    )  # fmt: skip
    paper = co.certificate(
        works, "ISO 9001:2015", number="CH-88120", scope="Grinding of gears", issued=420, expires=-670, ago=199
    )
    co.verified(paper, ago=150)
    means.machines(
        works, "grinding", "Profile grinder RZ 260", ago=120, count=3, year=2019, held="0.004", needed="0.006",
        condition="maintained", maker="Reishauer", envelope="⌀ 260 mm",
    )  # fmt: skip
    means.gauge(works, "Gear measuring centre P 26", ago=120, uncertainty="0.0012", tolerance="0.006", due_in=200)
    means.gauge(
        works, "Bore gauge, floor", ago=120, uncertainty="0.002", tolerance="0.012", due_in=40,
        traceability="traceable",
    )  # fmt: skip
    means.engineers(works, "Asked for a wider undercut before they quoted; they were right.", ago=110)
    means.reference(
        works, "Motion drives Gent", "confirmed", ago=100, buys="Ground gears", since=2016, parts=42000, defective=11,
        quality="Two claims in eight years.", delivery="In the week promised.",
    )  # fmt: skip
    means.reference(works, "Robotics house, Graz", "mixed", ago=98, delivery="Late twice last autumn.")
    means.reference(works, "A name without a telephone", "unreachable", ago=97)
    means.article(works, "GR-1180", "rejected", ago=80, out_of_tolerance=3, checked=62)
    means.article(works, "GR-1180", "resubmitted", ago=62, submission=2, checked=62)
    means.article(works, "GR-1181", ago=60, checked=40)
    means.samples(works, "GR-1180", 200, 197, ago=55, critical="Profile, bore, tooth thickness")
    means.at_source(works, "GR-P-01", ago=30, part="GR-1180", lot_size=200, sample_size=50)
    means.at_source(works, "GR-P-02", "on_hold", ago=9, part="GR-1181", lot_size=200, sample_size=50, major_defects=2)
    means.visit(
        works, ago=120, people="Herr Frei, quality", receipts=(20, 19), labels=(3, 3), answers=OPENLY,
        bores=(Bore("Bore", "12.004", "12.005", "12.000", "12.010"), Bore("Width", "18.02", "18.01", "18.00", "18.05")),
    )  # fmt: skip
    co.status(works, Status.UNDER_EVALUATION, "Second source for gears.", ago=190)


def records_that_do_not_hold(tell: Tellers) -> None:
    co, means = tell.company, tell.means
    works = co.supplier(
        "Values written before the part was made", "turning", country="TR", city="Bursa", number="400261", ago=220
    )
    paper = co.certificate(
        works, "ISO 9001:2015", number="TR-30114", scope="Turned parts", issued=300, expires=-790, ago=219
    )
    co.verified(paper, ago=210)
    means.machines(
        works, "turning", "Lathe CL-20", ago=140, source="own_word", count=12, held="0.005", needed="0.02",
        condition="not_seen",
    )  # fmt: skip
    means.visit(
        works, ago=40, unannounced=True, people="Shift leader, later Mr Aydin", receipts=(15, 6), labels=(4, 1),
        bores=(
            Bore("Shaft ⌀ 20", "20.001", "20.019", "19.995", "20.008"),
            Bore("Shaft ⌀ 20, second", "20.001", "20.002", "19.995", "20.008"),
            Bore("Groove width", "3.10", "3.16", "3.05", "3.15", uncertainty="0.005"),
        ),
        answers={
            "log": (Manner.REFUSED, "Only with head office, who cannot be reached."),
            "stop": (Manner.EVADED, "“Nobody needs to stop a lot here.”"),
            "gauge": (Manner.SOMETHING_ELSE, "Another micrometer was brought from the office."),
        },
        note="The sheet of the lot was filled in to the end while the lot was still on the machine.",
    )  # fmt: skip
    means.reference(works, "Pump maker, Izmir", "denied", ago=36, quality="They stopped buying there two years ago.")
    co.status(works, Status.CONDITIONAL, "Not before the measurements hold.", ago=34)


def visit_not_finished(tell: Tellers) -> None:
    co, means = tell.company, tell.means
    works = co.supplier("Visited yesterday, note still a draft", "laser-cutting", country="SI", city="Celje", ago=50)
    means.visit(works, ago=1, people="Ms Kranjc", receipts=(8, 8), by=co.people.tomasz, finished=False)
    means.reference(works, "Kitchen maker", "unreachable", ago=20)
    means.machines(
        works, "laser-cutting", "Fibre laser 6 kW", ago=20, source=UNANNOUNCED, year=2023, held="0.1", needed="0.2",
        condition="as_new",
    )  # fmt: skip


STORIES = (samples_before_the_first_order, records_that_do_not_hold, visit_not_finished)
